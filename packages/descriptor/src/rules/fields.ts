import { findingAt, type DescriptorDocument, type Finding, type Rule } from "../document.js";
import { entriesOf, nodeAt, textOf, type Entry, type Node } from "../tree.js";
import {
  accountFieldsOf,
  exchangesOf,
  fieldGroupsOf,
  flowEndpointsOf,
  memberOf,
} from "./places.js";

/** What is wrong with the extra fields of answers and callbacks. */
export const fieldRules: readonly Rule[] = [
  forEachField(nameIsFree),
  forEachField(wayIsWanted),
  inheritedWaysAreWanted,
  forEachField(exampleFits),
  forEachField(roleFits),
  rolesAreUnique,
  kindsAreOne,
  callbackFieldsAreNew,
  callbackFieldsAreBrought,
];

type FieldCheck = (field: Entry, owner: Entry, document: DescriptorDocument) => Iterable<Finding>;

function forEachField(check: FieldCheck): Rule {
  return (document) =>
    fieldGroupsOf(document.root).flatMap(({ fields, owner }) =>
      entriesOf(fields).flatMap((field) => [...check(field, owner, document)]),
    );
}

/** What an exchange answers is no account. */
function* nameIsFree(
  { key, keyNode }: Entry,
  owner: Entry,
  { root }: DescriptorDocument,
): Iterable<Finding> {
  const isExchange = exchangesOf(root).includes(owner);
  if (isExchange && key === "__proto__") {
    yield findingAt(keyNode, "field-name", ['JavaScript objects have no room for "__proto__"']);
  } else if (!isExchange && isTakenField(key)) {
    yield findingAt(keyNode, "field-name", [`the account has its own "${key}"`]);
  }
}

/** Whether an account has something else under a name. */
export function isTakenField(name: string): boolean {
  return TAKEN.has(name);
}

const TAKEN: ReadonlySet<string> = new Set([
  "__proto__",
  "oauth_token",
  "oauth_token_secret",
  "token",
  "version",
]);

function* wayIsWanted(
  { value }: Entry,
  owner: Entry,
  { root }: DescriptorDocument,
): Iterable<Finding> {
  const node = nodeAt(value, "at");
  const format = textOf(memberOf(root, owner, "format")) ?? "form";
  // A format that there is not is reported where it stands.
  if (node === undefined || format !== "form") return;
  const answer = owner.key === "callback" ? "a callback" : "a form";
  yield findingAt(node, "field", [`${answer} has names and no ways: "at" is for "format": "json"`]);
}

/** A renewal and a login with a password tell what the token's answer tells, unless they say their own fields. */
function* inheritedWaysAreWanted({ root }: DescriptorDocument): Iterable<Finding> {
  const oauth = nodeAt(root, "oauth");
  for (const owner of flowEndpointsOf(root).filter(({ key }) => HEIRS.has(key))) {
    const { key, keyNode, value } = owner;
    if (nodeAt(value, "fields") !== undefined || nodeAt(value, "keepsToken")?.value === true)
      continue;
    if ((textOf(memberOf(root, owner, "format")) ?? "form") !== "form") continue;
    const first = nodeAt(oauth, "tokenCredentials") ?? nodeAt(oauth, "xAuth");
    const field = entriesOf(nodeAt(first, "fields")).find((one) => nodeAt(one.value, "at"));
    // Where the first answer is a form too, it is told there.
    if (field === undefined || textOf(nodeAt(first, "format")) !== "json") continue;
    const message = `"${field.key}" of the token's answer is at a way into JSON, and a form has none: say "format": "json" of "${key}", or its own "fields"`;
    yield findingAt(nodeAt(value, "format") ?? keyNode, "field", [message]);
  }
}

const HEIRS: ReadonlySet<string> = new Set(["renewal", "xAuth"]);

function* exampleFits({ value }: Entry): Iterable<Finding> {
  const node = nodeAt(value, "example");
  const type = textOf(nodeAt(value, "type")) ?? "string";
  const text = textOf(node);
  const isRead = READERS.get(type);
  if (node === undefined || text === undefined || isRead === undefined || isRead(text)) return;
  const hint = type === "integer" && !/^-?[0-9]+$/.test(text) ? undefined : HINTS.get(type);
  const message = `"${text}" is not of the type "${type}"${hint === undefined ? "" : `: ${hint}`}`;
  yield findingAt(node, "example", [message]);
}

