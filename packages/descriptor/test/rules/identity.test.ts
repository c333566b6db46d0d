import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { ACME, acmeWith, issuesOf, type Case } from "../acme.js";

const cases: readonly Case[] = [
  [
    "a name that is there twice",
    [['"id": { "type": "integer" }', '"id": { "type": "string" }, "id": { "type": "string" }']],
    ['53:37 error "id" is there twice'],
  ],
  [
    "a day that does not exist",
    [["2026-11-20", "2026-02-30"]],
    ["8:19 error there is no day 2026-02-30"],
  ],
  [
    "a sentence that an import has left to write",
    [
      ["Photos of anvils.", "TODO: what the provider is for"],
      [
        `{ "type": "integer" }`,
        `{ "oneOf": [{ "description": "TODO: x" }, { "enum": ["TODO: y"], "type": "string" }] }`,
      ],
      [
        `"path": "/me"`,
        `"example": { "user": { "description": "TODO: buy milk" } }, "path": "/me"`,
      ],
    ],
    ["5:14 error this is left for you to write", "53:44 error this is left for you to write"],
  ],
  [
    "halves of characters in texts and names",
    [
      ["Photos of anvils.", String.raw`Photos of anvils \ud83d`],
      ['"sources": [', String.raw`"quirks": ["\ud83d\ude00", "\ude00"], "sources": [`],
      ['"user_id"', String.raw`"user\ud83d"`],
    ],
    [
      "5:14 error this holds half of a character: write all of it, or leave it out",
      "9:30 error this holds half of a character: write all of it, or leave it out",
      "18:9 error this holds half of a character: write all of it, or leave it out",
    ],
  ],
  [
    "a month of a retirement that does not exist",
    [['"state"', '"retirement": { "date": "2027-13", "successor": "OAuth 2.0" }, "state"']],
    ["7:27 error there is no month 2027-13"],
  ],
];

it.each(cases)("reports %s", (_, changes, expected) => {
  expect(issuesOf(acmeWith(...changes))).toEqual(expected);
});

it.each(["2027", "2027-01", "2027-01-31"])("takes a retirement in %s", (date) => {
  const retirement = `"retirement": { "date": "${date}", "successor": "OAuth 2.0" }, "state"`;
  expect(issuesOf(acmeWith(['"state"', retirement]))).toEqual([]);
});

it("reports an id that is not the name of the file", () => {
  expect(issuesOf(ACME, "providers/acne.json")).toEqual([
    '3:9 error the id is "acme", but the file is named "acne" (did you mean "acne"?)',
  ]);
});

it("takes what begins like a gap and is no sentence", () => {
  const enumeration = '"name": { "type": "string", "enum": ["TODO: a"], "format": "TODO: b" }';
  const text = acmeWith(['"name": { "type": "string", "enum": ["a", "b"] }', enumeration]);
  expect(issuesOf(text)).toEqual([]);
});

const folders = readdirSync(new URL("../../../", import.meta.url));

it.each([...folders, "oauth1"])("reports the reserved id %s", (id) => {
  expect(issuesOf(acmeWith(['"id": "acme"', `"id": "${id}"`]), `providers/${id}.json`)).toEqual([
    `3:9 error "${id}" is the name of a package of this project (did you mean "${id}-api"?)`,
  ]);
});
