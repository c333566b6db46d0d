import { expect, it } from "vitest";
import { acmeWith, issuesOf, type Case } from "../acme.js";

const cases: readonly Case[] = [
  [
    "a name that every object has",
    [
      [
        `"title": { "in": "body", "type": "string" }`,
        `"toString": { "in": "body", "type": "string" }`,
      ],
    ],
    ['42:9 error every JavaScript object has its own "toString", so no app could leave it out'],
  ],
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
    "a field of the body that is sent anyway",
    [[`"body": "form"`, `"body": { "kind": "form", "fixed": { "title": "a" } }`]],
    ['42:9 error this operation always sends "title" as "a"'],
  ],
  [
    "what the signature sends itself",
    [
      [`"body": "form"`, `"query": { "oauth_version": "1.0" }, "body": "form"`],
      [
        `"title": { "in": "body", "type": "string" }`,
        `"oauth_token": { "in": "query" }, "oauth_nonce": { "in": "body" }, "oauth_x": { "in": "query" }`,
      ],
    ],
    [
      '42:9 error the client sends "oauth_token" itself, with the signature: leave it out',
      '42:43 error the client sends "oauth_nonce" itself, with the signature: leave it out',
      '44:18 error the client sends "oauth_version" itself, with the signature: leave it out',
    ],
  ],
  [
    "a flag that is no boolean",
    [[`"in": "body", "type": "string"`, `"in": "body", "type": "string", "flag": { "true": "1" }`]],
    ['42:60 error "flag" is for "type": "boolean", or for a list or a "deep" object of them'],
  ],
  [
    "a flag that refers to no boolean",
    [
      [`"in": "body", "type": "string"`, `"in": "body", "$ref": "Note", "flag": { "true": "1" }`],
      [`"types": {`, `"types": { "Note": { "type": "string" },`],
    ],
    ['42:58 error "flag" is for "type": "boolean", or for a list or a "deep" object of them'],
  ],
  [
    "a flag in JSON",
    [
      [
        `"in": "body", "type": "string"`,
        `"in": "body", "type": "boolean", "flag": { "true": "1" }`,
      ],
      [`"body": "form"`, `"body": "json"`],
    ],
    ["42:61 error a JSON body writes booleans as JSON does"],
  ],
  [
    "a flag of a path that may be left out",
    [
      [
        `"in": "path", "type": "string"`,
        `"in": "path", "type": "boolean", "flag": { "true": "1" }`,
      ],
    ],
    ["41:58 error a path has to have a text for true and for false"],
  ],
  [
    "what a call goes without, and no call has",
    [
      [`"baseUrl"`, `"query": { "format": "json" }, "baseUrl"`],
      [
        `"body": "form"`,
        `"query": { "fromat": false }, "headers": { "accept": false }, "body": "form"`,
      ],
    ],
    [
      '44:18 error api.query has no "fromat" to leave out (did you mean "format"?)',
      '44:50 error api.headers has no "accept" to leave out',
    ],
  ],
  [
    "a fixed value that is neither text nor left out",
    [[`"body": "form"`, `"query": { "a": true, "b": 1 }, "body": "form"`]],
    [
      '44:23 error this must not be true: say "true" for the text, or false for a call that goes without it',
      "44:34 error this must be a string or a boolean",
    ],
  ],
  [
    "an object in a form",
    [[`"in": "body", "type": "string"`, `"in": "body", "type": "object"`]],
    ['42:42 error only a JSON body can hold an object, or a "style" of "deep" or "json"'],
  ],
  [
    "a list in a path",
    [[`"in": "path", "type": "string"`, `"in": "path", "type": "array"`]],
    ['41:39 error a path cannot hold a list: say "string", for which apps join the items'],
  ],
  [
    "a style of a text",
    [[`"in": "body", "type": "string"`, `"in": "body", "type": "string", "style": "comma"`]],
    ['42:61 error "style" is for lists and objects'],
  ],
  [
    "a style of a named text, and one of a named object that writes lists",
    [
      [
        `"in": "body", "type": "string"`,
        `"in": "body", "$ref": "Word", "style": "comma" }, "a": { "$ref": "User", "style": "comma" }, "b": { "$ref": "User", "style": "deep" }, "c": { "$ref": "Words", "style": "comma"`,
      ],
      [
        `"types": {`,
        `"types": { "Word": { "type": "string" }, "Words": { "type": "array", "items": { "$ref": "Word" } },`,
      ],
    ],
    [
      '42:59 error "style" is for lists and objects',
      '42:85 error only a JSON body can hold an object, or a "style" of "deep" or "json"',
    ],
  ],
  [
    "named objects and lists where only text can be",
    [
      [
        `"in": "body", "type": "string"`,
        `"in": "query", "$ref": "User" }, "b": { "in": "header", "$ref": "User" }, "c": { "in": "path", "$ref": "User" }, "d": { "in": "path", "$ref": "Words"`,
      ],
      [`/{id}/photos"`, `/{id}/{c}/{d}"`],
      [`"body": "form",`, ``],
      [`"types": {`, `"types": { "Words": { "type": "array", "items": { "type": "string" } },`],
    ],
    [
      '42:43 error only a JSON body can hold an object, or a "style" of "deep" or "json"',
      '42:84 error a header has an object as JSON: say "style": "json"',
      '42:123 error only a JSON body can hold an object, or a "style" of "deep" or "json"',
      '42:162 error a path cannot hold a list: say "string", for which apps join the items',
    ],
  ],
  [
    "a style in a JSON body",
    [
      [`"in": "body", "type": "string"`, `"in": "body", "type": "array", "style": "comma"`],
      [`"body": "form"`, `"body": "json"`],
    ],
    ["42:60 error a JSON body writes lists as JSON does"],
  ],
  [
    "a header name with a space",
    [
      [
        `"title": { "in": "body", "type": "string" }`,
        `"title": { "in": "body", "type": "string" }, "X Title": { "in": "header" }, "X-Title": { "in": "header" }`,
      ],
    ],
    ['42:54 error "X Title" is no header name, which has letters, digits and hyphens'],
  ],
  [
    "what the consumer key is sent as already",
    [
      [`"baseUrl"`, `"key": { "in": "query", "name": "api_key" }, "baseUrl"`],
      [`"title": {`, `"api_key": {}, "Api_Key": {}, "title": {`],
      [`"body": "form",`, `"body": "form", "auth": "key",`],
    ],
    ['42:9 error the client sends "api_key" itself, to authenticate the call: leave it out'],
  ],
  [
    "a header that the consumer key is sent as already, where the key's name has capital letters",
    [
      [`"baseUrl"`, `"key": { "in": "header", "name": "X-Key" }, "baseUrl"`],
      [`"title": {`, `"x-key": { "in": "header" }, "title": {`],
      [`"body": "form",`, `"body": "form", "auth": "key",`],
    ],
    ['42:9 error the client sends "x-key" itself, to authenticate the call: leave it out'],
  ],
  [
    "what the signature adds to the signed fields of a multipart body, and not to others",
    [
      [`"title": {`, `"oauth_token": { "in": "body" }, "title": {`],
      [`"body": "form"`, `"body": { "kind": "multipart", "signed": true }`],
      [
        `"addPhoto"`,
        `"a": { "group": "a", "summary": "A.", "method": "POST", "path": "/a", "parameters": { "oauth_token": { "in": "body" } }, "body": "multipart", "response": "none" },
    "addPhoto"`,
      ],
    ],
    ['43:9 error the client sends "oauth_token" itself, with the signature: leave it out'],
  ],
  [
    "a header that the consumer key is sent as already, in other letters",
    [
      [`"baseUrl"`, `"key": { "in": "header", "name": "x-key" }, "baseUrl"`],
      [`"title": {`, `"X-Key": { "in": "header" }, "x-key": {}, "title": {`],
      [`"body": "form",`, `"body": "form", "auth": "key",`],
    ],
    ['42:9 error the client sends "X-Key" itself, to authenticate the call: leave it out'],
  ],
  [
    "what the token is sent as already",
    [
      [
        `"baseUrl"`,
        `"authentication": { "headers": { "x-key": "{key}" }, "query": { "app": "{consumerKey}" } }, "baseUrl"`,
      ],
      [
        `"path": "/me",`,
        `"path": "/me", "query": { "app": "1" }, "headers": { "x-key": "2" }, "parameters": { "x-app": { "in": "header" } },`,
      ],
      [
        `"body": "form",`,
        `"body": "form", "auth": "consumer", "query": { "app": "1" }, "headers": { "x-key": "2" },`,
      ],
    ],
    [
      '32:33 error the client sends "app" itself, to authenticate the call: leave it out',
      '32:60 error the client sends "x-key" itself, to authenticate the call: leave it out',
    ],
  ],
  [
    "what the token and the consumer key are sent as already, in every call",
    [
      [
        `"baseUrl"`,
        `"authentication": { "headers": { "x-key": "{key}" } }, "key": { "in": "query", "name": "app" },
    "headers": { "x-key": "1" }, "query": { "app": "2" }, "baseUrl"`,
      ],
      [`"path": "/users`, `"auth": "key", "path": "/users`],
    ],
    [
      '25:18 error the client sends "x-key" itself, to authenticate the call: leave it out',
      '25:45 error the client sends "app" itself, to authenticate the call: leave it out',
    ],
  ],
];

