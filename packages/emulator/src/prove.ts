import { expose, type Verified, type VerifyingKeys } from "@oauth1/core";
import { prefixed } from "@oauth1/core/live-session";
import type { SigningModel } from "@oauth1/descriptor";
import type { ConsumerRecord, RequestPurpose, TemporaryRecord, TokenRecord } from "@oauth1/server";
import type { Refusal } from "./answers.js";
import { hashOf, seconds, type Emulation } from "./emulation.js";
import type { Pairs } from "./places.js";
import { brokenRule } from "./rules.js";
import { checkSignature } from "./signature.js";
import type { Carrier, Visit } from "./visit.js";

/** What a request has to be signed with, and how. */
export interface Demand {
  readonly purpose: RequestPurpose;
  /** The name of the endpoint or the operation. */
  readonly name: string;
  readonly rules: SigningModel;
  /** The names of the signature methods. */
  readonly methods: readonly string[];
  readonly token: "access" | "none" | "optional" | "temporary";
  /** What of a multipart body is signed. */
  readonly signedText?: Pairs;
  /** What the token's secret does: it keys the signature, stands in hex in front of what is signed, or opens a live session that does. */
  readonly secretIs?: "key" | "live" | "prefix";
}

/** Who has signed a request. */
export interface Proof {
  readonly consumer: ConsumerRecord;
  /** The empty text where there is none. */
  readonly token: string;
  readonly temporary: TemporaryRecord | undefined;
  readonly granted: TokenRecord | undefined;
}

/** Who it was, or which rule was broken. */
export type Proved = ({ readonly ok: true } & Proof) | ({ readonly ok: false } & Refusal);

/**
 * Verifies a request against what the descriptor says, rule by rule, and then its signature, timestamp and nonce (RFC 5849
 * section 3.2). Other than a provider for everybody, it tells the peer precisely what was wrong.
 */
export async function prove(emulation: Emulation, visit: Visit, demand: Demand): Promise<Proved> {
  const proved = await judge(emulation, visit, demand);
  if (!proved.ok) tellRefusal(emulation, visit, { ...proved, purpose: demand.purpose });
  return proved;
}

/** Tells who listens of a request that is refused. */
export function tellRefusal(
  { emit }: Pick<Emulation, "emit">,
  { carrier }: Visit,
  { purpose, problem, advice }: Refusal & Pick<Demand, "purpose">,
): void {
  const consumer = carrier?.value("oauth_consumer_key");
  emit({
    type: "request_refused",
    purpose,
    reason: problem,
    advice,
    ...(consumer === undefined ? {} : { consumer }),
  });
}

async function judge(emulation: Emulation, visit: Visit, demand: Demand): Promise<Proved> {
  const { carrier } = visit;
  if (carrier === undefined) {
    return no(
      "parameter_absent",
      "This request has to be signed, and carries no protocol parameters.",
    );
  }
  const { rules, signedText } = demand;
  const broken = brokenRule({ visit, carrier, rules, signedText });
  if (broken !== undefined) return no("parameter_rejected", broken);
  const claimed = await claim(emulation, carrier, demand);
  if (!claimed.ok) return claimed;
  const isLive = demand.secretIs === "live" && claimed.token !== "";
  const live = isLive ? liveSecret(emulation, claimed.token) : undefined;
  if (isLive && live === undefined) return no("token_rejected", NO_SESSION);
  const found = demand.methods.flatMap((name) => emulation.methods.get(name) ?? []);
  const before = demand.secretIs === "prefix" ? expose(claimed.granted?.secret ?? "") : "";
  const methods = before === "" ? found : found.map((method) => prefixed(method, before));
  const usual = keysOf(claimed, rules);
  const keys = live === undefined ? usual : { ...usual, token: { secret: live } };
  const verdict = await checkSignature(visit, carrier, { keys, methods, rules, signedText });
  if (!verdict.ok) return verdict;
  return (await stale(emulation, verdict, demand)) ?? claimed;
}

