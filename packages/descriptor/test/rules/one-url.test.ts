import { expect, it } from "vitest";
import { acmeWith, issuesOf, type Case } from "../acme.js";

const END = `"method": "POST", "url": "https://acme.example/token"`;

const cases: readonly Case[] = [
  [
    "a revocation, a renewal and an exchange that are one request",
    [
      steps(
        `"revocation": { ${END} }`,
        `"renewal": { ${END}, "handle": "none", "parameters": { "lang": { "in": "query" } } }`,
        `"exchanges": { "swap": { ${END}, "summary": "Swaps.", "fields": {} } }`,
      ),
    ],
    [
      '14:78 error nothing tells it from "revocation": say another "url" or "method", or a parameter with another "value"',
      '14:226 error nothing tells it from "revocation": say another "url" or "method", or a parameter with another "value"',
    ],
  ],
];

it.each(cases)("reports %s", (_, changes, expected) => {
  const issues = issuesOf(acmeWith(...changes)).filter((issue) => issue.includes("nothing tells"));
  expect(issues).toEqual(expected);
});

it.each([
  ["a fixed value", `{ ${END}, "parameters": { "do": { "value": "end" } } }`],
  ["another value", `{ ${END}, "parameters": { "op": { "value": "end" } } }`],
  ["another place", `{ ${END}, "parameters": { "op": { "value": "swap", "in": "form" } } }`],
  ["another method", `{ "method": "DELETE", "url": "https://acme.example/token" }`],
  ["its token in the path", `{ "method": "POST", "url": "https://acme.example/{oauth_token}" }`],
])("takes steps at one URL that are told apart by %s", (_, revocation) => {
  const swap = `{ ${END}, "summary": "Swaps.", "fields": {}, "parameters": { "op": { "value": "swap" } } }`;
  const text = acmeWith(steps(`"revocation": ${revocation}`, `"exchanges": { "swap": ${swap} }`));
  expect(issuesOf(text)).toEqual([]);
});

it("takes a renewal at the URL of another step, where its handle tells it", () => {
  const field = `"oauth_session_handle": { "type": "string" }, "user_id"`;
  const text = acmeWith(
    [`"user_id"`, field],
    steps(`"revocation": { ${END} }`, `"renewal": { ${END} }`),
  );
  expect(issuesOf(text)).toEqual([]);
});

function steps(...members: readonly string[]): readonly [string, string] {
  return [`"tokenCredentials": {`, `${members.join(", ")},\n"tokenCredentials": {`];
}
