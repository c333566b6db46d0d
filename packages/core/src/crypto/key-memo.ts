import type { AsymmetricKey } from "../asymmetric-key.js";

/** More keys than this are not kept; a server with more consumers hands in key objects, which need no parsing. */
const LIMIT = 1000;

/**
 * Remembers what keys were parsed to: objects for as long as they live, text for as long as there is room.
 *
 * @example
 * const memo = keyMemo<number>();
 * memo("pem", () => 1) + memo("pem", () => 2); // => 2
 */
export function keyMemo<T>(): (key: AsymmetricKey, parse: () => T) => T {
  const texts = new Map<string, T>();
  const objects = new WeakMap<object, { readonly modulus: unknown; readonly parsed: T }>();
  const ofText = (text: string, parse: () => T): T => {
    const known = texts.get(text);
    if (known !== undefined) return known;
    const parsed = parse();
    if (texts.size >= LIMIT) texts.clear();
    texts.set(text, parsed);
    return parsed;
  };
  return (key, parse) => {
    if (typeof key === "string") return ofText(key, parse);
    const last = objects.get(key);
    // A JSON Web Key can change, and no two keys have one modulus.
    if (last !== undefined && last.modulus === modulusOf(key)) return last.parsed;
    const parsed = parse();
    objects.set(key, { modulus: modulusOf(key), parsed });
    return parsed;
  };
}

function modulusOf(key: Exclude<AsymmetricKey, string>): unknown {
  return "n" in key ? key.n : undefined;
}
