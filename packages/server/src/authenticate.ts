import {
  isRequest,
  verify,
  type Presented,
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
import { bodyFails } from "./request-form.js";
import type { Settings } from "./settings.js";
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
export function authenticate<T extends Issued>(
  settings: Settings,
  purpose: Purpose<T>,
  request: Request | RequestParts,
): Promise<Verdict<Authenticated<T>, ServerProblem>> {
  const received = { request, exposure: settings.exposure(request.url) };
  return judge(settings, purpose, received).catch(async (error: unknown) => {
    if (isRequest(request) && (await bodyFails(request))) {
      return refuse(settings, { purpose: purpose.name, ...BROKEN_OFF });
    }
    return failure(settings, purpose.name, error);
  });
}

const BROKEN_OFF: Why = { reason: "parameter_rejected", advice: "The body breaks off." };

const FOREIGN: Why = {
  reason: "parameter_rejected",
  advice: "The request was sent to an origin that is not this provider's.",
};

const IN_THE_OPEN: Why = {
  reason: "parameter_rejected",
  advice: "This request needs TLS: send it over https.",
};

interface Received {
  readonly request: Request | RequestParts;
  readonly exposure: Exposure | undefined;
}

async function judge<T extends Issued>(
  settings: Settings,
  purpose: Purpose<T>,
  { request, exposure }: Received,
): Promise<Verdict<Authenticated<T>, ServerProblem>> {
  const misplaced = misplacement(settings, purpose.name, exposure);
  if (misplaced !== undefined) return refuse(settings, { purpose: purpose.name, ...misplaced });
  const seen: { claim?: Claim<T> } = {};
  const keys = (presented: Presented): Promise<VerifyingKeys | undefined> =>
    lookUp(settings, purpose, presented).then((claim) => {
      seen.claim = claim;
      return claim.known ? keysOf(claim) : undefined;
    });
  const options = verifyOptions(settings, purpose, exposure);
  const first = await verify(request, keys, options);
  const { claim } = seen;
  // Refused before it matters who has sent it.
  if (claim === undefined) {
    return refuse(settings, { purpose: purpose.name, ...(first.ok ? UNPROVED : whyOf(first)) });
  }
  const refused = { purpose: purpose.name, consumer: claim.consumerKey };
  const older = (): VerifyingKeys | undefined => previousKeys(claim, settings.now());
  // Whoever proves nothing is tried twice, because a consumer with two secrets is.
  const second = provesNothing(first) ? await verify(request, older, options) : first;
  // A claim that is not known was verified with a dummy key, for the time that it takes.
  if (!claim.known) return refuse(settings, { ...refused, ...claim.why });
  const verdict = isUnknown(second) ? first : second;
  if (!verdict.ok) {
    const explanation = await explained(settings, request, claim);
    return refuse(settings, { ...refused, ...whyOf(verdict), ...explanation });
  }
  const { consumer, token } = claim;
  const { policy } = settings;
  const why =
    (purpose.needsBodyHash === true && !hasBodyHash(verdict) ? HASHLESS : undefined) ??
    (await staleness(settings, verdict, token?.tokenHash)) ??
    (policy && (await objection(policy, policyCall(purpose.name, claim, request))));
  if (why !== undefined) return refuse(settings, { ...refused, ...why });
  return token === undefined
    ? { ok: true, consumer, verified: verdict }
    : { ok: true, consumer, verified: verdict, token };
}

// Why a request is refused where it was sent to, whatever it says.
function misplacement(
  settings: Settings,
  purpose: RequestPurpose,
  exposure: Exposure | undefined,
): Why | undefined {
  if (exposure === undefined) return FOREIGN;
  return exposure === "open" && needsTls(settings, purpose) ? IN_THE_OPEN : undefined;
}

function provesNothing(verdict: Verdict): boolean {
  return isUnknown(verdict) || (!verdict.ok && verdict.problem === "signature_invalid");
}

function isUnknown(verdict: Verdict): boolean {
  return !verdict.ok && verdict.problem === "consumer_key_unknown";
}

async function objection(
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
  { methods, openMethods, scatteredParameters, limits, bodyHash }: Settings,
  { needsBodyHash = false }: { readonly needsBodyHash?: boolean },
  exposure: Exposure | undefined,
): VerifyOptions {
  return {
    methods: exposure === "open" ? openMethods : methods,
    scatteredParameters,
    limits,
    requireBodyHash: needsBodyHash || bodyHash === "require",
  };
}

// What hands out or takes back credentials is what RFC 5849 section 2 wants TLS for.
function needsTls({ tls }: Settings, purpose: RequestPurpose): boolean {
  return tls === "always" || (tls === "credentials" && !OPEN_PURPOSES.has(purpose));
}

const OPEN_PURPOSES: ReadonlySet<RequestPurpose> = new Set(["launch", "resource"] as const);
