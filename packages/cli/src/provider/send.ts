import { createClient, type Session, type SessionLevel } from "@oauth1/client";
import { sign, type RequestParts } from "@oauth1/core";
import { sessionOf } from "@oauth1/emulator/description";
import { knownCredentials, signingCredentials, type CredentialFlags } from "../credentials.js";
import { asked, Refusal } from "../failure.js";
import type { Item } from "../input/item.js";
import { methodNamed } from "../methods.js";
import { readProfile, type Profile } from "../profiles.js";
import { connection } from "./connect.js";
import { findProvider } from "./find.js";

/** Sends a request as a profile's user, or its app alone, by the rules of its provider, and only there. */
export async function sendAs(
  profile: Profile,
  { method, url, headers, body }: RequestParts,
): Promise<Response> {
  const { model } = await findProvider(profile.provider ?? "");
  const options = await connection(model, profile);
  const { account } = profile;
  const session = await asked<Session<string, SessionLevel>>(() =>
    account === undefined
      ? createClient(options).consumerSession()
      : sessionOf(options, model, account),
  );
  // A path is relative to the API, whose URL may have one of its own.
  const place = url.startsWith("/") ? session.baseUrl + url : url;
  const init = { method, headers: new Headers(headers), ...(body !== undefined && { body }) };
  return asked(() => session.fetch(place, init));
}

/** Signs a request by the usual rules, and sends it. Rejects with a `Refusal` where no answer comes. */
export async function sendSigned(
  { request, given }: Item,
  flags: CredentialFlags & { readonly method?: string },
): Promise<Response> {
  const kept = flags.profile === undefined ? undefined : readProfile(flags.profile);
  const keyed = await methodNamed(flags.method ?? kept?.signatureMethod);
  const credentials = await signingCredentials(knownCredentials(given, flags), keyed);
  const { method } = keyed;
  const signed = await asked(() => sign(request, credentials, { method }));
  // A redirect would need a signature of its own.
  const init: RequestInit = { ...signed.request, redirect: "manual" };
  return fetch(signed.request.url, init).catch((error: unknown) => {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Refusal("network", `No answer came from ${new URL(request.url).host}: ${reason}`);
  });
}
