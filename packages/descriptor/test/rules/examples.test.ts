import { expect, it } from "vitest";
import { acmeWith, issuesOf, type Case } from "../acme.js";

const cases: readonly Case[] = [
  [
    "an example of text that is no text",
    [[`"response": "none"`, `"response": "text", "example": { "a": 1 }`]],
    ['45:38 error the example of a response of kind "text" is a string'],
  ],
  [
    "an example where nothing is answered",
    [[`"response": "none"`, `"response": "none", "example": null`]],
    ['45:38 error a response of kind "none" has no example: leave it out'],
  ],
  [
    "an example of bytes",
    [[`"response": "none"`, `"response": "binary", "example": "bytes"`]],
    ['45:40 error a response of kind "binary" has no example: leave it out'],
  ],
  [
    "an operation's example of another type",
    [
      [
        `"result": { "$ref": "Me" }`,
        `"result": { "$ref": "Me" }, "example": { "user": { "id": "7", "tags": [1] } }`,
      ],
    ],
    [
      "33:64 error the type says that this is an integer",
      "33:78 error the type says that this is a string",
    ],
  ],
  [
    "an example that lacks something",
    [[`"result": { "$ref": "Me" }`, `"result": { "$ref": "Me" }, "example": { "usr": {} }`]],
    ['33:48 error the type has no property "usr" (did you mean "user"?)'],
  ],
  [
    "an example without a required property",
    [[`"result": { "$ref": "Me" }`, `"result": { "$ref": "Me" }, "example": {}`]],
    ['33:46 error the required property "user" is missing'],
  ],
  [
    "text of another format",
    [
      [
        `"name": { "type": "string", "enum": ["a", "b"] }`,
        `"name": { "type": "string", "format": "date" }`,
      ],
      [
        `"result": { "$ref": "Me" }`,
        `"result": { "$ref": "Me" }, "example": { "user": { "name": "31.1.2026" } }`,
      ],
    ],
    ['33:66 error "31.1.2026" is not of the format "date", such as "2026-01-31"'],
  ],
  [
    "a parameter's text of another format",
    [
      [
        `"title": { "in": "body", "type": "string" }`,
        `"title": { "in": "body", "type": "string", "format": "uuid", "example": "7" }`,
      ],
    ],
    ['42:81 error "7" is not of the format "uuid", such as "123e4567-e89b-12d3-a456-426614174000"'],
  ],
  [
    "an example that is null",
    [[`"result": { "$ref": "Me" }`, `"result": { "$ref": "Me" }, "example": { "user": null }`]],
    ["33:56 error the type says that this is an object"],
  ],
  [
    "an example that is not among the known values",
    [
      [
        `"result": { "$ref": "Me" }`,
        `"result": { "$ref": "Me" }, "example": { "user": { "name": "A" } }`,
      ],
    ],
    ['33:66 error "A" is not one of a, b (did you mean "a"?)'],
  ],
  [
    "an example that is none of several types",
    [
      [
        `"result": { "$ref": "Me" }`,
        `"result": { "oneOf": [{ "type": "string" }, { "type": "integer" }] }, "example": true`,
      ],
      [`, "id": "user.id", "username": "user.name"`, ""],
    ],
    ["33:88 error this is none of the types that it can be"],
  ],
  [
    "a word among types of other kinds",
    [
      [
        `"result": { "$ref": "Me" }`,
        `"result": { "oneOf": [{ "$ref": "User" }, { "type": "string", "enum": ["gone", "new"] }] }, "example": "gome"`,
      ],
      [`, "id": "user.id", "username": "user.name"`, ""],
    ],
    ['33:110 error "gome" is not one of gone, new (did you mean "gone"?)'],
  ],
  [
    "a value of a map that is of another type",
    [
      [
        `"result": { "$ref": "Me" }`,
        `"result": { "type": "object", "additionalProperties": { "type": "string" } }, "example": { "a": "b", "c": 1 }`,
      ],
      [`, "id": "user.id", "username": "user.name"`, ""],
    ],
    ["33:113 error the type says that this is a string"],
  ],
  [
    "what the only type of its kind says of an example",
    [
      [
        `"result": { "$ref": "Me" }`,
        `"result": { "oneOf": [{ "$ref": "User" }, { "type": "array", "items": { "$ref": "User" } }] }, "example": { "tags": [{ "name": "a" }], "nmae": "a" }`,
      ],
      [`, "id": "user.id", "username": "user.name"`, ""],
    ],
    [
      "33:124 error the type says that this is a string",
      '33:142 error the type has no property "nmae" (did you mean "name"?)',
    ],
  ],
  [
    "what the type that an example names says of it",
    [
      [
        `"result": { "$ref": "Me" }`,
        `"result": { "type": "array", "items": { "oneOf": [{ "$ref": "Cat" }, { "$ref": "Dog" }], "discriminator": "kind" } }, "example": [{ "kind": "cat", "lives": "9" }, { "kind": "cta" }, { "kind": 1 }]`,
      ],
      [`, "id": "user.id", "username": "user.name"`, ""],
      [
        `"types": {`,
        `"types": {
      "Cat": { "type": "object", "properties": { "kind": { "type": "string", "enum": ["cat"] }, "lives": { "type": "integer" } } },
      "Dog": { "type": "object", "properties": { "kind": { "type": "string", "enum": ["dog"] }, "lives": { "type": "integer" } } },`,
      ],
    ],
    [
      "33:163 error the type says that this is an integer",
      '33:180 error "cta" is not one of cat, dog (did you mean "cat"?)',
      "33:189 error this is none of the types that it can be",
    ],
  ],
  [
    "a parameter's example of another type",
    [[`"in": "path", "type": "string"`, `"in": "path", "type": "string", "example": 7`]],
    ["41:60 error the type says that this is a string"],
  ],
  [
    "the example of a step",
    [
      [
        `/authorize" }`,
        `/authorize", "parameters": { "force": { "type": "boolean", "example": "yes" } } }`,
      ],
    ],
    ["13:122 error the type says that this is a boolean"],
  ],
  [
    "a verifier that does not match",
    [
      [
        `"authorization": {`,
        `"callback": { "verifier": { "pattern": "^\\\\\\\\d{7}$", "example": "12" } }, "authorization": {`,
      ],
    ],
    ['13:69 error "12" does not match the pattern'],
  ],
  [
    "a verifier of which a part matches",
    [
      [
        `"authorization": {`,
        `"callback": { "verifier": { "pattern": "b|a\\\\d", "example": "a1b" } }, "authorization": {`,
      ],
    ],
    ['13:65 error "a1b" does not match the pattern'],
  ],
  [
    "a pattern of two halves",
    [
      [
        `"authorization": {`,
        `"callback": { "verifier": { "pattern": "a)(b", "example": "ab" } }, "authorization": {`,
      ],
    ],
    ['13:44 error "a)(b" is not a regular expression'],
  ],
  [
    "a pattern that is none",
    [
      [
        `"authorization": {`,
        `"callback": { "verifier": { "pattern": "(", "example": "12" } }, "authorization": {`,
      ],
    ],
    ['13:44 error "(" is not a regular expression'],
  ],
  [
    "a list and an object of names that are data, where something else stands",
    [
      [`"User": {`, `"Plans": { "type": "object", "additionalProperties": {} }, "User": {`],
      [`"tags":`, `"plans": { "$ref": "Plans" }, "tags":`],
      [`"path": "/me",`, `"path": "/me", "example": { "user": { "tags": "a", "plans": ["b"] } },`],
    ],
    [
      "32:53 error the type says that this is a list",
      "32:67 error the type says that this is an object",
    ],
  ],
];

