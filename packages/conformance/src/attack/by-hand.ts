// Signatures written from RFC 5849 alone, so that an attack can sign what our own signer would refuse to.
import { createHmac, randomBytes } from "node:crypto";
import type { Pairs } from "./wire.js";

/** What goes into a signature, as the attacker would have it: nothing here is checked or put right. */
export interface Draft {
  readonly method: string;
  /** Scheme, authority and path, as they go into the base string. */
  readonly uri: string;
  /** Every parameter that is signed, decoded. */
  readonly signed: Pairs;
  readonly secrets: readonly [consumer: string, token: string];
}

/** The HMAC-SHA1 signature of a draft (RFC 5849 section 3.4.2). */
export function signatureOf({ method, uri, signed, secrets }: Draft): string {
  const normalized = signed
    .map(([name, value]) => [escaped(name), escaped(value)] as const)
    .sort(([a, x], [b, y]) => (a === b ? order(x, y) : order(a, b)))
    .map((pair) => pair.join("="))
    .join("&");
  const base = [method, uri, normalized].map(escaped).join("&");
  return createHmac("sha1", secrets.map(escaped).join("&")).update(base).digest("base64");
}

/** The protocol parameters of RFC 5849 section 3.1 but the signature, with a new nonce. */
export function protocolPairs(key: string, seconds: number, token?: string): Pairs {
  return [
    ["oauth_consumer_key", key],
    ...(token === undefined ? [] : [["oauth_token", token] as const]),
    ["oauth_signature_method", "HMAC-SHA1"],
    ["oauth_timestamp", String(seconds)],
    ["oauth_nonce", randomBytes(12).toString("hex")],
    ["oauth_version", "1.0"],
  ];
}

/** An Authorization header of these parameters, encoded (RFC 5849 section 3.5.1). */
export function authorizationOf(pairs: Pairs): string {
  return `OAuth ${pairs.map(([name, value]) => `${escaped(name)}="${escaped(value)}"`).join(", ")}`;
}

/** Parameters as a query or a form, with the escapes of RFC 5849 section 3.6. */
export function queryOf(pairs: Pairs): string {
  return pairs.map((pair) => pair.map(escaped).join("=")).join("&");
}

/** Percent-encoded as RFC 5849 section 3.6 has it. */
export function escaped(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
