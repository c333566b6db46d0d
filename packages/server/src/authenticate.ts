import {
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
export async function authenticate<T extends Issued>(
  settings: Settings,
  purpose: Purpose<T>,
  request: Request | RequestParts,
): Promise<Verdict<Authenticated<T>, ServerProblem>> {
  const { name } = purpose;
  const exposure = settings.exposure(request.url);
  if (exposure === undefined) return refuse(settings, { purpose: name, ...FOREIGN });
  const isOpen = exposure === "open";
  if (isOpen && needsTls(settings, name))
    return refuse(settings, { purpose: name, ...IN_THE_OPEN });
  try {
    return await judge(settings, purpose, { request, isOpen });
  } catch (error) {
    if (request instanceof Request && (await bodyFails(request))) {
      return refuse(settings, { purpose: name, ...BROKEN_OFF });
    }
    return failure(settings, name, error);
  }
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
  /** Whether somebody on the way can read it. */
  readonly isOpen: boolean;
}

async function judge<T extends Issued>(
  settings: Settings,
  purpose: Purpose<T>,
  received: Received,
): Promise<Verdict<Authenticated<T>, ServerProblem>> {
  const { request } = received;
  const seen: { claim?: Claim<T> } = {};
  const keys = async (presented: Presented): Promise<VerifyingKeys | undefined> => {
    const claim = await lookUp(settings, purpose, presented);
    seen.claim = claim;
    return claim.known ? keysOf(claim) : undefined;
  };
  const options = verifyOptions(settings, purpose, received);
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
  { isOpen }: Received,
): VerifyOptions {
  return {
    methods: isOpen ? openMethods : methods,
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
