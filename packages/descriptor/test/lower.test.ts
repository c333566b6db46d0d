import { expect, it } from "vitest";
import {
  itemType,
  lower,
  parseDescriptor,
  resolvePath,
  type FlowModel,
  type ProviderModel,
} from "@oauth1/descriptor";
import { ACME, acmeWith } from "./acme.js";

function modelOf(text: string): ProviderModel {
  const result = parseDescriptor(text, { file: "providers/acme.json" });
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return lower(result.descriptor);
}

function flowOf<K extends FlowModel["kind"]>(
  text: string,
  kind: K,
): Extract<FlowModel, { kind: K }> {
  const isMeant = (flow: FlowModel): flow is Extract<FlowModel, { kind: K }> => flow.kind === kind;
  const found = modelOf(text).oauth.flows.find(isMeant);
  if (found === undefined) throw new Error(`There is no flow ${kind}`);
  return found;
}

it("applies the defaults", () => {
  const { oauth, api, operations, quirks, unknown, variables } = modelOf(ACME);
  expect(oauth).toMatchObject({ revision: "1.0a", consumer: { secret: "required" }, signing: {} });
  expect([oauth.access, quirks, unknown, variables, api.headers, api.hosts]).toEqual([
    [],
    [],
    [],
    [],
    [],
    [],
  ]);
  expect(
    operations.map(({ lists, response, auth, idempotent }) => [lists, response, auth, idempotent]),
  ).toEqual([
    ["repeat", "json", "token", true],
    ["repeat", "none", "token", false],
  ]);
  expect(operations[1]?.parameters.map(({ required }) => required)).toEqual([true, false]);
  expect(operations[1]?.body).toEqual({
    kind: "form",
    fixed: [],
    whole: undefined,
    contentType: undefined,
    signed: true,
  });
});

it("leaves the media type to what is sent, where the described one is of many", () => {
  const text = `"in": "body", "type": "string"`;
  const bodyOf = (type: string): string | undefined => {
    const body = `"body": { "kind": "binary", "contentType": "${type}" }`;
    const changed = acmeWith([text, `${text}, "format": "binary"`], [`"body": "form"`, body]);
    return modelOf(changed).operations[1]?.body?.contentType;
  };
  expect([bodyOf("image/*"), bodyOf("image/png")]).toEqual([undefined, "image/png"]);
});

it("takes a parameter for one of the query, where no place is said", () => {
  const text = acmeWith([`"path": "/me",`, `"path": "/me", "parameters": { "a": {} },`]);
  expect(modelOf(text).operations[0]?.parameters).toMatchObject([{ name: "a", in: "query" }]);
});

it("takes what a step sends for text, where no type is said", () => {
  const parameters = '{ "mode": { "value": "x" }, "perms": { "type": "array" } }';
  const given = `/authorize", "parameters": ${parameters} }`;
  const { authorization } = flowOf(acmeWith([`/authorize" }`, given]), "login");
  expect(authorization.parameters.map(({ type }) => type)).toMatchObject([
    { kind: "primitive", name: "string" },
    { kind: "array", items: { kind: "primitive", name: "string" } },
  ]);
});

it("applies the defaults of a login", () => {
  const { temporaryCredentials, authorization, tokenCredentials, callback } = flowOf(ACME, "login");
  expect(temporaryCredentials).toMatchObject({
    status: 200,
    format: "form",
    parameters: [],
    secretOptional: false,
    tokenAt: "oauth_token",
    secretAt: "oauth_token_secret",
  });
  expect(authorization).toMatchObject({
    method: "GET",
    tokenParameter: "oauth_token",
    variants: [],
  });
  expect(authorization.callbackParameter).toBeUndefined();
  expect(tokenCredentials.fields[0]).toMatchObject({ name: "user_id", optional: false });
  expect(tokenCredentials.verifierIn).toBe("oauth");
  expect(callback).toMatchObject({
    modes: "both",
    confirmed: true,
    denied: [],
    fields: [],
    tokenParameter: "oauth_token",
    verifierParameter: "oauth_verifier",
  });
});

