import { ACCOUNT, namesAccount, type OperationModel, type ProviderModel } from "@oauth1/descriptor";
import { sentences } from "../../comments.js";
import { layOut } from "../../layout.js";
import { call, object } from "../../literals.js";
import { bullets, code, counted, fence, lasting, listed, prose, table } from "../../markdown.js";
import { WIDTH } from "../../print.js";
import { requiredParams } from "../../sample.js";
import { sessionLevels } from "../../session-levels.js";
import { FIELD_TYPES } from "../../type-text.js";
import { accountFields, hasAccount } from "../accounts.js";
import { mockExample, proofOf } from "../testing.js";
import {
  callLines,
  clientLines,
  readsKeys,
  importLines,
  sampleOperation,
  sessionLines,
  type ReadmeContext,
} from "./code.js";

/** The parts of a section: heading, paragraphs, tables. No parts where there is nothing to tell. */
export type Section = readonly string[];

/** What a client has to be told of the installation or the tenant. */
export function variablesSection({ model }: ReadmeContext): Section {
  if (model.variables.length === 0) return [];
  const rows = model.variables.map(({ name, description, example, default: usual, values }) => [
    code(name),
    prose(description),
    values.length === 0
      ? `such as ${code(example)}`
      : `one of ${values.map(([said]) => code(said)).join(", ")}`,
    usual === undefined ? "" : code(usual),
  ]);
  return [
    "## Where it is",
    `The URLs of ${prose(model.name)} have parts of their own. The option \`variables\` fills them in:`,
    table(["variable", "what it is", "value", "default"], rows),
  ];
}

/** What an account holds besides its token. */
export function accountSection({ model }: ReadmeContext): Section {
  const fields = accountFields(model);
  if (fields.length === 0) return [];
  const rows = fields.map(({ name, type, optional, description = "" }) => [
    code(name),
    code(optional ? `${FIELD_TYPES[type]} | undefined` : FIELD_TYPES[type]),
    prose(description),
  ]);
  return [
    "## The account",
    "Besides `token`, an account holds what the provider sent with it:",
    table(["field", "type", "what it says"], rows),
    ...serverNotes(model),
  ];
}

/** That the account says where the API is, or a part of its URLs. */
function serverNotes({ api }: ProviderModel): Section {
  const urls = [api.baseUrl, ...api.hosts.map(([, url]) => url)].filter(namesAccount);
  const servers = urls.filter((url) => url.startsWith(`{${ACCOUNT}`));
  const others = urls.filter((url) => !servers.includes(url));
  return [
    ...(servers.length === 0
      ? []
      : [
          `The API is where the account says, at ${listed(servers.map(code))}: keep these fields with the token. \`session\` takes them as they are, and https only.`,
        ]),
    ...(others.length === 0
      ? []
      : [
          `Fields of the account are in the URLs of the API, ${listed(others.map(code))}: keep them with the token, and \`session\` fills them in.`,
        ]),
  ];
}

/** How long a token lives, and what it may do; or what an app may do where nobody has one. */
export function tokenSection({ model }: ReadmeContext): Section {
  const { lifetime, access } = model.oauth;
  const hasTokens = sessionLevels(model).includes("token");
  const rows = access.map(({ name, description }) => [code(name), prose(description)]);
  const parts = [
    ...(lifetime === undefined ? [] : [prose(lifetime.description)]),
    ...(rows.length === 0
      ? []
      : [
          hasTokens ? "An app asks its users for:" : "The consumer's key is made for:",
          table(["access", "what it allows"], rows),
        ]),
  ];
  const isOfTokens = hasTokens || lifetime !== undefined;
  const heading = isOfTokens ? "## What a token may do, and for how long" : "## What an app may do";
  return parts.length === 0 ? [] : [heading, ...parts];
}

/** Every operation with its request. */
export function operationsSection({ model }: ReadmeContext): Section {
  const { operations } = model;
  if (operations.length === 0) return [];
  const hasNeeds = operations.some((one) => needsOf(one) !== "");
  const rows = operations.map((operation) => [
    code(operation.id),
    requestOf(operation, model),
    ...(hasNeeds ? [needsOf(operation)] : []),
    summaryOf(operation),
  ]);
  const head = ["operation", "request", ...(hasNeeds ? ["needs"] : []), "what it does"];
  return ["## Operations", table(head, rows)];
}

function summaryOf({ deprecated, summary }: OperationModel): string {
  if (deprecated === undefined) return prose(summary);
  const mark = deprecated === "" ? "Deprecated." : `Deprecated: ${prose(deprecated)}`;
  return sentences([mark, prose(summary)]) ?? "";
}

