import { expect, it } from "vitest";
import { acmeWith, issuesOf, type Case } from "../acme.js";

const cases: readonly Case[] = [
  [
    "an operation of an API that is not called over OAuth 1.0a",
    [[`"baseUrl"`, `"loginOnly": true, "baseUrl"`]],
    ['28:5 error "loginOnly" says that there are no operations: leave one of the two out'],
  ],
  [
    "a separator outside the header",
    [
      [
        `"signatureMethods"`,
        `"signing": { "transmission": "query", "separator": "," }, "signatureMethods"`,
      ],
    ],
    ['11:43 error "separator" is for the header, and the parameters travel in "query"'],
  ],
  [
    "a separator that nobody could read",
    [
      [`"signatureMethods"`, `"signing": { "separator": ";" }, "signatureMethods"`],
      [`/request" }`, `/request", "signing": { "separator": ",\\r\\n " } }`],
    ],
    [
      '11:31 error ";" is not a comma, with or without spaces: nothing else stands between the parameters of a header (RFC 5849 section 3.5.1)',
      '12:114 error ",\\r\\n " is not a comma, with or without spaces: nothing else stands between the parameters of a header (RFC 5849 section 3.5.1)',
    ],
  ],
  [
    "a body of a GET request",
    [
      [
        `"temporaryCredentials": { "method": "POST", "url": "https://acme.example/request" }`,
        `"temporaryCredentials": { "method": "GET", "url": "https://acme.example/request", "signing": { "transmission": "body" } }`,
      ],
    ],
    ["12:116 error a GET request has no body for the parameters"],
  ],
  [
    "a body where operations have none",
    [[`"signatureMethods"`, `"signing": { "transmission": "body" }, "signatureMethods"`]],
    [
      '11:34 error "getMe" has no form for the parameters: say "body" at the endpoints and the operations that take it',
    ],
  ],
  [
    "a body of an operation that has no form",
    [[`"path": "/me",`, `"path": "/me", "signing": { "transmission": "body" },`]],
    [
      '32:51 error "getMe" has no form for the parameters: say "query", or send a "body" of kind "form"',
    ],
  ],
  [
    "rules of an operation that is not signed",
    [
      [`"path": "/me",`, `"path": "/me", "signing": { "realm": "" },`],
      [`"response": "none"`, `"auth": "none", "signing": { "realm": "" }, "response": "none"`],
      [`"baseUrl"`, `"authentication": { "headers": { "x-key": "{key}" } }, "baseUrl"`],
    ],
    ['32:33 error "getMe" is not signed', '45:34 error "addPhoto" is not signed'],
  ],
  [
    "a hash that is not sent",
    [[`"signatureMethods"`, `"signing": { "bodyHashAlgorithm": "SHA-1" }, "signatureMethods"`]],
    ['11:39 error no body hash is sent: say "bodyHash": "auto" or "always"'],
  ],
  [
    "a body hash with PLAINTEXT",
    [
      [
        `"signatureMethods": ["HMAC-SHA1"]`,
        `"signing": { "bodyHash": "auto" }, "signatureMethods": ["PLAINTEXT"]`,
      ],
    ],
    ["11:30 error PLAINTEXT signs nothing, so a body hash proves nothing"],
  ],
  [
    "an ampersand without an HMAC",
    [
      [
        `"signatureMethods": ["HMAC-SHA1"]`,
        `"signing": { "keyAmpersand": false }, "signatureMethods": ["PLAINTEXT"]`,
      ],
    ],
    ['11:34 error only the key of an HMAC can do without its "&", not PLAINTEXT'],
  ],
  [
    "a secret with a private key",
    [
      [
        `"signatureMethods": ["HMAC-SHA1"]`,
        `"consumer": { "secret": "none" }, "signatureMethods": ["RSA-SHA1"]`,
      ],
    ],
    ['11:29 error RSA-SHA1 signs with a private key, not with a secret: leave "secret" out'],
  ],
  [
    "an unknown method of an endpoint",
    [[`/request" }`, `/request", "signatureMethod": "RSA-SHA265" }`]],
    [
      '12:107 error "RSA-SHA265" is not one of HMAC-SHA1, HMAC-SHA256, HMAC-SHA256-TOKEN, HMAC-SHA512, PLAINTEXT, RSA-PSS, RSA-SHA1, RSA-SHA256, RSA-SHA512 (did you mean "RSA-SHA256"?)',
    ],
  ],
  [
    "a realm where there is no header, which JSON has like one",
    [
      [`/request" }`, `/request", "signing": { "transmission": "query", "realm": "x" } }`],
      [`/access",`, `/access", "signing": { "transmission": "json", "realm": "x" },`],
    ],
    ['12:126 error "realm" is for the header, and the parameters travel in "query"'],
  ],
];

it.each(cases)("reports %s", (_, changes, expected) => {
  expect(issuesOf(acmeWith(...changes))).toEqual(expected);
});

it.each(["PLAINTEXT", "RSA-SHA1"])("takes the usual key of %s, also where it is said", (method) => {
  const signing = `"signing": { "keyAmpersand": true }, "signatureMethods": ["${method}"]`;
  expect(issuesOf(acmeWith([`"signatureMethods": ["HMAC-SHA1"]`, signing]))).toEqual([]);
});

it("takes an operation that is signed otherwise than the rest", () => {
  const text = acmeWith(
    [
      `"signatureMethods"`,
      `"signing": { "transmission": "body", "bodyHash": "auto" }, "signatureMethods"`,
    ],
    [`"path": "/me",`, `"path": "/me", "signing": { "transmission": "query" },`],
    [`"response": "none"`, `"signing": { "bodyHashAlgorithm": "SHA-256" }, "response": "none"`],
  );
  expect(issuesOf(text)).toEqual([]);
});

it("takes a consumer without a secret whose private key signs single endpoints", () => {
  const text = acmeWith(
    [
      `"signatureMethods": ["HMAC-SHA1"]`,
      `"consumer": { "secret": "none" }, "signatureMethods": ["RSA-SHA1"]`,
    ],
    [`/request" }`, `/request", "signatureMethod": "HMAC-SHA1" }`],
  );
  expect(issuesOf(text)).toEqual([]);
});

it("takes methods with a private key", () => {
  expect(issuesOf(acmeWith(['"HMAC-SHA1"', '"RSA-SHA1", "RSA-PSS"']))).toEqual([]);
});
