import { encode, formatForm } from "@oauth1/core";
import type { LoginModel } from "@oauth1/descriptor";
import { registeredCallback } from "@oauth1/server";
import { hashOf, seconds, type Emulation } from "./emulation.js";
import type { Pairs } from "./places.js";
import type { Visit } from "./visit.js";

/** A visit of the authorization URL, and what stands for the placeholders of its path. */
export interface AuthorizationVisit {
  readonly visit: Visit;
  readonly values: ReadonlyMap<string, string>;
}

/** The URL that a login is decided at, as the provider itself would write it. */
export function authorizationUrl(
  { urls }: Pick<Emulation, "urls">,
  { authorization }: LoginModel,
  { token, consumer }: { readonly token: string; readonly consumer: string },
): string {
  const { url, tokenParameter, consumerKeyParameter } = authorization;
  const filled = urls
    .locate(urls.fill(url))
    .replaceAll("{oauth_token}", encode(token))
    .replaceAll("{oauth_consumer_key}", encode(consumer));
  const pairs: Pairs = [
    ...(tokenParameter === undefined ? [] : ([[tokenParameter, token]] as const)),
    ...(consumerKeyParameter === undefined ? [] : ([[consumerKeyParameter, consumer]] as const)),
  ];
  const query = formatForm(pairs.map(([name, value]) => [encode(name), encode(value)]));
  if (query === "") return filled;
  return `${filled}${filled.includes("?") ? "&" : "?"}${query}`;
}

/**
 * The token that a visit of the authorization URL is about; the empty text where it names none.
 *
 * @example
 * const visit = visitOf({ method: "GET", url: "http://127.0.0.1/authorize?token=t" });
 * tokenOf({ authorization: { tokenParameter: "token" } }, visit, new Map()); // => "t"
 */
export function tokenOf(
  {
    authorization: { tokenParameter },
  }: { readonly authorization: Pick<LoginModel["authorization"], "tokenParameter"> },
  { value }: Visit,
  values: ReadonlyMap<string, string>,
): string {
  // One page may have it in its path, and another of the same login in its query.
  return values.get("oauth_token") ?? value(tokenParameter ?? "oauth_token");
}

/** Where the user comes back to, where the authorization URL says so; the empty text where it does not. */
export function callbackOf(
  { model }: Pick<Emulation, "model">,
  { authorization: { callbackParameter } }: LoginModel,
  { value }: Visit,
): string {
  return model.oauth.revision === "1.0" ? value(callbackParameter ?? "oauth_callback") : "";
}

/**
 * What is wrong with a callback that an app names, as a sentence: it has to be one that it has registered or, where it has
 * registered none, any that a browser only goes to. `undefined` where nothing is.
 *
 * @example
 * callbackFlaw("https://a.example/cb", []); // => undefined
 * callbackFlaw("javascript:alert(1)", []); // => "The callback is not one that a browser only goes to."
 */
export function callbackFlaw(callback: string, registered: readonly string[]): string | undefined {
  if (callback === "oob") return undefined;
  if (registered.length > 0) {
    if (registeredCallback(callback, registered)) return undefined;
    return `The callback is not among the app's registered ones: ${registered.join(", ")}.`;
  }
  if (!/^[!-~]*$/.test(callback) || callback.includes("\\"))
    return "The callback holds a character that a URL does not: percent-encode it.";
  if (callback.includes("#")) return "The callback has a fragment, which the app would not get.";
  if (!URL.canParse(callback)) return "The callback is not an absolute URL.";
  const isRun = /^(?:data|javascript|vbscript):/i.test(callback);
  return isRun ? "The callback is not one that a browser only goes to." : undefined;
}

/** What is wrong with a visit of the authorization URL, as a sentence; `undefined` where a user can decide. */
export async function loginProblem(
  emulation: Emulation,
  flow: LoginModel,
  { visit, values }: AuthorizationVisit,
): Promise<string | undefined> {
  const { consumerKeyParameter, callbackParameter, parameters } = flow.authorization;
  const token = tokenOf(flow, visit, values);
  const pending = await emulation.store.findTemporary(await hashOf(token), seconds(emulation));
  if (pending === undefined || pending.user !== undefined) return OVER;
  const keys = [
    consumerKeyParameter === undefined ? undefined : visit.value(consumerKeyParameter),
    values.get("oauth_consumer_key"),
  ];
  if (keys.some((key) => key !== undefined && key !== pending.consumer))
    return `The URL has to name the app: ${consumerKeyParameter ?? "its path"} holds the consumer key.`;
  // Who reads a verifier comes back nowhere, and need not say so twice.
  const usual = pending.callback === "oob" ? "oob" : "";
  const repeated =
    callbackParameter === undefined ? pending.callback : visit.value(callbackParameter) || usual;
  if (pending.callback !== "" && repeated !== pending.callback)
    return `${callbackParameter} has to be the callback that the login was begun with.`;
  const named = callbackOf(emulation, flow, visit);
  const consumer = await emulation.store.findConsumer(pending.consumer);
  const flaw = named === "" ? undefined : callbackFlaw(named, consumer?.callbacks ?? []);
  if (flaw !== undefined) return flaw;
  const missing = parameters.find(
    ({ name, required, value }) =>
      (required || value !== undefined) && !visit.query.some(([given]) => given === name),
  );
  return missing === undefined ? undefined : `The URL lacks ${missing.name}.`;
}

const OVER =
  "It is unknown, it has expired, or it was answered already. Go back to the app and start again.";
