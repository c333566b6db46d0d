import type { FlowModel, ProviderModel } from "@oauth1/descriptor";
import { layOut } from "../../layout.js";
import { call, literal, object, propertyName, quote, type Members } from "../../literals.js";
import { WIDTH } from "../../print.js";
import { sampleValue } from "../../sample.js";
import { sdkNames } from "../../sdk-names.js";
import { typeGraph } from "../../type-graph.js";
import { accountFields, liveSessionOf } from "../accounts.js";
import { loginParameters } from "../flows.js";
import {
  callLines,
  clientLines,
  constant,
  importLines,
  sampleOperation,
  type Holding,
  type ReadmeContext,
} from "./code.js";

/** A way from the app's credentials to a first call, as a section of its own. */
export interface Way {
  readonly title: string;
  /** What to know before, as a sentence. */
  readonly text: string | undefined;
  readonly code: string;
}

/** The ways that a provider has, the usual one first, each as calls in their order. */
export function ways(context: ReadmeContext): readonly Way[] {
  const steps = context.model.oauth.flows.flatMap((flow) => stepsOf(flow, context));
  const all = steps.length === 0 ? [PLAIN] : steps;
  return all.map(({ title, text, before = [], lines, has }, index) => ({
    title,
    text,
    code: codeOf(context, {
      before,
      lines,
      has,
      isFirst: index === 0,
    }),
  }));
}

interface Steps {
  readonly title: string;
  readonly text: string | undefined;
  /** In front of the client. */
  readonly before?: readonly string[];
  readonly lines: readonly string[];
  readonly has: Holding;
}

const PLAIN: Steps = {
  title: "Call the API",
  text: undefined,
  lines: [],
  has: "token",
};

function stepsOf(flow: FlowModel, context: ReadmeContext): readonly Steps[] {
  const { model } = context;
  const { camel } = model.names;
  switch (flow.kind) {
    case "login":
      return loginSteps(flow, model);
    case "pushed-login":
      return [
        {
          title: "Take a token that the provider offers",
          text: flow.description,
          lines: [
            "// The provider has sent this verifier to the app.",
            'const verifier = "verifier";',
            `const account = await ${camel}.completePushed({ verifier });`,
          ],
          has: "account",
        },
      ];
    case "x-auth":
      return [
        {
          title: "Log a user in with a password",
          text: "xAuth: the app sees the password once, and keeps only the token.",
          lines: [
            `const account = await ${camel}.xAuth({ username: "name", password: "password" });`,
          ],
          has: "account",
        },
      ];
    case "two-legged":
      return [
        {
          title: "Call without a user",
          text: flow.description ?? "Calls are signed with the app's own credentials.",
          lines: [`const session = ${camel}.consumerSession();`],
          has: "consumer",
        },
      ];
    case "pre-issued":
      return [preIssuedSteps(flow, model)];
    case "reverse-auth":
      return [
        {
          title: "Let a device log in for the app",
          text: "Reverse auth: the device gets a signed text, and sends it on with its own account.",
          lines: [
            `const { target, parameters } = await ${camel}.reverseAuth();`,
            "console.log(target, parameters);",
          ],
          has: "nothing",
        },
      ];
    case "renewal":
    case "revocation":
    case "live-session":
    case "exchange":
      return [];
  }
}

function loginSteps(
  flow: Extract<FlowModel, { kind: "login" }>,
  model: ProviderModel,
): readonly Steps[] {
  const { callback, authorization } = flow;
  const withCallback = callbackSteps(flow, model);
  const withPin = pinSteps(flow, model);
  if (callback.modes === "pin") return [withPin];
  const hasPin =
    callback.modes === "both" && model.oauth.revision !== "1.0" && authorization.method === "GET";
  return hasPin ? [withCallback, withPin] : [withCallback];
}

function callbackSteps(
  { callback, authorization }: Extract<FlowModel, { kind: "login" }>,
  model: ProviderModel,
): Steps {
  const { camel } = model.names;
  const query = [
    [callback.tokenParameter, "key"],
    ...(model.oauth.revision === "1.0" ? [] : [[callback.verifierParameter, "verifier"]]),
    ...callback.fields.map(({ name, at, example }) => [at ?? name, example ?? "text"]),
  ].map(([name = "", value = ""]) => `${name}=${encodeURIComponent(value)}`);
  const begin = beginCall(model, ["callback"]);
  const isPage = authorization.method === "GET";
  return {
    title: "Log a user in",
    text: callback.rule,
    lines: [
      `const callback = "https://app.example/callback";`,
      begin,
      isPage
        ? "// Keep `temporary` where you find it again, and send the user there."
        : `// The user's own program calls this with ${authorization.method}, and gets the verifier.`,
      "console.log(`Go to ${authorizationUrl}`);",
      "",
      ...(isPage
        ? [
            "// The user comes back: this is the URL that the provider sent them to.",
            constant("callbackUrl", quote(`https://app.example/callback?${query.join("&")}`)),
            `const account = await ${camel}.complete({ temporary, callbackUrl });`,
          ]
        : [`const account = await ${camel}.complete({ temporary, verifier: "verifier" });`]),
      ...usernameLines(model),
    ],
    has: "account",
  };
}

