import type { RenewedToken } from "../store.js";

/** For so many seconds the holder of a token that has ended is told that it has; then stores forget the token. */
export const TOLD_SECONDS = 86_400;

/**
 * The last second, since 1970, in which a token can be used or renewed; `undefined` when there is none.
 *
 * @example
 * import { secret } from "@oauth1/core";
 * const token = { tokenHash: "t1", secret: secret("s1"), expiresAt: 1191242156 };
 * endOf(token); // => 1191242156
 * endOf({ ...token, session: { handleHash: "h1" } }); // => undefined
 */
export function endOf({
  expiresAt,
  session,
}: Pick<RenewedToken, "expiresAt" | "session">): number | undefined {
  if (expiresAt === undefined || session === undefined) return expiresAt;
  return session.expiresAt === undefined ? undefined : Math.max(expiresAt, session.expiresAt);
}
