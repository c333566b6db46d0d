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
  const objects = new WeakMap<object, T>();
  return (key, parse) => {
    const known = typeof key === "string" ? texts.get(key) : objects.get(key);
    if (known !== undefined) return known;
    const parsed = parse();
    if (typeof key !== "string") objects.set(key, parsed);
    else {
      if (texts.size >= LIMIT) texts.clear();
      texts.set(key, parsed);
    }
    return parsed;
  };
}
