import { hashText } from "@oauth1/core";
import { isLater, type Soon } from "./soon.js";

/**
 * The hash that a store knows a token by. A token comes with many calls, and hashing it takes longer than finding it, so
 * the hashes of those that came lately are kept.
 *
 * @example
 * await tokenHash("nnch734d00sl2jdk"); // => "u5sRYzOLKlFJWDStXGVCBEPWMnOBzw+U6/krEX8gnXI="
 */
export function tokenHash(token: string): Soon<string> {
  const known = recent.get(token);
  if (known !== undefined) return known;
  const hash = hashText("SHA-256", token);
  if (isLater(hash) || token.length > LONGEST) return hash;
  if (recent.size === MOST) recent.clear();
  recent.set(token, hash);
  return hash;
}

const recent = new Map<string, string>();

const MOST = 1000;

// Nobody can fill the memory with tokens that there are none of.
const LONGEST = 256;
