/**
 * LTI 1.1 for tools and platforms that keep their consumers in a store: launches and outcomes messages, each accepted once.
 */
import type { RequestParts, Verdict } from "@oauth1/core";
import {
  launchFields,
  withoutRepeatedQuery,
  type MessageOptions,
  type VerifiedLaunch,
} from "@oauth1/core/lti";
import { refusalAnswer, type Refusal, type ServerProblem } from "./answer.js";
import { authenticate, type Authenticated } from "./authenticate.js";
import type { Issued, Purpose } from "./claimed.js";
import { refuse } from "./events.js";
import type { ProviderOptions } from "./options.js";
import { resolveSettings } from "./settings.js";
import type { Store } from "./store.js";
import { bodyText, wholeRequest } from "./whole-request.js";

/**
 * What launches are verified by: of a provider's options those that are about requests. A provider and its launches can be
 * made of the same object. A method without a nonce, such as PLAINTEXT, cannot tell a launch from its replay.
 */
export interface LaunchOptions
  extends
    MessageOptions,
    Pick<
      ProviderOptions,
      | "explainFailures"
      | "limits"
      | "maxBody"
      | "methods"
      | "now"
      | "onEvent"
      | "origins"
      | "problemReporting"
      | "realm"
      | "timestampWindow"
      | "tls"
      | "versions"
    > {
  /** Where the consumers are registered, by `createProvider` with the same store, and nonces are remembered. */
  readonly store: Store<null>;
}

/** Who has signed a message, as it was registered. */
interface Signed {
  readonly consumer: { readonly key: string; readonly name: string };
  /** The signature method. */
  readonly method: string;
}

/** A launch, or another message of `messageTypes`, that its sender has signed, fresh, and seen for the first time. */
export interface Launch extends Signed, Pick<VerifiedLaunch, "field" | "fields"> {}

/** A message to an outcomes service, signed by a tool, fresh, and seen for the first time. */
export interface OutcomeMessage extends Signed {
  /** The body, to the letter of what was signed. */
  readonly xml: string;
}

/** What verifies the messages of LTI 1.1. Whatever a peer sends and the store does, there is an answer. */
export interface Launches {
  /** Verifies a launch that a browser has posted to a tool (LTI 1.1 section 4.3), or another message of `messageTypes`. */
  readonly verifyLaunch: (
    request: Request | RequestParts,
  ) => Promise<Verdict<Launch, ServerProblem>>;
  /** Verifies a message that a tool has posted to the outcomes service of a platform (LTI 1.1 section 6). */
  readonly verifyOutcome: (
    request: Request | RequestParts,
  ) => Promise<Verdict<OutcomeMessage, ServerProblem>>;
  /** The answer to a message that was refused, for a peer that is a program. */
  readonly refuse: (refusal: Refusal) => Response;
}

/**
 * Verifies LTI 1.1 launches and outcomes messages against the consumers of a store: as `protect` does for resources, in the
 * same order and with the same answers and events, and without a token. Throws a TypeError for options that cannot be meant.
 *
 * @example
 * import { signLaunch } from "@oauth1/core/lti";
 * const options = { origins: ["https://tool.example.com"], store: memoryStore() };
 * const platform = await createProvider(options).consumers.register({ name: "Moodle", callbacks: [] });
 * const form = { url: "https://tool.example.com/launch", fields: [["resource_link_id", "7"], ["user_id", "alice"]] };
 * const { url, fields } = await signLaunch(form, platform);
 * const posted = { method: "POST", url, body: new URLSearchParams(fields) };
 * const launches = createLaunches(options);
 * const launch = await launches.verifyLaunch(posted);
 * launch.ok && launch.field("user_id"); // => "alice"
 * await launches.verifyLaunch(posted); // => { ok: false, problem: "nonce_used" }
 */
export function createLaunches(options: LaunchOptions): Launches {
  const settings = resolveSettings(options);
  return {
    async verifyLaunch(request) {
      const whole = await wholeRequest(settings, LAUNCH.name, request);
      if (!whole.ok) return whole;
      const verdict = await authenticate(settings, LAUNCH, whole.request);
      if (!verdict.ok) return verdict;
      const launch = launchFields(whole.request, options);
      if (launch.ok) return { ...launch, ...signedOf(verdict) };
      return refuse(settings, {
        purpose: LAUNCH.name,
        consumer: verdict.consumer.key,
        reason: "parameter_rejected",
        advice: launch.advice ?? "This is no LTI 1.1 launch.",
      });
    },
    async verifyOutcome(request) {
      const whole = await wholeRequest(settings, OUTCOME.name, request);
      if (!whole.ok) return whole;
      const verdict = await authenticate(settings, OUTCOME, whole.request);
      if (!verdict.ok) return verdict;
      return { ok: true, ...signedOf(verdict), xml: bodyText(whole.request.body) };
    },
    refuse: (refusal) => refusalAnswer(refusal, settings),
  };
}

// There is no user's token in LTI 1.1, so any token is an unknown one.
const LAUNCH: Purpose<Issued> = {
  name: "launch",
  needsToken: false,
  otherReading: withoutRepeatedQuery,
  find: async () => undefined,
};

// An outcomes service is a resource of the platform's; its body is XML, which only a hash can sign.
const OUTCOME: Purpose<Issued> = {
  name: "resource",
  needsToken: false,
  needsBodyHash: true,
  find: LAUNCH.find,
};

function signedOf({ consumer, verified }: Authenticated<Issued>): Signed {
  const { key, name } = consumer;
  return { consumer: { key, name }, method: verified.method };
}
