import { expect, it } from "vitest";
import type { FieldTypeName } from "@oauth1/descriptor";
import { readAnswer } from "../../../client/src/answer.js";
import { readFields } from "../../../client/src/fields.js";
import { acmeWith, issuesOf, type Case } from "../acme.js";

const cases: readonly Case[] = [
  [
    "a name that the account has already",
    [[`"user_id"`, `"token"`]],
    ['18:9 error the account has its own "token"'],
  ],
  [
    "a field that is something else in another answer",
    [
      [
        `"authorization": {`,
        `"xAuth": { "fields": { "user_id": { "type": "integer" }, "name": { "type": "date" } } }, "authorization": {`,
      ],
    ],
    [
      '13:49 error another answer has a text as "user_id", and an account has one type for both: a "string" reads any',
    ],
  ],
  [
    "a role that is taken",
    [[`"role": "username"`, `"role": "id"`]],
    ['19:45 error "user_id" has the role "id" already'],
  ],
  [
    "a way into a form",
    [[`"role": "username"`, `"at": "user.name"`]],
    ['19:43 error a form has names and no ways: "at" is for "format": "json"'],
  ],
  [
    "ways that are of another answer, which is a form",
    [
      [`"role": "username"`, `"at": "user.name"`],
      [`"fields"`, `"format": "json", "fields"`],
      [
        `"authorization": {`,
        `"xAuth": { "format": "form" },
    "renewal": { "method": "POST", "url": "https://acme.example/renew", "handle": "none" },
    "authorization": {`,
      ],
    ],
    [
      '13:26 error "name" of the token\'s answer is at a way into JSON, and a form has none: say "format": "json" of "xAuth", or its own "fields"',
      '14:5 error "name" of the token\'s answer is at a way into JSON, and a form has none: say "format": "json" of "renewal", or its own "fields"',
    ],
  ],
  [
    "a format that there is not, and no more of it",
    [
      [`"role": "username"`, `"at": "user.name"`],
      [`"fields"`, `"format": "xml", "fields"`],
    ],
    ['17:17 error "xml" is not one of form, json'],
  ],
  [
    "an example that is no number",
    [[`"type": "string", "role": "username"`, `"type": "expires-in", "example": "soon"`]],
    ['19:52 error "soon" is not of the type "expires-in"'],
  ],
  [
    "a time without a zone",
    [[`"type": "string", "role": "username"`, `"type": "date", "example": "2026-12-01 10:00:00"`]],
    [
      '19:46 error "2026-12-01 10:00:00" is not of the type "date": a time needs a zone, as in 2026-01-31T12:00:00Z, and any other date is a "string"',
    ],
  ],
  [
    "a number that JavaScript cannot hold, in a callback",
    [
      [
        `"authorization": {`,
        `"callback": { "fields": { "org": { "type": "integer", "optional": true, "example": "9007199254740993" } } }, "authorization": {`,
      ],
    ],
    [
      '13:88 error "9007199254740993" is not of the type "integer": a number from 2^53 on is a "string"',
    ],
  ],
  [
    "types that nobody is known by",
    [
      [`"type": "string", "role": "id"`, `"type": "date", "role": "id"`],
      [`"type": "string", "role": "username"`, `"type": "integer", "role": "username"`],
    ],
    [
      '18:30 error what has the role "id" is of the type "string" or "integer" or "number"',
      '19:27 error what has the role "username" is of the type "string"',
    ],
  ],
  [
    "a callback field that the token answer has as another type, and nothing else of it",
    [
      [
        `"authorization": {`,
        `"callback": { "fields": { "name": { "type": "integer" } } }, "authorization": {`,
      ],
    ],
    ['13:31 error the token answer has a field "name" already: leave it out of "callback.fields"'],
  ],
  [
    "a callback field that the token answer has",
    [
      [
        `"authorization": {`,
        `"callback": { "fields": { "name": { "type": "string", "optional": true } } }, "authorization": {`,
      ],
    ],
    ['13:31 error the token answer has a field "name" already: leave it out of "callback.fields"'],
  ],
  [
    "a callback field that a login by PIN never gets",
    [
      [
        `"authorization": {`,
        `"callback": { "fields": { "org": { "type": "string" } } }, "authorization": {`,
      ],
    ],
    [
      '13:31 error a login with a verifier to type has no callback that brings "org": say "optional": true, or "modes": "callback"',
    ],
  ],
  [
    "text where a number should be, without a word about large numbers",
    [[`"role": "id" }`, `"role": "id" }, "n": { "type": "integer", "example": "x1" }`]],
    ['18:93 error "x1" is not of the type "integer"'],
  ],
  [
    "a field of an exchange, whose answer is no account",
    [
      [
        `"authorization": {`,
        `"exchanges": { "getKey": { "method": "POST", "url": "https://acme.example/x", "summary": "x", "fields": { "version": { "type": "string" }, "__proto__": { "type": "string" } } } }, "authorization": {`,
      ],
    ],
    ['13:144 error JavaScript objects have no room for "__proto__"'],
  ],
  [
    "a way in a form, which a renewal has from there",
    [
      [
        `"authorization": {`,
        `"renewal": { "method": "POST", "url": "https://acme.example/renew", "handle": "none" }, "authorization": {`,
      ],
      [`"role": "id"`, `"role": "id", "at": "user.id"`],
    ],
    ['18:60 error a form has names and no ways: "at" is for "format": "json"'],
  ],
];

