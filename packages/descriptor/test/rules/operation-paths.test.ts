import { expect, it } from "vitest";
import { acmeWith, issuesOf, type Case } from "../acme.js";

const cases: readonly Case[] = [
  [
    "a brace that is never closed, which is one mistake",
    [["{id}/photos", "{id/photos"]],
    [
      '39:15 error a brace without its other one would be sent as it stands (did you mean "/users/{id}/photos"?)',
    ],
  ],
  [
    "a brace that is never opened",
    [[`"path": "/me"`, `"path": "/me}"`]],
    ["32:15 error a brace without its other one would be sent as it stands"],
  ],
  [
    "a path parameter that may be null or left out",
    [
      [
        `"id": { "in": "path", "type": "string" }`,
        `"id": { "in": "path", "type": "string", "nullable": true, "required": false }`,
      ],
    ],
    [
      '41:61 error a path cannot hold null: leave "nullable" out',
      '41:79 error a path parameter cannot be left out: leave "required" out',
    ],
  ],
  [
    "values that are steps in a path",
    [
      [
        `"id": { "in": "path", "type": "string" }`,
        `"id": { "in": "path", "type": "string", "enum": ["", "me", ".."], "example": ".." }`,
      ],
    ],
    [
      '41:58 error "" cannot stand in a path: what is empty, "." or ".." is no segment',
      '41:68 error ".." cannot stand in a path: what is empty, "." or ".." is no segment',
      '41:86 error ".." cannot stand in a path: what is empty, "." or ".." is no segment',
    ],
  ],
  [
    "a step among several segments",
    [
      ["{id}/photos", "{+id}/photos"],
      [`"in": "path", "type": "string"`, `"in": "path", "type": "string", "example": "a/./b"`],
    ],
    ['41:60 error "a/./b" cannot stand in a path: what is empty, "." or ".." is no segment'],
  ],
];

it.each(cases)("reports %s", (_, changes, expected) => {
  expect(issuesOf(acmeWith(...changes))).toEqual(expected);
});

it.each([
  ["{id}", "a/./b"],
  ["{+id}", "a/b"],
  ["{id}", "..."],
])("takes at %s the example %s, which is sent encoded", (placeholder, example) => {
  const text = acmeWith(
    ["{id}", placeholder],
    [`"in": "path", "type": "string"`, `"in": "path", "required": true, "example": "${example}"`],
  );
  expect(issuesOf(text)).toEqual([]);
});
