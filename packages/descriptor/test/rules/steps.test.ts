import { expect, it } from "vitest";
import { acmeWith, issuesOf, type Case } from "../acme.js";

const cases: readonly Case[] = [
  [
    "a protocol parameter",
    [[`/request" }`, `/request", "parameters": { "oauth_callback": { "type": "string" } } }`]],
    ['12:104 error the client sends "oauth_callback" itself'],
  ],
  [
    "a flag that is no boolean",
    [
      [
        `/request" }`,
        `/request", "parameters": { "all": { "type": "string", "flag": { "true": "1" } } } }`,
      ],
    ],
    ['12:139 error "flag" is for "type": "boolean"'],
  ],
  [
    "types that no step can send",
    [
      [
        `/request" }`,
        `/request", "parameters": { "a": { "type": "object" }, "b": { "type": "string", "nullable": true }, "c": { "type": "array" }, "d": { "value": "x" }, "e": { "type": "array", "items": { "type": "boolean" } }, "f": { "$ref": "Or" }, "g": { "$ref": "Word" } } }`,
      ],
      [
        `"types": {`,
        `"types": { "Or": { "oneOf": [{ "$ref": "Or" }, { "type": "string" }] },
          "Word": { "$ref": "Null" }, "Null": { "$ref": "Text", "nullable": true }, "Text": { "type": "string" },`,
      ],
    ],
    [
      "12:109 error a step sends text, a number, a boolean, or a list of texts or numbers",
      '12:168 error a step sends no null: leave "nullable" out',
      "12:230 error a step sends text, a number, a boolean, or a list of texts or numbers",
      "12:311 error a step sends text, a number, a boolean, or a list of texts or numbers",
      '48:42 error "Or" is one of its own types',
    ],
  ],
  [
    "a parameter of xAuth",
    [
      [
        `"authorization": {`,
        `"xAuth": { "parameters": { "x_auth_mode": { "type": "string" } } }, "authorization": {`,
      ],
    ],
    ['13:32 error the client sends "x_auth_mode" itself'],
  ],
  [
    "a parameter of no object",
    [[`/request" }`, `/request", "parameters": { "__proto__": { "type": "string" } } }`]],
    ['12:104 error JavaScript objects have no room for "__proto__"'],
  ],
  [
    "a form of a GET request",
    [
      [
        `"temporaryCredentials": { "method": "POST", "url": "https://acme.example/request" }`,
        `"temporaryCredentials": { "method": "GET", "url": "https://acme.example/request", "parameters": { "scope": { "in": "form" } } }`,
      ],
    ],
    ['12:120 error a GET request has no form: say "query"'],
  ],
  [
    "a verifier in the form of a GET request",
    [
      [
        `"method": "POST",\n      "url": "https://acme.example/access"`,
        `"method": "GET",\n      "verifierIn": "form", "url": "https://acme.example/access"`,
      ],
    ],
    ['16:21 error a GET request has no form: say "query"'],
  ],
  [
    "a value that is required besides",
    [
      [
        `/request" }`,
        `/request", "parameters": { "format": { "required": true, "value": "json" } } }`,
      ],
    ],
    ['12:143 error what is sent anyway is not "required" of the app'],
  ],
  [
    "a value that is not among the known ones",
    [
      [
        `/request" }`,
        `/request", "parameters": { "perms": { "type": "string", "enum": ["read", "write"], "value": "raed" } } }`,
      ],
    ],
    ['12:169 error "raed" is not one of read, write (did you mean "read"?)'],
  ],
  [
    "a separator without a list",
    [
      [
        `/authorize" }`,
        `/authorize", "parameters": { "scope": { "type": "string", "separator": "|" } } }`,
      ],
    ],
    ['13:123 error "separator" is for "type": "array"'],
  ],
  [
    "a JSON body of a GET request",
    [
      [
        `"method": "POST", "url": "https://acme.example/request"`,
        `"method": "GET", "url": "https://acme.example/request", "body": "json"`,
      ],
    ],
    ['12:95 error a GET request has no body: leave "body" out'],
  ],
  [
    "a JSON body with nothing in it",
    [
      [
        `"url": "https://acme.example/request"`,
        `"url": "https://acme.example/request", "body": "json", "parameters": { "a": { "in": "query" } }`,
      ],
    ],
    ['12:96 error nothing is in it: no parameter of this step is "in": "form"'],
  ],
  [
    "a JSON body beside protocol parameters in a form",
    [
      [`"signatureMethods"`, `"signing": { "transmission": "body" }, "signatureMethods"`],
      [
        `"url": "https://acme.example/access"`,
        `"url": "https://acme.example/access", "body": "json", "verifierIn": "form"`,
      ],
    ],
    [
      '11:34 error "getMe" has no form for the parameters: say "body" at the endpoints and the operations that take it',
      '16:53 error the protocol parameters travel in a form here, by "transmission"',
    ],
  ],
  [
    "a body of a kind that there is not",
    [
      [
        `"url": "https://acme.example/request"`,
        `"url": "https://acme.example/request", "body": "jsn"`,
      ],
    ],
    ['12:96 error "jsn" is not one of form, json (did you mean "json"?)'],
  ],
  [
    "members within members, and lists, of a JSON body",
    [
      [
        `"url": "https://acme.example/request"`,
        `"url": "https://acme.example/request", "body": "json", "parameters": { "auth.methods": { "in": "form", "type": "array" }, "tags": { "in": "form", "type": "array", "separator": " " }, "a.b": { "in": "query", "type": "array" } }`,
      ],
    ],
    [
      '12:120 error "auth.methods" would be one member: no member of this JSON body can be within another',
      '12:120 error a list would be one text in this JSON body: say the "separator" between its items, or leave it out',
    ],
  ],
  [
    "a value of a JSON body that is of another type",
    [
      [
        `"url": "https://acme.example/request"`,
        `"url": "https://acme.example/request", "body": "json", "parameters": { "days": { "in": "form", "type": "integer", "value": "many" } }`,
      ],
    ],
    ['12:172 error "many" is not of the type "integer"'],
  ],
  [
    "an exchange that has the name of a method",
    [
      [
        `"authorization": {`,
        `"exchanges": { "revoke": { "method": "POST", "url": "https://acme.example/x", "summary": "x", "fields": {} } }, "authorization": {`,
      ],
    ],
    ['13:20 error the client has its own "revoke"'],
  ],
  [
    "parameters that no app can give",
    [
      [
        `"authorization": {`,
        `"revocation": { "method": "POST", "url": "https://acme.example/end", "parameters": { "mode": { "value": "all" }, "why": {}, "who": { "required": true } } }, "authorization": {`,
      ],
    ],
    [
      '13:118 error no app can say what "why" is at this step: say its "value", or leave it out',
      '13:129 error no app can say what "who" is at this step: say its "value", or leave it out',
    ],
  ],
  [
    "headers that there are not, or that are the client's",
    [
      [
        `/request" }`,
        `/request", "parameters": { "x y": { "in": "header" }, "Authorization": { "in": "header" }, "X-App_Id": { "in": "header" } } }`,
      ],
    ],
    [
      '12:104 error "x y" is no header name, which has letters, digits and hyphens',
      '12:131 error the client sends the header "Authorization" itself',
    ],
  ],
  [
    "a separator of a named type that is no list",
    [
      [
        `/request" }`,
        `/request", "parameters": { "a": { "$ref": "Name", "separator": " " }, "b": { "separator": " " } } }`,
      ],
      [`"types": {`, `"types": { "Name": { "type": "string" },`],
    ],
    [
      '12:140 error "separator" is for "type": "array"',
      '12:167 error "separator" is for "type": "array"',
    ],
  ],
];

