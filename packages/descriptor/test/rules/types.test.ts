import { expect, it } from "vitest";
import { acmeWith, issuesOf, type Case } from "../acme.js";

const cases: readonly Case[] = [
  [
    "an unknown type",
    [[`"result": { "$ref": "Me" }`, `"result": { "$ref": "Mee" }`]],
    ['33:27 error there is no type "Mee" (did you mean "Me"?)'],
  ],
  [
    "an unknown type of a step",
    [[`/request" }`, `/request", "parameters": { "scope": { "$ref": "Usr" } } }`]],
    ['12:123 error there is no type "Usr" (did you mean "User"?)'],
  ],
  [
    "types that refer to each other only",
    [[`"User": {`, `"A": { "$ref": "B" }, "B": { "$ref": "A" }, "User": {`]],
    [
      '50:20 error "A" refers to nothing but itself',
      '50:42 error "B" refers to nothing but itself',
    ],
  ],
  [
    "a format in another spelling, and those of text elsewhere",
    [
      [
        `"tags": {`,
        `"a": { "type": "string", "format": "dateTime" }, "b": { "type": "integer", "format": "date" }, "c": { "type": "integer", "format": "unix" }, "d": { "type": "boolean", "format": "uuid" }, "tags": {`,
      ],
    ],
    [
      '55:44 error nothing is known of the format "dateTime" (did you mean "date-time"?)',
      '55:94 error "format": "date" is for "type": "string"',
      '55:186 error "format": "uuid" is for "type": "string"',
    ],
  ],
  [
    "a reference as it is written in JSON Schema",
    [[`"result": { "$ref": "Me" }`, `"result": { "$ref": "#/types/Me" }`]],
    ['33:27 error there is no type "#/types/Me" (did you mean "Me"?)'],
  ],
  [
    "choices that are among each other's types",
    [
      [
        `"User": {`,
        `"A": { "oneOf": [{ "$ref": "B" }, { "type": "string" }] }, "B": { "oneOf": [{ "$ref": "A" }, { "type": "integer" }] }, "User": {`,
      ],
    ],
    ['50:32 error "A" is one of its own types', '50:91 error "B" is one of its own types'],
  ],
  [
    "a type that would need itself, where it does, and not where it can be null",
    [
      [
        `"User": {`,
        `"A": { "type": "object", "properties": { "z": { "$ref": "Z", "nullable": true }, "a": { "$ref": "A" } }, "required": ["z", "a"] }, "Z": { "type": "object", "properties": { "a": { "$ref": "A" } }, "required": ["a"] }, "User": {`,
      ],
    ],
    [
      '50:101 error every "A" would need another "A" in it: let what leads to it be left out of "required", or "nullable"',
    ],
  ],
  [
    "a type that would need itself, alone and by way of another",
    [
      [
        `"User": {`,
        `"A": { "type": "object", "properties": { "a": { "$ref": "A" } }, "required": ["a"] }, "B": { "type": "object", "properties": { "c": { "$ref": "C" } }, "required": ["c"] }, "C": { "oneOf": [{ "$ref": "A" }, { "$ref": "D" }] }, "D": { "type": "object", "properties": { "b": { "$ref": "B" } }, "required": ["b"] }, "E": { "type": "object", "properties": { "a": { "$ref": "A" } }, "required": ["a"] }, "User": {`,
      ],
    ],
    [
      '50:61 error every "A" would need another "A" in it: let what leads to it be left out of "required", or "nullable"',
      '50:147 error every "B" would need another "B" in it: let what leads to it be left out of "required", or "nullable"',
      '50:287 error every "D" would need another "D" in it: let what leads to it be left out of "required", or "nullable"',
    ],
  ],
  [
    "items of no list",
    [[`"type": "array", "items"`, `"type": "string", "items"`]],
    ['55:37 error "items" is for "type": "array"'],
  ],
  [
    "a type besides a reference",
    [[`{ "$ref": "User" }`, `{ "$ref": "User", "type": "object" }`]],
    ['49:73 error a "$ref" says the type already'],
  ],
  [
    "a type besides oneOf",
    [
      [
        `{ "type": "integer" }`,
        `{ "type": "string", "oneOf": [{ "type": "string" }, { "type": "integer" }] }`,
      ],
    ],
    ['53:17 error a "oneOf" says the type already'],
  ],
  [
    "anyOf with its discriminator, as one mistake",
    [
      [
        `{ "$ref": "User" }`,
        `{ "anyOf": [{ "$ref": "User" }, { "$ref": "User" }], "discriminator": "id" }`,
      ],
    ],
    ['49:57 error there is no property "anyOf" (did you mean "oneOf"?)'],
  ],
  [
    "a discriminator as it is written in OpenAPI",
    [
      [
        `{ "$ref": "User" }`,
        `{ "oneOf": [{ "$ref": "User" }, { "$ref": "User" }], "discriminator": { "propertyName": "id" } }`,
      ],
    ],
    ['49:125 error this must be a string: say "id"'],
  ],
  [
    "a discriminator that is an object",
    [
      [
        `{ "type": "array", "items": { "type": "string" } }`,
        `{ "oneOf": [{ "$ref": "Me" }, { "$ref": "Me" }], "discriminator": "user" }`,
      ],
    ],
    [
      '55:83 error "user" is an object or a list, which tells nothing apart: say a property that is text',
    ],
  ],
  [
    "a discriminator without oneOf",
    [[`{ "type": "integer" }`, `{ "type": "string", "discriminator": "kind" }`]],
    ['53:35 error "discriminator" is for "oneOf"'],
  ],
  [
    "a discriminator that a type does not have",
    [
      [
        `{ "type": "integer" }`,
        `{ "oneOf": [{ "$ref": "Me" }, { "$ref": "User" }], "discriminator": "name" }`,
      ],
    ],
    ['53:27 error Me has no property "name", which tells the types apart'],
  ],
  [
    "a discriminator that one of the types in place does not have",
    [
      [
        `{ "type": "integer" }`,
        `{ "oneOf": [{ "type": "string" }, { "type": "integer" }, { "$ref": "User" }], "discriminator": "name" }`,
      ],
    ],
    [
      '53:27 error this type has no property "name", which tells the types apart',
      '53:49 error this type has no property "name", which tells the types apart',
    ],
  ],
  [
    "a discriminator that no type has, which is one mistake",
    [
      [
        `{ "type": "integer" }`,
        `{ "oneOf": [{ "type": "string" }, { "$ref": "User" }], "discriminator": "nmae" }`,
      ],
    ],
    ['53:87 error none of the types has a property "nmae" (did you mean "name"?)'],
  ],
  [
    "a required property that does not exist",
    [[`"required": ["user"]`, `"required": ["uesr"]`]],
    ['49:90 error there is no property "uesr" (did you mean "user"?)'],
  ],
  [
    "named properties and any",
    [[`"required": ["user"] }`, `"additionalProperties": {} }`]],
    ["49:101 error an object has named properties or any, not both"],
  ],
  [
    "parts of types that have none",
    [
      [
        `"types": {`,
        `"types": {
"A": { "type": "array", "properties": {} },
"B": { "required": [] },
"C": { "type": "string", "additionalProperties": {} },
"D": { "type": "integer", "enum": ["1"] },
"E": { "$ref": "User", "oneOf": [{}, {}] },`,
      ],
    ],
    [
      '49:25 error "properties" is for "type": "object"',
      '50:8 error "required" is for "type": "object"',
      '51:26 error "additionalProperties" is for "type": "object"',
      '52:27 error "enum" is for "type": "string"',
      '53:24 error a "$ref" says the type already',
    ],
  ],
];

it.each(cases)("reports %s", (_, changes, expected) => {
  expect(issuesOf(acmeWith(...changes))).toEqual(expected);
});

it("takes types that end somewhere", () => {
  const text = acmeWith([
    `"User": {`,
    `"A": { "type": "object", "properties": { "a": { "$ref": "A" }, "b": { "$ref": "A", "nullable": true }, "c": { "type": "array", "items": { "$ref": "A" } }, "d": { "oneOf": [{ "$ref": "A" }, { "type": "string" }] }, "e": { "type": "object", "additionalProperties": { "$ref": "A" } } }, "required": ["b", "c", "d", "e"] }, "User": {`,
  ]);
  expect(issuesOf(text)).toEqual([]);
});
