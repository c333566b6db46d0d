import {
  baseString,
  baseStringUri,
  encode,
  expose,
  normalize,
  parseAuthorization,
  parseForm,
  receivedTarget,
  signature,
  type BaseString,
  type Parameter,
  type SignatureMethod,
  type VerifyingKeys,
} from "@oauth1/core";
import { prefixed } from "@oauth1/core/live-session";
import { readBody } from "../api/bodies.js";
import type { HiddenSecret } from "../emulation.js";
import { verifiable } from "../signature.js";
import { bodyText, visitOf, type Carrier, type Visit } from "../visit.js";
import { baseStringParts } from "./base-parts.js";
import type { KeyKind, StorySignature } from "./contract.js";
import { endpointOf } from "./endpoints.js";
import type { ProviderExchange } from "./exchange.js";
import type { Keyring, KeyPair } from "./keyring.js";

/** What signatures of a provider's requests are computed with. */
export interface Prover {
  readonly keyring: Pick<Keyring, "find" | "hidden">;
  /** By their names on the wire. */
  readonly methods: ReadonlyMap<string, SignatureMethod<never>>;
}

/**
 * Computes the signature of a request again, from its bytes and the key pairs that were seen (RFC 5849 section 3.4);
 * `undefined` for a request that is not signed.
 */
export async function proveAgain(
  { keyring, methods }: Prover,
  exchange: ProviderExchange,
): Promise<StorySignature | undefined> {
  const { model, visit } = exchange;
  const { carrier } = visit;
  const sent = carrier?.value("oauth_signature");
  if (carrier === undefined || sent === undefined) return undefined;
  const named = carrier.value("oauth_signature_method") ?? "";
  const [described = "", method] = [...methods].find(([, { name }]) => name === named) ?? [];
  const base = baseStringOf(await standardVisit(exchange, carrier));
  const client = keyring.find(model.id, "client", carrier.value("oauth_consumer_key") ?? "");
  const held = heldBy(keyring, model.id, carrier.value("oauth_token") ?? "");
  const hidden = (use: HiddenSecret["use"]): string =>
    (held && keyring.hidden(model.id, held.key, use)) ?? "";
  const before = exchange.route.name === "liveSession" ? hidden("prefix") : "";
  const live = exchange.route.kind === "operation" ? hidden("calls") : "";
  const token = held && live !== "" ? { ...held, secret: live } : held;
  const keys = keysOf(exchange, client, token);
  const proving = method && prefixed(method, before);
  const right = (await proving?.verify(base, signature(sent), keys)) ?? false;
  return {
    method: named,
    signedBy: [client, token].flatMap((pair) => (pair === undefined ? [] : [pair.pair])),
    key: keyText(exchange, described, keys),
    parts: baseStringParts(before + base),
    baseString: before + base,
    signature: sent,
    right,
  };
}

function heldBy(
  { find }: Pick<Keyring, "find">,
  provider: string,
  key: string,
): KeyPair | undefined {
  const kinds: readonly KeyKind[] = ["token", "temporary"];
  return kinds.map((kind) => find(provider, kind, key)).find((pair) => pair !== undefined);
}

// As core reads it: what travels as JSON is put into the header, and of a multipart body what is signed into a form.
async function standardVisit(
  { model, route, visit }: ProviderExchange,
  carrier: Carrier,
): Promise<Visit> {
  const operation = model.operations.find(({ id }) => id === route.name);
  const isSigned = operation?.body?.kind === "multipart" && operation.body.signed;
  const body = isSigned ? await readBody(operation, visit) : "";
  const signedText = typeof body === "string" ? undefined : body.text;
  return visitOf(verifiable(visit, carrier, signedText));
}

function baseStringOf({ request, header, form }: Visit): BaseString {
  const target = receivedTarget(request.url);
  if (target === undefined) throw new TypeError(`${request.url} is no absolute URL.`);
  const authorization = parseAuthorization(header("authorization") ?? "");
  const collected: readonly Parameter[] = [
    ...parseForm(target.query),
    ...(form.length > 0 ? parseForm(bodyText(request)) : []),
    ...(authorization?.ok === true ? authorization.parameters : []),
  ];
  const signed = collected.filter(([name]) => name !== "oauth_signature");
  return baseString(request.method, baseStringUri(target), normalize(signed));
}

function keysOf(
  { model, route }: ProviderExchange,
  client: KeyPair | undefined,
  token: KeyPair | undefined,
): VerifyingKeys & { readonly consumer: { readonly secret: string } } {
  const operation = model.operations.find(({ id }) => id === route.name);
  const own = endpointOf(model, route.name) ?? operation;
  const rules = { ...model.oauth.signing, ...own?.signing };
  const { secret = "", publicKey } = client ?? {};
  return {
    consumer: publicKey === undefined ? { secret } : { secret, publicKey },
    ...(token && { token: { secret: token.secret } }),
    ...(rules.keyAmpersand !== undefined && { keyAmpersand: rules.keyAmpersand }),
  };
}

// RFC 5849 section 3.4.2, in letters.
function keyText(
  { model, route }: ProviderExchange,
  named: string,
  { consumer, token, keyAmpersand }: ReturnType<typeof keysOf>,
): string {
  const own = endpointOf(model, route.name)?.signatureMethod;
  const described = [...(own ? [own] : []), ...model.oauth.signatureMethods];
  const key = described.find(({ name }) => name === named)?.key;
  if (key === "privateKey") return "the consumer's private key; the provider has the public one";
  if (key === "token") return `the bytes of ${expose(token?.secret ?? "")}, which is base64`;
  const second = encode(expose(token?.secret ?? ""));
  const isBare = second === "" && keyAmpersand === false;
  return `${encode(consumer.secret)}${isBare ? "" : "&"}${second}`;
}