it.each(cases)("reports %s", (_, changes, expected) => {
  expect(issuesOf(acmeWith(...changes))).toEqual(expected);
});

it.each(["__proto__", "oauth_token", "oauth_token_secret", "token", "version"])(
  "reports the name %s, which the account has already",
  (name) => {
    expect(issuesOf(acmeWith([`"user_id"`, `"${name}"`]))).toContain(
      `18:9 error the account has its own "${name}"`,
    );
  },
);

it("takes ways into the format that a login with a password has from tokenCredentials, and fields of a form's own", () => {
  const json = [`"fields"`, `"format": "json", "fields"`] as const;
  const way = [`"role": "username"`, `"at": "user.name"`] as const;
  const others = [
    `"authorization": {`,
    `"xAuth": { "fields": { "mail": { "type": "string", "at": "user.mail" } } },
    "renewal": { "method": "POST", "url": "https://acme.example/renew", "handle": "none", "fields": {} },
    "authorization": {`,
  ] as const;
  const inJson = [`"handle": "none", "fields": {}`, `"handle": "none", "format": "json"`] as const;
  const kept = [`"handle": "none", "fields": {}`, `"handle": "none", "keepsToken": true`] as const;
  expect(issuesOf(acmeWith(json, way, others))).toEqual([]);
  expect(issuesOf(acmeWith(json, way, others, inJson))).toEqual([]);
  expect(issuesOf(acmeWith(json, way, others, kept))).toEqual([]);
});

const texts = [
  ...[
    "",
    " 1",
    "text",
    "true",
    "YES",
    "f",
    "on",
    "0",
    "-0",
    "1",
    "-1",
    "+1",
    "007",
    "1.5",
    ".5",
    "1.",
  ],
  ...[
    "1e3",
    "1E-3",
    "1e400",
    "0x10",
    "Infinity",
    "NaN",
    "3600",
    "9007199254740991",
    "9007199254740993",
  ],
  ...["8640000000000", "8640000000001", "8640000000000000", "8640000000000001", "9999999999999"],
  ...["2026-12-01", "2026-13-01", "2026-12-1", "20261201", "2026-12-01T10:00", "2026-12-01T10:00Z"],
  ...["2026-12-01T10:00:00Z", "2026-12-01T10:00:00.5+09:00", "2026-12-01T10:00:00+0900"],
  ...["2026-12-01T10:00:00", "2026-12-01 10:00:00", "2026-12-01T25:00:00Z", "2026-12-01T10:00:00z"],
];

const types: readonly FieldTypeName[] = [
  ...(["string", "integer", "number", "boolean"] as const),
  ...(["date", "date-seconds", "date-milliseconds", "expires-in"] as const),
];

it.each(types)("takes as an example of a %s what a client reads as one", (type) => {
  const taken = texts.filter((text) => isTaken(type, text));
  expect(taken).toEqual(texts.filter((text) => isRead(type, text)));
  expect(taken.length).toBeGreaterThan(0);
});

function isTaken(type: FieldTypeName, example: string): boolean {
  const field = `"seen": ${JSON.stringify({ type, example })}, "name": {`;
  return issuesOf(acmeWith([`"name": {`, field])).length === 0;
}

function isRead(type: FieldTypeName, seen: string): boolean {
  const body = new URLSearchParams({ seen }).toString();
  const received = { response: new Response(), body };
  const answer = readAnswer(received, {}, "token_credentials_refused");
  try {
    readFields({ seen: { type } }, { answer, now: Date.now });
    return true;
  } catch {
    return false;
  }
}
