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
    "two kinds of access of one name",
    [
      [
        `"signatureMethods"`,
        `"access": [{ "name": "read", "description": "Read" }, { "name": "read", "description": "Read more" }], "signatureMethods"`,
      ],
    ],
    ['11:69 error "read" is there twice'],
  ],
  [
    "an access where none has a name yet",
    [
      [`"signatureMethods"`, `"access": [{ "description": "Write" }], "signatureMethods"`],
      [`"path": "/me"`, `"access": ["write"], "path": "/me"`],
    ],
    ['11:16 error the property "name" is missing', '32:18 error oauth.access has no "write"'],
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
    [
      '15:5 error nobody signs in here without "tokenCredentials" or "preIssued" or "xAuth" or "reverseAuth"',
      "22:15 error no flow of this provider leads to a token",
    ],
  ],
  [
    "a path parameter that is not declared",
    [[`"id": { "in": "path"`, `"id": { "in": "query"`]],
    ['39:15 error the path parameter "id" is not declared: say "in": "path" of "id"'],
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
    "a path as a router writes it",
    [["/users/{id}/photos", "/users/:id/photos"]],
    ['41:9 error the path does not use the parameter "id": write {id} for :id'],
  ],
  [
    "steps in a path",
    [
      [`"path": "/me"`, `"path": "/a/%2E./me"`],
      ["/users/{id}/photos", "/users/{id}/photos/."],
    ],
    [
      '32:15 error a URL takes "." and ".." for steps, however they are written: say where they lead (did you mean "/me"?)',
      '39:15 error a URL takes "." and ".." for steps, however they are written: say where they lead (did you mean "/users/{id}/photos/"?)',
    ],
  ],
  [
    "known values with a slash in one segment",
    [[`"in": "path", "type": "string"`, `"in": "path", "type": "string", "enum": ["me", "by/me"]`]],
    [
      '41:9 error "by/me" would be sent as "by%2Fme": write {+id} to keep the slash, or leave it out of "enum"',
    ],
  ],
  [
    "a request that is another operation's too",
    [
      [
        `"operations": {`,
        `"operations": { "getYou": { "group": "a", "summary": "x", "method": "GET", "path": "/me", "query": { "a": "1" } }, "postPhoto": { "group": "a", "summary": "x", "method": "POST", "path": "/users/{user}/photos", "parameters": { "user": { "in": "path" }, "name": { "in": "body" } }, "body": "form" },`,
      ],
    ],
    [
      '35:5 error nothing tells a request of "addPhoto" from one of "postPhoto": make them one operation, or say in "query", "headers" or a body\'s "fixed" what each always sends',
    ],
  ],
  [
    "a path with room for two paths",
    [["/users/{id}/photos", "/users/{+id}/photos/{+id}"]],
    ["39:15 error only one placeholder can stand for many segments"],
  ],
  [
    "a type of no answer",
    [[`"response": "none"`, `"response": "none", "result": { "$ref": "Me" }`]],
    ['45:37 error a response of kind "none" has no result type'],
  ],
  [
    "an answer of a kind that there is not, and no more of it",
    [[`"response": "none"`, `"response": "protobuf", "result": { "$ref": "Me" }`]],
    ['45:19 error "protobuf" is not one of json, text, binary, none'],
  ],
  [
    "an answer of a kind that is called otherwise here, and what is wrong with it then",
    [[`"response": "none"`, `"response": "xml", "result": { "$ref": "Me" }`]],
    [
      '45:19 error "xml" is not one of json, text, binary, none (did you mean "text"?)',
      '45:36 error a response of kind "text" has no result type',
    ],
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
  [
    "a host that is like none, with those that there are",
    [
      [`"baseUrl"`, `"hosts": { "up": "https://up.acme.example" }, "baseUrl"`],
      [`"path": "/me",`, `"path": "/me", "host": "uploads",`],
    ],
    ['32:30 error api.hosts has no "uploads" among up'],
  ],
];

it.each(cases)("reports %s", (_, changes, expected) => {
  expect(issuesOf(acmeWith(...changes))).toEqual(expected);
});

it.each([
  ["a fixed parameter", { query: { b: "1" } }],
  ["a fixed header", { headers: { prefer: "transient" } }],
  ["the kind of the body", { body: "json" }],
  ["a fixed field", { body: { kind: "form", fixed: { b: "1" } } }],
  ["the example of its path", {}, "me"],
])("takes a request that %s tells from another", (_, more, example?: string) => {
  const parameters = {
    id: { in: "path", ...(example !== undefined && { example }) },
    title: { in: "body" },
  };
  const base = { group: "photos", summary: "x", method: "POST", path: "/users/{id}/photos" };
  const operation = { ...base, body: "form", ...more, parameters };
  const text = `"operations": { "other": ${JSON.stringify(operation)},`;
  expect(issuesOf(acmeWith([`"operations": {`, text]))).toEqual([]);
});

it("keeps the slashes of known values where several segments have room", () => {
  const text = acmeWith(
    ["/users/{id}/photos", "/users/{+id}/photos"],
    [`"in": "path", "type": "string"`, `"in": "path", "type": "string", "enum": ["me", "by/me"]`],
  );
  expect(issuesOf(text)).toEqual([]);
});