it.each(cases)("reports %s", (_, changes, expected) => {
  expect(issuesOf(acmeWith(...changes))).toEqual(expected);
});

it("lets an example be null wherever its type may be", () => {
  const text = acmeWith(
    [`"types": {`, `"types": { "Maybe": { "$ref": "User", "nullable": true },`],
    [
      `"tags":`,
      `"chain": { "$ref": "Maybe" },
        "list": { "type": "array", "items": { "oneOf": [{ "type": "string" }, { "$ref": "Maybe" }] } },
        "inner": { "oneOf": [{ "type": "string" }, { "oneOf": [{ "type": "integer" }, { "type": "boolean" }], "nullable": true }] },
        "tags":`,
    ],
    [
      `"result": { "$ref": "Me" }`,
      `"result": { "$ref": "Me" }, "example": { "user": { "chain": null, "list": ["a", null], "inner": null } }`,
    ],
  );
  expect(issuesOf(text)).toEqual([]);
});

it("lets an example of text be text", () => {
  expect(
    issuesOf(acmeWith([`"response": "none"`, `"response": "text", "example": "done"`])),
  ).toEqual([]);
});

it("lets an example have more than the type says", () => {
  const example = '"example": { "user": { "id": 7, "followers": 1 }, "meta": {} }';
  expect(
    issuesOf(acmeWith(['"result": { "$ref": "Me" }', `"result": { "$ref": "Me" }, ${example}`])),
  ).toEqual([]);
});
