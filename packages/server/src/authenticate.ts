import {
  isRequest,
  verify,
  type KeyLookup,
  type RequestParts,
  type Verdict,
  type Verified,
  type VerifyingKeys,
  type VerifyOptions,
} from "@oauth1/core";
import type { ServerProblem } from "./answer.js";
import {
  keysOf,
  lookUp,
  previousKeys,
  type Claim,
  type Issued,
  type Known,
  type Purpose,
} from "./claimed.js";
import { refuse, whyOf, type RequestPurpose, type Why } from "./events.js";
import { explained } from "./explained.js";
import { staleness } from "./freshness.js";
import type { PolicyCall, ProviderOptions } from "./options.js";
import type { Exposure } from "./public-origin.js";
import { demandForm } from "./request-form.js";
import type { Settings } from "./settings.js";
import { follow, type Soon } from "./soon.js";
import type { ConsumerRecord } from "./store.js";
import { asked, failure } from "./failure.js";

/** A request that is signed by whom it claims to be from, fresh, and seen for the first time. */
export interface Authenticated<T extends Issued> {
  readonly consumer: ConsumerRecord;
  readonly token?: T;
  readonly verified: Verified;
}

/**
 * Verifies a request, in this order: origin, TLS, syntax and method; consumer and token; signature; timestamp; nonce
 * (RFC 5849 section 3.2). Whatever the peer has sent and the store does, the answer is a verdict.
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
  const { name } = purpose;
  const exposure = settings.exposure(request.url);
  const misplaced = misplacement(settings, name, exposure);
  if (misplaced !== undefined) return refuse(settings, { purpose: name, ...misplaced });
  const options = verifyOptions(settings, purpose, exposure);
  const claimant = claimantOf(settings, purpose);
  try {
    const first = await verify(request, claimant.keys, options);
    const claim = claimant.claim();
    if (claim === undefined) {
      return refuse(settings, { purpose: name, ...unclaimed(settings, first, exposure) });
    }
    let verified = first;
    const others = provesNothing(first) ? otherAttempts(settings, { purpose, claim, request }) : [];
    for (const { reading, keys } of others) {
      const next = provesNothing(verified) ? await verify(reading, keys, options) : verified;
      if (!isUnknown(next)) verified = next;
    }
    const refused = { purpose: name, consumer: claim.consumerKey };
    // A claim that is not known was verified with a dummy key, for the time that it takes.
    if (!claim.known) return refuse(settings, { ...refused, ...claim.why });
    if (!verified.ok) {
      const explanation = await explained(settings, request, claim);
      return refuse(settings, { ...refused, ...whyOf(verified), ...explanation });
    }
    const why = await objection(settings, { purpose, claim, verified, request });
    if (why !== undefined) return refuse(settings, { ...refused, ...why });
    const { consumer, token } = claim;
    return token === undefined
      ? { ok: true, consumer, verified }
      : { ok: true, consumer, verified, token };
  } catch (error) {
    if (isRequest(request)) demandForm(request);
    return failure(settings, name, error);
  }
}

interface Attempt {
  readonly reading: Request | RequestParts;
  readonly keys: () => VerifyingKeys | undefined;
}

// Whoever proves nothing is tried as often as somebody whom there is, who may have two secrets.
function otherAttempts<T extends Issued>(
  settings: Settings,
  {
    purpose: { otherReading },
    claim,
    request,
  }: {
    readonly purpose: Purpose<T>;
    readonly claim: Claim<T>;
    readonly request: Request | RequestParts;
  },
): readonly Attempt[] {
  const own = (): VerifyingKeys | undefined => (claim.known ? keysOf(claim) : undefined);
  const older = (): VerifyingKeys | undefined => previousKeys(claim, settings.now());
  const reading = isRequest(request) ? undefined : otherReading?.(request);
  const others = reading === undefined ? [] : [own, older].map((keys) => ({ reading, keys }));
  return [{ reading: request, keys: older }, ...others];
}

/** Who a request claims to be from, once its verification has asked for the keys. */
interface Claimant<T> {
  readonly keys: KeyLookup;
  readonly claim: () => Claim<T> | undefined;
}

function claimantOf<T extends Issued>(settings: Settings, purpose: Purpose<T>): Claimant<T> {
  let claim: Claim<T> | undefined;
  return {
    keys: (presented) =>
      follow(lookUp(settings, purpose, presented), (found) => {
        claim = found;
        return found.known ? keysOf(found) : undefined;
      }),
    claim: () => claim,
  };
}

