import { sealingBox, type SealingKey } from "./sealing-box.js";
import { parseTemporary, type TemporaryCredentials } from "./login/temporary.js";

/** How long sealed credentials can be opened. */
export interface SealOptions {
  /** In seconds; 600 by default. */
  readonly lifetime?: number;
  /** Milliseconds since 1970; `Date.now` by default. */
  readonly now?: () => number;
}

/**
 * Encrypts temporary credentials, for an app that has nowhere to keep them but the user's browser: as a cookie, never in a
 * URL. The text is safe in both. Of several keys the first seals, and each opens. Rejects with a TypeError for a key that is
 * too short.
 *
 * @example
 * const key = "a secret of at least 32 characters";
 * const temporary = { version: 1, provider: "photos", token: { key: "hh5s93j4", secret: "hdhd0244" } } as const;
 * const sealed = await sealTemporary(temporary, key);
 * sealed.includes("hdhd0244"); // => false
 * await openTemporary(sealed, key); // => { version: 1, provider: "photos", token: { key: "hh5s93j4", secret: "hdhd0244" } }
 */
export async function sealTemporary(
  temporary: TemporaryCredentials,
  key: SealingKey | readonly SealingKey[],
  options: SealOptions = {},
): Promise<string> {
  return sealingBox(key, PURPOSE).seal(temporary, options);
}

/**
 * The temporary credentials of a sealed text. `undefined` when it is not one that was sealed with this key, when somebody has
 * changed it, and when its time is over: the login has to begin again. Rejects with a TypeError for a key that is too short.
 *
 * @example
 * await openTemporary("what a browser sends", "a secret of at least 32 characters"); // => undefined
 */
export async function openTemporary(
  sealed: string,
  key: SealingKey | readonly SealingKey[],
  { now }: Pick<SealOptions, "now"> = {},
): Promise<TemporaryCredentials | undefined> {
  return parseTemporary(await sealingBox(key, PURPOSE).open(sealed, now));
}

const PURPOSE = "temporary credentials";
