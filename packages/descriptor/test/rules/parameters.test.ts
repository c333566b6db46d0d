import { expect, it } from "vitest";
import { acmeWith, issuesOf, type Case } from "../acme.js";

const cases: readonly Case[] = [
  [
    "a name of no object",
    [[`"title": {`, `"__proto__": {`]],
    ['42:9 error JavaScript objects have no room for "__proto__"'],
  ],
  [
    "a header that the client sends",
    [
      [
        `{ "in": "body", "type": "string" }`,
        `{ "in": "body", "type": "string" }, "Content-Type": { "in": "header" }`,
      ],
    ],
    ['42:54 error the client sends the header "Content-Type" itself'],
  ],
  [
    "a parameter that is sent anyway",
    [
      [`"body": "form"`, `"query": { "op": "add" }, "body": "form"`],
      [
        `{ "in": "body", "type": "string" }`,
        `{ "in": "body", "type": "string" }, "op": { "in": "query" }`,
      ],
    ],
    ['42:54 error this operation always sends "op" as "add"'],
  ],
  [
    "an object in a form",
    [[`"in": "body", "type": "string"`, `"in": "body", "type": "object"`]],
    ['42:42 error only a JSON body can hold an object, or a "style" of "deep" or "json"'],
  ],
  [
    "a list in a path",
    [[`"in": "path", "type": "string"`, `"in": "path", "type": "array"`]],
    ["41:39 error a path cannot hold a list"],
  ],
  [
    "a style of a text",
    [[`"in": "body", "type": "string"`, `"in": "body", "type": "string", "style": "comma"`]],
    ['42:61 error "style" is for lists and objects'],
  ],
  [
    "a style in a JSON body",
    [
      [`"in": "body", "type": "string"`, `"in": "body", "type": "array", "style": "comma"`],
      [`"body": "form"`, `"body": "json"`],
    ],
    ["42:60 error a JSON body writes lists as JSON does"],
  ],
];

it.each(cases)("reports %s", (_, changes, expected) => {
  expect(issuesOf(acmeWith(...changes))).toEqual(expected);
});
