import { expose } from "@oauth1/core";
import type { OperationModel } from "@oauth1/descriptor";
import type { TokenRecord } from "@oauth1/server";
import { challenge, refusalStatus, type Refusal } from "../answers.js";
import { hashOf, rulesOf, seconds, type Emulation } from "../emulation.js";
import type { Pairs } from "../places.js";
import { escaped } from "../pattern.js";
import { prove, type Proof } from "../prove.js";
import type { Visit } from "../visit.js";
import type { ApiProblem } from "./errors.js";

/** Who calls. */
export interface Caller {
  /** `alice` where nobody is signed in. */
  readonly user: string;
  /** Whose calls are counted together. */
  readonly who: string;
}

/** Finds out who calls, by what the operation wants: nothing, the consumer key, the consumer's signature, or a token. */
export async function authenticate(
  emulation: Emulation,
  operation: OperationModel,
  { visit, signedText }: { readonly visit: Visit; readonly signedText: Pairs | undefined },
): Promise<Caller | ApiProblem> {
  const { authentication, key } = emulation.model.api;
  const { auth } = operation;
  if (auth === "none") return { user: NOBODY, who: "" };
  // The parameter may be oauth_consumer_key itself.
  const isSigned = visit.carrier?.value("oauth_signature") !== undefined;
  if (auth === "key" && !isSigned && key !== undefined) {
    const given = key.in === "query" ? visit.value(key.name) : (visit.header(key.name) ?? "");
    const consumer = await emulation.store.findConsumer(given);
    if (consumer !== undefined) return { user: NOBODY, who: given };
    return refused({
      problem: "consumer_key_unknown",
      advice: `The ${key.in} parameter ${key.name} has to be the key of a registered app.`,
    });
  }
  if (auth === "token" && authentication !== undefined) return unsigned(emulation, visit);
  const proved = await prove(emulation, visit, {
    purpose: "resource",
    name: operation.id,
    rules: rulesOf(emulation, operation),
    methods: emulation.model.oauth.signatureMethods.map(({ name }) => name),
    token: auth === "token" ? "access" : "optional",
    secretIs: hasLiveSessions(emulation) ? "live" : "key",
    ...(signedText === undefined ? {} : { signedText }),
  });
  if (!proved.ok) return refused(proved);
  return callerOf(emulation, proved);
}

const NOBODY = "alice";

function hasLiveSessions({ model }: Emulation): boolean {
  return model.oauth.flows.some(({ kind }) => kind === "live-session");
}

function callerOf(emulation: Emulation, { consumer, token, granted }: Proof): Caller | ApiProblem {
  if (isExpired(emulation, granted)) return refused(EXPIRED);
  return { user: granted?.user ?? NOBODY, who: `${consumer.key} ${token}` };
}

/** Whether a token has lived as long as the descriptor says. */
export function isExpired(
  emulation: Pick<Emulation, "now">,
  granted: TokenRecord | undefined,
): boolean {
  return granted?.expiresAt !== undefined && granted.expiresAt < seconds(emulation);
}

/** What a call with such a token is told. */
export const EXPIRED: Refusal = { problem: "token_expired", advice: "oauth_token has expired." };

/**
 * What a refused call is told.
 *
 * @example
 * refused({ problem: "nonce_used", advice: "Make a new nonce." }).status; // => 401
 */
export function refused({ problem, advice }: Refusal): ApiProblem {
  const status = refusalStatus(problem);
  const headers = status === 401 ? challenge({ problem, advice }) : {};
  return { status, code: problem, message: advice, headers };
}

// Instead of a signature, the descriptor says, a call carries the token itself.
async function unsigned(emulation: Emulation, visit: Visit): Promise<Caller | ApiProblem> {
  const { headers = [], query = [] } = emulation.model.api.authentication ?? {};
  const found = new Map<string, string>();
  for (const [name, template] of headers) {
    const values = credentialsIn(template, visit.header(name) ?? "");
    if (values === undefined) return missing(`the header ${name}`, template);
    for (const [part, value] of values) found.set(part, value);
  }
  for (const [name, template] of query) {
    const values = credentialsIn(template, visit.value(name));
    if (values === undefined) return missing(`the query parameter ${name}`, template);
    for (const [part, value] of values) found.set(part, value);
  }
  return holderOf(emulation, found);
}

function missing(where: string, template: string): ApiProblem {
  const advice = `Calls are not signed, but carry ${JSON.stringify(template)} in ${where}.`;
  return refused({ problem: "parameter_absent", advice });
}

async function holderOf(
  emulation: Emulation,
  found: ReadonlyMap<string, string>,
): Promise<Caller | ApiProblem> {
  const secret = found.get("secret");
  const key = found.get("key") ?? emulation.keyOfSecret.get(secret ?? "") ?? "";
  const granted = await emulation.store.findToken(await hashOf(key));
  const fits =
    granted !== undefined &&
    (secret ?? expose(granted.secret)) === expose(granted.secret) &&
    (found.get("consumerKey") ?? granted.consumer) === granted.consumer;
  if (!fits)
    return refused({
      problem: "token_rejected",
      advice: "The token of this call is unknown or revoked, or does not belong to this app.",
    });
  if (isExpired(emulation, granted)) return refused(EXPIRED);
  return { user: granted.user, who: `${granted.consumer} ${key}` };
}

/**
 * The credentials in a text that a template describes; `undefined` for another text. A cookie may stand among others, and a
 * secret beside its key may be empty.
 *
 * @example
 * credentialsIn("Bearer {key}", "Bearer abc"); // => [["key", "abc"]]
 * credentialsIn("session={key}", "lang=en; session=abc"); // => [["key", "abc"]]
 * credentialsIn("Token {key}:{secret}", "Token abc:"); // => [["key", "abc"], ["secret", ""]]
 */
export function credentialsIn(template: string, text: string): Pairs | undefined {
  const pieces = template.split(/\{(key|secret|consumerKey)\}/);
  const names = pieces.filter((_, at) => at % 2 === 1);
  // A secret that stands alone is all that tells whose call it is.
  const least = (name: string): string => (name === "secret" && names.includes("key") ? "*" : "+");
  const parts = pieces.map((piece, at) =>
    at % 2 === 1 ? `([^\\s,;]${least(piece)}?)` : escaped(piece),
  );
  const pattern = new RegExp(`^${parts.join("")}$`);
  for (const piece of [text, ...text.split(/;\s*/)]) {
    const match = pattern.exec(piece);
    if (match !== null) return names.map((name, at) => [name, match[at + 1] ?? ""]);
  }
  return undefined;
}
