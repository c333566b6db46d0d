import type { HashName } from "../crypto/platform.js";
import type { Target } from "../request.js";
import type { Field, FieldSource } from "../reading/collect.js";
import type { Proxied } from "./proxied.js";

/** What was sent: the facts that no mistake changes. */
export interface Sent {
  /** As it was given, before any URL parser had it. */
  readonly url: string;
  readonly verb: string;
  readonly target: Target;
  readonly fields: readonly Field[];
  readonly realm?: string;
  /** The signature in the request, where another one is asked about. */
  readonly carried?: string;
  /** A body that is no form, as far as it can be read without consuming it. */
  readonly content?: string;
  /** The text fields of a multipart body. */
  readonly parts: readonly (readonly [name: string, value: string])[];
  readonly proxied: Proxied;
  readonly otherSecrets: readonly string[];
  /** The hashes that can be mistaken for each other. */
  readonly hmacs: readonly Mac[];
}

/** A parameter that takes part in the signature; `body` where only a mistake counts it. */
export interface Counted {
  readonly source: FieldSource | "body";
  readonly name: string;
  readonly value: string;
  readonly raw: string;
}

/** A parameter as the signer wrote it. */
export interface Spelled {
  readonly field: Counted;
  readonly name: string;
  readonly value: string;
}

/** The URI of the base string in its pieces. */
export interface Uri {
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
  /** Nothing, where nothing is wrong. */
  readonly tail: string;
}

/** How a key of two secrets is made. */
export interface Key {
  readonly consumer: string;
  readonly token: string;
  readonly write: (secret: string) => string;
  readonly join: (consumer: string, token: string) => string;
  readonly charset: "utf-8" | "latin-1";
}

/** What is signed, with what, and the signature that should come of it. */
export interface Signing extends Pick<Candidate, "text" | "key"> {
  readonly charset: Key["charset"];
  readonly signature: string;
}

/** How a base string and a key become a signature. */
export interface Mac {
  /** The hash, where it is an HMAC. */
  readonly hash?: HashName;
  readonly usesText: boolean;
  readonly usesKey: boolean;
  readonly matches: (signing: Signing) => boolean | Promise<boolean>;
}

/**
 * Every step of a signer as a value: RFC 5849 section 3.4 with the mistakes put in. The parts follow each other as the
 * steps do, and each can be replaced on its own, so mistakes compose.
 */
export interface Draft {
  readonly sent: Sent;
  readonly verb: string;
  readonly uri: Uri;
  readonly fields: readonly Counted[];
  readonly spell: (field: Counted) => Spelled;
  readonly sort: (list: readonly Spelled[]) => readonly Spelled[];
  /**
   * Encodes a piece of the base string: 0 the method, 1 the URI, 2 the parameters. Of these it is given one at a time, for
   * what it makes of a text is what it makes of the parts.
   */
  readonly piece: (text: string, index: number) => string;
  readonly join: (pieces: readonly string[]) => string;
  /** What follows the base string: nothing, where nothing is wrong. */
  readonly ending: string;
  readonly key: Key;
  readonly mac: Mac;
  /** Whether key and text have changed places. */
  readonly isSwapped: boolean;
  /** The signature sent, as it would look in its right coding. */
  readonly signature: string;
}

/** What a draft comes to. */
export interface Candidate {
  readonly baseString: string;
  readonly text: string;
  readonly key: string;
}

/**
 * A parameter as it should be spelled: it is encoded already.
 *
 * @example
 * asEncoded({ source: "query", name: "a", value: "b", raw: "a=b" }).value; // => "b"
 */
export function asEncoded(field: Counted): Spelled {
  return { field, name: field.name, value: field.value };
}

/**
 * Sorts by two texts of each parameter, the second where the first are the same.
 *
 * @example
 * const list = [{ name: "b", value: "" }, { name: "a", value: "" }];
 * sortBy(({ name }) => name, ({ value }) => value)(list).map(({ name }) => name); // => ["a", "b"]
 */
export function sortBy(
  first: (parameter: Spelled) => string,
  second: (parameter: Spelled) => string,
): Draft["sort"] {
  return (list) =>
    list.slice().sort((a, b) => compare(first(a), first(b)) || compare(second(a), second(b)));
}

/**
 * Sorts as RFC 5849 section 3.4.1.3.2 says, whatever the spelling.
 *
 * @example
 * byNameThenValue([]); // => []
 */
export const byNameThenValue: Draft["sort"] = sortBy(
  ({ name }) => name,
  ({ value }) => value,
);

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
