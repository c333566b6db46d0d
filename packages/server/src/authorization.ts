import type { Verdict } from "@oauth1/core";
import { formText } from "./answer.js";
import { callbackWith } from "./callback.js";
import { checkedId, checkedText } from "./checked-text.js";
import { hashVerifier, sha256 } from "./random.js";
import { confirmedScopes, describedScopes, type Scope } from "./scopes.js";
import type { Settings } from "./settings.js";
import { speaksOAuth10 } from "./temporary-credentials.js";

/** What a consent page shows: who asks, and where the answer will go. */
export interface PendingAuthorization {
  readonly consumer: { readonly key: string; readonly name: string };
  /** A URL, or `oob`. */
  readonly callback: string;
  /** What the consumer asks to be allowed; empty where the provider has no scopes. */
  readonly scopes: readonly Scope[];
  /** The last second, since 1970, in which the user can decide. */
  readonly expiresAt: number;
}

/** Where an approval goes: to the callback with the verifier in the URL, or to the user's eyes. */
export type ApprovalAnswer =
  | { readonly redirect: string; readonly verifier?: never; readonly callback?: never }
  | { readonly callback: "oob"; readonly verifier: string; readonly redirect?: never };

/** Where a denial goes: to the callback, or nowhere. There is never a verifier. */
export type DenialAnswer =
  | { readonly redirect: string; readonly callback?: never }
  | { readonly callback: "oob"; readonly redirect?: never };

/**
 * The pieces of a consent page (RFC 5849 section 2.2). Login, and a form that nobody else can post for the user,
 * are the page's; `token` is the `oauth_token` that the user arrived with.
 */
export interface Authorization {
  /** Reads what is to be decided. `token_rejected` when it is unknown, expired or decided already. */
  readonly inspect: (token: string) => Promise<Verdict<PendingAuthorization, "token_rejected">>;
  /**
   * Says yes for a logged-in user, once, to all that was asked for or to some of its scopes. This answer is the only place
   * where the verifier appears.
   */
  readonly approve: (decision: {
    readonly token: string;
    readonly user: string;
    readonly scopes?: readonly string[];
  }) => Promise<Verdict<ApprovalAnswer, "token_rejected">>;
  /** Says no, once: the temporary credentials are gone. */
  readonly deny: (decision: {
    readonly token: string;
    readonly user?: string;
  }) => Promise<Verdict<DenialAnswer, "token_rejected">>;
}

/**
 * The consent pieces of a provider (RFC 5849 section 2.2).
 *
 * @example
 * const authorization = createAuthorization(resolveSettings({ origins: ["https://photos.example.net"] }));
 * await authorization.inspect("nobody's"); // => { ok: false, problem: "token_rejected" }
 */
export function createAuthorization(settings: Settings): Authorization {
  const { store, emit, denialFields, now } = settings;
  return {
    inspect: (token) => inspect(settings, token),
    approve: (decision) => approve(settings, decision),
    async deny({ token, user }) {
      checkedText("token", token);
      if (user !== undefined) checkedText("user", user);
      // Made before anything is used up, so that an application's mistake leaves the question open.
      const fields = denialFields(token);
      formText(fields);
      const denied = await store.deny(await sha256(token), now());
      if (denied === undefined) return REJECTED;
      const { callback, consumer } = denied;
      emit({ type: "authorization_denied", consumer, ...(user === undefined ? {} : { user }) });
      if (callback === "oob") return { ok: true, callback };
      return { ok: true, redirect: callbackWith(callback, fields) };
    },
  };
}

const REJECTED = { ok: false, problem: "token_rejected" } as const;

async function approve(
  settings: Settings,
  { token, user, scopes: allowed }: Parameters<Authorization["approve"]>[0],
): Promise<Verdict<ApprovalAnswer, "token_rejected">> {
  const { store, emit, now } = settings;
  if (!user) throw new TypeError("Only a user can approve: pass the id of who is logged in.");
  checkedId("user", user);
  checkedText("token", token);
  const tokenHash = await sha256(token);
  const pending = await store.findTemporary(tokenHash, now());
  if (pending === undefined) return REJECTED;
  const { callback, consumer } = pending;
  const client = await store.findConsumer(consumer);
  if (client === undefined || client.disabled === true) return REJECTED;
  const scopes = confirmedScopes(pending.scopes, allowed);
  const verifier = speaksOAuth10(settings, consumer) ? "" : madeVerifier(settings, callback);
  const verifierHash = await hashVerifier(token, verifier);
  const approval = { tokenHash, user, verifierHash, ...(scopes && { scopes }) };
  if ((await store.approve(approval, now())) === undefined) return REJECTED;
  emit({ type: "authorization_approved", consumer, user, ...(scopes && { scopes }) });
  if (callback === "oob") return { ok: true, callback, verifier };
  const fields: [string, string][] = [["oauth_token", token]];
  if (verifier !== "") fields.push(["oauth_verifier", verifier]);
  return { ok: true, redirect: callbackWith(callback, fields) };
}

function madeVerifier({ verifier }: Settings, callback: string): string {
  const made = verifier(callback);
  if (typeof made === "string" && made !== "") return made;
  throw new TypeError(
    "verifier has made no text, and a consumer could bring back nothing else: answer with it at once.",
  );
}

async function inspect(
  { store, now, scopes }: Settings,
  token: string,
): Promise<Verdict<PendingAuthorization, "token_rejected">> {
  const temporary = await store.findTemporary(await sha256(checkedText("token", token)), now());
  if (temporary === undefined || temporary.user !== undefined) return REJECTED;
  const { callback, expiresAt } = temporary;
  const consumer = await store.findConsumer(temporary.consumer);
  if (consumer === undefined || consumer.disabled === true) return REJECTED;
  return {
    ok: true,
    consumer: { key: consumer.key, name: consumer.name },
    callback,
    scopes: describedScopes(scopes, temporary.scopes),
    expiresAt,
  };
}
