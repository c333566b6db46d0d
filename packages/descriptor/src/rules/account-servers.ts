import { findingAt, type DescriptorDocument, type Finding, type Rule } from "../document.js";
import { ACCOUNT, namesAccount, templateVariables } from "../templates.js";
import { entriesOf, nodeAt, textOf, type Node } from "../tree.js";
import { accountFieldsOf } from "./places.js";
import { serverTemplatesOf } from "./urls.js";

/** What is wrong where an account says where the API is: what it says has to be safe, and nobody else can call. */
export const accountServerRules: readonly Rule[] = [
  serverIsAlwaysThere,
  serversAreSafe,
  appHasServer,
  callsHaveAccount,
];

function* serverIsAlwaysThere({ root }: DescriptorDocument): Iterable<Finding> {
  const node = nodeAt(root, "api", "baseUrl");
  const named = new Set(templateVariables(textOf(node) ?? "").map(({ name }) => name));
  for (const { key, value } of accountFieldsOf(root)) {
    const optional = nodeAt(value, "optional");
    if (optional?.value !== true || !named.has(`${ACCOUNT}${key}`)) continue;
    const message = `"${key}" is in "api.baseUrl", without which nothing can be called`;
    yield findingAt(optional, "server", [message]);
  }
}

function* appHasServer({ root }: DescriptorDocument): Iterable<Finding> {
  const twoLegged = entriesOf(nodeAt(root, "oauth")).find(({ key }) => key === "twoLegged");
  if (twoLegged === undefined || twoLegged.value?.value === false || !isOfAccount(root)) return;
  const message = 'without a user there is no account to say where "api.baseUrl" is';
  yield findingAt(twoLegged.keyNode, "server", [message]);
}

function* callsHaveAccount({ root }: DescriptorDocument): Iterable<Finding> {
  for (const { value } of entriesOf(nodeAt(root, "operations"))) {
    const node = nodeAt(value, "auth");
    const auth = textOf(node) ?? "token";
    if (node === undefined || auth === "token") continue;
    const host = textOf(nodeAt(value, "host"));
    if (!isOfAccount(root) && (host === undefined || !isOfAccount(root, host))) continue;
    const isFixed = host !== undefined && !isOfAccount(root, host);
    const where = isFixed
      ? 'and without one no session is made: let "api.baseUrl" be fixed, and one of "hosts" the account\'s'
      : "which alone says where it goes";
    const message = `a call of "auth": "${auth}" can do without an account, ${where}`;
    yield findingAt(node, "server", [message]);
  }
}

function isOfAccount(root: Node | undefined, host?: string): boolean {
  const api = nodeAt(root, "api");
  const node = host === undefined ? nodeAt(api, "baseUrl") : nodeAt(api, "hosts", host);
  return namesAccount(textOf(node) ?? "");
}

/** What an account says of its server, a client takes only where nobody can listen. */
function* serversAreSafe({ root }: DescriptorDocument): Iterable<Finding> {
  const templates = serverTemplatesOf(root);
  const named = templates.flatMap(({ text }) => templateVariables(text).slice(0, 1));
  const servers = new Set(named.filter(({ index }) => index === 0).map(({ name }) => name));
  const brought = entriesOf(nodeAt(root, "oauth", "callback", "fields"));
  for (const { key, keyNode, value } of accountFieldsOf(root)) {
    if (!servers.has(`${ACCOUNT}${key}`)) continue;
    if (brought.some((one) => one.keyNode === keyNode)) {
      const message = `"${key}" comes with the callback, which anybody can write: no API is where that says`;
      yield findingAt(keyNode, "url", [message]);
      continue;
    }
    const node = nodeAt(value, "example");
    const type = nodeAt(value, "type");
    if (type !== undefined && textOf(type) !== "string") {
      yield findingAt(type, "url", [`an API is at the URL of "${key}", which is a "string"`]);
    } else if (!isServer(textOf(node) ?? "")) {
      const message = `an API is at the URL of "${key}": its "example" has to be such a URL, with https and without a query`;
      yield findingAt(node ?? keyNode, "url", [message]);
    }
  }
}

function isServer(text: string): boolean {
  return SERVER.test(text) && URL.canParse(text);
}

const SERVER = /^https:\/\/[\w.:[\]-]+(?:\/[^?#\s\\]*)?$/;
