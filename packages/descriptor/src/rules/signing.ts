import type { Node } from "jsonc-parser";
import {
  entriesOf,
  findingAt,
  itemsOf,
  nodeAt,
  textOf,
  type DescriptorDocument,
  type Entry,
  type Finding,
  type Rule,
} from "../document.js";
import { methods } from "../methods.generated.js";
import type { MethodModule } from "../model.js";
import { endpointsOf, signingOf } from "./places.js";

/** What is wrong with how requests are signed. */
export const signingRules: readonly Rule[] = [
  headerSettingsFit,
  bodyCanCarry,
  bodyHashFits,
  keyFits,
  secretFits,
];

function* headerSettingsFit({ root }: DescriptorDocument): Iterable<Finding> {
  for (const { signing } of signingOf(root)) {
    const transmission = textOf(nodeAt(signing, "transmission")) ?? "header";
    if (transmission === "header") continue;
    for (const { key, keyNode } of entriesOf(signing)) {
      const isMeant = key === "separator" || (key === "realm" && transmission !== "json");
      if (!isMeant) continue;
      const message = `"${key}" is for the header, and the parameters travel in "${transmission}"`;
      yield findingAt(keyNode, "signing", [message]);
    }
  }
}

/** Where the protocol parameters travel in the body, there has to be a form for them. */
function* bodyCanCarry({ root }: DescriptorDocument): Iterable<Finding> {
  for (const { signing, endpoint } of signingOf(root)) {
    const node = nodeAt(signing, "transmission");
    if (node === undefined || textOf(node) !== "body") continue;
    if (endpoint !== undefined && textOf(nodeAt(endpoint, "method")) === "GET") {
      yield findingAt(node, "signing", ["a GET request has no body for the parameters"]);
    }
    const lost =
      endpoint === undefined ? entriesOf(nodeAt(root, "operations")).find(hasNoForm) : undefined;
    if (lost === undefined) continue;
    const message = `"${lost.key}" has no form for the parameters: say "body" at the endpoints that take it`;
    yield findingAt(node, "signing", [message]);
  }
}

function hasNoForm({ value }: Entry): boolean {
  const auth = textOf(nodeAt(value, "auth"));
  const body = nodeAt(value, "body");
  const kind = textOf(body) ?? textOf(nodeAt(body, "kind"));
  return auth !== "none" && auth !== "key" && kind !== "form";
}

function* bodyHashFits({ root }: DescriptorDocument): Iterable<Finding> {
  for (const { signing, endpoint } of signingOf(root)) {
    const node = nodeAt(signing, "bodyHash");
    const algorithm = nodeAt(signing, "bodyHashAlgorithm");
    const isNever = (textOf(node) ?? "never") === "never";
    if (algorithm !== undefined && isNever) {
      const message = 'no body hash is sent: say "bodyHash": "auto" or "always"';
      yield findingAt(algorithm, "signing", [message]);
    }
    const method = methodOf(root, endpoint);
    if (node === undefined || isNever || method?.requiresTls !== true) continue;
    yield findingAt(node, "signing", [
      `${method.name} signs nothing, so a body hash proves nothing`,
    ]);
  }
}

function* keyFits({ root }: DescriptorDocument): Iterable<Finding> {
  for (const { signing, endpoint } of signingOf(root)) {
    const node = nodeAt(signing, "keyAmpersand");
    const method = methodOf(root, endpoint);
    if (node === undefined || method === undefined) continue;
    if (method.key === "secret" && method.requiresTls !== true) continue;
    yield findingAt(node, "signing", [
      `only the key of an HMAC can do without its "&", not ${method.name}`,
    ]);
  }
}

function* secretFits({ root }: DescriptorDocument): Iterable<Finding> {
  const node = nodeAt(root, "oauth", "consumer", "secret");
  const method = methodOf(root, undefined);
  if (node === undefined || method?.key !== "privateKey") return;
  if (endpointsOf(root).some(({ value }) => methodOf(root, value)?.key === "secret")) return;
  yield findingAt(node, "signing", [`${method.name} signs with a private key, not with a secret`]);
}

/** The method that a client signs with, at an endpoint or elsewhere. */
function methodOf(root: Node | undefined, endpoint: Node | undefined): MethodModule | undefined {
  const own = textOf(nodeAt(endpoint, "signatureMethod"));
  const name = own ?? textOf(itemsOf(nodeAt(root, "oauth", "signatureMethods"))[0]);
  return methods.find((one) => one.name === name);
}