function pinSteps(
  { callback }: Extract<FlowModel, { kind: "login" }>,
  model: ProviderModel,
): Steps {
  const { camel } = model.names;
  const verifier = quote(callback.verifier?.example ?? "verifier");
  return {
    title: callback.modes === "pin" ? "Log a user in" : "Log a user in without a callback",
    text:
      callback.modes === "pin"
        ? (callback.rule ?? "The provider shows a verifier, which the user types into the app.")
        : "For apps that no URL leads to: the provider shows a verifier, which the user types into the app.",
    lines: [
      beginCall(model, callback.modes === "pin" ? [] : ['callback: "oob"']),
      "console.log(`Open ${authorizationUrl}, and type what you read there.`);",
      "",
      `const verifier = ${verifier};`,
      `const account = await ${camel}.complete({ temporary, verifier });`,
      ...(callback.modes === "pin" ? usernameLines(model) : []),
    ],
    has: "account",
  };
}

/** The beginning of a login, with what has to be asked for. */
function beginCall(model: ProviderModel, others: readonly string[]): string {
  const required = loginParameters(model).filter(
    ({ required: isRequired, value }) => isRequired && value === undefined,
  );
  const graph = typeGraph(model.types);
  const params: Members = required.map((parameter) => [
    parameter.name,
    literal(sampleValue(parameter, graph)),
  ]);
  const options: Members = [
    ...others.map((text): Members[number] => {
      const [name = "", value = name] = text.split(": ");
      return [name, value];
    }),
    ["params", params.length === 0 ? undefined : object(params)],
  ];
  const isEmpty = options.every(([, value]) => value === undefined);
  const begin = call(`await ${model.names.camel}.begin`, isEmpty ? [] : [object(options)]);
  return layOut(["const { authorizationUrl, temporary } = ", begin, ";"], { width: WIDTH });
}

function usernameLines(model: ProviderModel): readonly string[] {
  const field = accountFields(model).find(({ role }) => role === "username");
  if (field === undefined) return [];
  const property = propertyName(field.name);
  const access = property === field.name ? `.${property}` : `[${property}]`;
  return [`console.log(account${access});`];
}

function preIssuedSteps(
  { description, composite }: Extract<FlowModel, { kind: "pre-issued" }>,
  model: ProviderModel,
): Steps {
  const title = "Use a token from the provider's pages";
  if (composite === undefined) {
    const token = 'const token = { key: "your token", secret: "its secret" };';
    const lines = [token, ...openedLines(model, "token")];
    return { title, text: description, lines, has: "token" };
  }
  const example = composite.order.map((part) => part).join(composite.separator);
  const read = `const { consumer, token } = ${sdkNames(model).readKey}(${quote(example)});`;
  return {
    title,
    text: description,
    before: [read, ""],
    lines: openedLines(model, "token"),
    has: "token",
  };
}

/** What else can be done with an account, its end last. */
function afterwards({ model }: ReadmeContext, has: Holding): readonly string[] {
  if (has !== "account") return [];
  const { camel } = model.names;
  const lines = model.oauth.flows.flatMap((flow): readonly string[] => {
    if (flow.kind === "renewal") {
      const renewed = `const renewed = await ${camel}.renew(account);`;
      return ["", "// Before the token ends.", renewed, "console.log(renewed.token.key);"];
    }
    return flow.kind === "exchange"
      ? ["", `// ${flow.summary}`, `console.log(await ${camel}.${flow.name}(account));`]
      : [];
  });
  if (!model.oauth.flows.some(({ kind }) => kind === "revocation")) return lines;
  const end = "// When the user leaves: the token is worth nothing from now on.";
  return [...lines, "", end, `await ${camel}.revoke(account);`];
}

interface Example extends Pick<Steps, "has" | "lines"> {
  readonly before: readonly string[];
  readonly isFirst: boolean;
}

function codeOf(context: ReadmeContext, { before, lines, has, isFirst }: Example): string {
  const { model } = context;
  const calls = has === "account" ? isFirst : has !== "nothing";
  const sample = calls ? sampleOperation(model, has) : undefined;
  const names = [
    model.names.factory,
    ...(before.length === 0 ? [] : [sdkNames(model).readKey]),
    ...(sample === undefined ? [] : [sample.id]),
  ];
  const session = has === "account" && isFirst ? sessionLines(model) : [];
  const text = [
    ...importLines(context, names),
    "",
    ...before,
    ...clientLines(model, before.length > 0),
    ...(lines.length === 0 ? [] : ["", ...lines]),
    ...session,
    ...(calls ? callLines(context, sample) : []),
    ...(isFirst ? afterwards(context, has) : []),
  ];
  return text.join("\n");
}

function sessionLines(model: ProviderModel): readonly string[] {
  return [
    "",
    "// `account` is plain JSON: keep it, and make a session of it whenever you need one.",
    ...openedLines(model, "account"),
  ];
}

/** The session of an account or a token, by what calls are signed with. */
function openedLines(model: ProviderModel, variable: string): readonly string[] {
  const { camel } = model.names;
  if (liveSessionOf(model) === undefined) return [`const session = ${camel}.session(${variable});`];
  return [
    "// Calls are signed with a live session, until it ends.",
    `const live = await ${camel}.openLiveSession(${variable});`,
    `const session = ${camel}.session(live);`,
  ];
}