it("knows what revision 1.0 has otherwise", () => {
  const { callback, authorization } = flowOf(
    acmeWith(['"signatureMethods"', '"revision": "1.0", "signatureMethods"']),
    "login",
  );
  expect(callback).toMatchObject({ modes: "callback", confirmed: false });
  expect(authorization.callbackParameter).toBe("oauth_callback");
});

it("orders the flows as an app meets them", () => {
  const flows = [
    `"exchanges": { "getKey": { "method": "POST", "url": "https://acme.example/x", "summary": "Gets a key.", "fields": {} } }`,
    `"revocation": { "method": "POST", "url": "https://acme.example/end" }`,
    `"renewal": { "method": "POST", "url": "https://acme.example/renew", "handle": "none" }`,
    `"reverseAuth": { "target": "https://acme.example/access" }`,
    `"xAuth": {}`,
    `"preIssued": { "description": "On the settings page." }`,
    `"twoLegged": true`,
  ];
  const { oauth } = modelOf(
    acmeWith(['"signatureMethods"', `${flows.join(", ")}, "signatureMethods"`]),
  );
  expect(oauth.flows.map(({ kind }) => kind)).toEqual([
    "login",
    "two-legged",
    "pre-issued",
    "x-auth",
    "reverse-auth",
    "renewal",
    "revocation",
    "exchange",
  ]);
});

it("lets xAuth and a renewal inherit from the token endpoint", () => {
  const text = acmeWith([
    '"signatureMethods"',
    '"xAuth": { "signing": { "transmission": "body" } }, "renewal": { "method": "GET", "url": "https://acme.example/renew", "handle": "user_id" }, "signatureMethods"',
  ]);
  expect(flowOf(text, "x-auth").tokenCredentials).toMatchObject({
    method: "POST",
    url: "https://acme.example/access",
    signing: { transmission: "body" },
    fields: [{ name: "user_id" }, { name: "name" }],
  });
  const renewal = flowOf(text, "renewal");
  expect(renewal).toMatchObject({ handle: "user_id", keepsToken: false });
  expect(renewal.tokenCredentials.fields.map(({ name }) => name)).toEqual(["user_id", "name"]);
});

it("leaves a login with a password without the verifier of the other one", () => {
  const text = acmeWith(
    ['"signatureMethods"', '"xAuth": {}, "signatureMethods"'],
    [`/access",`, `/access", "verifierIn": "query",`],
  );
  expect(flowOf(text, "login").tokenCredentials.verifierIn).toBe("query");
  expect(flowOf(text, "x-auth").tokenCredentials.verifierIn).toBe("oauth");
});

it("takes the consumer's signature where no flow leads to a token", () => {
  const {
    temporaryCredentials: _,
    authorization: __,
    tokenCredentials: ___,
    ...oauth
  } = acme().oauth;
  const { api, operations } = acme();
  const model = lower({
    ...acme(),
    oauth: { ...oauth, twoLegged: true },
    api: { baseUrl: api.baseUrl },
    operations,
  });
  expect(model.operations.map(({ auth }) => auth)).toEqual(["consumer", "consumer"]);
});

it("hands envelope, lists and pagination down to the operations", () => {
  const { operations } = modelOf(
    acmeWith(
      [
        '"baseUrl"',
        '"lists": "pipe", "envelope": "data", "pagination": { "kind": "link", "items": "user.tags" }, "baseUrl"',
      ],
      ['"path": "/me"', '"pagination": true, "path": "/me"'],
      ['"title": {', '"tags": { "in": "query", "type": "array", "style": "comma" }, "title": {'],
    ),
  );
  expect(operations.map(({ envelope, lists }) => [envelope, lists])).toEqual([
    ["data", "pipe"],
    [undefined, "pipe"],
  ]);
  expect(operations[0]?.pagination).toEqual({ kind: "link", items: "user.tags" });
  expect(operations[1]?.pagination).toBeUndefined();
  expect(operations[1]?.parameters.map(({ name, style }) => [name, style])).toEqual([
    ["id", "pipe"],
    ["tags", "comma"],
    ["title", "pipe"],
  ]);
});

