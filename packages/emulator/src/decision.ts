import { encode, formatForm } from "@oauth1/core";
import type { CallbackModel, DescribedDenial, LoginModel } from "@oauth1/descriptor";
import { randomDigits, randomHex } from "@oauth1/server";
import { fieldText } from "./account.js";
import { hashOf, seconds, type Emulation } from "./emulation.js";
import { strikes } from "./faults.js";
import type { Pairs } from "./places.js";
import type { Visit } from "./visit.js";

/** What a user says to a login. */
export interface Decision {
  readonly token: string;
  readonly user: string;
  readonly says: "no" | "yes";
  /** Where the user comes back to, where the authorization URL says so. */
  readonly callback: string;
  /** The request that says so. */
  readonly visit: Pick<Visit, "header">;
}

/** What came of it: a URL to send the user to, a verifier to read, or nothing but the word itself. */
export interface Decided {
  readonly says: "no" | "yes";
  readonly redirect: string | undefined;
  readonly verifier: string | undefined;
}

/** Decides a login, once (RFC 5849 section 2.2); `undefined` where there is nothing to decide any more. */
export async function decide(
  emulation: Emulation,
  { callback: described }: Pick<LoginModel, "callback">,
  decision: Decision,
): Promise<Decided | undefined> {
  const isForced = strikes(emulation, decision.visit, ["denied", "authorization"]);
  return decision.says === "no" || isForced
    ? deny(emulation, described, decision)
    : approve(emulation, described, decision);
}

async function deny(
  { store, emit, now }: Emulation,
  described: CallbackModel,
  decision: Decision,
): Promise<Decided | undefined> {
  const { token, user } = decision;
  const denied = await store.deny(await hashOf(token), seconds({ now }));
  if (denied === undefined) return undefined;
  emit({ type: "authorization_denied", consumer: denied.consumer, user });
  const callback = callbackOf(denied.callback, decision);
  const redirect = returnUrl(callback, denialPairs(described, token));
  return { says: "no", redirect, verifier: undefined };
}

async function approve(
  emulation: Emulation,
  described: CallbackModel,
  decision: Decision,
): Promise<Decided | undefined> {
  const { store, emit } = emulation;
  const { token, user } = decision;
  const tokenHash = await hashOf(token);
  const now = seconds(emulation);
  const pending = await store.findTemporary(tokenHash, now);
  if (pending === undefined) return undefined;
  const callback = callbackOf(pending.callback, decision);
  const verifier = verifierFor(emulation, described, callback);
  const approval = { tokenHash, user, verifierHash: await hashOf(verifier) };
  const approved = await store.approve(approval, now);
  if (approved === undefined) return undefined;
  emit({ type: "authorization_approved", consumer: approved.consumer, user });
  const redirect = returnUrl(callback, approvalPairs(described, { token, verifier, user }));
  return { says: "yes", redirect, verifier: verifier === "" ? undefined : verifier };
}

function callbackOf(fixed: string, { callback }: Decision): string {
  return fixed === "" ? callback : fixed;
}

function verifierFor(emulation: Emulation, { verifier }: CallbackModel, callback: string): string {
  if (emulation.model.oauth.revision === "1.0") return "";
  return callback === "oob" ? sampleVerifier(verifier) : randomHex(16);
}

function approvalPairs(
  { tokenParameter, verifierParameter, fields }: CallbackModel,
  {
    token,
    verifier,
    user,
  }: { readonly token: string; readonly verifier: string; readonly user: string },
): Pairs {
  return [
    [tokenParameter, token],
    ...(verifier === "" ? [] : ([[verifierParameter, verifier]] as const)),
    ...fields.map((field) => [field.name, fieldText(field, user)] as const),
  ];
}

function denialPairs({ denied: [sign], tokenParameter }: CallbackModel, token: string): Pairs {
  const login = [tokenParameter, token] as const;
  if (sign === undefined) return [login, ["oauth_problem", "user_refused"]];
  const { parameter, equals }: DescribedDenial = sign;
  return equals === undefined ? [[parameter, token]] : [login, [parameter, equals]];
}

function returnUrl(callback: string, pairs: Pairs): string | undefined {
  if (callback === "oob" || callback === "") return undefined;
  const joint = !callback.includes("?") ? "?" : /[?&]$/.test(callback) ? "" : "&";
  const fields = formatForm(pairs.map(([name, value]) => [encode(name), encode(value)]));
  return `${callback}${joint}${fields}`;
}

/**
 * A verifier that a user can type: like the described example, with other digits and letters, as long as the pattern
 * allows it; eight digits where nothing is described.
 *
 * @example
 * const verifier = sampleVerifier({ pattern: "^[0-9]{3}-[0-9]{3}$", example: "123-456" });
 * /^[0-9]{3}-[0-9]{3}$/.test(verifier); // => true
 * sampleVerifier({ pattern: "^A-7$", example: "A-7" }); // => "A-7"
 */
export function sampleVerifier(
  described: { readonly pattern: string; readonly example: string } | undefined,
): string {
  if (described === undefined) return randomDigits(8);
  const { pattern, example } = described;
  const like = example
    .replace(/[0-9]/g, () => randomDigits(1))
    .replace(/[a-z]/g, letter)
    .replace(/[A-Z]/g, () => letter().toUpperCase());
  return new RegExp(pattern).test(like) ? like : example;
}

function letter(): string {
  return String.fromCharCode("a".charCodeAt(0) + (Number(randomDigits(4)) % 26));
}
