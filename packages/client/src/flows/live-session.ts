import type { AsymmetricKey, SignatureMethod } from "@oauth1/core";
import {
  decryptSecret,
  keyAgreement,
  liveSessionToken,
  prefixed,
  toHex,
  verifyLiveSession,
  type DiffieHellmanGroup,
} from "@oauth1/core/live-session";
import { readAnswer, type StepAnswer } from "../answer.js";
import type { Account, AccountOf, StepDescription, FieldDescription } from "../description.js";
import { readFields } from "../fields.js";
import type { Flow, FlowContext, KeysOf } from "../flow.js";
import { tokenOf, type TokenPair } from "../kept.js";
import { place } from "../login/step-parameters.js";
import { sendStep, within, type StepOptions } from "../login/step.js";
import { trusted } from "../trusted.js";

/** A token whose secret is encrypted, and that calls are not signed with, but with what app and provider agree on. */
export interface LiveSession<A extends Account = Account> {
  /** Agrees on a token for calls: `session` takes what comes back, as long as it lives. */
  readonly openLiveSession: (account: Account | TokenPair, options?: StepOptions) => Promise<A>;
}

/** What a consumer needs for a live session, besides what its request is signed with. */
export interface LiveSessionKeys {
  /** The private half of the key pair that the provider encrypts secrets for. It has to be exportable. */
  readonly encryptionKey: AsymmetricKey;
  /** What was registered: PEM of `openssl dhparam`, a prime in hex, or prime and generator. */
  readonly diffieHellman: string | DiffieHellmanGroup;
}

/** Where a live session is opened. Its signature method is the one that the token's decrypted secret stands in front of. */
export interface LiveSessionDescription extends StepDescription {
  /** What the answer is written in; `form` by default. */
  readonly format?: "form" | "json";
  readonly signatureMethod: SignatureMethod<never>;
  readonly fields?: Readonly<Record<string, FieldDescription>>;
}

/**
 * OAuth 1.0a Extended of Interactive Brokers: the app decrypts the token's secret, agrees with the provider on a live session
 * token (Diffie-Hellman), and checks that both have come to the same one. Rejects with a `LoginError` where the provider refuses
 * or proves something else, and with a TypeError for keys that are none and for a secret that is not encrypted for the app.
 *
 * @example
 * import { rsaSha256 } from "@oauth1/core/methods/rsa-sha256";
 * const flow = liveSession({
 *   method: "POST",
 *   url: "https://broker.example.net/live_session_token",
 *   signatureMethod: rsaSha256,
 *   format: "json",
 *   fields: { live_session_token_expiration: { type: "date-milliseconds" } },
 * });
 * flow.urls; // => ["https://broker.example.net/live_session_token"]
 */
export function liveSession<const D extends LiveSessionDescription>(
  endpoint: D,
): Flow<LiveSession<AccountOf<D["fields"]>>, KeysOf<D> & LiveSessionKeys> {
  const { fields } = endpoint;
  return {
    urls: [endpoint.url],
    attach: (context) => ({
      async openLiveSession(account, options) {
        const { encryptionKey, diffieHellman } = keysOf(context);
        const token = tokenOf(account);
        const agreement = keyAgreement(diffieHellman);
        const secret = await decryptSecret(encryptionKey, token.secret);
        const signatureMethod = prefixed(endpoint.signatureMethod, toHex(secret));
        const { challenge: value } = agreement;
        const received = await sendStep(
          within(context, options),
          { ...endpoint, signatureMethod },
          {
            token,
            parameters: [{ in: "oauth", name: CHALLENGE, value }, ...place(endpoint.parameters)],
          },
        );
        const answer = readAnswer(received, endpoint, "exchange_refused");
        const shared = agreement.agree(textOf(answer, RESPONSE));
        if (shared === undefined) throw malformed(answer, `no ${RESPONSE} to agree on`);
        const live = await liveSessionToken(shared, secret);
        const signature = textOf(answer, SIGNATURE);
        const { consumerKey, now } = context;
        if (!(await verifyLiveSession(live, { consumerKey, signature }))) {
          throw malformed(answer, `a ${SIGNATURE} of another token than the agreed one`);
        }
        const values = readFields(fields, { answer, now });
        return trusted({ ...values, version: 1, token: { key: token.key, secret: live } });
      },
    }),
  };
}

const CHALLENGE = "diffie_hellman_challenge";
const RESPONSE = "diffie_hellman_response";
const SIGNATURE = "live_session_token_signature";

function textOf(answer: StepAnswer, name: string): string {
  const text = answer.value(name);
  if (text !== undefined) return text;
  throw malformed(answer, `no ${name}`);
}

function malformed(answer: StepAnswer, what: string): Error {
  return answer.error("response_malformed", `The provider's answer has ${what}.`);
}

// What the type asks for, and JavaScript may have left out.
function keysOf({ consumer, name }: FlowContext): LiveSessionKeys {
  const { encryptionKey, diffieHellman } = trusted<Partial<LiveSessionKeys>>(consumer);
  if (encryptionKey !== undefined && diffieHellman !== undefined)
    return { encryptionKey, diffieHellman };
  throw new TypeError(
    `A live session of ${name} needs consumer.encryptionKey and consumer.diffieHellman: the private key that secrets are encrypted for, and the group that was registered.`,
  );
}