it("lets an operation say otherwise", () => {
  const { operations } = modelOf(
    acmeWith(
      ['"baseUrl"', '"envelope": "data", "baseUrl"'],
      [
        '"path": "/me"',
        '"envelope": false, "idempotent": false, "deprecated": true, "path": "/me"',
      ],
    ),
  );
  expect(operations[0]).toMatchObject({ idempotent: false, deprecated: "" });
  expect(operations[0]?.envelope).toBeUndefined();
});

it("resolves names, methods and ways", () => {
  const { names, oauth, api } = modelOf(ACME);
  expect(names).toMatchObject({ pascal: "Acme", camel: "acme", factory: "createAcme" });
  expect(names).toMatchObject({
    account: "AcmeAccount",
    client: "AcmeClient",
    session: "AcmeSession",
  });
  expect(oauth.signatureMethods).toEqual([
    { name: "HMAC-SHA1", key: "secret", module: "hmac-sha1", export: "hmacSha1" },
  ]);
  expect(api.profile).toEqual({
    operation: "getMe",
    id: ["user", "id"],
    username: ["user", "name"],
  });
});

it("finds every origin, as the examples of the variables make it", () => {
  const { origins } = modelOf(
    acmeWith(
      [
        '"oauth": {',
        '"variables": { "account": { "description": "x", "example": "A_1" }, "site": { "description": "x", "type": "url", "example": "https://Shop.example:8443/sub" }, "stage": { "description": "x", "example": "sandbox", "values": { "sandbox": "apisb" } } }, "oauth": {',
      ],
      ["https://acme.example/request", "{site}/request"],
      [
        '/authorize" }',
        '/authorize", "variants": { "mobile": "https://m.acme.example/{oauth_token}" } }',
      ],
      ["https://acme.example/access", "https://{account|lower|hyphen}.acme.example/access"],
      [
        '"authorization"',
        '"revocation": { "method": "POST", "url": "https://{stage}.acme.example" }, "authorization"',
      ],
      ['"baseUrl"', '"hosts": { "upload": "https://up.acme.example" }, "baseUrl"'],
    ),
  );
  expect(origins).toEqual([
    "https://shop.example:8443",
    "https://acme.example",
    "https://m.acme.example",
    "https://a-1.acme.example",
    "https://apisb.acme.example",
    "https://api.acme.example",
    "https://up.acme.example",
  ]);
});

it.each([
  ["an object", '{ "type": "object", "properties": { "user": { "$ref": "User" } } }', "object"],
  [
    "a list of objects",
    '{ "type": "array", "items": { "type": "object", "properties": {} } }',
    "array",
  ],
  ["one of several types", '{ "oneOf": [{ "$ref": "Me" }, { "$ref": "User" }] }', "union"],
])("names an answer that is %s in place, so that an app can say its name", (_, result, kind) => {
  const { operations, types } = modelOf(
    acmeWith(
      ['"result": { "$ref": "Me" }', `"result": ${result}`],
      [', "id": "user.id", "username": "user.name"', ""],
    ),
  );
  expect(operations[0]?.result).toEqual({
    kind: "reference",
    name: "GetMeResult",
    nullable: false,
  });
  expect(types.at(-1)).toMatchObject({ name: "GetMeResult", type: { kind } });
});

it("tells types apart by kind", () => {
  const union = '{ "oneOf": [{ "$ref": "Me" }, { "type": "string" }], "nullable": true }';
  const { types, operations } = modelOf(acmeWith(['{ "type": "integer" }', union]));
  expect(operations[0]?.result).toEqual({ kind: "reference", name: "Me", nullable: false });
  expect(operations[1]?.result).toEqual({ kind: "unknown", nullable: false });
  const user = types[1]?.type;
  const properties = user?.kind === "object" ? user.properties : [];
  expect(properties.map(({ name, required, type }) => [name, required, type.kind])).toEqual([
    ["id", false, "union"],
    ["name", false, "enum"],
    ["tags", false, "array"],
  ]);
  expect(properties[0]?.type).toMatchObject({ nullable: true, discriminator: undefined });
});

