import { storedText } from "./storage/row.js";

/**
 * Text as it was given. Throws a TypeError for anything else, such as an id that is a number: what stores keep is text, and
 * who is 1 and who is 11 must not become the same there.
 *
 * @example
 * checkedText("user", "jane"); // => "jane"
 * try { checkedText("user", 11); } catch (error) { error.message; } // => "user is a number: pass text, such as String(user)."
 */
export function checkedText(name: string, value: unknown): string {
  if (typeof value === "string") return value;
  throw new TypeError(`${name} is ${kindOf(value)}: pass text, such as String(${name}).`);
}

/**
 * An id as it was given. Throws a TypeError for what is no text, for half a character, which no request can carry, and for
 * what is longer than 2,000 bytes as it is stored: a database could keep it, and not find it.
 *
 * @example
 * checkedId("user", "jane"); // => "jane"
 * try { checkedId("user", "x".repeat(2001)); } catch (error) { error.message; } // => "user is over 2000 bytes long: pass a hash of it."
 */
export function checkedId(name: string, value: unknown): string {
  const id = checkedText(name, value);
  if (!id.isWellFormed()) {
    throw new TypeError(`${name} holds half a character, a lone surrogate: pass whole ones.`);
  }
  if (new TextEncoder().encode(storedText(id)).length > MOST_BYTES) {
    throw new TypeError(`${name} is over ${MOST_BYTES} bytes long: pass a hash of it.`);
  }
  return id;
}

// An index of PostgreSQL takes 2,704, and one is over the user and the grant.
const MOST_BYTES = 2000;

/**
 * Throws a TypeError for what is no list of texts.
 *
 * @example
 * checkTexts("callbacks", ["oob"]); // => undefined
 * try { checkTexts("callbacks", "oob"); } catch (error) { error.message; } // => "callbacks is a string: pass a list of texts."
 */
export function checkTexts(name: string, value: unknown): void {
  const isList = Array.isArray(value) && value.every((one) => typeof one === "string");
  if (!isList) throw new TypeError(`${name} is ${kindOf(value)}: pass a list of texts.`);
}

function kindOf(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (Array.isArray(value)) return "a list with something else in it";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
