import type { Verified } from "@oauth1/core";
import type { Why } from "./events.js";
import type { Settings } from "./settings.js";
import { follow, type Soon } from "./soon.js";

/**
 * Why a proved request is too old, too new or not the first of its kind (RFC 5849 section 3.3); `undefined` when it is
 * fresh. It comes last: only who has proved to hold the keys can make the store remember a nonce.
 *
 * @example
 * const settings = resolveSettings({ origins: ["https://photos.example.net"], now: () => 1_700_000_000_000 });
 * const verified = { consumerKey: "k", method: "HMAC-SHA1", transmission: "header", parameters: [], nonce: "n" };
 * (await staleness(settings, { ...verified, timestamp: 1_600_000_000 }, undefined))?.reason; // => "timestamp_refused"
 * await staleness(settings, { ...verified, timestamp: 1_700_000_000 }, undefined); // => undefined
 * (await staleness(settings, { ...verified, timestamp: 1_700_000_000 }, undefined))?.reason; // => "nonce_used"
 */
export function staleness(
  { store, methods, timestampWindow, now: clock }: Settings,
  { consumerKey, method, nonce = "", timestamp = 0 }: Verified,
  tokenHash: string | undefined,
): Soon<Why | undefined> {
  if (methods.find(({ name }) => name === method)?.usesNonce === false) return undefined;
  if (nonce.length > MAX_NONCE) {
    return { reason: "parameter_rejected", advice: `oauth_nonce is over ${MAX_NONCE} characters.` };
  }
  const now = clock();
  if (Math.abs(now - timestamp) > timestampWindow) {
    const advice = `This server accepts timestamps from ${now - timestampWindow} to ${now + timestampWindow}.`;
    return { reason: "timestamp_refused", advice };
  }
  const expiresAt = timestamp + timestampWindow;
  const use =
    tokenHash === undefined
      ? { consumer: consumerKey, timestamp, nonce, expiresAt }
      : { consumer: consumerKey, tokenHash, timestamp, nonce, expiresAt };
  return follow(store.consumeNonce(use, now), (outcome) => NONCE_OUTCOMES[outcome]);
}

// Longer ones are no use to a consumer and would fill the store.
const MAX_NONCE = 256;

const NONCE_OUTCOMES: Readonly<Record<"fresh" | "full" | "used", Why | undefined>> = {
  fresh: undefined,
  full: { reason: "nonce_store_full" },
  used: { reason: "nonce_used" },
};
