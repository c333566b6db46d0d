import { encode } from "@oauth1/core";
import { readCredentials, readFields } from "./answer.js";
import type { Account, AccountOf, ProviderDescription } from "./description.js";
import { LoginError } from "./errors.js";
import type { Transport } from "./transport.js";
import { trusted } from "./trusted.js";

/** The first half of a login: where to send the user, and what to keep until the user comes back. */
export interface Begun {
  readonly authorizationUrl: string;
  readonly temporary: TemporaryCredentials;
}

/** Temporary credentials as plain JSON, to keep with the user's browser session and nowhere else. */
export interface TemporaryCredentials {
  readonly version: 1;
  readonly provider: string;
  readonly token: { readonly key: string; readonly secret: string };
}

/** How the user came back: to the callback URL, or with a verifier that was read from the provider's page. */
export type Completion =
  | { readonly temporary: TemporaryCredentials; readonly callbackUrl: string | URL }
  | { readonly temporary: TemporaryCredentials; readonly verifier: string };

/**
 * Gets temporary credentials (RFC 5849 section 2.1). `callback` is an absolute URL, or `oob` for a login without one.
 * Rejects with a `LoginError` when the provider refuses or does not confirm the callback.
 */
export async function begin(
  provider: ProviderDescription,
  transport: Transport,
  callback: string,
): Promise<Begun> {
  const { method, url } = provider.temporaryCredentials;
  const response = await transport.send(new Request(transport.locate(url), { method }), {
    parameters: [["oauth_callback", callback]],
  });
  const answer = await readCredentials(response, "temporary_credentials_refused");
  // One server framework answers "True".
  if (answer.value("oauth_callback_confirmed")?.toLowerCase() !== "true") {
    throw answer.error(
      "callback_not_confirmed",
      `${provider.name} did not confirm the callback, so whoever intercepts it could take over the login.`,
    );
  }
  const authorization = new URL(transport.locate(provider.authorization.url));
  const query = `oauth_token=${encode(answer.token.key)}`;
  authorization.search = authorization.search === "" ? query : `${authorization.search}&${query}`;
  return {
    authorizationUrl: authorization.href,
    temporary: { version: 1, provider: provider.id, token: answer.token },
  };
}

/**
 * Exchanges temporary credentials and verifier for token credentials (RFC 5849 section 2.3). Rejects with a
 * `LoginError` when the user said no, when the callback belongs to another login, and when the provider refuses.
 */
export async function complete<const D extends ProviderDescription>(
  provider: D,
  transport: Transport,
  completion: Completion,
): Promise<AccountOf<D>> {
  const { temporary } = completion;
  checkOrigin(provider, temporary);
  const verifier =
    "verifier" in completion
      ? completion.verifier
      : readCallback(
          provider,
          temporary,
          new URL(completion.callbackUrl, "http://callback.invalid"),
        );
  const { method, url, fields } = provider.tokenCredentials;
  const response = await transport.send(new Request(transport.locate(url), { method }), {
    credentials: transport.withToken(temporary.token),
    parameters: [["oauth_verifier", verifier]],
  });
  const answer = await readCredentials(response, "token_credentials_refused");
  const account: Account = { version: 1, token: answer.token };
  return trusted<AccountOf<D>>({ ...readFields(answer, fields), ...account });
}

// The app may have kept anything: this is data from outside, whatever its type says.
function checkOrigin(
  { id }: ProviderDescription,
  temporary: { readonly version: number; readonly provider: string },
): void {
  if (temporary.version === 1 && temporary.provider === id) return;
  throw new TypeError(
    `These temporary credentials are not of a login with ${id}: pass what this client's begin() returned.`,
  );
}

function readCallback(
  { name, deniedParameter }: ProviderDescription,
  { token }: TemporaryCredentials,
  { searchParams }: URL,
): string {
  const oauthProblem = searchParams.get("oauth_problem") ?? undefined;
  if (
    oauthProblem !== undefined ||
    (deniedParameter !== undefined && searchParams.has(deniedParameter))
  ) {
    throw new LoginError("denied", `${name} says that the login was denied.`, { oauthProblem });
  }
  if (searchParams.get("oauth_token") !== token.key) {
    throw new LoginError(
      "token_mismatch",
      "The callback belongs to another login than the one that was begun here: begin again.",
    );
  }
  const verifier = searchParams.get("oauth_verifier");
  if (verifier !== null && verifier !== "") return verifier;
  throw new LoginError("verifier_missing", `The callback of ${name} carries no oauth_verifier.`);
}