/** Where a call goes, with the whole URL on another host than the usual one, and what tells it from others there. */
function requestOf(
  { method, path, host, query, body }: OperationModel,
  model: ProviderModel,
): string {
  const [, server = ""] = model.api.hosts.find(([name]) => name === host) ?? [];
  const asked = query.map(([name, value]) => `${name}=${value}`).join("&");
  // A variable's name says enough of it: how it is spelled in a URL is no matter of the reader's.
  const place = `${server.replace(/(\{[^{}|]*)\|[^{}]*/g, "$1")}${path}`;
  const request = code(`${method} ${place}${asked === "" ? "" : `?${asked}`}`);
  const fixed = (body?.fixed ?? []).map(([name, value]) => code(`${name}=${said(value)}`));
  return fixed.length === 0 ? request : `${request} with ${listed(fixed)}`;
}

function said(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function needsOf({ auth, access }: OperationModel): string {
  const level = { none: "nobody", key: "the app's key", consumer: "the app", token: "" }[auth];
  return [...(level === "" ? [] : [level]), ...access.map(code)].join(", ");
}

/** How to go through a list. */
export function paginationSection(context: ReadmeContext): Section {
  const { model, graph } = context;
  const paged = model.operations.filter(({ pagination }) => pagination !== undefined);
  const [first] = paged;
  if (first === undefined) return [];
  const params = requiredParams(first, graph);
  const args = ["session", ...(params.length === 0 ? [] : [object([["params", object(params)]])])];
  const head = layOut([call("for await (const item of paginate", [first.id, ...args]), ") {"], {
    width: WIDTH,
  });
  const text = [
    ...importLines(context, [model.names.factory, "paginate", first.id]),
    "",
    ...clientLines(model),
    ...sessionLines(model, first.auth === "token" ? "your token" : undefined),
    ...[head, "  console.log(item);", "}"],
  ];
  return [
    "## Page by page",
    "`paginate` gets one page of a list after the other, as far as you read:",
    fence("ts", text.join("\n")),
    `It goes through ${listed(paged.map(({ id }) => code(id)))}.`,
  ];
}

/** How calls fail, and what the provider's codes mean. */
export function errorsSection({ model }: ReadmeContext): Section {
  const { errors } = model.api;
  const rows = (errors?.codes ?? []).map(([name, meaning]) => [code(name), prose(meaning)]);
  const inside =
    errors !== undefined && errors.signs.length > 0
      ? " The provider also sends errors with a status of success; they are thrown alike."
      : "";
  const login = hasAccount(model) ? ", a login a `LoginError`," : "";
  return [
    "## Errors",
    `A call that fails throws a \`CallError\`${login} with \`code\`, \`status\`, \`headers\` and \`body\`, and never with a secret.${inside}`,
    ...(rows.length === 0
      ? []
      : [
          "The provider's own codes are in `providerCode`:",
          table(["code", "what it means"], rows),
        ]),
  ];
}

/** How many calls there are. */
export function rateLimitSection({ model }: ReadmeContext): Section {
  const { rateLimit } = model.api;
  if (rateLimit === undefined) return [];
  const { description, calls, seconds, limit, remaining, reset } = rateLimit;
  const headers = [limit, remaining, reset].flatMap((names) => names ?? []);
  const parts = [
    ...(calls === undefined || seconds === undefined
      ? []
      : [`${counted(calls, "call")} in ${lasting(seconds)}.`]),
    ...(description === undefined ? [] : [prose(description)]),
    ...(headers.length === 0
      ? []
      : [`The client reads ${headers.map(code).join(", ")}, and waits where that is soon enough.`]),
  ];
  return parts.length === 0 ? [] : ["## Rate limits", parts.join(" ")];
}

/** How to test an app without the provider. */
export function testingSection(context: ReadmeContext): Section {
  const { model, graph } = context;
  const { mock } = model.names;
  const acts = [
    proofOf(model),
    ...(hasAccount(model) ? ["lets logins run"] : []),
    ...(model.operations.length === 0 ? [] : ["answers operations with examples"]),
  ];
  const text = `\`${mock}\` makes a \`fetch\` that plays the provider: ${listed(acts)}.`;
  const sample = sampleOperation(model);
  if (sample === undefined || readsKeys(model)) {
    return ["## Tests", `${text} It comes from \`${context.package}/testing\`.`];
  }
  const hasToken = sessionLevels(model).includes("token");
  const lines = [
    ...importLines(context, [model.names.factory, sample.id]),
    `import { ${mock} } from "${context.package}/testing";`,
    "",
    ...mockExample(model, WIDTH, hasToken ? '{ token: "its secret" }' : undefined),
    ...sessionLines(model, hasToken ? "token" : undefined),
    ...callLines({ graph }, sample),
  ];
  return ["## Tests", text, fence("ts", lines.join("\n"))];
}

/** What surprises, and what nobody knows. */
export function notesSection({ model }: ReadmeContext): Section {
  const { quirks, unknown } = model;
  return [
    ...(quirks.length === 0 ? [] : ["## What surprises", bullets(quirks.map(prose))]),
    ...(unknown.length === 0 ? [] : ["## What is not known", bullets(unknown.map(prose))]),
  ];
}
