import { compositeCredentials, LoginError, type Account } from "@oauth1/client";
import { noLogin, nothing, type Arrival, type Errand } from "./errand.js";
import { completePushed, giveBack, passwordLogin } from "./legs.js";
import { messagePage } from "./pages.js";
import type { Partner } from "./partner.js";

/** Links an account by name and password. */
export async function sendPassword({ partner, keep, visit: { value } }: Errand): Promise<Response> {
  const { entrance } = partner;
  if (entrance.kind !== "x-auth") return nothing();
  const login = { username: value("username"), password: value("password") };
  return keep({ account: await passwordLogin(partner, entrance, login) });
}

/** Links an account by a token that the provider's pages have shown. */
export function takeToken({ partner, keep, visit: { value } }: Errand): Response {
  const { entrance } = partner;
  if (entrance.kind !== "pre-issued") return nothing();
  const { composite } = entrance;
  const token =
    composite === undefined
      ? { key: value("token").trim(), secret: value("secret").trim() }
      : compositeCredentials(value("composite").trim(), composite).token;
  return keep({ account: { version: 1, token } });
}

/** Takes a verifier that a provider sends. */
export function takePush({ partner, memory, visit: { value } }: Arrival): Response {
  if (partner?.entrance.kind !== "pushed-login") return nothing();
  if (value("oauth_consumer_key") !== partner.client.consumer.key)
    return messagePage("That is for another app", "The consumer key is not ours.", 400);
  memory.pushed.set(partner.model.id, value("oauth_verifier"));
  return new Response(null, { status: 204 });
}

/** Ends a login with the verifier that the provider has sent. */
export async function finishPush({ partner, keep, memory }: Errand): Promise<Response> {
  const { entrance, model } = partner;
  const verifier = memory.pushed.get(model.id);
  if (entrance.kind !== "pushed-login" || verifier === undefined) return noLogin();
  memory.pushed.delete(model.id);
  return keep({ account: await completePushed(partner, entrance, verifier) });
}

/** Forgets an account, and gives its token back where the provider takes it. */
export async function unlink({ partner, link: { account }, keep }: Errand): Promise<Response> {
  if (account !== undefined) await forgotten(partner, account);
  return keep({});
}

// A token that the provider does not know any more need not be given back.
async function forgotten(partner: Partner, account: Account): Promise<void> {
  await giveBack(partner, account).catch((error: unknown) => {
    if (!(error instanceof LoginError)) throw error;
  });
}
