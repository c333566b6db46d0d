import type { Node } from "jsonc-parser";
import {
  entriesOf,
  findingAt,
  itemsOf,
  nodeAt,
  textOf,
  type DescriptorDocument,
  type Finding,
  type Rule,
} from "../document.js";
import { methods } from "../methods.generated.js";

/** What is wrong with where requests go, and with what the token endpoint answers. */
export const endpointRules: readonly Rule[] = [
  urlsAreSafe,
  methodsAreUsable,
  fieldNamesAreFree,
  rolesAreUnique,
];

function* methodsAreUsable({ root }: DescriptorDocument): Iterable<Finding> {
  for (const node of itemsOf(nodeAt(root, "oauth", "signatureMethods"))) {
    const method = methods.find(({ name }) => name === textOf(node));
    if (method?.key !== "privateKey") continue;
    const message = `the client cannot sign with ${method.name} yet: it has no place for a private key`;
    yield findingAt(node, "signature-method", [message]);
  }
}

function* urlsAreSafe({ root }: DescriptorDocument): Iterable<Finding> {
  const dead = textOf(nodeAt(root, "state")) === "dead";
  for (const way of ENDPOINTS) {
    const node = nodeAt(root, ...way);
    const url = textOf(node);
    if (node === undefined || url === undefined) continue;
    const problem = problemOf(url, dead);
    if (problem !== undefined) yield findingAt(node, "url", [problem]);
  }
}

const ENDPOINTS: readonly (readonly string[])[] = [
  ["oauth", "temporaryCredentials", "url"],
  ["oauth", "authorization", "url"],
  ["oauth", "tokenCredentials", "url"],
  ["api", "baseUrl"],
];

function problemOf(text: string, dead: boolean): string | undefined {
  if (!URL.canParse(text)) return `"${text}" is not a URL`;
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") return "a URL with a user's name in it leaks it";
  if (url.protocol === "https:" || dead || LOOPBACK.has(url.hostname)) return undefined;
  return "only https keeps tokens secret; http is for a dead provider or this machine";
}

const LOOPBACK: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

function* fieldNamesAreFree({ root }: DescriptorDocument): Iterable<Finding> {
  for (const { key, keyNode } of entriesOf(fieldsOf(root))) {
    if (!TAKEN_FIELDS.has(key)) continue;
    yield findingAt(keyNode, "field-name", [`the account has its own "${key}"`]);
  }
}

const TAKEN_FIELDS: ReadonlySet<string> = new Set([
  "__proto__",
  "oauth_token",
  "oauth_token_secret",
  "token",
  "version",
]);

function* rolesAreUnique({ root }: DescriptorDocument): Iterable<Finding> {
  const owners = new Map<string, string>();
  for (const { key, value } of entriesOf(fieldsOf(root))) {
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

function fieldsOf(root: Node | undefined): Node | undefined {
  return nodeAt(root, "oauth", "tokenCredentials", "fields");
}
