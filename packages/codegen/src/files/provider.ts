import type { FieldModel, ProviderModel } from "@oauth1/descriptor";
import { DOC_WIDTH, docComment, documentation } from "../comments.js";
import { group, hardline, indent, line, softline, whenBroken, type Layout } from "../layout.js";
import { block, object, propertyName, quote } from "../literals.js";
import type { Property, Statement } from "../print.js";
import { FIELD_TYPES, typeArguments } from "../type-text.js";

/** `src/provider.ts`: the account, the session, the client, and the provider as data. */
export function providerFile(model: ProviderModel): readonly Statement[] {
  const [method] = model.oauth.signatureMethods;
  return [
    { kind: "import", names: CLIENT_NAMES, from: "@oauth1/client" },
    { kind: "import", names: [method.export], from: `@oauth1/core/methods/${method.module}` },
    accountStatement(model),
    { kind: "text", text: sessionText(model) },
    { kind: "text", text: factoryText(model) },
    { kind: "text", text: descriptionText(model) },
  ];
}

const CLIENT_NAMES: readonly string[] = [
  "createClient",
  "type Account",
  "type Client",
  "type ClientOptions",
  "type ProviderDescription",
  "type Session",
];

function accountStatement({ name, names, oauth }: ProviderModel): Statement {
  const text = `Token credentials of a user of ${name}, and what came with them: plain JSON for the app to keep.`;
  const { fields } = oauth.tokenCredentials;
  if (fields.length === 0) {
    return {
      kind: "text",
      text: [docComment(text), hardline, `export type ${names.account} = Account;`],
    };
  }
  return {
    kind: "interface",
    name: names.account,
    base: "Account",
    documentation: documentation(text, DOC_WIDTH),
    properties: fields.map(fieldProperty),
  };
}

function fieldProperty({ name, type, optional, description }: FieldModel): Property {
  return {
    name: propertyName(name),
    optional,
    documentation: description && documentation(description, DOC_WIDTH - 2),
    type: ` ${FIELD_TYPES[type]}`,
  };
}

function sessionText({ id, name, names }: ProviderModel): Layout {
  const comment = docComment(
    `Whom requests to ${name} are signed for: what every operation here takes.`,
  );
  return [
    ...[comment, hardline, `export type ${names.session} =`],
    ...[group(indent([line, typeArguments("Session", [quote(id)])])), ";"],
  ];
}

function factoryText({ id, name, names }: ProviderModel): Layout {
  const example = `const ${names.camel} = ${names.factory}({ consumer: { key: "key", secret: "secret" } });`;
  const comment = docComment(
    `A client for ${name}: it logs users in and makes their sessions.\n\n@example`,
  );
  return [
    ...[comment.replace(/ \*\/$/, ` * ${example}\n */`), hardline],
    group([
      `export function ${names.factory}(`,
      ...[indent([softline, "options: ClientOptions"]), whenBroken(","), softline, "): "],
      ...[typeArguments("Client", [quote(id), names.account]), " {"],
    ]),
    ...[indent([hardline, "return createClient({ ...options, provider });"]), hardline, "}"],
  ];
}

/** Only what differs from the client's defaults is said. */
function descriptionText({ id, name, oauth, api }: ProviderModel): Layout {
  const [method] = oauth.signatureMethods;
  const { fields, ...tokenCredentials } = oauth.tokenCredentials;
  const { deniedParameter } = oauth.callback;
  const description = block([
    ["id", quote(id)],
    ["name", quote(name)],
    ["signatureMethod", method.export],
    ["transmission", oauth.transmission === "header" ? undefined : quote(oauth.transmission)],
    ["temporaryCredentials", endpoint(oauth.temporaryCredentials)],
    ["authorization", object([["url", quote(oauth.authorization.url)]])],
    ["tokenCredentials", endpoint(tokenCredentials, ["fields", fieldTypes(fields)])],
    ["deniedParameter", deniedParameter && quote(deniedParameter)],
    [
      "api",
      object([
        ["baseUrl", quote(api.baseUrl)],
        ["headers", members(api.headers.map(([header, value]) => [header, quote(value)]))],
      ]),
    ],
  ]);
  return ["const provider = ", description, " as const satisfies ProviderDescription;"];
}

type Member = readonly [name: string, value: Layout | undefined];

function endpoint(
  { method, url }: { readonly method: string; readonly url: string },
  more?: Member,
): Layout {
  return object([["method", quote(method)], ["url", quote(url)], ...(more ? [more] : [])]);
}

function fieldTypes(fields: readonly FieldModel[]): Layout | undefined {
  return members(
    fields.map(({ name, type, optional }) => [
      name,
      object([
        ["type", quote(type)],
        ["optional", optional ? "true" : undefined],
      ]),
    ]),
  );
}

function members(all: readonly Member[]): Layout | undefined {
  return all.length === 0 ? undefined : object(all);
}
