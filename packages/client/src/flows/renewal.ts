import { readAnswer, readCredentials, type StepAnswer } from "../answer.js";
import type { Account, TokenEndpointDescription } from "../description.js";
import { readFields } from "../fields.js";
import type { Flow, KeysOf } from "../flow.js";
import { isRecord, tokenOf } from "../kept.js";
import { place } from "../login/step-parameters.js";
import { sendStep, within, type StepOptions } from "../login/step.js";
import { trusted } from "../trusted.js";

/** A token that can be had anew, or made to live longer. */
export interface Renewal<A extends Account = Account> {
  /**
   * An account with the renewed token: it takes the place of the one that was given. Two at once for one account are two requests,
   * of which a provider may refuse the second, or end the first one's token: let one renew, and the others wait for it.
   */
  readonly renew: <B extends A>(account: B, options?: StepOptions) => Promise<B>;
}

/** Where a token is renewed. */
export interface RenewalDescription extends TokenEndpointDescription {
  /** The account's field that is sent back, by its own name, such as `oauth_session_handle`; none where the token is enough. */
  readonly handle?: string;
  /** Whether the token stays as it was, and only lives longer. */
  readonly keepsToken?: boolean;
}

/**
 * Renews a token (OAuth Session 1.0). Fields that the answer has are new, the others stay. Rejects with a `LoginError` for
 * what the provider says, and with a TypeError for an account without the field that is sent back, or that stands in the URL.
 *
 * @example
 * const flow = renewal({ method: "POST", url: "https://photos.example.net/token", handle: "oauth_session_handle" });
 * flow.urls; // => ["https://photos.example.net/token"]
 */
export function renewal<const D extends RenewalDescription>(endpoint: D): Flow<Renewal, KeysOf<D>> {
  const { handle, keepsToken = false, fields } = endpoint;
  return {
    urls: [endpoint.url],
    attach: (context) => ({
      async renew<B extends Account>(account: B, options?: StepOptions): Promise<B> {
        const token = tokenOf(account);
        const sent = handle === undefined ? [] : [handleOf(account, handle)];
        const received = await sendStep(within(context, options), endpoint, {
          account,
          token,
          parameters: [
            ...sent.map(([name, value]) => ({ in: "oauth", name, value }) as const),
            ...place(endpoint.parameters),
          ],
        });
        const refused = "token_credentials_refused";
        const answer = keepsToken
          ? { ...readAnswer(received, endpoint, refused), token: account.token }
          : readCredentials(received, endpoint, refused);
        const values = readFields(fields, { answer, now: context.now });
        const kept = Object.entries(account).filter(([name]) => !isAnswered(name, fields, answer));
        const { token: renewed } = answer;
        return trusted<B>({ ...Object.fromEntries(kept), ...values, version: 1, token: renewed });
      },
    }),
  };
}

// What the answer says may be nothing, as of a token that lives forever from now on.
function isAnswered(
  name: string,
  fields: RenewalDescription["fields"],
  { value }: Pick<StepAnswer, "value">,
): boolean {
  const field = new Map(Object.entries(fields ?? {})).get(name);
  return field !== undefined && value(field.at ?? name) !== undefined;
}

function handleOf(account: unknown, name: string): readonly [name: string, value: string] {
  const value = isRecord(account) ? account[name] : undefined;
  if (typeof value === "string") return [name, value];
  throw new TypeError(
    `This account has no ${name}, without which it cannot be renewed: pass what complete() or renew() returned, with all its fields.`,
  );
}
