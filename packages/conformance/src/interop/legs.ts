import type { Pairs } from "./party.js";

/** Parameters of a protected resource, each kind with one thing that implementations get wrong. */
export const PARAMETERS: Readonly<
  Record<string, { readonly pairs: Pairs; readonly query?: string }>
> = {
  plain: {
    pairs: [
      ["size", "original"],
      ["file", "vacation.jpg"],
    ],
  },
  brackets: {
    pairs: [
      ["filter[a][]", "1"],
      ["filter[b]", "x[y]"],
    ],
  },
  plus: {
    pairs: [
      ["sum", "1+1"],
      ["words", "a b"],
    ],
    query: "sum=1%2B1&words=a+b",
  },
  unicode: {
    pairs: [
      ["münze", "€"],
      ["uni", "é☃𝄞"],
    ],
  },
  duplicates: {
    pairs: [
      ["a", "2"],
      ["a", "1"],
      ["a", "1"],
      ["a", "10"],
    ],
  },
  empty: {
    pairs: [
      ["empty", ""],
      ["zero", "0"],
    ],
  },
  reserved: {
    pairs: [
      ["mail", "!*'()~;,/?:@&=$#%"],
      ["percent", "%25"],
    ],
  },
  // Encoded, the bracket comes before the letter; unencoded it comes after it.
  order: {
    pairs: [
      ["Z", "1"],
      ["[", "2"],
    ],
  },
};

/** The groups of legs, which are the columns of the table, with the legs of each. */
export const GROUPS: Readonly<Record<string, readonly string[]>> = {
  callback: ["temporary", "approval", "token"],
  oob: ["temporary", "approval", "token"],
  query: Object.keys(PARAMETERS),
  form: Object.keys(PARAMETERS),
  json: ["call"],
  refused: ["replay", "other nonce", "wrong secret", "spent verifier"],
};

/** Every leg, as in `oob token` and `query brackets`, in the order in which they are played. */
export const LEGS: readonly string[] = Object.entries(GROUPS).flatMap(([group, legs]) =>
  legs.map((leg) => `${group} ${leg}`),
);