/** Whether a client reads a text as a value of a type; it reads any text as a "string". */
const READERS: ReadonlyMap<string, (text: string) => boolean> = new Map([
  ["integer", isInteger],
  ["number", (text) => NUMBER.test(text) && Number.isFinite(Number(text))],
  ["boolean", (text) => /^(?:true|false|0|1|yes|no|t|f)$/i.test(text)],
  ["date", (text) => ISO_8601.test(text) && isTime(Date.parse(text))],
  ["date-seconds", (text) => isInteger(text) && isTime(Number(text) * 1000)],
  ["date-milliseconds", (text) => isInteger(text) && isTime(Number(text))],
  ["expires-in", (text) => isInteger(text) && isTime(Date.now() + Number(text) * 1000)],
]);

const HINTS: ReadonlyMap<string, string> = new Map([
  ["integer", 'a number from 2^53 on is a "string"'],
  ["date", 'a time needs a zone, as in 2026-01-31T12:00:00Z, and any other date is a "string"'],
]);

const NUMBER = /^-?[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?$/i;

const ISO_8601 = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$/;

function isInteger(text: string): boolean {
  return /^-?[0-9]+$/.test(text) && Number.isSafeInteger(Number(text));
}

function isTime(milliseconds: number): boolean {
  return !Number.isNaN(new Date(milliseconds).getTime());
}

/** What says who somebody is goes by what a provider can know: a number, and a name of any letters. */
function* roleFits({ value }: Entry): Iterable<Finding> {
  const role = textOf(nodeAt(value, "role")) ?? "";
  const node = nodeAt(value, "type");
  const types = ROLE_TYPES.get(role);
  if (node === undefined || types === undefined || types.includes(textOf(node) ?? "")) return;
  const allowed = types.map((type) => `"${type}"`).join(" or ");
  yield findingAt(node, "role", [`what has the role "${role}" is of the type ${allowed}`]);
}

const ROLE_TYPES: ReadonlyMap<string, readonly string[]> = new Map([
  ["id", ["string", "integer", "number"]],
  ["username", ["string"]],
]);

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

/** Whichever answer an account is of, its fields are what its one type says. */
function* kindsAreOne({ root }: DescriptorDocument): Iterable<Finding> {
  const kinds = new Map<string, string>();
  // What is to be left out of the callback cannot contradict what stays.
  const doubled = new Set(doubledFields(root));
  for (const field of accountFieldsOf(root).filter((one) => !doubled.has(one))) {
    const { key, value } = field;
    const node = nodeAt(value, "type");
    const type = textOf(node);
    if (node === undefined || type === undefined) continue;
    const kind = KINDS.get(type) ?? "text";
    const known = kinds.get(key) ?? kind;
    kinds.set(key, known);
    if (known === kind) continue;
    const message = `another answer has a ${known} as "${key}", and an account has one type for both: a "string" reads any`;
    yield findingAt(node, "field", [message]);
  }
}

const KINDS: ReadonlyMap<string, string> = new Map([
  ["integer", "number"],
  ["number", "number"],
  ["boolean", "boolean"],
]);

function* callbackFieldsAreNew({ root }: DescriptorDocument): Iterable<Finding> {
  for (const { key, keyNode } of doubledFields(root)) {
    const message = `the token answer has a field "${key}" already: leave it out of "callback.fields"`;
    yield findingAt(keyNode, "field-name", [message]);
  }
}

/** The fields of the callback that are left out of it, because the token answer has them too. */
function doubledFields(root: Node | undefined): readonly Entry[] {
  const oauth = nodeAt(root, "oauth");
  const known = entriesOf(nodeAt(oauth, "tokenCredentials", "fields")).map(({ key }) => key);
  return entriesOf(nodeAt(oauth, "callback", "fields")).filter(({ key }) => known.includes(key));
}

/** Where a user may also type the verifier, there are logins without a callback. */
function* callbackFieldsAreBrought({ root }: DescriptorDocument): Iterable<Finding> {
  const oauth = nodeAt(root, "oauth");
  const callback = nodeAt(oauth, "callback");
  const usual = textOf(nodeAt(oauth, "revision")) === "1.0" ? "callback" : "both";
  if ((textOf(nodeAt(callback, "modes")) ?? usual) !== "both") return;
  const doubled = new Set(doubledFields(root));
  for (const field of entriesOf(nodeAt(callback, "fields"))) {
    const { key, keyNode, value } = field;
    if (doubled.has(field) || nodeAt(value, "optional")?.value === true) continue;
    const message = `a login with a verifier to type has no callback that brings "${key}": say "optional": true, or "modes": "callback"`;
    yield findingAt(keyNode, "callback", [message]);
  }
}
