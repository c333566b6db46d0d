import { expect, it } from "vitest";
import { acmeWith, issuesOf, type Case, type Change } from "../acme.js";

const OWN = "every JavaScript object has its own";

const cases: readonly Case[] = [
  [
    "parameters of the steps of a login, and of an exchange",
    [
      [`/request" }`, `/request", "parameters": { "toString": {} } }`],
      [`/authorize" }`, `/authorize", "parameters": { "valueOf": {} } }`],
      [
        `"authorization": {`,
        `"exchanges": { "swap": { "method": "POST", "url": "https://acme.example/swap", "summary": "x", "fields": {}, "parameters": { "constructor": {} } } },
    "authorization": {`,
      ],
    ],
    [
      `12:104 error ${OWN} "toString", so no app could leave it out`,
      `13:130 error ${OWN} "constructor", so no app could leave it out`,
      `14:81 error ${OWN} "valueOf", so no app could leave it out`,
    ],
  ],
  [
    "properties of what a body is made of, however deep",
    [
      [`"body": "form"`, `"body": "json"`],
      [
        `"title": { "in": "body", "type": "string" }`,
        `"title": { "in": "body", "type": "array", "items": { "$ref": "Part" } }`,
      ],
      [
        `"types": {`,
        `"types": { "Part": { "type": "object", "properties": { "parts": { "type": "object", "additionalProperties": { "$ref": "Part" } }, "kind": { "oneOf": [{ "$ref": "Kind" }, { "type": "string" }] } } },
    "Kind": { "type": "object", "properties": { "toString": { "type": "string" } } },`,
      ],
    ],
    [`49:49 error ${OWN} "toString", so no app could leave it out`],
  ],
];

it.each(cases)("reports %s", (_, changes, expected) => {
  expect(issuesOf(acmeWith(...changes))).toEqual(expected);
});

const fine: readonly (readonly [title: string, change: Change])[] = [
  [
    "what an app has to say",
    [`/request" }`, `/request", "parameters": { "toString": { "required": true } } }`],
  ],
  [
    "what no app says",
    [
      `"authorization": {`,
      `"revocation": { "method": "POST", "url": "https://acme.example/end", "parameters": { "toString": { "value": "x" } } }, "authorization": {`,
    ],
  ],
  [
    "what an answer may have",
    [
      `"id": { "type": "integer" }`,
      `"id": { "type": "integer" }, "toString": { "type": "string" }`,
    ],
  ],
];

it.each(fine)("takes %s", (_, change) => {
  expect(issuesOf(acmeWith(change))).toEqual([]);
});
