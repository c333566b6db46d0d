import { decode, parseAuthorization, type SignatureMethod } from "@oauth1/core";
import {
  decryptSecret,
  encryptSecret,
  keyAgreement,
  liveSessionSignature,
  liveSessionToken,
  prefixed,
  toHex,
} from "@oauth1/core/live-session";
import type { HandedOut, MockOptions } from "./provider.js";

/** Whom a mock agrees with on live sessions. */
export interface LiveContext {
  readonly consumer: MockOptions["consumer"];
  readonly known: HandedOut;
  /** What calls of tokens are signed with, where that was agreed on. */
  readonly live: HandedOut;
}

/** A token's secret as a provider hands it out: encrypted where the app has a key for that. */
export async function handedOut(
  secret: string,
  { encryptionKey }: MockOptions["consumer"],
): Promise<string> {
  if (encryptionKey === undefined) return secret;
  return encryptSecret(encryptionKey, new TextEncoder().encode(secret));
}

/** The method that a live session is asked for with: the token's secret stands in front of what is signed. */
export async function liveMethod<K>(
  method: SignatureMethod<K>,
  request: Request,
  context: LiveContext,
): Promise<SignatureMethod<K>> {
  return prefixed(method, toHex(await secretOf(request, context)));
}

/** Agrees on a live session, and fills the mock's half of it into an answer. */
export async function agreedText(
  body: string,
  request: Request,
  context: LiveContext,
): Promise<string> {
  const { consumer, live } = context;
  const agreement = keyAgreement(keysOf(consumer).diffieHellman);
  const shared = agreement.agree(parameter(request, "diffie_hellman_challenge"));
  if (shared === undefined)
    throw new TypeError("The diffie_hellman_challenge is no number to agree on.");
  const token = await liveSessionToken(shared, await secretOf(request, context));
  live.set(parameter(request, "oauth_token"), token);
  return body
    .replaceAll("{response}", agreement.challenge)
    .replaceAll("{signature}", await liveSessionSignature(token, consumer.key));
}

async function secretOf(request: Request, { consumer, known }: LiveContext): Promise<Uint8Array> {
  const secret = known.get(parameter(request, "oauth_token"));
  // Who has a token of nobody is refused for that, so any text will do.
  return secret === undefined
    ? new Uint8Array()
    : decryptSecret(keysOf(consumer).encryptionKey, secret);
}

function keysOf({ encryptionKey, diffieHellman }: MockOptions["consumer"]): {
  readonly encryptionKey: NonNullable<typeof encryptionKey>;
  readonly diffieHellman: NonNullable<typeof diffieHellman>;
} {
  if (encryptionKey !== undefined && diffieHellman !== undefined)
    return { encryptionKey, diffieHellman };
  throw new TypeError(
    "For live sessions the mock needs consumer.encryptionKey and consumer.diffieHellman, as the app has them.",
  );
}

function parameter({ headers }: Request, name: string): string {
  const header = parseAuthorization(headers.get("authorization") ?? "");
  const parameters = header?.ok === true ? header.parameters : [];
  return decode(parameters.find(([one]) => String(one) === name)?.[1] ?? "");
}
