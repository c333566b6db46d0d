import { expect, it } from "vitest";
import { acmeWith, issuesOf, type Case } from "../acme.js";

const cases: readonly Case[] = [
  [
    "an id that is missing, and no names that it would lead to",
    [
      ['  "id": "acme",\n', ""],
      ['"types": {', '"types": { "Account": { "type": "string" },'],
      ['"addPhoto"', '"create"'],
    ],
    ['1:1 error the property "id" is missing'],
  ],
  [
    "a reserved word",
    [[`"addPhoto"`, `"delete"`]],
    ['35:5 error "delete" is a reserved word of JavaScript'],
  ],
  [
    "the name of the factory",
    [[`"addPhoto"`, `"createAcme"`]],
    ['35:5 error the SDK exports its own "createAcme"'],
  ],
  [
    "a name that generated files import",
    [[`"addPhoto"`, `"pagedOperation"`]],
    ['35:5 error the SDK uses the client\'s "pagedOperation"'],
  ],
  [
    "further names that generated files import",
    [
      [`"addPhoto"`, `"accountUrl"`],
      [`"getMe": {`, `"jsonParameters": {`],
      [`"operation": "getMe"`, `"operation": "jsonParameters"`],
    ],
    [
      '28:5 error the SDK uses the client\'s "jsonParameters"',
      '35:5 error the SDK uses the client\'s "accountUrl"',
    ],
  ],
  [
    "a name whose parameters are called what those of a login are",
    [[`"addPhoto"`, `"acmeLogin"`]],
    ['35:5 error its parameters would be called "AcmeLoginParams", as those of a login are'],
  ],
  [
    "names that parameters of a device's login have",
    [
      [`"addPhoto"`, `"acmeReverseAuth"`],
      [`"types": {`, `"types": { "AcmeReverseAuthParams": { "type": "string" },`],
    ],
    [
      '35:5 error its parameters would be called "AcmeReverseAuthParams", as those of a login of a device are',
      '48:14 error the SDK has its own "AcmeReverseAuthParams"',
    ],
  ],
  [
    "an exchange whose parameters are called what those of an operation are",
    [
      [
        `"signatureMethods"`,
        `"exchanges": { "swap": { "method": "POST", "url": "https://acme.example/swap", "summary": "x", "fields": {}, "parameters": { "a": {} } } }, "signatureMethods"`,
      ],
      [`"addPhoto"`, `"acmeSwap"`],
    ],
    ['35:5 error its parameters would be called "AcmeSwapParams", as those of swap are'],
  ],
  [
    "a name that would make a promise of the module",
    [[`"addPhoto"`, `"then"`]],
    ['35:5 error `await import()` calls what a module exports as "then"'],
  ],
  [
    "the name of a signature method",
    [[`"addPhoto"`, `"plaintext"`]],
    ['35:5 error the SDK uses the signature method "plaintext"'],
  ],
  [
    "a name that generated files declare",
    [[`"addPhoto"`, `"played"`]],
    ['35:5 error the SDK calls something else "played"'],
  ],
  [
    "a name that examples declare",
    [[`"addPhoto"`, `"session"`]],
    ['35:5 error examples call something else "session"'],
  ],
  [
    "the name of the client in examples",
    [[`"addPhoto"`, `"acme"`]],
    ['35:5 error examples call something else "acme"'],
  ],
  [
    "operations that differ in capital letters only",
    [[`"addPhoto"`, `"getME"`]],
    ['35:5 error "getME" and "getMe" differ in nothing but capital letters'],
  ],
  [
    "the name of the session",
    [[`"types": {`, `"types": { "AcmeSession": { "type": "string" },`]],
    ['48:14 error the SDK has its own "AcmeSession"'],
  ],
  [
    "the name of the client",
    [[`"types": {`, `"types": { "AcmeClient": { "type": "string" },`]],
    ['48:14 error the SDK has its own "AcmeClient"'],
  ],
  [
    "the name of parameters",
    [[`"types": {`, `"types": { "AddPhotoParams": { "type": "string" },`]],
    ['48:14 error the SDK has its own "AddPhotoParams"'],
  ],
  [
    "the name of what is written in place",
    [
      [
        `{ "$ref": "Me" }`,
        `{ "type": "array", "items": { "oneOf": [{ "$ref": "Me" }, { "type": "string" }] } }`,
      ],
      [
        `"profile": { "operation": "getMe", "id": "user.id", "username": "user.name" }`,
        `"lists": "repeat"`,
      ],
      [`"types": {`, `"types": { "GetMeResult": { "type": "string" },`],
    ],
    ['48:14 error the SDK has its own "GetMeResult"'],
  ],
  [
    "no name of parameters and answers that nothing in the SDK has",
    [
      [`{ "$ref": "Me" }`, `{ "$ref": "GetMeResult" }`],
      [
        `"Me":`,
        `"GetMeParams": { "type": "string" }, "AddPhotoResult": { "type": "string" }, "GetMeResult":`,
      ],
    ],
    [],
  ],
  [
    "the name of what an exchange answers",
    [
      [
        `"signatureMethods"`,
        `"exchanges": { "toBearer": { "method": "POST", "url": "https://acme.example/bearer", "summary": "x", "fields": {} } }, "signatureMethods"`,
      ],
      [`"types": {`, `"types": { "AcmeToBearerAnswer": { "type": "string" },`],
    ],
    ['48:14 error the SDK has its own "AcmeToBearerAnswer"'],
  ],
  [
    "a type that generated files import",
    [[`"types": {`, `"types": { "Operation": { "type": "string" },`]],
    ['48:14 error the SDK has its own "Operation"'],
  ],
];

it.each(cases)("reports %s", (_, changes, expected) => {
  expect(issuesOf(acmeWith(...changes))).toEqual(expected);
});

it.each([
  "Blob",
  "Operation",
  "PagedOperation",
  "Readonly",
  "ReadonlyArray",
  "Record",
  "SessionLevel",
  "Uint8Array",
])("reports a type that would hide %s, which generated files use", (name) => {
  const text = acmeWith([`"types": {`, `"types": { "${name}": { "type": "string" },`]);
  expect(issuesOf(text)).toEqual([`48:14 error the SDK has its own "${name}"`]);
});

it("reports an id that is no text, and nothing else of it", () => {
  expect(issuesOf(acmeWith(['"id": "acme"', '"id": 5']))).toEqual([
    "3:9 error this must be a string",
  ]);
});

it.each([
  ["new", 'a client cannot be called "new", which is a reserved word of JavaScript'],
  ["session", 'examples call something else "session"'],
  ["paginate", 'examples call something else "paginate"'],
  ["fetch", 'examples call something else "fetch"'],
])("reports the id %s, with one that is free", (id, message) => {
  expect(issuesOf(acmeWith(['"id": "acme"', `"id": "${id}"`]), `providers/${id}.json`)).toEqual([
    `3:9 error ${message} (did you mean "${id}-api"?)`,
  ]);
});
