import { entriesOf, nodeAt, textOf, valuesOf, type Entry, type Node } from "../tree.js";

/** Where a parameter of a call, or of a step, travels: in the query where nothing is said. What is no text is nowhere. */
export function parameterPlace(parameter: Node | undefined): string | undefined {
  const place = nodeAt(parameter, "in");
  return place === undefined ? "query" : textOf(place);
}

/** The endpoints that a client sends signed requests to, by the names of their members. */
export function endpointsOf(root: Node | undefined): readonly Entry[] {
  return [...flowEndpointsOf(root), ...exchangesOf(root)];
}

/** Those of them that are members of `oauth`. */
export function flowEndpointsOf(root: Node | undefined): readonly Entry[] {
  return entriesOf(nodeAt(root, "oauth")).filter(({ key }) => ENDPOINTS.has(key));
}

/** The exchanges, by the names of the client's methods. */
export function exchangesOf(root: Node | undefined): readonly Entry[] {
  return entriesOf(nodeAt(root, "oauth", "exchanges"));
}

/** A member of an endpoint. The login with a password has what it does not say from `tokenCredentials`. */
export function memberOf(
  root: Node | undefined,
  { key, value }: Entry,
  name: string,
): Node | undefined {
  const own = nodeAt(value, name);
  return own ?? (key === "xAuth" ? nodeAt(root, "oauth", "tokenCredentials", name) : undefined);
}

/** The signing rules of a descriptor, with the endpoint or the operation that has its own. */
export function signingOf(root: Node | undefined): readonly SigningPlace[] {
  const places = [
    { owner: nodeAt(root, "oauth") },
    ...endpointsOf(root).map(({ value }) => ({ owner: value, endpoint: value })),
    ...entriesOf(nodeAt(root, "operations")).map((operation) => {
      return { owner: operation.value, operation };
    }),
  ];
  return places.flatMap(({ owner, ...place }) => {
    const signing = nodeAt(owner, "signing");
    return signing === undefined ? [] : [{ signing, ...place }];
  });
}

/** Signing rules, and whose they are: the whole provider's where neither is named. */
export interface SigningPlace {
  readonly signing: Node;
  readonly endpoint?: Node | undefined;
  readonly operation?: Entry;
}

/** The groups of extra fields, and what they are fields of. */
export function fieldGroupsOf(
  root: Node | undefined,
): readonly { readonly fields: Node; readonly owner: Entry }[] {
  const callback = entriesOf(nodeAt(root, "oauth")).filter(({ key }) => key === "callback");
  return [...endpointsOf(root), ...callback].flatMap((owner) => {
    const fields = nodeAt(owner.value, "fields");
    return fields === undefined ? [] : [{ fields, owner }];
  });
}

/** The extra fields of an account, of whatever answer they are; several may have one name. */
export function accountFieldsOf(root: Node | undefined): readonly Entry[] {
  const owners = ["tokenCredentials", "xAuth", "callback", "renewal"];
  return owners.flatMap((name) => entriesOf(nodeAt(root, "oauth", name, "fields")));
}

/** Every place of a type, parts of types aside. */
export function typePlacesOf(root: Node | undefined): readonly Node[] {
  const operations = valuesOf(nodeAt(root, "operations"));
  return [
    ...valuesOf(nodeAt(root, "types")),
    ...operations.flatMap((operation) => valuesOf(nodeAt(operation, "parameters"))),
    ...operations.flatMap((operation) => nodeAt(operation, "result") ?? []),
    ...stepsOf(root).flatMap(({ value }) => valuesOf(nodeAt(value, "parameters"))),
  ];
}

/** The steps that take parameters: the endpoints, and the page where the user agrees. */
export function stepsOf(root: Node | undefined): readonly Entry[] {
  const page = entriesOf(nodeAt(root, "oauth")).filter(({ key }) => key === "authorization");
  return [...page, ...endpointsOf(root)];
}

const ENDPOINTS: ReadonlySet<string> = new Set([
  "temporaryCredentials",
  "tokenCredentials",
  "xAuth",
  "renewal",
  "revocation",
  "liveSession",
]);
