import { findingAt, type DescriptorDocument, type Finding, type Rule } from "../document.js";
import type { MethodModule } from "../model.js";
import { templateVariables } from "../templates.js";
import { nodeAt, textOf, valueOf, type Node } from "../tree.js";
import { endpointsOf, memberOf } from "./places.js";
import { methodNamed, usualMethodNode } from "./signing.js";
import { isOpen, serverTemplatesOf } from "./urls.js";

/** What is wrong with where secrets are sent as they are: a client does so over TLS alone, also where the API is of a tenant's. */
export const tlsRules: readonly Rule[] = [secretsAreHidden];

function* secretsAreHidden({ root }: DescriptorDocument): Iterable<Finding> {
  const seen = new Set<Node>();
  for (const { node, method } of signedUrlsOf(root)) {
    if (method?.requiresTls !== true) continue;
    for (const open of openPlacesOf(root, node).filter((one) => !seen.has(one))) {
      seen.add(open);
      const message = `${method.name} sends the secrets themselves, and http shows them to others: say https`;
      yield findingAt(open, "url", [message]);
    }
  }
}

interface SignedUrl {
  readonly node: Node;
  readonly method: MethodModule | undefined;
}

function signedUrlsOf(root: Node | undefined): readonly SignedUrl[] {
  const usual = methodNamed(usualMethodNode(root));
  const isCarried = nodeAt(root, "api", "authentication") !== undefined;
  const servers = isCarried ? [] : serverTemplatesOf(root);
  const endpoints = endpointsOf(root).flatMap((endpoint) => {
    const node = nodeAt(endpoint.value, "url");
    const own = memberOf(root, endpoint, "signatureMethod");
    return node === undefined ? [] : [{ node, method: own ? methodNamed(own) : usual }];
  });
  return [...endpoints, ...servers.map(({ node }) => ({ node, method: usual }))];
}

/** The URL itself, or what the variable that it begins with holds in examples. */
function openPlacesOf(root: Node | undefined, url: Node): readonly Node[] {
  const [first] = templateVariables(textOf(url) ?? "");
  if (first?.index !== 0) return isOpen(textOf(url) ?? "") ? [url] : [];
  const variable = nodeAt(root, "variables", first.name);
  return ["example", "default"].flatMap((name) => {
    const node = nodeAt(variable, name);
    const said = textOf(node) ?? "";
    const meant = valueOf(nodeAt(variable, "values", said)) ?? said;
    return node !== undefined && isOpen(String(meant)) ? [node] : [];
  });
}
