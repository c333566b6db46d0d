import type { FlowModel, ProviderModel } from "@oauth1/descriptor";
import { layOut } from "../../layout.js";
import { call, object, quote } from "../../literals.js";
import { WIDTH } from "../../print.js";
import { heldToken, sampleToken } from "../../sample.js";
import { takesAnySession } from "../../session-levels.js";
import { parametersOf } from "../flows.js";
import {
  callLines,
  clientLines,
  importLines,
  neededParams,
  openedLines,
  sampleOperation,
  type Holding,
  type ReadmeContext,
  type Steps,
} from "./code.js";
import { loginSteps } from "./login.js";

/** A way from the app's credentials to a first call, as a section of its own. */
export interface Way {
  readonly title: string;
  /** What to know before, as a sentence. */
  readonly text: string | undefined;
  /** None where all that follows is calls, and there are no operations. */
  readonly code: string | undefined;
}

/** The ways that a provider has, the usual one first, each as calls in their order. */
export function ways(context: ReadmeContext): readonly Way[] {
  const steps = context.model.oauth.flows.flatMap((flow) => stepsOf(flow, context));
  const more = appSteps(context.model);
  const all = steps.length === 0 && more.length === 0 ? [PLAIN] : [...steps, ...more];
  const told = all.filter(({ text, has }) => text !== undefined || leadsOn(context, has));
  return told.map(({ title, text, before = [], lines, has }, index) => ({
    title,
    text,
    code: leadsOn(context, has)
      ? codeOf(context, { before, lines, has, isFirst: index === 0 })
      : undefined,
  }));
}

/** Whether an example has anything to show: where a package is for the login alone, nothing is done with a token. */
function leadsOn({ model }: ReadmeContext, has: Holding): boolean {
  return !model.api.loginOnly || has === "account" || has === "nothing";
}

const PLAIN: Steps = {
  title: "Call the API",
  text: undefined,
  lines: [],
  has: "token",
};

