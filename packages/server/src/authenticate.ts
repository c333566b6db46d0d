import {
  receivedTarget,
  verify,
  type Presented,
  type RequestParts,
  type Secret,
  type SignatureMethod,
  type Target,
  type Verdict,
  type Verified,
  type VerifyingKeys,
} from "@oauth1/core";
import type { ServerProblem } from "./answer.js";
import { refuse, whyOf, type RequestPurpose, type Why } from "./events.js";
import { sha256 } from "./random.js";
import type { Settings } from "./settings.js";
import type { ConsumerRecord } from "./store.js";

/** What one kind of request is verified against. */
export interface Purpose<T extends Issued> {
  readonly name: RequestPurpose;
  /** Whether a request without a token is malformed. */
  readonly needsToken: boolean;
  /** Finds the credentials behind a token, of the one kind that this purpose accepts. */
  readonly find: (tokenHash: string) => Promise<T | undefined>;
}

/** What temporary and token credentials have in common. */
export interface Issued {
  readonly tokenHash: string;
  readonly secret: Secret;
  readonly consumer: string;
}

/** A request that is signed by whom it claims to be from, fresh, and seen for the first time. */
export interface Authenticated<T extends Issued> {
  readonly consumer: ConsumerRecord;
  readonly token?: T;
  readonly verified: Verified;
}

/**
 * Verifies a request, in this order: origin, syntax and method; consumer and token; signature; timestamp; nonce
 * (RFC 5849 section 3.2). Whatever the peer has sent, the answer is a verdict; only the store can reject.
 *
 * @example
 * const settings = resolveSettings({ origins: ["https://photos.example.net"] });
 * const purpose = { name: "resource", needsToken: true, find: settings.store.findToken };
 * await authenticate(settings, purpose, { method: "GET", url: "https://photos.example.net/" });
 * // => { ok: false, problem: "parameter_absent", advice: "The request is not signed." }
 */
export async function authenticate<T extends Issued>(
  settings: Settings,
  purpose: Purpose<T>,
  request: Request | RequestParts,
): Promise<Verdict<Authenticated<T>, ServerProblem>> {
  const target = receivedTarget(request.url);
  if (target === undefined || !settings.origins.includes(`${target.scheme}://${target.host}`)) {
    return refuse(settings, { purpose: purpose.name, ...FOREIGN });
  }
  const { verdict, claim } = await judge(settings, purpose, { request, target });
  const refused = { purpose: purpose.name, ...(claim && { consumer: claim.consumerKey }) };
  if (claim?.known === false) return refuse(settings, { ...refused, ...claim.why });
  if (claim === undefined || !verdict.ok) {
    return refuse(settings, { ...refused, ...(verdict.ok ? UNPROVED : whyOf(verdict)) });
  }
  const { consumer, token } = claim;
  const why = await staleness(settings, verdict, token?.tokenHash);
  if (why !== undefined) return refuse(settings, { ...refused, ...why });
  return { ok: true, consumer, verified: verdict, ...(token && { token }) };
}

type Claim<T> =
  | { readonly known: false; readonly consumerKey: string; readonly why: Why }
  | {
      readonly known: true;
      readonly consumerKey: string;
      readonly consumer: ConsumerRecord;
      readonly token?: T;
    };

const FOREIGN: Why = {
  reason: "parameter_rejected",
  advice: "The request was sent to an origin that is not this provider's.",
};

const UNPROVED: Why = { reason: "signature_invalid" };

// Longer ones are no use to a consumer and would fill the store.
const MAX_NONCE = 256;

// The verdict on the signature, and who the request claims to be from unless it was refused before that matters.
// A claim that is not known is verified with a dummy key, for the time that it takes.
async function judge<T extends Issued>(
  settings: Settings,
  purpose: Purpose<T>,
  { request, target }: { readonly request: Request | RequestParts; readonly target: Target },
): Promise<{ readonly verdict: Verdict; readonly claim: Claim<T> | undefined }> {
  const { methods, scatteredParameters, limits } = settings;
  const claims: Claim<T>[] = [];
  const keys = async (presented: Presented): Promise<VerifyingKeys | undefined> => {
    const claim = await lookUp(settings, purpose, presented);
    claims.push(claim);
    return claim.known ? keysOf(claim) : undefined;
  };
  const allowed = methods.filter((method) => isAllowedAt(target, method));
  const verdict = await verify(request, keys, { methods: allowed, scatteredParameters, limits });
  return { verdict, claim: claims[0] };
}

// Consumer and token are always both looked up, so that the time does not tell which of them is unknown.
async function lookUp<T extends Issued>(
  { store, methods }: Settings,
  { needsToken, find }: Purpose<T>,
  { consumerKey, token: given, method }: Presented,
): Promise<Claim<T>> {
  const unknown = (why: Why): Claim<T> => ({ known: false, consumerKey, why });
  if (given === undefined && needsToken) {
    return unknown({ reason: "parameter_absent", advice: "oauth_token" });
  }
  const [consumer, token] = await Promise.all([
    store.findConsumer(consumerKey),
    given === undefined ? undefined : sha256(given).then(find),
  ]);
  if (consumer === undefined) return unknown({ reason: "consumer_key_unknown" });
  if (given !== undefined && token?.consumer !== consumerKey) {
    return unknown({ reason: "token_rejected" });
  }
  const allowed = consumer.methods ?? methods.map(({ name }) => name);
  if (!allowed.includes(method)) return unknown({ reason: "consumer_method_rejected" });
  return { known: true, consumerKey, consumer, ...(token && { token }) };
}

function keysOf<T extends Issued>({
  consumer,
  token,
}: Extract<Claim<T>, { known: true }>): VerifyingKeys {
  const { secret } = consumer;
  return { consumer: { secret }, ...(token && { token: { secret: token.secret } }) };
}

// The nonce comes last: only who has proved to hold the keys can make the store remember one.
async function staleness(
  { store, methods, timestampWindow, now: clock }: Settings,
  { consumerKey, method, nonce = "", timestamp = 0 }: Verified,
  tokenHash: string | undefined,
): Promise<Why | undefined> {
  if (methods.find(({ name }) => name === method)?.usesNonce === false) return undefined;
  if (nonce.length > MAX_NONCE) {
    return { reason: "parameter_rejected", advice: `oauth_nonce is over ${MAX_NONCE} characters.` };
  }
  const now = clock();
  if (Math.abs(now - timestamp) > timestampWindow) {
    const advice = `This server accepts timestamps from ${now - timestampWindow} to ${now + timestampWindow}.`;
    return { reason: "timestamp_refused", advice };
  }
  const expiresAt = timestamp + timestampWindow;
  const use = { consumer: consumerKey, timestamp, nonce, expiresAt };
  const outcome = await store.consumeNonce({ ...use, ...(tokenHash && { tokenHash }) }, now);
  return NONCE_OUTCOMES[outcome];
}

const NONCE_OUTCOMES: Readonly<Record<"fresh" | "full" | "used", Why | undefined>> = {
  fresh: undefined,
  full: { reason: "nonce_store_full" },
  used: { reason: "nonce_used" },
};

// A signature that gives the secrets away may only come where nobody can read along.
function isAllowedAt(
  { scheme, host }: Target,
  { requiresTls = false }: SignatureMethod<never>,
): boolean {
  return !requiresTls || scheme === "https" || LOOPBACK_HOSTS.has(host.replace(/:[0-9]*$/, ""));
}

const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(["127.0.0.1", "[::1]", "localhost"]);
