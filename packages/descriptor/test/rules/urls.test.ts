import { expect, it } from "vitest";
import { acmeWith, issuesOf, type Case } from "../acme.js";

const OVER_HTTP =
  "over http others can read and change requests and answers, tokens among them; http is for a dead provider, this machine, or a tenant's own host in a variable";

const cases: readonly Case[] = [
  [
    "what is no URL whatever its placeholders stand for",
    [['"https://acme.example/authorize"', '"https://acme.ex[ample/{oauth_token}"']],
    ['13:31 error "https://acme.ex[ample/{oauth_token}" is not a URL'],
  ],
  [
    "http",
    [["https://acme.example/access", "http://acme.example/access"]],
    [`16:14 error ${OVER_HTTP}`],
  ],
  [
    "a URL with a user",
    [["https://acme.example/access", "https://a:b@acme.example/access"]],
    ["16:14 error a URL with a user's name in it leaks it"],
  ],
  [
    "a URL that is none",
    [["https://acme.example/access", "https://[acme/access"]],
    ['16:14 error "https://[acme/access" is not a URL'],
  ],
  [
    "http in a variant",
    [
      [
        `"https://acme.example/authorize"`,
        `"https://acme.example/authorize", "variants": { "mobile": "http://m.acme.example/" }`,
      ],
    ],
    [`13:89 error ${OVER_HTTP}`],
  ],
  [
    "http in a further host",
    [[`"baseUrl"`, `"hosts": { "upload": "http://up.acme.example" }, "baseUrl"`]],
    [`24:26 error ${OVER_HTTP}`],
  ],
  [
    "an unknown variable",
    [
      [`"oauth": {`, `"variables": { "shop": { "description": "x", "example": "a" } }, "oauth": {`],
      ["https://api.acme.example", "https://{shop}.acme.example"],
      ["https://acme.example/access", "https://{shpo}.acme.example/access"],
    ],
    ['16:14 error there is no variable "shpo" (did you mean "shop"?)'],
  ],
  [
    "a variable that is like no other",
    [
      [`"oauth": {`, `"variables": { "shop": { "description": "x", "example": "a" } }, "oauth": {`],
      ["https://api.acme.example", "https://{shop}.acme.example"],
      ["https://acme.example/access", "https://{tenant}.acme.example/access"],
    ],
    ['16:14 error there is no variable "tenant" among shop'],
  ],
  [
    "an unknown variable of an authorization page, where there are none",
    [["https://acme.example/authorize", "https://{tenant}.acme.example/authorize"]],
    ['13:31 error there is no variable "tenant": declare it in "variables"'],
  ],
  [
    "a whole URL in the middle",
    [
      [
        `"oauth": {`,
        `"variables": { "shop": { "description": "x", "type": "url", "example": "https://a.example" } }, "oauth": {`,
      ],
      ["https://api.acme.example", "https://api.acme.example/{shop}"],
    ],
    ['24:16 error "shop" is a whole URL, which can only stand at the beginning'],
  ],
  [
    "a text at the beginning",
    [
      [`"oauth": {`, `"variables": { "shop": { "description": "x", "example": "a" } }, "oauth": {`],
      ["https://api.acme.example", "{shop}/api"],
    ],
    ['24:16 error "shop" is no URL: only a variable of "type": "url" can stand at the beginning'],
  ],
  [
    "an unknown transform",
    [
      [`"oauth": {`, `"variables": { "shop": { "description": "x", "example": "a" } }, "oauth": {`],
      ["https://api.acme.example", "https://{shop|lwoer}.acme.example"],
    ],
    ['24:16 error there is no transform "lwoer" among lower, hyphen (did you mean "lower"?)'],
  ],
  [
    "an unknown name in a realm",
    [[`"signatureMethods"`, `"signing": { "realm": "{requestUri}" }, "signatureMethods"`]],
    ['11:27 error there is no variable "requestUri" (did you mean "requestUrl"?)'],
  ],
  [
    "a token in the URL of an endpoint",
    [["https://acme.example/access", "https://acme.example/{oauth_token}"]],
    [
      '16:14 error {oauth_token} is for the URL of "authorization", "renewal", "revocation" or an exchange',
    ],
  ],
  [
    "authentication without anything of the token",
    [
      [
        `"baseUrl"`,
        `"authentication": { "headers": { "x-app": "{consumerKey}" }, "query": { "v": "1" } }, "baseUrl"`,
      ],
    ],
    ['24:5 error calls carry nothing of the token: write a value with "{key}" or "{secret}"'],
  ],
  [
    "an unknown credential",
    [[`"baseUrl"`, `"authentication": { "headers": { "x-key": "{kee}" } }, "baseUrl"`]],
    ['24:47 error "kee" is not one of key, secret, consumerKey (did you mean "key"?)'],
  ],
  [
    "secrets that are sent as they are, over http",
    [
      [`["HMAC-SHA1"]`, `["PLAINTEXT"]`],
      [
        `"oauth": {`,
        `"variables": { "site": { "type": "url", "description": "x", "example": "http://photos.example", "default": "http://127.0.0.1:1" } }, "oauth": {`,
      ],
      [`"https://acme.example/request"`, `"{site}/request"`],
      [`"https://api.acme.example"`, `"{site}/api"`],
    ],
    [
      "10:74 error PLAINTEXT sends the secrets themselves, and http shows them to others: say https",
    ],
  ],
  [
    "secrets that are sent as they are, to a provider that is dead",
    [
      [`"alive"`, `"dead"`],
      [
        `"https://acme.example/access",`,
        `"http://acme.example/access", "signatureMethod": "PLAINTEXT",`,
      ],
      [`"https://acme.example/request"`, `"http://acme.example/request"`],
    ],
    [
      "16:14 error PLAINTEXT sends the secrets themselves, and http shows them to others: say https",
    ],
  ],
  [
    "what only pages, and what is done with a token, name in their URLs",
    [
      [`/request" }`, `/request/{oauth_token}" }`],
      [`/access",`, `/access/{oauth_consumer_key}",`],
      [
        `"authorization": {`,
        `"xAuth": { "url": "https://acme.example/x/{oauth_token}" }, "liveSession": { "method": "POST", "url": "https://acme.example/live/{oauth_token}", "signatureMethod": "RSA-SHA256" }, "revocation": { "method": "POST", "url": "http://acme.example/{oauth_token}", "signatureMethod": "RSA-SHA256" }, "authorization": {`,
      ],
    ],
    [
      '12:56 error {oauth_token} is for the URL of "authorization", "renewal", "revocation" or an exchange',
      '13:23 error {oauth_token} is for the URL of "authorization", "renewal", "revocation" or an exchange',
      '13:107 error {oauth_token} is for the URL of "authorization", "renewal", "revocation" or an exchange',
      "13:226 error over http others can read and change requests and answers, tokens among them; http is for a dead provider, this machine, or a tenant's own host in a variable",
      '16:14 error {oauth_consumer_key} is for the URL of "authorization"',
    ],
  ],
  [
    "a user's name alone, and a password alone",
    [
      ["https://acme.example/request", "https://me@acme.example/request"],
      ["https://acme.example/access", "https://:secret@acme.example/access"],
    ],
    [
      "12:56 error a URL with a user's name in it leaks it",
      "16:14 error a URL with a user's name in it leaks it",
    ],
  ],
];

it.each(cases)("reports %s", (_, changes, expected) => {
  expect(issuesOf(acmeWith(...changes))).toEqual(expected);
});

it("allows http for the dead, for this machine, and for what begins with a variable", () => {
  const insecure = ["https://acme.example/access", "http://acme.example/access"] as const;
  expect(issuesOf(acmeWith(insecure, ['"alive"', '"dead"']))).toEqual([]);
  const local = ["https://acme.example/access", "http://127.0.0.1:8080/access"] as const;
  expect(issuesOf(acmeWith(local))).toEqual([]);
  const url = '{ "description": "x", "type": "url", "example": "http://localhost:8000" }';
  const variable = ['"oauth": {', `"variables": { "site": ${url} }, "oauth": {`] as const;
  const base = ["https://api.acme.example", "{site}/api"] as const;
  expect(issuesOf(acmeWith(variable, base))).toEqual([]);
});

it("lets the token and the consumer key stand in the page's path", () => {
  const path = ["/authorize", "/{oauth_consumer_key}/authorize/{oauth_token}"] as const;
  expect(issuesOf(acmeWith(path))).toEqual([]);
});
