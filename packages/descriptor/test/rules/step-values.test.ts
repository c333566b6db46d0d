import { expect, it } from "vitest";
import { acmeWith, issuesOf } from "../acme.js";

const flag = { true: "1", false: "0" };
const days = { type: "array", items: { type: "integer" }, separator: "|" };

it.each([
  [{ type: "integer", value: "x" }, '"x" is not of the type "integer"'],
  [{ type: "number", value: "1,5" }, '"1,5" is not of the type "number"'],
  [{ type: "boolean", value: "maybe" }, '"maybe" is not of the type "boolean"'],
  [{ type: "boolean", value: "true", flag }, '"true" is not one of 1, 0'],
  [
    { type: "string", value: "yesterday", format: "date-time" },
    '"yesterday" is not of the format "date-time", such as "2026-01-31T12:00:00Z"',
  ],
  [{ ...days, value: "1|b" }, '"b" is not of the type "integer"'],
  [{ $ref: "Plan", value: "fre" }, '"fre" is not one of free, pro (did you mean "free"?)'],
  [
    { oneOf: [{ type: "integer" }, { type: "boolean" }], value: "x" },
    '"x" is not of the type "integer"',
  ],
])("reports the value of a step's parameter that no app could say: %j", (parameter, message) => {
  const [issue = "", ...others] = issuesWith(parameter);
  expect(issue.replace(/^\d+:\d+ error /, "")).toBe(message);
  expect(others).toEqual([]);
});

it.each([
  { type: "integer", value: "-5" },
  { type: "number", value: "1e3" },
  { type: "boolean", value: "yes" },
  { type: "boolean", value: "0", flag },
  { type: "string", value: "2026-01-31", format: "date" },
  { ...days, value: "1|2" },
  { ...days, value: "" },
  { $ref: "Plan", value: "pro" },
  { oneOf: [{ type: "integer" }, { type: "boolean" }], value: "true" },
  { value: "anything" },
])("takes the value of a step's parameter: %j", (parameter) => {
  expect(issuesWith(parameter)).toEqual([]);
});

function issuesWith(parameter: object): readonly string[] {
  return issuesOf(
    acmeWith(
      [`/request" }`, `/request", "parameters": { "a": ${JSON.stringify(parameter)} } }`],
      [`"types": {`, `"types": { "Plan": { "type": "string", "enum": ["free", "pro"] },`],
    ),
  );
}
