import { expect, it } from "vitest";
import { acmeWith, issuesOf, type Case, type Change } from "../acme.js";

const TOKEN_METHOD: Change = [`["HMAC-SHA1"]`, `["HMAC-SHA256-TOKEN"]`];
const LEGS: readonly Change[] = [
  [`/request" }`, `/request", "signatureMethod": "RSA-SHA256" }`],
  [`/access",`, `/access", "signatureMethod": "RSA-SHA256",`],
];

/** A live session, and further members of `oauth`. */
function live(method: string, others: string = ""): Change {
  const session = `"liveSession": { "method": "POST", "url": "https://acme.example/live", "signatureMethod": "${method}" }`;
  return [`"authorization": {`, `${session},\n${others} "authorization": {`];
}

const cases: readonly Case[] = [
  [
    "the method of live sessions where there are none",
    [TOKEN_METHOD],
    [
      '11:26 error HMAC-SHA256-TOKEN signs with the token of a live session: describe "liveSession", or say another method',
    ],
  ],
  [
    "legs that are signed before there is a live session",
    [
      TOKEN_METHOD,
      [`/access",`, `/access", "signatureMethod": "HMAC-SHA256-TOKEN",`],
      live("RSA-SHA256"),
    ],
    [
      '12:5 error HMAC-SHA256-TOKEN signs with the token of a live session, which there is none of here: say another "signatureMethod"',
      '17:64 error HMAC-SHA256-TOKEN signs with the token of a live session, which there is none of here: say another "signatureMethod"',
    ],
  ],
  [
    "calls without a token",
    [
      TOKEN_METHOD,
      ...LEGS,
      live("RSA-SHA256", `"twoLegged": true,`),
      [`"body": "form"`, `"body": "form", "auth": "consumer"`],
    ],
    [
      "14:1 error without a token nothing can be signed with HMAC-SHA256-TOKEN",
      "45:31 error without a token nothing can be signed with HMAC-SHA256-TOKEN",
    ],
  ],
  [
    "a handshake that is signed with a secret",
    [live("PLAINTEXT")],
    [
      '13:95 error PLAINTEXT signs with the token\'s secret, which is encrypted for the app: say an RSA method as "signatureMethod"',
    ],
  ],
  [
    "what is signed with an encrypted secret later on",
    [
      live(
        "RSA-SHA256",
        `"revocation": { "method": "POST", "url": "https://acme.example/end" },
"exchanges": { "swap": { "method": "POST", "url": "https://acme.example/swap", "summary": "x", "fields": {} } },`,
      ),
    ],
    [
      '14:1 error HMAC-SHA1 signs with the token\'s secret, which is encrypted for the app: say an RSA method as "signatureMethod"',
      '15:16 error HMAC-SHA1 signs with the token\'s secret, which is encrypted for the app: say an RSA method as "signatureMethod"',
    ],
  ],
  [
    "a token whose secret may be missing",
    [[`/access",`, `/access", "secretOptional": true,`], live("RSA-SHA256")],
    ["17:63 error a live session begins with the token's secret: no answer goes without it"],
  ],
  [
    "the method of live sessions among others where there are none",
    [[`["HMAC-SHA1"]`, `["HMAC-SHA1", "HMAC-SHA256-TOKEN"]`]],
    [
      '11:39 error HMAC-SHA256-TOKEN signs with the token of a live session: describe "liveSession", or say another method',
    ],
  ],
];

it.each(cases)("reports %s", (_, changes, expected) => {
  expect(issuesOf(acmeWith(...changes))).toEqual(expected);
});

it("takes a provider whose calls are signed with the token of a live session", () => {
  expect(issuesOf(acmeWith(TOKEN_METHOD, ...LEGS, live("RSA-SHA256")))).toEqual([]);
});
