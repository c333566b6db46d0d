import { expose } from "@oauth1/core";
import type { FlowModel, PushedLoginModel } from "@oauth1/descriptor";
import { randomHex } from "@oauth1/server";
import { hashOf, seconds, type Emulation } from "../emulation.js";
import { consumerOf } from "../issued-token.js";
import { exchangeVerifier, issueTemporary } from "../logins.js";
import type { Route } from "../routes.js";
import { stepRoute } from "../step.js";
import { checkUser } from "../user.js";

/** The two signed legs. What was pushed to the app counts as the user's yes. */
export function pushedLoginRoutes(emulation: Emulation, flow: PushedLoginModel): readonly Route[] {
  const verifier = { name: "oauth_verifier", in: flow.tokenCredentials.verifierIn, required: true };
  return [
    stepRoute(emulation, {
      name: "temporaryCredentials",
      purpose: "temporary_credentials",
      token: "none",
      endpoint: flow.temporaryCredentials,
      async answer({ consumer: { key } }) {
        const asked = { consumer: key, callback: "oob" };
        const { token, fields } = await issueTemporary(emulation, flow.temporaryCredentials, asked);
        const pushed = emulation.pushed.get(key);
        if (pushed !== undefined) {
          const approval = {
            tokenHash: await hashOf(token),
            user: pushed.user,
            verifierHash: await hashOf(pushed.verifier),
          };
          await emulation.store.approve(approval, seconds(emulation));
        }
        return fields;
      },
    }),
    stepRoute(emulation, {
      name: "tokenCredentials",
      purpose: "token_credentials",
      token: "temporary",
      endpoint: flow.tokenCredentials,
      expects: [verifier],
      answer: (proof, visit) =>
        exchangeVerifier(emulation, flow.tokenCredentials, { proof, visit, wantsVerifier: true }),
    }),
  ];
}

/** To whom a verifier is pushed, for whom, and where. */
export interface Push {
  /** The consumer's key; the app that was registered last by default. */
  readonly consumer?: string;
  /** `alice` by default. */
  readonly user?: string;
  /** The app's, which gets the fields by POST; nothing is sent where it is absent. */
  readonly url?: string | URL;
}

/** What an app gets. */
export interface Pushed {
  readonly verifier: string;
  /** The form, as it is posted. */
  readonly form: URLSearchParams;
  /** What the app has answered, where it was sent. */
  readonly status?: number;
}

/**
 * Whether a provider sends verifiers to apps.
 *
 * @example
 * pushesVerifiers({ oauth: { flows: [{ kind: "two-legged" }] } }); // => false
 */
export function pushesVerifiers({
  oauth: { flows },
}: {
  readonly oauth: { readonly flows: readonly Pick<FlowModel, "kind">[] };
}): boolean {
  return flows.some(({ kind }) => kind === "pushed-login");
}

/**
 * Sends an app a verifier, with the app's own credentials. Rejects with a TypeError where the provider does no such thing, and
 * where there is no such app, or none that answers.
 */
export async function pushVerifier(
  emulation: Emulation,
  { consumer: wanted, user = "alice", url }: Push = {},
): Promise<Pushed> {
  const { model } = emulation;
  if (!pushesVerifiers(model))
    throw new TypeError(`${model.name} pushes no verifiers to apps: log in, with client.begin().`);
  checkUser(user);
  const { key, secret } = await consumerOf(emulation, wanted);
  const verifier = randomHex(16);
  emulation.pushed.set(key, { verifier, user });
  const form = new URLSearchParams({
    oauth_consumer_key: key,
    oauth_consumer_secret: expose(secret),
    oauth_verifier: verifier,
  });
  if (url === undefined) return { verifier, form };
  return { verifier, form, status: await post(emulation, url, form) };
}

async function post(
  { closing }: Pick<Emulation, "closing">,
  url: string | URL,
  body: URLSearchParams,
): Promise<number> {
  if (!URL.canParse(url) || !/^https?:/i.test(String(url)))
    throw new TypeError(`${url} is no URL to push to: write the app's, with http or https.`);
  const signal = AbortSignal.any([closing, AbortSignal.timeout(PATIENCE)]);
  const pushed = fetch(url, { method: "POST", body, redirect: "manual", signal });
  const answer = await pushed.catch((cause: unknown) => {
    throw new TypeError(`The app at ${url} has not answered: is it running?`, { cause });
  });
  // A body that nobody reads would hold the connection.
  await answer.body?.cancel();
  return answer.status;
}

const PATIENCE = 30_000;
