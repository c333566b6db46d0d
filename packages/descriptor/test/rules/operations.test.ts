import { expect, it } from "vitest";
import { acmeWith, issuesOf, type Case } from "../acme.js";

const cases: readonly Case[] = [
  [
    "an unknown host",
    [
      [`"baseUrl"`, `"hosts": { "upload": "https://up.acme.example" }, "baseUrl"`],
      [`"path": "/me"`, `"host": "uplaod", "path": "/me"`],
    ],
    ['32:15 error api.hosts has no "uplaod" (did you mean "upload"?)'],
  ],
  [
    "an unknown access",
    [
      [
        `"signatureMethods"`,
        `"access": [{ "name": "write", "description": "Write" }], "signatureMethods"`,
      ],
      [`"path": "/me"`, `"access": ["wriet"], "path": "/me"`],
    ],
    ['32:18 error oauth.access has no "wriet" (did you mean "write"?)'],
  ],
  [
    "a key without a place",
    [[`"body": "form"`, `"auth": "key", "body": "form"`]],
    ['44:15 error "api.key" has to say where the consumer key goes'],
  ],
  [
    "a token that nobody gives",
    [
      [
        `"signatureMethods": ["HMAC-SHA1"],
    "temporaryCredentials": { "method": "POST", "url": "https://acme.example/request" },
    "authorization": { "url": "https://acme.example/authorize" },
    "tokenCredentials": {
      "method": "POST",
      "url": "https://acme.example/access",
      "fields": {
        "user_id": { "type": "string", "role": "id" },
        "name": { "type": "string", "role": "username" }
      }
    }`,
        `"signatureMethods": ["HMAC-SHA1"], "twoLegged": true`,
      ],
      [`"path": "/me"`, `"auth": "token", "path": "/me"`],
    ],
    ["22:15 error no flow of this provider leads to a token"],
  ],
  [
    "a path parameter that is not declared",
    [[`"id": { "in": "path"`, `"id": { "in": "query"`]],
    ['39:15 error the path parameter "id" is not declared'],
  ],
  [
    "a path parameter that is misspelled, which is one mistake",
    [["/users/{id}/photos", "/users/{ids}/photos"]],
    ['39:15 error the path parameter "ids" is not declared (did you mean "id"?)'],
  ],
  [
    "a path parameter that is not used",
    [["/users/{id}/photos", "/users/photos"]],
    ['41:9 error the path does not use the parameter "id"'],
  ],
  [
    "a type of no answer",
    [[`"response": "none"`, `"response": "none", "result": { "$ref": "Me" }`]],
    ['45:37 error a response of kind "none" has no result type'],
  ],
  [
    "an answer of a kind that there is not, and no more of it",
    [[`"response": "none"`, `"response": "xml", "result": { "$ref": "Me" }`]],
    ['45:19 error "xml" is not one of json, text, binary, none'],
  ],
  [
    "an envelope and pages of text",
    [
      [
        `"response": "none"`,
        `"response": "text", "envelope": "data", "pagination": { "kind": "link", "items": "" }`,
      ],
    ],
    [
      '45:27 error "envelope" is for JSON, and the response is of kind "text"',
      '45:47 error "pagination" is for JSON, and the response is of kind "text"',
    ],
  ],
  [
    "an answer to HEAD",
    [[`"method": "GET",\n      "path": "/me"`, `"method": "HEAD",\n      "path": "/me"`]],
    ['31:17 error the answer to HEAD has no body: say "response": "none"'],
  ],
];

it.each(cases)("reports %s", (_, changes, expected) => {
  expect(issuesOf(acmeWith(...changes))).toEqual(expected);
});
