import type { OperationModel, ProviderModel, ProviderState } from "@oauth1/descriptor";
import { group, indent, join, line, print, whenBroken } from "../layout.js";
import { object, propertyName, quote } from "../literals.js";
import { table } from "../markdown.js";
import { WIDTH } from "../print.js";
import { callText } from "../sample.js";
import { FIELD_TYPES } from "../type-text.js";

/** `README.md`: what the package is for, the calls of a login in their order, and tables of what there is. */
export function readmeFile(model: ProviderModel, source: string): string {
  const { id, name, summary, documentation, state } = model;
  return [
    `# @oauth1/${id}`,
    `${name}: ${summary}`,
    `This package logs its users in over OAuth 1.0a and calls its API with signed, typed requests.${STATES[state]}`,
    fence("sh", `npm install @oauth1/${id}`),
    "## Log a user in",
    fence("ts", loginText(model)),
    ...operationsSection(model),
    ...fieldsSection(model),
    "## More",
    `The provider's own documentation is at <${documentation}>.`,
    `Generated from \`${source}\`, last compared with its sources on ${model.lastVerified}. To change this package, change that file and run \`pnpm generate\`.`,
  ]
    .map((part) => `${part.trimEnd()}\n`)
    .join("\n");
}

const STATES: Readonly<Record<ProviderState, string>> = {
  alive: "",
  legacy: " The provider is retiring this API, or has left its future open.",
  "self-hosted": " It is software that people run themselves.",
  dead: " The provider is gone; the package is kept for tests and archives.",
};

function loginText(model: ProviderModel): string {
  const { camel, factory } = model.names;
  const sample = sampleOperation(model);
  const username = model.oauth.tokenCredentials.fields.find(({ role }) => role === "username");
  return [
    importText(model, sample === undefined ? [factory] : [factory, sample.id]),
    "",
    factoryText(model),
    "",
    "// Keep `temporary` where you find it again, and send the user to `authorizationUrl`.",
    `const callback = "https://app.example/callback";`,
    `const { authorizationUrl, temporary } = await ${camel}.begin({ callback });`,
    "console.log(`Open ${authorizationUrl}`);",
    "",
    "// The user comes back: this is the URL that the provider sent them to.",
    `const callbackUrl = "https://app.example/callback?oauth_token=key&oauth_verifier=verifier";`,
    `const account = await ${camel}.complete({ temporary, callbackUrl });`,
    ...(username === undefined ? [] : [`console.log(account${access(username.name)});`]),
    "",
    "// `account` is plain JSON: keep it, and make a session of it whenever you need one.",
    `const session = ${camel}.session(account);`,
    ...callLines(model, sample),
  ].join("\n");
}

/** The call that tells who is signed in, or else the first. */
function sampleOperation({ api, operations }: ProviderModel): OperationModel | undefined {
  return operations.find(({ id }) => id === api.profile?.operation) ?? operations[0];
}

function callLines({ api }: ProviderModel, sample: OperationModel | undefined): readonly string[] {
  if (sample === undefined) {
    return [
      `const answer = await session.fetch(${quote(api.baseUrl)});`,
      "console.log(answer.status);",
    ];
  }
  const call = print(callText(sample, "answer"), { width: WIDTH });
  return sample.response === "none" ? [call] : [call, "console.log(answer);"];
}

function importText({ id }: ProviderModel, names: readonly string[]): string {
  const inside = [indent([line, join([...names].sort(), [",", line])]), whenBroken(","), line];
  return print(group(["import {", ...inside, `} from "@oauth1/${id}";`]), { width: WIDTH });
}

function factoryText({ names }: ProviderModel): string {
  const consumer = object([
    ["key", quote("your key")],
    ["secret", quote("your secret")],
  ]);
  const options = object([["consumer", consumer]]);
  return print([`const ${names.camel} = ${names.factory}(`, options, ");"], { width: WIDTH });
}

function access(name: string): string {
  const property = propertyName(name);
  return property === name ? `.${name}` : `[${property}]`;
}

function operationsSection({ operations }: ProviderModel): readonly string[] {
  if (operations.length === 0) return [];
  const rows = operations.map(({ id, method, path, summary }) => [
    code(id),
    code(`${method} ${path}`),
    summary,
  ]);
  return ["## Operations", table(["operation", "request", "what it does"], rows)];
}

function fieldsSection({ oauth }: ProviderModel): readonly string[] {
  const { fields } = oauth.tokenCredentials;
  if (fields.length === 0) return [];
  const rows = fields.map(({ name, type, optional, description = "" }) => [
    code(name),
    code(optional ? `${FIELD_TYPES[type]} | undefined` : FIELD_TYPES[type]),
    description,
  ]);
  return [
    "## The account",
    "Besides `token`, an account holds what the provider sent with it:",
    table(["field", "type", "what it says"], rows),
  ];
}

function code(text: string): string {
  return `\`${text}\``;
}

function fence(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}
