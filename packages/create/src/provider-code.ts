import type { CallFacts, ProviderFacts, VariableFacts } from "./facts.js";
import { settingsOf, type Setting, type Settings } from "./settings.js";

/**
 * The one file of an app that differs by provider: its client, and the call of its API. The text is TypeScript, not laid out
 * to any width.
 */
export function providerCode(facts: ProviderFacts): string {
  const settings = settingsOf(facts);
  return `${[
    importLines(facts),
    constants(facts, settings),
    client(facts, settings),
    ...(facts.signIn === "password" ? [passwordLogin(facts)] : []),
    ...(isForUsers(facts) ? [account(facts)] : []),
    ...(facts.call === undefined ? [noCall()] : [call(facts, facts.call, settings)]),
  ].join("\n\n")}\n`;
}

/** Whether users sign in to the app. */
export function isForUsers({ signIn }: Pick<ProviderFacts, "signIn">): boolean {
  return signIn !== "consumer" && signIn !== "token";
}

function importLines(facts: ProviderFacts): string {
  const names = [
    facts.factory,
    ...(facts.call === undefined ? [] : [facts.call.operation]),
    ...(isForUsers(facts) ? [`type ${facts.account}`] : []),
  ];
  const hasChoice = facts.variables.some(({ values }) => values !== undefined);
  const settings = [...(hasChoice ? ["choice"] : []), "originMap", "setting"];
  return `import { ${names.join(", ")} } from "@oauth1/${facts.id}";
import { ${settings.join(", ")} } from "./settings.ts";`;
}

function constants({ name, signIn, registration }: ProviderFacts, { keys }: Settings): string {
  const callback = signIn === "callback" ? "/callback" : "";
  return `export const NAME = ${quote(name)};

/** What .env needs for the real ${name}; without any of it there is an emulated one. */
export const KEYS = [${keys.map(quote).join(", ")}];

/** Where an app gets its keys, and where users come back to from there. */
export const REGISTRATION = ${quote(registration)};
export const CALLBACK: string = ${quote(callback)};`;
}

function client(facts: ProviderFacts, settings: Settings): string {
  const members = settings.consumer.map(([name, key]) => `${name}: setting(${quote(key)})`);
  const places = facts.variables.map((variable, at) => place(variable, settings.variables[at]));
  const variables = places.length === 0 ? "" : `\n    variables: ${block(places, "    ")},`;
  const made = `${facts.factory}({
    consumer: ${block(members, "    ")},${variables}
    originMap: originMap(),
  })`;
  const hasParams = Object.keys(facts.loginParams).length > 0;
  return `/** The provider's client, with the app's keys. */
export function connect() {
  ${hasParams ? `const client = ${made};\n${beginning(facts)}` : `return ${made};`}
}`;
}

function place({ name, values }: VariableFacts, [, key]: Setting = ["", ""]): string {
  if (values === undefined) return `${name}: setting(${quote(key)})`;
  return `${name}: choice(${quote(key)}, [${values.map(quote).join(", ")}])`;
}

function beginning({ loginParams }: ProviderFacts): string {
  return `  // What a login cannot be begun without.
  const params = ${literal(loginParams)};
  const begin = (options: { callback: URL }) => client.begin({ ...options, params });
  return { ...client, begin };`;
}

function passwordLogin({ postsPassword }: ProviderFacts): string {
  const comment = "/** Exchanges a user's name and password for an account. */";
  if (!postsPassword) {
    return `${comment}
export function logIn(username: string, password: string) {
  return connect().xAuth({ username, password });
}`;
  }
  return `${comment}
export async function logIn(email: string, password: string) {
  const client = connect();
  const { authorizationUrl, temporary } = await client.begin();
  const body = new URLSearchParams({ email, password, oauth_token: temporary.token.key });
  const approval = await fetch(authorizationUrl, { method: "POST", body });
  return client.complete({ temporary, approval });
}`;
}

function account({ name, account: type, fields }: ProviderFacts): string {
  const members = fields.map((field) => `${literalKey(field)}: account${access(field)}`);
  const parameter = fields.length === 0 ? "_account" : "account";
  return `/** A user's token, and what ${name} sends with it: keep it where you keep users. */
export type Account = ${type};

/** What ${name} sends with a token. */
export function fieldsOf(${parameter}: Account) {
  return ${block(members)};
}`;
}

function call(facts: ProviderFacts, made: CallFacts, { token }: Settings): string {
  const { operation, summary, params, hasResult } = made;
  const args = Object.keys(params).length === 0 ? "session" : `session, ${literal(params)}`;
  const members = token.map(([name, key]) => `${name}: setting(${quote(key)})`).join(", ");
  const sessions: Readonly<Record<string, string>> = {
    consumer: "connect().consumerSession()",
    token: `connect().session({ ${members} })`,
  };
  const parameter = isForUsers(facts) ? "account: Account" : "";
  if (facts.consumer === "liveSession") {
    const held = isForUsers(facts) ? "account" : `{ ${members} }`;
    return `/** ${summary} */
export async function callApi(${parameter}) {
  const client = connect();
  // Calls are signed with a live session, which you can keep for as long as it lives.
  const session = client.session(await client.openLiveSession(${held}));
  return ${operation}(${args});
}`;
  }
  return `/** ${summary} */
export ${hasResult ? "" : "async "}function callApi(${parameter}) {
  const session = ${sessions[facts.signIn] ?? "connect().session(account)"};
  return ${operation}(${args});
}`;
}

function noCall(): string {
  return `/** Here you would call the API: connect().session(account).fetch("/..."). */
export async function callApi(_account: Account) {
  return "Nothing of the API is described.";
}`;
}

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return block(Object.entries(value).map(([name, one]) => `${literalKey(name)}: ${literal(one)}`));
}

/** An object, on one line where it fits. */
function block(members: readonly string[], indent = "  "): string {
  if (members.length === 0) return "{}";
  const line = `{ ${members.join(", ")} }`;
  if (line.length < 76) return line;
  return `{\n${members.map((one) => `${indent}  ${one},\n`).join("")}${indent}}`;
}

function literalKey(name: string): string {
  return IDENTIFIER.test(name) ? name : quote(name);
}

function access(name: string): string {
  return IDENTIFIER.test(name) ? `.${name}` : `[${quote(name)}]`;
}

function quote(text: string): string {
  return JSON.stringify(text);
}

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;
