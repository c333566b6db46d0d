import {
  entriesOf,
  findingAt,
  nodeAt,
  textOf,
  type DescriptorDocument,
  type Entry,
  type Finding,
  type Rule,
} from "../document.js";
import { fieldGroupsOf } from "./places.js";

/** What is wrong with the extra fields of answers and callbacks. */
export const fieldRules: readonly Rule[] = [
  forEachField(nameIsFree),
  forEachField(wayIsWanted),
  forEachField(exampleFits),
  rolesAreUnique,
  callbackFieldsAreNew,
  callbackFieldsAreBrought,
];

type FieldCheck = (field: Entry, owner: Entry) => Iterable<Finding>;

function forEachField(check: FieldCheck): Rule {
  return ({ root }) =>
    fieldGroupsOf(root).flatMap(({ fields, owner }) =>
      entriesOf(fields).flatMap((field) => [...check(field, owner)]),
    );
}

function* nameIsFree({ key, keyNode }: Entry): Iterable<Finding> {
  if (!TAKEN.has(key)) return;
  yield findingAt(keyNode, "field-name", [`the account has its own "${key}"`]);
}

const TAKEN: ReadonlySet<string> = new Set([
  "__proto__",
  "oauth_token",
  "oauth_token_secret",
  "token",
  "version",
]);

function* wayIsWanted({ value }: Entry, owner: Entry): Iterable<Finding> {
  const node = nodeAt(value, "at");
  const format = textOf(nodeAt(owner.value, "format")) ?? "form";
  // A format that there is not is reported where it stands.
  if (node === undefined || format !== "form") return;
  const answer = owner.key === "callback" ? "a callback" : "a form";
  yield findingAt(node, "field", [`${answer} has names and no ways: "at" is for "format": "json"`]);
}

function* exampleFits({ value }: Entry): Iterable<Finding> {
  const node = nodeAt(value, "example");
  const type = textOf(nodeAt(value, "type")) ?? "string";
  const text = textOf(node);
  const pattern = new Map(Object.entries(PATTERNS)).get(type);
  if (node === undefined || text === undefined || pattern === undefined) return;
  if (pattern.test(text) && !(type === "date" && Number.isNaN(Date.parse(text)))) return;
  yield findingAt(node, "example", [`"${text}" is not of the type "${type}"`]);
}

const PATTERNS: Readonly<Record<string, RegExp>> = {
  integer: /^-?\d+$/,
  number: /^-?\d+(\.\d+)?$/,
  boolean: /^(true|false|0|1|yes|no|t|f)$/i,
  date: /^\d{4}-\d{2}-\d{2}/,
  "date-seconds": /^\d+$/,
  "date-milliseconds": /^\d+$/,
  "expires-in": /^\d+$/,
};

function* rolesAreUnique({ root }: DescriptorDocument): Iterable<Finding> {
  for (const { fields } of fieldGroupsOf(root)) {
    const owners = new Map<string, string>();
    for (const { key, value } of entriesOf(fields)) {
      const node = nodeAt(value, "role");
      const role = textOf(node);
      if (node === undefined || role === undefined) continue;
      const owner = owners.get(role);
      if (owner !== undefined) {
        yield findingAt(node, "role", [`"${owner}" has the role "${role}" already`]);
      }
      owners.set(role, key);
    }
  }
}

function* callbackFieldsAreNew({ root }: DescriptorDocument): Iterable<Finding> {
  const oauth = nodeAt(root, "oauth");
  const known = entriesOf(nodeAt(oauth, "tokenCredentials", "fields")).map(({ key }) => key);
  for (const { key, keyNode } of entriesOf(nodeAt(oauth, "callback", "fields"))) {
    if (!known.includes(key)) continue;
    yield findingAt(keyNode, "field-name", [`the token answer has a field "${key}" already`]);
  }
}

/** Where a user may also type the verifier, there are logins without a callback. */
function* callbackFieldsAreBrought({ root }: DescriptorDocument): Iterable<Finding> {
  const oauth = nodeAt(root, "oauth");
  const callback = nodeAt(oauth, "callback");
  const usual = textOf(nodeAt(oauth, "revision")) === "1.0" ? "callback" : "both";
  if ((textOf(nodeAt(callback, "modes")) ?? usual) !== "both") return;
  for (const { key, keyNode, value } of entriesOf(nodeAt(callback, "fields"))) {
    if (nodeAt(value, "optional")?.value === true) continue;
    const message = `a login with a verifier to type has no callback that brings "${key}": say "optional": true, or "modes": "callback"`;
    yield findingAt(keyNode, "callback", [message]);
  }
}