/** What needs no token, where no way is told to a session without one. */
function appSteps({ names, api, oauth, operations }: ProviderModel): readonly Steps[] {
  const isTold = oauth.flows.some(({ kind }) => kind === "two-legged");
  if (isTold || api.loginOnly || !operations.some(takesAnySession)) return [];
  return [
    {
      title: "Call without a user",
      text: "Operations that need no token can be called with the app's own session.",
      lines: [`const session = ${names.camel}.consumerSession();`],
      has: "consumer",
    },
  ];
}

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
            pushedCall(flow, model),
          ],
          has: "account",
        },
      ];
    case "x-auth":
      return [
        {
          title: "Log a user in with a password",
          text: "xAuth: the app sees the password once, and keeps only the token.",
          lines: [xAuthCall(flow, model)],
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
          lines: [reverseAuthCall(flow, model), "console.log(target, parameters);"],
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

function pushedCall(
  { temporaryCredentials, tokenCredentials }: Extract<FlowModel, { kind: "pushed-login" }>,
  model: ProviderModel,
): string {
  const asked = parametersOf(model, [temporaryCredentials, tokenCredentials]);
  const pushed = object([
    ["verifier", "verifier"],
    ["params", neededParams(model, asked)],
  ]);
  const text = ["const account = await ", call(`${model.names.camel}.completePushed`, [pushed])];
  return layOut([...text, ";"], { width: WIDTH });
}

function xAuthCall(
  { tokenCredentials }: Extract<FlowModel, { kind: "x-auth" }>,
  model: ProviderModel,
): string {
  const login = object([
    ["username", quote("name")],
    ["password", quote("password")],
    ["params", neededParams(model, tokenCredentials.parameters)],
  ]);
  const text = ["const account = await ", call(`${model.names.camel}.xAuth`, [login]), ";"];
  return layOut(text, { width: WIDTH });
}

function reverseAuthCall(
  { temporaryCredentials }: Extract<FlowModel, { kind: "reverse-auth" }>,
  model: ProviderModel,
): string {
  const params = neededParams(model, temporaryCredentials.parameters);
  const args = params === undefined ? [] : [object([["params", params]])];
  const asked = call(`await ${model.names.camel}.reverseAuth`, args);
  return layOut(["const { target, parameters } = ", asked, ";"], { width: WIDTH });
}

function preIssuedSteps(
  { description, composite }: Extract<FlowModel, { kind: "pre-issued" }>,
  model: ProviderModel,
): Steps {
  const title = "Use a token from the provider's pages";
  if (composite === undefined) {
    const token = ["const token = ", sampleToken(model, "your token"), ";"];
    const lines = [layOut(token, { width: WIDTH }), ...openedLines(model, "token")];
    return { title, text: description, lines, has: "token" };
  }
  const example = composite.order.join(composite.separator);
  const read = `const { consumer, token } = ${model.names.readKey}(${quote(example)});`;
  return {
    title,
    text: description,
    before: [read, ""],
    lines: openedLines(model, heldToken(model, "token")),
    has: "token",
  };
}

/** What else can be done with an account, or with what takes its place, its end last. */
function afterwards({ model }: ReadmeContext, has: Holding): readonly string[] {
  if (has === "nothing") return [];
  const isAccount = has === "account";
  const { camel } = model.names;
  const lines = model.oauth.flows.flatMap((flow): readonly string[] => {
    if (flow.kind === "renewal" && isAccount) {
      const renewed = `const renewed = await ${camel}.renew(account);`;
      return ["", "// Before the token ends.", renewed, "console.log(renewed.token.key);"];
    }
    return flow.kind === "exchange"
      ? ["", `// ${flow.summary.replace(/\s+/g, " ")}`, exchangeCall(flow, model, has)]
      : [];
  });
  if (!isAccount || !model.oauth.flows.some(({ kind }) => kind === "revocation")) return lines;
  const end = "// When the user leaves: the token is worth nothing from now on.";
  return [...lines, "", end, `await ${camel}.revoke(account);`];
}

/** An app asks for itself without an account. */
function exchangeCall(
  { name, endpoint }: Extract<FlowModel, { kind: "exchange" }>,
  model: ProviderModel,
  has: Exclude<Holding, "nothing">,
): string {
  const params = neededParams(model, endpoint.parameters);
  const needed = params === undefined ? [] : [params];
  const nobody = needed.length === 0 ? [] : ["undefined"];
  const args = [...(has === "consumer" ? nobody : [has]), ...needed];
  const asked = ["await ", call(`${model.names.camel}.${name}`, args)];
  return layOut([call("console.log", [asked]), ";"], { width: WIDTH });
}

interface Example extends Pick<Steps, "has" | "lines"> {
  readonly before: readonly string[];
  readonly isFirst: boolean;
}

function codeOf(context: ReadmeContext, { before, lines, has, isFirst }: Example): string {
  const { model } = context;
  const isCalled = has === "account" ? isFirst : has !== "nothing";
  const calls = isCalled && !model.api.loginOnly;
  const sample = calls ? sampleOperation(model, has) : undefined;
  const names = [
    model.names.factory,
    ...(before.length === 0 ? [] : [model.names.readKey]),
    ...(sample === undefined ? [] : [sample.id]),
  ];
  const kept = has === "account" && isFirst ? keptLines(model) : [];
  const text = [
    ...importLines(context, names),
    "",
    ...before,
    ...clientLines(model, before.length > 0),
    ...(lines.length === 0 ? [] : ["", ...lines]),
    ...kept,
    ...(calls ? callLines(context, sample) : []),
    ...(isFirst ? afterwards(context, has) : []),
  ];
  return text.join("\n");
}

function keptLines(model: ProviderModel): readonly string[] {
  if (model.api.loginOnly) {
    return ["", "// `account` is plain JSON: keep it.", "console.log(account.token.key);"];
  }
  return [
    "",
    "// `account` is plain JSON: keep it, and make a session of it whenever you need one.",
    ...openedLines(model, "account"),
  ];
}
