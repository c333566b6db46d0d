import { expect, it } from "vitest";
import { ACME, acmeWith, issuesOf, type Case } from "../acme.js";

const cases: readonly Case[] = [
  [
    "a login without a page",
    [[`    "authorization": { "url": "https://acme.example/authorize" },\n`, ""]],
    [
      '12:5 error "temporaryCredentials" leads nowhere without "authorization" or "pushedVerifier" or "reverseAuth"',
    ],
  ],
  [
    "a login without temporary credentials",
    [
      [
        `    "temporaryCredentials": { "method": "POST", "url": "https://acme.example/request" },\n`,
        "",
      ],
    ],
    [
      '12:5 error "authorization" leads nowhere without "temporaryCredentials"',
      '13:5 error "tokenCredentials" leads nowhere without "temporaryCredentials" or "xAuth"',
    ],
  ],
  [
    "a callback without a login",
    [
      [
        `"authorization": { "url": "https://acme.example/authorize" }`,
        `"callback": {}, "pushedVerifier": { "description": "By mail." }`,
      ],
    ],
    ['13:5 error "callback" leads nowhere without "authorization"'],
  ],
  [
    "a provider that nobody can call",
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
        `"signatureMethods": ["HMAC-SHA1"], "twoLegged": false`,
      ],
    ],
    [
      '10:3 error nothing can be called: describe a login, or say "twoLegged", "preIssued" or "xAuth"',
    ],
  ],
  [
    "xAuth that leads nowhere",
    [
      [
        `"tokenCredentials": {
      "method": "POST",
      "url": "https://acme.example/access",`,
        `"xAuth": { "url": "https://acme.example/access",`,
      ],
      [
        `"authorization": { "url": "https://acme.example/authorize" }`,
        `"reverseAuth": { "target": "https://acme.example/device" }`,
      ],
    ],
    ['14:5 error "xAuth" needs a "method" and a "url", or "tokenCredentials" to take them from'],
  ],
  [
    "a pushed verifier with a page",
    [[`"authorization": {`, `"pushedVerifier": { "description": "By mail." }, "authorization": {`]],
    ['13:5 error a pushed verifier has no page to agree on: leave "authorization" out'],
  ],
  [
    "a discovery without a login",
    [
      [
        `"authorization": { "url": "https://acme.example/authorize" }`,
        `"pushedVerifier": { "description": "By mail." }, "discovery": { "url": "https://acme.example", "temporaryCredentials": "a", "authorization": "b", "tokenCredentials": "c" }`,
      ],
    ],
    ['13:54 error "discovery" leads nowhere without "authorization"'],
  ],
  [
    "a page that should answer",
    [[`/authorize" }`, `/authorize", "verifierAt": "verifier" }`]],
    ['13:79 error a page answers nothing: "verifierAt" is for a call'],
  ],
  [
    "a call that does not say where its verifier is",
    [[`/authorize" }`, `/authorize", "method": "PUT" }`]],
    ['13:75 error a call needs "verifierAt": where its answer has the verifier'],
  ],
  [
    "verifiers of revision 1.0",
    [
      [
        `"authorization": {`,
        `"revision": "1.0", "callback": { "verifierParameter": "v", "modes": "pin" }, "authorization": {`,
      ],
    ],
    [
      '13:38 error there is no callback where "modes" is "pin"',
      "13:59 error revision 1.0 has no verifier",
      "13:73 error revision 1.0 has no verifier that a user could type",
    ],
  ],
  [
    "a pattern for verifiers that nobody types",
    [
      [
        `"authorization": {`,
        `"callback": { "modes": "callback", "verifier": { "pattern": "^a$", "example": "a" } }, "authorization": {`,
      ],
    ],
    ['13:40 error no user types a verifier where "modes" is "callback"'],
  ],
  [
    "a callback where there is none",
    [
      [
        `"authorization": {`,
        `"callback": { "modes": "pin", "denied": [{ "parameter": "denied" }] }, "authorization": {`,
      ],
    ],
    ['13:35 error there is no callback where "modes" is "pin"'],
  ],
  [
    "a renewal without its handle",
    [
      [
        `"authorization": {`,
        `"renewal": { "method": "POST", "url": "https://acme.example/renew" }, "authorization": {`,
      ],
    ],
    [
      '13:5 error the token answer has no field "oauth_session_handle" to renew with: add it to "fields", or say "none"',
    ],
  ],
  [
    "a misspelled word for no handle",
    [
      [
        `"authorization": {`,
        `"renewal": { "method": "POST", "url": "https://acme.example/renew", "handle": "noen" }, "authorization": {`,
      ],
    ],
    [
      '13:83 error the token answer has no field "noen" to renew with: add it to "fields", or say "none" (did you mean "none"?)',
    ],
  ],
  [
    "a handle that is misspelled",
    [
      [
        `"authorization": {`,
        `"renewal": { "method": "POST", "url": "https://acme.example/renew", "handle": "usr_id" }, "authorization": {`,
      ],
    ],
    [
      '13:83 error the token answer has no field "usr_id" to renew with: add it to "fields", or say "none" (did you mean "user_id"?)',
    ],
  ],
  [
    "a composite text without a token",
    [
      [
        `"authorization": {`,
        `"preIssued": { "description": "x", "composite": { "separator": ":", "order": ["consumerKey", "consumerSecret"] } }, "authorization": {`,
      ],
    ],
    ['13:82 error a composite text needs a "token"'],
  ],
  [
    "a call that no callback can follow",
    [
      [`/authorize" }`, `/authorize", "method": "PUT", "verifierAt": "v" }`],
      [`"authorization": {`, `"callback": { "modes": "callback" }, "authorization": {`],
    ],
    [
      '13:28 error the answer of a call has the verifier, and no callback brings it: leave "modes" out, or say "pin"',
    ],
  ],
  [
    "a verifier in the answer of a call of revision 1.0",
    [
      [`/authorize" }`, `/authorize", "method": "PUT", "verifierAt": "v" }`],
      [`"authorization": {`, `"revision": "1.0", "authorization": {`],
    ],
    ["13:115 error revision 1.0 has no verifier"],
  ],
  [
    "a composite text whose consumer nobody knows",
    [
      [
        `"authorization": {`,
        `"preIssued": { "description": "x", "composite": { "separator": ":", "order": ["token", "tokenSecret"] } }, "authorization": {`,
      ],
    ],
    ['13:82 error a composite text needs a "consumerKey"'],
  ],
  [
    "what is done with a token that nobody has",
    [
      [
        ACME.slice(ACME.indexOf(`"temporaryCredentials"`), ACME.indexOf(`  "api": {`)),
        `"twoLegged": true,
    "renewal": { "method": "POST", "url": "https://acme.example/renew" },
    "revocation": { "method": "POST", "url": "https://acme.example/end" },
    "exchanges": { "swap": { "method": "POST", "url": "https://acme.example/swap", "summary": "x", "fields": {} } }
  },
`,
      ],
      [
        `"profile": { "operation": "getMe", "id": "user.id", "username": "user.name" }`,
        `"lists": "comma"`,
      ],
    ],
    [
      '13:5 error "renewal" leads nowhere without "tokenCredentials" or "preIssued" or "xAuth" or "reverseAuth"',
      '14:5 error "revocation" leads nowhere without "tokenCredentials" or "preIssued" or "xAuth" or "reverseAuth"',
    ],
  ],
  [
    "what leads nowhere without a login, each by itself",
    [
      [
        ACME.slice(ACME.indexOf(`"temporaryCredentials"`), ACME.indexOf(`  "api": {`)),
        `"twoLegged": true,
    "pushedVerifier": { "description": "x" },
    "reverseAuth": { "target": "https://acme.example/access" },
    "liveSession": { "method": "POST", "url": "https://acme.example/live", "signatureMethod": "RSA-SHA256" }
  },
`,
      ],
      [
        `"profile": { "operation": "getMe", "id": "user.id", "username": "user.name" }`,
        `"lists": "comma"`,
      ],
    ],
    [
      '13:5 error "pushedVerifier" leads nowhere without "temporaryCredentials"',
      '14:5 error "reverseAuth" leads nowhere without "temporaryCredentials"',
      '15:5 error "liveSession" leads nowhere without "tokenCredentials" or "preIssued"',
    ],
  ],
  [
    "everything about a verifier that revision 1.0 has none of",
    [
      [
        `"authorization": {`,
        `"revision": "1.0", "callback": { "verifier": { "pattern": "1", "example": "1" } }, "authorization": {`,
      ],
      [`/access",`, `/access", "verifierIn": "query",`],
    ],
    ["13:50 error revision 1.0 has no verifier", "16:59 error revision 1.0 has no verifier"],
  ],
  [
    "a verifier to type that an answer has, and a callback that brings none",
    [
      [`/authorize" }`, `/authorize", "method": "PUT", "verifierAt": "v" }`],
      [
        `"authorization": {`,
        `"callback": { "modes": "callback", "verifier": { "pattern": "1", "example": "1" } }, "authorization": {`,
      ],
    ],
    [
      '13:28 error the answer of a call has the verifier, and no callback brings it: leave "modes" out, or say "pin"',
    ],
  ],
  [
    "what a callback says where there is none",
    [
      [
        `"authorization": {`,
        `"callback": { "modes": "pin", "tokenParameter": "t", "fields": { "a": { "type": "string" } }, "rule": "x" }, "authorization": {`,
      ],
    ],
    [
      '13:35 error there is no callback where "modes" is "pin"',
      '13:58 error there is no callback where "modes" is "pin"',
    ],
  ],
  [
    "where an answer has a token that stays as it was",
    [
      [
        `"authorization": {`,
        `"renewal": { "method": "POST", "url": "https://acme.example/renew", "handle": "none", "keepsToken": true, "tokenAt": "t", "secretOptional": true }, "authorization": {`,
      ],
    ],
    [
      '13:111 error "tokenAt" is for a new token, and "keepsToken" says that there is none',
      '13:127 error "secretOptional" is for a new token, and "keepsToken" says that there is none',
    ],
  ],
  [
    "a composite text without the secret that a consumer signs with",
    [
      [
        `"authorization": {`,
        `"preIssued": { "description": "x", "composite": { "separator": ":", "order": ["consumerKey", "token"] } }, "authorization": {`,
      ],
    ],
    [
      '13:82 error the consumer\'s secret would be the empty text: name "consumerSecret" here, or say "consumer": { "secret": "none" }',
    ],
  ],
];

it.each(cases)("reports %s", (_, changes, expected) => {
  expect(issuesOf(acmeWith(...changes))).toEqual(expected);
});

it("takes a call in place of a page, without a verifier", () => {
  const text = acmeWith(
    [`/authorize" }`, `/authorize", "method": "PUT" }`],
    [`"authorization": {`, `"revision": "1.0", "authorization": {`],
  );
  expect(issuesOf(text)).toEqual([]);
});