const NO_SESSION = "This oauth_token has no live session, or one that has ended: open one first.";

function liveSecret(emulation: Emulation, token: string): string | undefined {
  const found = emulation.liveSessions.get(token);
  return found !== undefined && found.expiresAt >= seconds(emulation) ? found.secret : undefined;
}

function no(problem: Refusal["problem"], advice: string): { readonly ok: false } & Refusal {
  return { ok: false, problem, advice };
}

async function claim(
  emulation: Emulation,
  carrier: Carrier,
  { token: demanded }: Demand,
): Promise<Proved> {
  const { store } = emulation;
  const key = carrier.value("oauth_consumer_key");
  if (key === undefined)
    return no("parameter_absent", "oauth_consumer_key is missing: every signed request has it.");
  const consumer = await store.findConsumer(key);
  if (consumer === undefined) {
    return no(
      "consumer_key_unknown",
      `No app is registered here with the consumer key ${JSON.stringify(key)}.`,
    );
  }
  const token = carrier.value("oauth_token") ?? "";
  if (token === "") {
    if (demanded !== "access" && demanded !== "temporary")
      return { ok: true, consumer, token, temporary: undefined, granted: undefined };
    return no("parameter_absent", "oauth_token is missing: this request is signed with a token.");
  }
  if (demanded === "none")
    return no(
      "parameter_rejected",
      "This request is signed with the consumer's credentials alone, without oauth_token.",
    );
  const hash = await hashOf(token);
  const temporary =
    demanded === "temporary" ? await store.findTemporary(hash, seconds(emulation)) : undefined;
  const granted = demanded === "temporary" ? undefined : await store.findToken(hash);
  if ((temporary ?? granted)?.consumer !== key) {
    const kind = demanded === "temporary" ? "temporary credentials" : "token credentials";
    return no(
      "token_rejected",
      `oauth_token is not among the ${kind} of this app: it is unknown, used up, expired or revoked.`,
    );
  }
  return { ok: true, consumer, token, temporary, granted };
}

function keysOf(
  { consumer, temporary, granted }: Proof,
  { keyAmpersand }: SigningModel,
): VerifyingKeys {
  const held = temporary ?? granted;
  const { secret, publicKey } = consumer;
  return {
    consumer: publicKey === undefined ? { secret } : { secret, publicKey },
    ...(held === undefined ? {} : { token: { secret: held.secret } }),
    ...(keyAmpersand === undefined ? {} : { keyAmpersand }),
  };
}

async function stale(
  emulation: Emulation,
  { consumerKey, token = "", nonce, timestamp }: Verified,
  { rules: { timestampWindow = 300, increasingTimestamps = false } }: Demand,
): Promise<({ readonly ok: false } & Refusal) | undefined> {
  if (timestamp === undefined || nonce === undefined) return undefined;
  const now = seconds(emulation);
  if (Math.abs(now - timestamp) > timestampWindow) {
    return no(
      "timestamp_refused",
      `oauth_timestamp is ${timestamp}, and may be ${now - timestampWindow} to ${now + timestampWindow}.`,
    );
  }
  const who = JSON.stringify([consumerKey, token]);
  const last = emulation.timestamps.get(who) ?? 0;
  if (timestamp < last) {
    return no(
      "timestamp_refused",
      `oauth_timestamp is ${timestamp}, and must not be below ${last}, which came before.`,
    );
  }
  if (increasingTimestamps) emulation.timestamps.set(who, timestamp);
  const use = { consumer: consumerKey, timestamp, nonce, expiresAt: timestamp + timestampWindow };
  const tokenHash = token === "" ? {} : { tokenHash: await hashOf(token) };
  if ((await emulation.store.consumeNonce({ ...use, ...tokenHash }, now)) === "fresh")
    return undefined;
  return no("nonce_used", "oauth_nonce was used before with this timestamp.");
}
