import { sign } from "@oauth1/core";
import { knownCredentials, signingCredentials, type CredentialFlags } from "../credentials.js";
import { asked, reasonOf, Refusal } from "../failure.js";
import type { Item } from "../input/item.js";
import { methodNamed } from "../methods.js";
import { readProfile } from "../profiles.js";

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
  const outgoing = await asked(() => new Request(signed.request.url, init));
  return fetch(outgoing).catch((error: unknown) => {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const reason = cause instanceof Error ? reasonOf(cause) : String(cause);
    throw new Refusal("network", `No answer came from ${new URL(request.url).host}: ${reason}`);
  });
}