const FOREIGN: Why = {
  reason: "parameter_rejected",
  advice: "The request was sent to an origin that is not this provider's.",
};

const IN_THE_OPEN: Why = {
  reason: "parameter_rejected",
  advice: "This request needs TLS: send it over https.",
};

// Why a request is refused where it was sent to, whatever it says.
function misplacement(
  settings: Settings,
  purpose: RequestPurpose,
  exposure: Exposure | undefined,
): Why | undefined {
  if (exposure === undefined) return FOREIGN;
  return exposure === "open" && needsTls(settings, purpose) ? IN_THE_OPEN : undefined;
}

// Why a request is refused before it matters who has sent it.
function unclaimed(
  { methods, openMethods }: Settings,
  verdict: Verdict,
  exposure: Exposure | undefined,
): Why {
  if (verdict.ok) return UNPROVED;
  const closed = methods.filter((method) => !openMethods.includes(method));
  const isOpen = exposure === "open" && closed.length > 0;
  if (!isOpen || verdict.problem !== "signature_method_rejected") return whyOf(verdict);
  const names = closed.map(({ name }) => name).join(" or ");
  return {
    reason: verdict.problem,
    advice: `Without TLS there is no ${names}: send it over https.`,
  };
}

function provesNothing(verdict: Verdict): boolean {
  return isUnknown(verdict) || (!verdict.ok && verdict.problem === "signature_invalid");
}

function isUnknown(verdict: Verdict): boolean {
  return !verdict.ok && verdict.problem === "consumer_key_unknown";
}

interface Proved<T extends Issued> {
  readonly purpose: Purpose<T>;
  readonly claim: Known<T>;
  readonly verified: Verified;
  readonly request: PolicyCall["request"];
}

// Why a request that is proved is refused all the same.
function objection<T extends Issued>(
  settings: Settings,
  { purpose, claim, verified, request }: Proved<T>,
): Soon<Why | undefined> {
  if (purpose.needsBodyHash === true && !hasBodyHash(verified)) return HASHLESS;
  const { policy } = settings;
  const stale = staleness(settings, verified, claim.token?.tokenHash);
  if (policy === undefined) return stale;
  const call = policyCall(purpose.name, claim, request);
  return follow(stale, (why) => why ?? disapproval(policy, call));
}

async function disapproval(
  policy: Required<ProviderOptions>["policy"],
  call: PolicyCall,
): Promise<Why | undefined> {
  return (await asked("policy", () => policy(call))) ? undefined : NOT_PERMITTED;
}

// Written out: an object that is copied and added to has no shape that the compiler could know.
function policyCall(
  purpose: RequestPurpose,
  { consumer: { key: consumer }, token }: Known<Issued>,
  request: PolicyCall["request"],
): PolicyCall {
  const { user, grant } = token ?? {};
  if (user === undefined) return { purpose, consumer, request };
  if (grant === undefined) return { purpose, consumer, request, user };
  return { purpose, consumer, request, user, grant };
}

const NOT_PERMITTED: Why = { reason: "permission_denied" };

// A form needs none elsewhere: what it says is signed. Its bytes are not, and they are what these purposes read.
function hasBodyHash({ parameters }: Verified): boolean {
  return parameters.some(([name]) => name === "oauth_body_hash");
}

const HASHLESS: Why = { reason: "parameter_absent", advice: "oauth_body_hash" };

const UNPROVED: Why = { reason: "signature_invalid" };

function verifyOptions(
  { methods, openMethods, scatteredParameters, versions, limits, bodyHash }: Settings,
  { needsBodyHash = false }: { readonly needsBodyHash?: boolean },
  exposure: Exposure | undefined,
): VerifyOptions {
  return {
    methods: exposure === "open" ? openMethods : methods,
    scatteredParameters,
    versions,
    limits,
    requireBodyHash: needsBodyHash || bodyHash === "require",
  };
}

// What hands out or takes back credentials is what RFC 5849 section 2 wants TLS for.
function needsTls({ tls }: Settings, purpose: RequestPurpose): boolean {
  return tls === "always" || (tls === "credentials" && !OPEN_PURPOSES.has(purpose));
}

const OPEN_PURPOSES: ReadonlySet<RequestPurpose> = new Set(["launch", "resource"] as const);