it.each(cases)("reports %s", (_, changes, expected) => {
  expect(issuesOf(acmeWith(...changes))).toEqual(expected);
});

it("takes the separator of a list that has a name, or that is one of several types", () => {
  const text = acmeWith(
    [
      `/request" }`,
      `/request", "body": "json", "parameters": { "scope": { "in": "form", "$ref": "Scopes", "separator": " " }, "for": { "in": "form", "$ref": "OneOrMore", "separator": "|" } } }`,
    ],
    [
      `"types": {`,
      `"types": { "Scopes": { "type": "array", "items": { "type": "string" } }, "OneOrMore": { "oneOf": [{ "type": "string" }, { "$ref": "Scopes" }] },`,
    ],
  );
  expect(issuesOf(text)).toEqual([]);
});

const PROTOCOL = [
  ...["oauth_body_hash", "oauth_callback", "oauth_consumer_key", "oauth_nonce", "oauth_signature"],
  ...[
    "oauth_signature_method",
    "oauth_timestamp",
    "oauth_token",
    "oauth_verifier",
    "oauth_version",
  ],
];

it.each(PROTOCOL)("reports a step and a call that send %s once more", (name) => {
  const text = acmeWith(
    [`/request" }`, `/request", "parameters": { "${name}": {} } }`],
    [`"title": {`, `"${name}": {`],
  );
  expect(issuesOf(text)).toEqual([
    `12:104 error the client sends "${name}" itself`,
    `42:9 error the client sends "${name}" itself, with the signature: leave it out`,
  ]);
});

it.each([
  "begin",
  "complete",
  "completePushed",
  "constructor",
  "consumerSession",
  "identify",
  "openLiveSession",
  "provider",
  "renew",
  "reverseAuth",
  "revoke",
  "session",
  "then",
  "toJSON",
  "toString",
  "xAuth",
])("reports an exchange that would hide the client's own %s", (name) => {
  const exchange = `{ "method": "POST", "url": "https://acme.example/x", "summary": "x", "fields": {} }`;
  const exchanges = `"exchanges": { "${name}": ${exchange} }, "signatureMethods"`;
  expect(issuesOf(acmeWith([`"signatureMethods"`, exchanges]))).toEqual([
    `11:20 error the client has its own "${name}"`,
  ]);
});

it.each([
  ["integer", "-5", []],
  ["integer", "1.5", ['12:169 error "1.5" is not of the type "integer"']],
  ["number", "1.5", []],
  ["number", "1e3", ['12:168 error "1e3" is not of the type "number"']],
  ["boolean", "true", []],
  ["boolean", "false", []],
  ["boolean", "yes", ['12:169 error "yes" is not of the type "boolean"']],
  ["string", "yes", []],
])("judges in a JSON body whether a value is of the type %s: %s", (type, value, expected) => {
  const parameter = `"a": { "in": "form", "type": "${type}", "value": "${value}" }`;
  const text = acmeWith([
    `/request" }`,
    `/request", "body": "json", "parameters": { ${parameter} } }`,
  ]);
  expect(issuesOf(text)).toEqual(expected);
});