it("follows ways through types", () => {
  const model = modelOf(ACME);
  const result = { kind: "reference", name: "Me", nullable: false } as const;
  expect(resolvePath(model, result, "user")).toMatchObject({ kind: "reference", name: "User" });
  expect(resolvePath(model, result, "user.id")).toMatchObject({ name: "integer" });
  expect(resolvePath(model, result, "user.nobody")).toBeUndefined();
  expect(itemType(model, result, "user.tags")).toMatchObject({ kind: "primitive", name: "string" });
  expect(itemType(model, result, "user.name")).toBeUndefined();
});

it("refuses a signature method that core does not have", () => {
  const oauth = { ...acme().oauth, signatureMethods: ["HMAC-MD5"] };
  expect(() => lower({ ...acme(), oauth })).toThrow(TypeError);
});

function acme(): Parameters<typeof lower>[0] {
  const result = parseDescriptor(ACME, { file: "acme.json" });
  if (!result.ok) throw new Error("The descriptor has mistakes");
  return result.descriptor;
}

it("knows which code tells which problem, which of them a client mends, and what every code means", () => {
  const codes = {
    wait: "Too fast.",
    bad_token: { description: "The token is bad.", problem: ["token_rejected", "token_expired"] },
    bad_signature: { description: "The signature is bad.", problem: "signature_invalid" },
    bad_time: { description: "The time is bad.", problem: "timestamp_refused" },
    bad_proof: { description: "Either is bad.", problem: ["nonce_used", "timestamp_refused"] },
    slow_down: { description: "Too many calls.", problem: ["rate_limited"] },
  };
  const errors = `"errors": ${JSON.stringify({ code: "code", codes })}, "baseUrl"`;
  expect(modelOf(acmeWith([`"baseUrl"`, errors])).api.errors).toMatchObject({
    codes: [
      ["wait", "Too fast."],
      ["bad_token", "The token is bad."],
      ["bad_signature", "The signature is bad."],
      ["bad_time", "The time is bad."],
      ["bad_proof", "Either is bad."],
      ["slow_down", "Too many calls."],
    ],
    problems: [
      ["token_rejected", "bad_token"],
      ["token_expired", "bad_token"],
      ["signature_invalid", "bad_signature"],
      ["timestamp_refused", "bad_time"],
      ["nonce_used", "bad_proof"],
      ["timestamp_refused", "bad_proof"],
      ["rate_limited", "slow_down"],
    ],
    mendable: [
      ["bad_time", "timestamp_refused"],
      ["slow_down", "rate_limited"],
    ],
  });
});

it("tells errors in XML as they are read: without prefixes, and what is alone as no list", () => {
  const fault = { "@x:lang": "en", code: "1", text: [{ p: "No." }, { p: "Never." }] };
  const said = {
    signs: [{ at: "s:Envelope.s:Fault" }],
    code: "s:Envelope.s:Fault.0.code",
    message: "s:Envelope.s:Fault.0.text.1.p",
    xml: { "s:Envelope": { "s:Fault": [fault] } },
  };
  const errors = `"errors": ${JSON.stringify(said)}, "baseUrl"`;
  expect(modelOf(acmeWith([`"baseUrl"`, errors])).api.errors).toMatchObject({
    signs: [{ at: "Envelope.Fault" }],
    code: ["Envelope.Fault.0.code", "Envelope.Fault.code"],
    message: ["Envelope.Fault.0.text.1.p", "Envelope.Fault.text.1.p"],
    xml: { Envelope: { Fault: { "@lang": "en", code: "1" } } },
  });
});

it("tells which members of a JSON body are no text, whatever their flags are", () => {
  const json = `"body": "json", "parameters": {
    "a": { "in": "form", "type": "integer" }, "b": { "in": "form", "type": "boolean" },
    "c": { "in": "form", "type": "boolean", "flag": { "true": "1" } }, "d": { "in": "form", "type": "string" },
    "e": { "in": "query", "type": "integer" }, "f": { "in": "form", "type": "array", "items": { "type": "string" }, "separator": " " }
  }`;
  const request = `/request"`;
  const asJson = flowOf(acmeWith([request, `${request}, ${json}`]), "login");
  const asForm = flowOf(
    acmeWith([request, `${request}, ${json.replace(`"body": "json",`, "")}`]),
    "login",
  );
  expect(asJson.temporaryCredentials.bodyValues).toEqual(["a", "b"]);
  expect(asForm.temporaryCredentials.bodyValues).toEqual([]);
  expect(asForm.temporaryCredentials.parameters.map(({ required }) => required)).toContain(false);
});

