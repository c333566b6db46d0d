import { expect, it } from "vitest";
import { acmeWith, issuesOf, type Case } from "../acme.js";

const TEXT = "is not printable Latin-1 text, and a header holds nothing else";

const cases: readonly Case[] = [
  [
    "fixed headers that the client sends",
    [
      [`"baseUrl"`, `"headers": { "host": "a", "authorization": "b" }, "baseUrl"`],
      [`"response": "none"`, `"headers": { "content-length": "1" }, "response": "none"`],
    ],
    [
      '24:18 error the client sends the header "host" itself',
      '24:31 error the client sends the header "authorization" itself',
      '45:20 error the client sends the header "content-length" itself',
    ],
  ],
  [
    "headers that are the connection's",
    [
      [`"path": "/me",`, `"path": "/me", "headers": { "connection": "close", "te": "a" },`],
      [
        `"title": {`,
        `"Keep-Alive": { "in": "header" }, "Sec-Fetch-Mode": { "in": "header" }, "title": {`,
      ],
      [`/request" }`, `/request", "parameters": { "Expect": { "in": "header" } } }`],
    ],
    [
      '12:104 error "Expect" is about the connection, and no call can set it: leave it out',
      '32:35 error "connection" is about the connection, and no call can set it: leave it out',
      '32:58 error "te" is about the connection, and no call can set it: leave it out',
      '42:9 error "Keep-Alive" is about the connection, and no call can set it: leave it out',
      '42:43 error "Sec-Fetch-Mode" is about the connection, and no call can set it: leave it out',
    ],
  ],
  [
    "headers of authentication that the client sends",
    [
      [
        `"baseUrl"`,
        `"authentication": { "headers": { "host": "{key}", "upgrade": "{key}" } }, "baseUrl"`,
      ],
    ],
    [
      '24:38 error the client sends the header "host" itself',
      '24:55 error "upgrade" is about the connection, and no call can set it: leave it out',
    ],
  ],
  [
    "a header of the consumer key that is none",
    [
      [`"baseUrl"`, `"key": { "in": "header", "name": "api key" }, "baseUrl"`],
      [`"path": "/users`, `"auth": "key", "path": "/users`],
    ],
    ['24:38 error "api key" is no header name, which has letters, digits and hyphens'],
  ],
  [
    "a type beside a body",
    [[`"body": "form"`, `"headers": { "content-type": "text/plain" }, "body": "form"`]],
    ['44:20 error the type comes with the body: say it as the "contentType" of "body"'],
  ],
  [
    "one header under two names",
    [
      [
        `"title": {`,
        `"X-A": { "in": "header" }, "x-a": { "in": "header" }, "X-B": { "in": "header" }, "title": {`,
      ],
      [`"response": "none"`, `"headers": { "x-b": "1" }, "response": "none"`],
    ],
    [
      '42:36 error "x-a" and "X-A" are the same header',
      '42:63 error this operation always sends "X-B" as "1"',
    ],
  ],
  [
    "fixed text that no header can hold",
    [
      [`"baseUrl"`, `"headers": { "x-a": "a\\r\\nb: c" }, "baseUrl"`],
      [`"path": "/me",`, `"path": "/me", "headers": { "x-b": "中" },`],
    ],
    [`24:25 error "a\\r\\nb: c" ${TEXT}`, `32:42 error "中" ${TEXT}`],
  ],
  [
    "text beside credentials that no header can hold",
    [[`"baseUrl"`, `"authentication": { "headers": { "x-key": "{key}\\n" } }, "baseUrl"`]],
    [`24:47 error "{key}\\n" ${TEXT}`],
  ],
  [
    "a realm that no header can hold",
    [
      [`"signatureMethods"`, `"signing": { "realm": "中" }, "signatureMethods"`],
      [`"response": "none"`, `"signing": { "realm": "\\u0007" }, "response": "none"`],
    ],
    [`11:27 error "中" ${TEXT}`, `45:29 error "\\u0007" ${TEXT}`],
  ],
  [
    "values of parameters that no header can hold",
    [
      [
        `"title": {`,
        `"x-a": { "in": "header", "type": "string", "enum": ["a", "中"] }, "x-b": { "in": "header", "type": "boolean", "flag": { "true": "\\n" } }, "title": {`,
      ],
      [`/request" }`, `/request", "parameters": { "x-c": { "in": "header", "value": "\\r" } } }`],
    ],
    [`12:138 error "\\r" ${TEXT}`, `42:66 error "中" ${TEXT}`, `42:136 error "\\n" ${TEXT}`],
  ],
  [
    "what a header writes in one way alone",
    [
      [
        `"in": "body", "type": "string"`,
        `"in": "body", "type": "string" },
        "x-a": { "in": "header", "type": "array", "items": {}, "style": "pipe" },
        "x-b": { "in": "header", "$ref": "User", "style": "deep" },
        "x-c": { "in": "header", "type": "object", "style": "deep" },
        "x-d": { "in": "header", "type": "object", "style": "comma" },
        "x-e": { "in": "header", "type": "array", "items": {}, "style": "json"`,
      ],
    ],
    [
      '43:73 error a header has commas between the items of a list: leave "style" out, or say "comma"',
      '44:59 error a header has an object as JSON: say "style": "json"',
      '45:61 error a header has an object as JSON: say "style": "json"',
      '46:42 error a header has an object as JSON: say "style": "json"',
      '47:73 error a header has commas between the items of a list: leave "style" out, or say "comma"',
    ],
  ],
];

it.each(cases)("reports %s", (_, changes, expected) => {
  expect(issuesOf(acmeWith(...changes))).toEqual(expected);
});

it("takes Latin-1, the type of a call without a body, and credentials where a signature would be", () => {
  const text = acmeWith(
    [
      `"signatureMethods"`,
      `"signing": { "realm": "Fotos für \\"{requestUrl}\\"" }, "signatureMethods"`,
    ],
    [
      `"path": "/me",`,
      `"path": "/me", "headers": { "content-type": "application/json", "x-a": "é\\t~" },`,
    ],
    [
      `"baseUrl"`,
      `"authentication": { "headers": { "authorization": "Bearer {key}", "cookie": "a={secret}" } }, "baseUrl"`,
    ],
  );
  expect(issuesOf(text)).toEqual([]);
});

const OURS = ["authorization", "content-length", "content-type", "cookie", "host"];
const OF_CONNECTIONS = [
  ...["connection", "expect", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade"],
  ...["proxy-authorization", "sec-fetch-mode"],
];

it.each([...OURS, ...OF_CONNECTIONS])("reports %s as a parameter", (name) => {
  const text = acmeWith([`"title": {`, `"${name}": { "in": "header" }, "title": {`]);
  const message = OURS.includes(name)
    ? `the client sends the header "${name}" itself`
    : `"${name}" is about the connection, and no call can set it: leave it out`;
  expect(issuesOf(text)).toEqual([`42:9 error ${message}`]);
});

it("takes the styles that a header has", () => {
  const text = acmeWith([
    `"in": "body", "type": "string"`,
    `"in": "body", "type": "string" },
     "x-a": { "in": "header", "type": "array", "items": {}, "style": "comma" },
     "x-b": { "in": "header", "$ref": "User", "style": "json" },
     "x-c": { "in": "header", "type": "object", "style": "json"`,
  ]);
  expect(issuesOf(text)).toEqual([]);
});
