import { expect, it } from "vitest";
import { acmeWith, issuesOf, type Case, type Change } from "../acme.js";

function oauth(members: string): Change {
  return [`"authorization": {`, `${members}, "authorization": {`];
}

const cases: readonly Case[] = [
  [
    "a status without a body where the token is read of it",
    [[`/request" }`, `/request", "status": 204 }`]],
    ["12:98 error an answer of status 204 has no body, and here something is read of it"],
  ],
  [
    "a token and a secret in one place",
    [[`/request" }`, `/request", "tokenAt": "x", "secretAt": "x" }`]],
    ['12:116 error its secret and the token are both at "x"'],
  ],
  [
    "a secret that takes the usual place of the token",
    [[`/request" }`, `/request", "secretAt": "oauth_token" }`]],
    ['12:100 error its secret and the token are both at "oauth_token"'],
  ],
  [
    "a field that takes the provider's half of an agreement",
    [
      oauth(
        `"liveSession": { "method": "POST", "url": "https://acme.example/live", "signatureMethod": "RSA-SHA256", "fields": { "diffie_hellman_response": { "type": "string" } } }`,
      ),
    ],
    [
      '13:121 error "diffie_hellman_response" and the provider\'s half of the agreement are both at "diffie_hellman_response"',
    ],
  ],
  [
    "parameters of the page that have one name",
    [
      [
        `/authorize" }`,
        `/authorize", "tokenParameter": "t", "consumerKeyParameter": "k", "callbackParameter": "k", "parameters": { "t": {} } }`,
      ],
    ],
    [
      '13:138 error the callback and the consumer key are both at "k"',
      '13:159 error a parameter and the token are both at "t"',
    ],
  ],
  [
    "parameters of the callback that have one name",
    [
      oauth(
        `"callback": { "modes": "callback", "tokenParameter": "v", "verifierParameter": "v", "fields": { "x": { "type": "string" } }, "denied": [{ "parameter": "x" }, { "parameter": "v", "equals": "" }] }`,
      ),
    ],
    [
      '13:84 error the verifier and the token are both at "v"',
      '13:156 error a sign of refusal and "x" are both at "x"',
    ],
  ],
  [
    "a status without a body, and a proof that stands where a field is",
    [
      [`/request" }`, `/request", "status": 205 }`],
      [
        `"authorization": {`,
        `"liveSession": { "method": "POST", "url": "https://acme.example/live", "signatureMethod": "RSA-SHA256", "fields": { "seal": { "type": "string", "at": "live_session_token_signature" } }, "format": "json" }, "authorization": {`,
      ],
    ],
    [
      "12:98 error an answer of status 205 has no body, and here something is read of it",
      '13:155 error "seal" and its proof are both at "live_session_token_signature"',
    ],
  ],
  [
    "URLs of the page that have what the client adds to them",
    [
      [
        `/authorize" }`,
        `/authorize?a=1&oauth_token=x", "variants": { "mobile": "https://acme.example/m?perms=all" }, "parameters": { "perms": {} } }`,
      ],
    ],
    [
      '13:31 error the client adds "oauth_token" to it: leave it out here',
      '13:107 error the client adds "perms" to it: leave it out here',
    ],
  ],
  [
    "a parameter of the page that the client sends, which is one mistake",
    [[`/authorize" }`, `/authorize", "parameters": { "oauth_token": {} } }`]],
    ['13:81 error the client sends "oauth_token" itself'],
  ],
  [
    "a field that the account has, which is one mistake",
    [[`"user_id": {`, `"oauth_token": {`]],
    ['18:9 error the account has its own "oauth_token"'],
  ],
  [
    "ways of a discovery to no URL, and into one",
    [
      oauth(
        `"discovery": { "url": "https://acme.example/index", "temporaryCredentials": "a", "authorization": "a.b", "tokenCredentials": "" }`,
      ),
    ],
    [
      '13:103 error "a" is the URL of "temporaryCredentials", and nothing is within a URL',
      "13:130 error the whole document is no URL: say the way to one in it",
    ],
  ],
];

it.each(cases)("reports %s", (_, changes, expected) => {
  expect(issuesOf(acmeWith(...changes))).toEqual(expected);
});

const fine: readonly (readonly [title: string, change: Change])[] = [
  [
    "a revocation without an answer",
    oauth(`"revocation": { "method": "POST", "url": "https://acme.example/end", "status": 204 }`),
  ],
  [
    "an exchange of which nothing is read",
    oauth(
      `"exchanges": { "swap": { "method": "POST", "url": "https://acme.example/x", "summary": "x", "fields": {}, "status": 204 } }`,
    ),
  ],
  [
    "an empty verifier that says no",
    oauth(`"callback": { "denied": [{ "parameter": "oauth_verifier", "equals": "" }] }`),
  ],
  [
    "a form whose names have dots",
    [`/access",`, `/access", "tokenAt": "name", "secretAt": "name.s",`],
  ],
  [
    "JSON whose names have dots",
    [`/access",`, `/access", "format": "json", "tokenAt": "name", "secretAt": "name.s",`],
  ],
  [
    "a token in the path of the page, and a callback of its usual name",
    [`/authorize" }`, `/authorize/{oauth_token}", "callbackParameter": "oauth_token" }`],
  ],
];

it.each(fine)("takes %s", (_, change) => {
  const text = acmeWith(change, [
    `"name": { "type": "string", "role"`,
    `"nick": { "type": "string", "role"`,
  ]);
  expect(issuesOf(text)).toEqual([]);
});
