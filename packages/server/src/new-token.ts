import { secret } from "@oauth1/core";
import type { FormFields } from "./answer.js";
import { randomHex, sha256 } from "./random.js";
import type { Settings } from "./settings.js";
import type { RenewedToken } from "./store.js";

/** Token credentials as they are handed out, once, and as they are stored. */
export interface MintedToken {
  readonly fields: FormFields;
  readonly stored: RenewedToken;
}

/**
 * Makes token credentials (RFC 5849 section 2.3), with a session handle and lifetimes where the provider has them (OAuth
 * Session 1.0).
 *
 * @example
 * const { fields } = await mintToken(resolveSettings({ origins: ["https://photos.example.net"], tokenLifetime: 3600 }));
 * fields.map(([name]) => name); // => ["oauth_token", "oauth_token_secret", "oauth_expires_in"]
 */
export async function mintToken({
  tokenLifetime,
  sessionLifetime,
  now: clock,
}: Pick<Settings, "now" | "sessionLifetime" | "tokenLifetime">): Promise<MintedToken> {
  const token = randomHex(16);
  const tokenSecret = randomHex(32);
  const handle = randomHex(16);
  const now = clock();
  const fields: [string, string][] = [
    ["oauth_token", token],
    ["oauth_token_secret", tokenSecret],
  ];
  if (tokenLifetime !== undefined) fields.push(["oauth_expires_in", String(tokenLifetime)]);
  if (sessionLifetime !== undefined) {
    fields.push(["oauth_session_handle", handle]);
    fields.push(["oauth_authorization_expires_in", String(sessionLifetime)]);
  }
  const stored = {
    tokenHash: await sha256(token),
    secret: secret(tokenSecret),
    ...(tokenLifetime !== undefined && { expiresAt: now + tokenLifetime }),
    ...(sessionLifetime !== undefined && {
      session: { handleHash: await sha256(handle), expiresAt: now + sessionLifetime },
    }),
  };
  return { fields, stored };
}
