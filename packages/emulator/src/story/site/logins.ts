import { seeOther } from "../../html.js";
import { errand, noLogin, nothing, type Errand } from "./errand.js";
import { callbackOf, loginLegs } from "./legs.js";

/** Begins a login, and sends the user to the provider. */
export async function beginLink({ partner, keep, visit }: Errand): Promise<Response> {
  const { entrance } = partner;
  if (entrance.kind !== "login") return nothing();
  const legs = await loginLegs(partner, entrance);
  const begun = await legs.begin(callbackOf(partner, entrance));
  const home = keep({ pending: { begun, next: visit.value("next") } });
  return begun.authorizationMethod === undefined ? seeOther(begun.authorizationUrl) : home;
}

/** Ends the login of a user who comes back, and begins the next one where that was asked for. */
export async function comeBack({
  partner,
  link,
  keep,
  visit,
  ...arrival
}: Errand): Promise<Response> {
  const { entrance } = partner;
  const { pending } = link;
  if (entrance.kind !== "login" || pending === undefined) return noLogin();
  // Whatever comes of it, this login is over.
  const done = keep({});
  const legs = await loginLegs(partner, entrance);
  const account = await legs.complete({ callbackUrl: visit.request.url }, pending.begun.temporary);
  keep({ account });
  const next = arrival.partners.find(({ model }) => model.id === pending.next);
  if (next === undefined) return done;
  return errand(beginLink)({ ...arrival, partner: next, visit: { ...visit, value: () => "" } });
}

/** Ends a login with a verifier that the user has typed. */
export async function typeVerifier({ partner, link, keep, visit }: Errand): Promise<Response> {
  const { entrance } = partner;
  const { pending } = link;
  if (entrance.kind !== "login" || pending === undefined) return noLogin();
  const legs = await loginLegs(partner, entrance);
  const verifier = visit.value("verifier").trim();
  return keep({ account: await legs.complete({ verifier }, pending.begun.temporary) });
}

/** Lets the user's own program say yes, and ends the login. */
export async function callProgram({ partner, link, keep, user }: Errand): Promise<Response> {
  const { entrance } = partner;
  const { pending } = link;
  if (entrance.kind !== "login" || pending === undefined) return noLogin();
  const { authorizationUrl, authorizationMethod: method = "GET", temporary } = pending.begun;
  const approval = await fetch(authorizationUrl, { method, headers: { "x-emulator-user": user } });
  const legs = await loginLegs(partner, entrance);
  return keep({ account: await legs.complete({ approval }, temporary) });
}
