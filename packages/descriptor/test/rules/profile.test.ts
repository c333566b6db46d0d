import { expect, it } from "vitest";
import { acmeWith, issuesOf, type Case } from "../acme.js";

const cases: readonly Case[] = [
  [
    "an operation that does not exist",
    [[`"operation": "getMe"`, `"operation": "getMy"`]],
    ['25:31 error there is no operation "getMy" (did you mean "getMe"?)'],
  ],
  [
    "an operation that is like no other",
    [[`"operation": "getMe"`, `"operation": "whoami"`]],
    ['25:31 error there is no operation "whoami" among getMe'],
  ],
  [
    "an operation with parameters",
    [
      [
        `"path": "/me",`,
        `"path": "/me", "parameters": { "x": { "in": "query", "required": true } },`,
      ],
    ],
    ['25:31 error the token alone must say who it is, but this operation needs "x"'],
  ],
  [
    "an operation without a user",
    [[`"path": "/me",`, `"path": "/me", "auth": "consumer",`]],
    ['25:31 error a call of "auth": "consumer" does not know who is signed in'],
  ],
  [
    "an operation without JSON",
    [[`"result": { "$ref": "Me" }`, `"response": "text"`]],
    ['25:31 error a response of kind "text" cannot be looked into'],
  ],
  [
    "a way that leads nowhere",
    [[`"username": "user.name"`, `"username": "user.nam"`]],
    ['25:69 error the profile operation\'s result has no "user.nam" (did you mean "user.name"?)'],
  ],
  [
    "a way to the profile through a list, without the index",
    [
      [`"user.id"`, `"list.id"`],
      [
        `{ "user": { "$ref": "User" } }`,
        `{ "user": { "$ref": "User" }, "list": { "type": "array", "items": { "$ref": "User" } } }`,
      ],
    ],
    ['25:46 error the profile operation\'s result has no "list.id" (did you mean "list.0.id"?)'],
  ],
  [
    "an operation without JSON that has a result, which is told there",
    [[`"path": "/me"`, `"response": "none", "path": "/me"`]],
    ['33:17 error a response of kind "none" has no result type'],
  ],
];

it.each(cases)("reports %s", (_, changes, expected) => {
  expect(issuesOf(acmeWith(...changes))).toEqual(expected);
});
