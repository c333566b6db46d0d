import { expect, it } from "vitest";
import { acmeWith, issuesOf, type Case } from "../acme.js";

const cases: readonly Case[] = [
  [
    "a name that the account has already",
    [[`"user_id"`, `"token"`]],
    ['18:9 error the account has its own "token"'],
  ],
  [
    "a role that is taken",
    [[`"role": "username"`, `"role": "id"`]],
    ['19:45 error "user_id" has the role "id" already'],
  ],
  [
    "a way into a form",
    [[`"role": "username"`, `"at": "user.name"`]],
    ['19:43 error a form has names and no ways: "at" is for "format": "json"'],
  ],
  [
    "a format that there is not, and no more of it",
    [
      [`"role": "username"`, `"at": "user.name"`],
      [`"fields"`, `"format": "xml", "fields"`],
    ],
    ['17:17 error "xml" is not one of form, json'],
  ],
  [
    "an example that is no number",
    [[`"type": "string", "role": "username"`, `"type": "expires-in", "example": "soon"`]],
    ['19:52 error "soon" is not of the type "expires-in"'],
  ],
  [
    "a callback field that the token answer has",
    [
      [
        `"authorization": {`,
        `"callback": { "fields": { "name": { "type": "string", "optional": true } } }, "authorization": {`,
      ],
    ],
    ['13:31 error the token answer has a field "name" already'],
  ],
  [
    "a callback field that a login by PIN never gets",
    [
      [
        `"authorization": {`,
        `"callback": { "fields": { "org": { "type": "string" } } }, "authorization": {`,
      ],
    ],
    [
      '13:31 error a login with a verifier to type has no callback that brings "org": say "optional": true, or "modes": "callback"',
    ],
  ],
  [
    "a field of an exchange",
    [
      [
        `"authorization": {`,
        `"exchanges": { "getKey": { "method": "POST", "url": "https://acme.example/x", "summary": "x", "fields": { "version": { "type": "string" } } } }, "authorization": {`,
      ],
    ],
    ['13:111 error the account has its own "version"'],
  ],
];

it.each(cases)("reports %s", (_, changes, expected) => {
  expect(issuesOf(acmeWith(...changes))).toEqual(expected);
});
