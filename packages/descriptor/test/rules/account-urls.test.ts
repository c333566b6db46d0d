import { expect, it } from "vitest";
import { acmeWith, issuesOf, type Case, type Change } from "../acme.js";

const field = (text: string): Change => [
  `"name": { "type": "string", "role": "username" }`,
  `"name": { "type": "string", "role": "username" }, ${text}`,
];
const SERVER = field(`"api_url": { "type": "string", "example": "https://a1.acme.example/api/" }`);
const base = (url: string): Change => ["https://api.acme.example", url];
const revocation = (url: string): Change => [
  `"authorization": {`,
  `"revocation": { "method": "POST", "url": "${url}" }, "authorization": {`,
];

const cases: readonly Case[] = [
  [
    "a server that no field names",
    [SERVER, base("{account.api_ur}")],
    ['24:16 error the account has no field "api_ur" (did you mean "api_url"?)'],
  ],
  [
    "a field of the account in the host",
    [base("https://{account.name}.acme.example")],
    ["24:16 error {account.name} can only stand at the beginning or in the path"],
  ],
  [
    "a field of the account in the query",
    [revocation("https://acme.example/a?b={account.name}")],
    ["13:46 error {account.name} can only stand in the path"],
  ],
  [
    "a token in the host",
    [revocation("https://{oauth_token}.acme.example/revoke")],
    ["13:46 error {oauth_token} can only stand in the path"],
  ],
  [
    "a server for a step",
    [SERVER, revocation("{account.api_url}/revoke")],
    [
      '13:46 error "{account.api_url}/revoke" is not an http(s) URL, or one that begins with a variable such as {storeUrl}',
    ],
  ],
  [
    "a field of an account that there is not yet",
    [["https://acme.example/access", "https://acme.example/{account.name}"]],
    [
      '16:14 error {account.name} is for the URL of the API, and for those of "renewal", "revocation" and exchanges',
    ],
  ],
  [
    "a server without an example",
    [field(`"api_url": { "type": "string" }`), base("{account.api_url}")],
    [
      '19:59 error an API is at the URL of "api_url": its "example" has to be such a URL, with https and without a query',
    ],
  ],
  [
    "a server whose example is not https",
    [
      field(`"api_url": { "type": "string", "example": "http://a1.acme.example" }`),
      base("{account.api_url}/v1"),
    ],
    [
      '19:101 error an API is at the URL of "api_url": its "example" has to be such a URL, with https and without a query',
    ],
  ],
  [
    "a server that is a number",
    [field(`"api_url": { "type": "integer", "example": "7" }`), base("{account.api_url}")],
    ['19:80 error an API is at the URL of "api_url", which is a "string"'],
  ],
  [
    "a server that may be missing",
    [
      field(
        `"api_url": { "type": "string", "optional": true, "example": "https://a1.acme.example" }`,
      ),
      base("{account.api_url}"),
    ],
    ['19:102 error "api_url" is in "api.baseUrl", without which nothing can be called'],
  ],
  [
    "a server that comes with the callback",
    [
      [
        `"authorization": {`,
        `"callback": { "modes": "callback", "fields": { "api_url": { "type": "string", "example": "https://a1.acme.example" } } }, "authorization": {`,
      ],
      base("{account.api_url}"),
    ],
    [
      '13:52 error "api_url" comes with the callback, which anybody can write: no API is where that says',
    ],
  ],
  [
    "calls without a user, where the user's account says where they go",
    [
      SERVER,
      base("{account.api_url}"),
      [`"authorization": {`, `"twoLegged": true, "authorization": {`],
      [`"path": "/me"`, `"auth": "consumer", "path": "/me"`],
    ],
    [
      '13:5 error without a user there is no account to say where "api.baseUrl" is',
      '25:31 error a call of "auth": "consumer" does not know who is signed in',
      '32:15 error a call of "auth": "consumer" can do without an account, which alone says where it goes',
    ],
  ],
  [
    "a call without a user on a fixed host, where no session can be made",
    [
      SERVER,
      base("{account.api_url}"),
      [`"baseUrl"`, `"hosts": { "open": "https://open.acme.example" }, "baseUrl"`],
      [
        `"path": "/users/{id}/photos"`,
        `"auth": "none", "host": "open", "path": "/users/{id}/photos"`,
      ],
    ],
    [
      '39:15 error a call of "auth": "none" can do without an account, and without one no session is made: let "api.baseUrl" be fixed, and one of "hosts" the account\'s',
    ],
  ],
  [
    "a call without a user on such a host",
    [
      SERVER,
      [`"baseUrl"`, `"hosts": { "own": "{account.api_url}" }, "baseUrl"`],
      [
        `"path": "/users/{id}/photos"`,
        `"auth": "none", "host": "own", "path": "/users/{id}/photos"`,
      ],
    ],
    [
      '39:15 error a call of "auth": "none" can do without an account, which alone says where it goes',
    ],
  ],
  [
    "fields of an account that no login leads to, which is one mistake",
    [
      [`"tokenCredentials": {`, `"callback": {`],
      [
        `      "method": "POST",
      "url": "https://acme.example/access",
      "fields": {
        "user_id": { "type": "string", "role": "id" },
        "name": { "type": "string", "role": "username" }
      }
`,
        "",
      ],
      base("{account.api_url}"),
    ],
    ['13:5 error "authorization" leads nowhere without "tokenCredentials"'],
  ],
];

it.each(cases)("reports %s", (_, changes, expected) => {
  expect(issuesOf(acmeWith(...changes))).toEqual(expected);
});

it("lets the account say where the API is, and what stands in the paths of later steps", () => {
  const exchange: Change = [
    `"signatureMethods"`,
    `"exchanges": { "ticket": { "method": "POST", "url": "https://acme.example/{account.name}/{oauth_token}", "summary": "x", "fields": {} } }, "signatureMethods"`,
  ];
  const revoked = revocation("https://acme.example/users/{account.user_id}/tokens/{oauth_token}");
  const hosts: Change = [`"baseUrl"`, `"hosts": { "fixed": "https://up.acme.example" }, "baseUrl"`];
  const open: Change = [
    `"path": "/users/{id}/photos"`,
    `"path": "/users/{id}/photos", "auth": "token"`,
  ];
  expect(
    issuesOf(
      acmeWith(
        SERVER,
        base("{account.api_url}/{account.user_id}/v1"),
        exchange,
        revoked,
        hosts,
        open,
      ),
    ),
  ).toEqual([]);
});
