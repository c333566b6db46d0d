import type { FlowModel, ProviderModel } from "@oauth1/descriptor";
import { layOut } from "../../layout.js";
import { call, object, propertyName, quote, type Members } from "../../literals.js";
import { WIDTH } from "../../print.js";
import { accountFields } from "../accounts.js";
import { loginParameters } from "../flows.js";
import { constant, isNeeded, neededParams, type Steps } from "./code.js";

/** The ways through the three legs: with a callback, and with a verifier that somebody types. */
export function loginSteps(
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
  // What the app may send along comes back, and this app sends nothing that it need not.
  const unsaid = new Set(
    loginParameters(model)
      .filter((one) => !isNeeded(one))
      .map(({ name }) => name),
  );
  const told = callback.fields.filter(({ name, at }) => !unsaid.has(at ?? name));
  const query = [
    [callback.tokenParameter, "key"],
    ...(model.oauth.revision === "1.0" ? [] : [[callback.verifierParameter, "verifier"]]),
    ...told.map(({ name, at, example }) => [at ?? name, example ?? "text"]),
  ].map(([name = "", value = ""]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  const begin = beginCall(model, [["callback", "callback"]]);
  const isPage = authorization.method === "GET";
  const completed =
    model.oauth.revision === "1.0" ? "temporary" : 'temporary, verifier: "verifier"';
  return {
    title: "Log a user in",
    text: callback.rule,
    lines: [
      `const callback = "https://app.example/callback";`,
      begin,
      ...(isPage
        ? [
            "// Keep `temporary` where you find it again, and send the user there.",
            "console.log(`Go to ${authorizationUrl}`);",
          ]
        : authorizationCall(authorization.method, model)),
      "",
      ...(isPage
        ? [
            "// The user comes back: this is the URL that the provider sent them to.",
            constant("callbackUrl", quote(`https://app.example/callback?${query.join("&")}`)),
            `const account = await ${camel}.complete({ temporary, callbackUrl });`,
          ]
        : [`const account = await ${camel}.complete({ ${completed} });`]),
      ...usernameLines(model),
    ],
    has: "account",
  };
}

function pinSteps(
  { callback, authorization }: Extract<FlowModel, { kind: "login" }>,
  model: ProviderModel,
): Steps {
  const { camel } = model.names;
  const verifier = quote(callback.verifier?.example ?? "verifier");
  const isPage = authorization.method === "GET";
  return {
    title: callback.modes === "pin" ? "Log a user in" : "Log a user in without a callback",
    text:
      callback.modes === "pin"
        ? (callback.rule ?? VERIFIER_COMES[isPage ? "shown" : "answered"])
        : "For apps that no URL leads to: the provider shows a verifier, which the user types into the app.",
    lines: [
      beginCall(model, callback.modes === "pin" ? [] : [["callback", quote("oob")]]),
      ...(isPage
        ? ["console.log(`Open ${authorizationUrl}, and type what you read there.`);"]
        : authorizationCall(authorization.method, model)),
      "",
      `const verifier = ${verifier};`,
      `const account = await ${camel}.complete({ temporary, verifier });`,
      ...(callback.modes === "pin" ? usernameLines(model) : []),
    ],
    has: "account",
  };
}

const VERIFIER_COMES = {
  shown: "The provider shows a verifier, which the user types into the app.",
  answered: "The provider answers a call of the user's own program with a verifier.",
} as const;

/** An authorization that is a call, and no page. */
function authorizationCall(method: string, { oauth }: ProviderModel): readonly string[] {
  const answer =
    oauth.revision === "1.0" ? "success is all that the answer says" : "gets the verifier";
  return [
    `// The user's own program calls this with ${method}, and ${answer}.`,
    `console.log(\`${method} \${authorizationUrl}\`);`,
  ];
}

/** The beginning of a login, with what has to be asked for. */
function beginCall(model: ProviderModel, others: Members): string {
  const options: Members = [...others, ["params", neededParams(model, loginParameters(model))]];
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