it("needs the bytes of a body, whatever names their type, and no text", () => {
  const types = `"types": { "Name": { "$ref": "Bytes" }, "Bytes": { "type": "string", "format": "binary" },
    "Text": { "type": "string" },`;
  for (const [type, isNeeded] of [
    [`"type": "string", "format": "binary"`, true],
    [`"$ref": "Name"`, true],
    [`"$ref": "Text"`, false],
    [`"type": "string"`, false],
  ] as const) {
    const text = acmeWith(
      [`"types": {`, types],
      [`"body": "form"`, `"body": "binary"`],
      [`"title": { "in": "body", "type": "string" }`, `"title": { "in": "body", ${type} }`],
    );
    const { operations } = modelOf(text);
    const all = operations.flatMap(({ parameters }) => parameters);
    expect(all.find(({ name }) => name === "title")?.required).toBe(isNeeded);
  }
});

it("writes booleans with a name, in a list or in an object in brackets as all are written", () => {
  const text = acmeWith(
    [`"baseUrl"`, `"flags": { "true": "Y", "false": "N" }, "lists": "json", "baseUrl"`],
    [
      `"title": { "in": "body", "type": "string" }`,
      `"title": { "in": "body", "$ref": "Named" }, "tag": {}, "on": { "type": "boolean" },
       "days": { "type": "array", "items": { "$ref": "Flag" }, "style": "comma" }, "same": { "$ref": "Tree", "style": "json" },
       "tree": { "$ref": "Tree", "style": "deep" }, "endless": { "$ref": "Endless", "style": "deep" },
       "choice": { "oneOf": [{ "type": "string", "enum": ["all"] }, { "$ref": "Flag" }] },
       "choices": { "type": "array", "items": { "oneOf": [{ "type": "integer" }, { "type": "boolean" }] }, "style": "repeat" },
       "texts": { "oneOf": [{ "type": "string" }, { "type": "integer" }] },
       "x-on": { "in": "header", "type": "object", "additionalProperties": { "type": "boolean" } },
       "x-days": { "in": "header", "type": "array", "items": { "type": "boolean" } }`,
    ],
    [
      `"types": {`,
      `"types": { "Flag": { "type": "boolean" }, "Named": { "$ref": "Flag" },
       "Tree": { "type": "object", "properties": { "up": { "$ref": "Tree" }, "on": { "type": "array", "items": { "$ref": "Flag" } } } },
       "Endless": { "type": "object", "additionalProperties": { "$ref": "Endless" } },`,
    ],
  );
  const flags = modelOf(text).operations.flatMap(({ parameters }) =>
    parameters.map(({ name, flag }) => [name, flag]),
  );
  const yes = { true: "Y", false: "N" };
  expect(flags).toEqual([
    ["id", undefined],
    ["title", yes],
    ["tag", undefined],
    ["on", yes],
    ["days", yes],
    ["same", undefined],
    ["tree", yes],
    ["endless", undefined],
    ["choice", yes],
    ["choices", yes],
    ["texts", undefined],
    ["x-on", undefined],
    ["x-days", yes],
  ]);
});

it("lets a renewal have the fields of a login with a password, where there is no other", () => {
  const { oauth } = JSON.parse(ACME);
  const text = acmeWith(
    [
      ACME.slice(ACME.indexOf(`"temporaryCredentials"`), ACME.indexOf(`"fields"`)),
      `"xAuth": { "method": "POST", "url": "https://acme.example/access", `,
    ],
    [
      `"oauth": {`,
      `"oauth": { "renewal": { "method": "GET", "url": "https://acme.example/renew", "handle": "none" },`,
    ],
  );
  const { fields } = flowOf(text, "renewal").tokenCredentials;
  expect(fields.map(({ name }) => name)).toEqual(Object.keys(oauth.tokenCredentials.fields));
});
