import { expect, it } from "vitest";
import { acmeWith, issuesOf, type Case } from "../acme.js";

const cases: readonly Case[] = [
  [
    "the body of a GET request",
    [[`"method": "POST",\n      "path"`, `"method": "GET",\n      "path"`]],
    ["42:9 error a GET request has no body"],
  ],
  [
    "a body without a kind",
    [[`"body": "form",\n`, ""]],
    ['35:5 error body parameters need a "body": "json", "form", "multipart" or "binary"'],
  ],
  [
    "a body without parameters",
    [[`{ "in": "body"`, `{ "in": "query"`]],
    ['44:15 error there are no body parameters, which say "in": "body"'],
  ],
  [
    "a whole body that is not declared",
    [[`"body": "form"`, `"body": { "kind": "json", "whole": "tilte" }`]],
    ['44:42 error there is no body parameter "tilte" (did you mean "title"?)'],
  ],
  [
    "a whole body that is a form",
    [[`"body": "form"`, `"body": { "kind": "form", "whole": "title" }`]],
    ['44:42 error a body of kind "form" is made of fields'],
  ],
  [
    "more than the whole body",
    [
      [`"body": "form"`, `"body": { "kind": "json", "whole": "title" }`],
      [`"title": {`, `"more": { "in": "body" }, "title": {`],
    ],
    ["44:42 error what is the whole body leaves no room for more"],
  ],
  [
    "two binary bodies",
    [
      [`"body": "form"`, `"body": "binary"`],
      [`"title": {`, `"more": { "in": "body" }, "title": {`],
    ],
    ["44:15 error a binary body is one parameter, and here are 2"],
  ],
  [
    "a binary body that is an object",
    [
      [`"body": "form"`, `"body": "binary"`],
      [`"in": "body", "type": "string"`, `"in": "body", "$ref": "User"`],
    ],
    [
      '42:9 error a binary body is text or bytes: say "type": "string", and "format": "binary" for bytes',
    ],
  ],
  [
    "a whole binary body that is a list",
    [
      [`"body": "form"`, `"body": { "kind": "binary", "whole": "title" }`],
      [`"in": "body", "type": "string"`, `"in": "body", "type": "array"`],
    ],
    [
      '42:42 error a binary body is text or bytes: say "type": "string", and "format": "binary" for bytes',
    ],
  ],
  [
    "bytes that are said to be left out, by the name of their type",
    [
      [`"body": "form"`, `"body": "binary"`],
      [`"in": "body", "type": "string"`, `"in": "body", "$ref": "File", "required": false`],
      [`"types": {`, `"types": { "File": { "type": "string", "format": "binary" },`],
    ],
    ['42:62 error no call is made without the bytes of its body: leave "required" out'],
  ],
  [
    "a fixed field that is no text",
    [[`"body": "form"`, `"body": { "kind": "form", "fixed": { "count": 2 } }`]],
    ['44:53 error the field "count" has to be text: only JSON has other values'],
  ],
  [
    "fixed fields of a whole body",
    [[`"body": "form"`, `"body": { "kind": "json", "whole": "title", "fixed": { "a": 1 } }`]],
    ["44:51 error what is the whole body leaves no room for fixed fields"],
  ],
  [
    "a fixed field of a GET request",
    [
      [`"method": "POST",\n      "path"`, `"method": "GET",\n      "path"`],
      [`{ "in": "body"`, `{ "in": "query"`],
      [`"body": "form"`, `"body": { "kind": "form", "fixed": { "a": "b" } }`],
    ],
    ["44:44 error a GET request has no body"],
  ],
  [
    "signed fields of JSON",
    [[`"body": "form"`, `"body": { "kind": "json", "signed": true }`]],
    ['44:33 error "signed" is for "kind": "multipart"'],
  ],
  [
    "an unknown kind",
    [[`"body": "form"`, `"body": "jsno"`]],
    ['44:15 error "jsno" is not one of json, form, multipart, binary (did you mean "json"?)'],
  ],
  [
    "a media type of a form",
    [[`"body": "form"`, `"body": { "kind": "form", "contentType": "application/json" }`]],
    ['44:33 error a body of "kind": "form" says its media type itself: leave "contentType" out'],
  ],
  [
    "a media type of a multipart body",
    [[`"body": "form"`, `"body": { "kind": "multipart", "contentType": "multipart/related" }`]],
    [
      '44:38 error a body of "kind": "multipart" says its media type itself: leave "contentType" out',
    ],
  ],
  [
    "JSON that is said to be a form",
    [
      [
        `"body": "form"`,
        `"body": { "kind": "json", "contentType": "application/x-www-form-urlencoded; charset=utf-8" }`,
      ],
    ],
    ['44:48 error a body of "kind": "json" is no form: say "kind": "form"'],
  ],
];

it.each(cases)("reports %s", (_, changes, expected) => {
  expect(issuesOf(acmeWith(...changes))).toEqual(expected);
});

it("takes a body of text that may be left out", () => {
  expect(issuesOf(acmeWith([`"body": "form"`, `"body": "binary"`]))).toEqual([]);
});

it("takes a body of fixed fields alone", () => {
  const text = acmeWith(
    [`"body": "form"`, `"body": { "kind": "json", "fixed": { "action": "add", "count": 2 } }`],
    [`{ "in": "body"`, `{ "in": "query"`],
  );
  expect(issuesOf(text)).toEqual([]);
});

it("takes the media type of its kind, said once more", () => {
  const body = `{ "kind": "form", "contentType": "application/x-www-form-urlencoded" }`;
  expect(issuesOf(acmeWith([`"body": "form"`, `"body": ${body}`]))).toEqual([]);
});