it.each(cases)("reports %s", (_, changes, expected) => {
  expect(issuesOf(acmeWith(...changes))).toEqual(expected);
});

it("takes a flag of what is a boolean among others", () => {
  const choice = `"oneOf": [{ "type": "boolean" }, { "type": "integer" }]`;
  const text = acmeWith([
    `"in": "body", "type": "string"`,
    `"in": "body", ${choice}, "flag": { "true": "1" } },
     "all": { "type": "array", "items": { ${choice} }, "flag": { "true": "1" }`,
  ]);
  expect(issuesOf(text)).toEqual([]);
});

it("takes a flag that refers to a boolean, of a call and of a step", () => {
  const flag = `"$ref": "Flag", "flag": { "true": "1" }`;
  const text = acmeWith(
    [`"in": "body", "type": "string"`, `"in": "body", ${flag}`],
    [`/request" }`, `/request", "parameters": { "all": { ${flag} } } }`],
    [`"types": {`, `"types": { "Flag": { "type": "boolean" },`],
  );
  expect(issuesOf(text)).toEqual([]);
});

it("lets what is not signed be named like a part of the signature", () => {
  const text = acmeWith(
    [`"body": "form"`, `"body": "json"`],
    [`"title": {`, `"oauth_token": {`],
    [`"path": "/me",`, `"path": "/me", "parameters": { "oauth_token": { "in": "header" } },`],
    [
      `"operations": {`,
      `"operations": { "ping": { "group": "a", "summary": "x", "method": "GET", "path": "/p", "auth": "none", "parameters": { "oauth_token": { "in": "query" } } },`,
    ],
  );
  expect(issuesOf(text)).toEqual([]);
});
