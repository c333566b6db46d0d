import { expect, it } from "vitest";
import { acmeWith, issuesOf, type Case, type Change } from "../acme.js";

const BYTES = `"type": "string", "format": "binary"`;
const MEND = 'base64 travels as a "string", without "format": "binary"';
const TITLE = `"title": { "in": "body", "type": "string" }`;
const TYPES: Change = [
  `"types": {`,
  `"types": { "Raw": { ${BYTES} }, "Doc": { "type": "object", "properties": { "raw": { "$ref": "Raw" }, "next": { "$ref": "Doc" } } },`,
];

const cases: readonly Case[] = [
  [
    "bytes in a query, a header and a path",
    [
      [
        `"id": { "in": "path", "type": "string" },`,
        `"id": { "in": "path", ${BYTES} }, "q": { "in": "query", ${BYTES} }, "h": { "in": "header", ${BYTES} },`,
      ],
    ],
    [
      `41:59 error there are no bytes in a path: ${MEND}`,
      `41:121 error there are no bytes in a query: ${MEND}`,
      `41:184 error there are no bytes in a header: ${MEND}`,
    ],
  ],
  [
    "bytes in a form",
    [[TITLE, `"title": { "in": "body", "type": "array", "items": { ${BYTES} } }`]],
    [`42:90 error there are no bytes in a form: ${MEND}`],
  ],
  [
    "bytes in JSON, at any depth",
    [
      TYPES,
      [TITLE, `"title": { "in": "body", "$ref": "Doc" }, "raw": { "in": "body", ${BYTES} }`],
      [`"body": "form"`, `"body": "json"`],
    ],
    [
      `42:42 error there are no bytes in JSON: ${MEND}`,
      `42:102 error there are no bytes in JSON: ${MEND}`,
    ],
  ],
  [
    "bytes within a part",
    [
      TYPES,
      [TITLE, `"title": { "in": "body", "$ref": "Doc" }`],
      [`"body": "form"`, `"body": "multipart"`],
    ],
    [`42:42 error there are no bytes in the fields of a part: ${MEND}`],
  ],
  [
    "bytes in a result",
    [[`"response": "none"`, `"result": { "type": "array", "items": { ${BYTES} } }`]],
    [`45:75 error there are no bytes in JSON: ${MEND}`],
  ],
];

it.each(cases)("reports %s", (_, changes, expected) => {
  expect(issuesOf(acmeWith(...changes))).toEqual(expected);
});

it.each([
  ["multipart", `{ ${BYTES}, "in": "body" }`],
  ["multipart", `{ "in": "body", "type": "array", "items": { "$ref": "Raw" } }`],
  ["binary", `{ "in": "body", "$ref": "Raw" }`],
])("takes bytes as a %s body or its part: %s", (kind, parameter) => {
  const text = acmeWith(
    TYPES,
    [TITLE, `"title": ${parameter}`],
    [`"body": "form"`, `"body": "${kind}"`],
  );
  expect(issuesOf(text)).toEqual([]);
});
