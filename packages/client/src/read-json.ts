/**
 * Reads JSON as the platform does, but for whole numbers that JavaScript would round, such as ids of 64 bits: they come as text,
 * because what is rounded is another id. Throws a SyntaxError as the platform does.
 *
 * @example
 * readJson('{"id":9007199254740993,"count":7,"text":"9007199254740993"}');
 * // => { id: "9007199254740993", count: 7, text: "9007199254740993" }
 */
export function readJson(text: string): unknown {
  return JSON.parse(LONG.test(text) ? text.replace(TOKENS, withoutLoss) : text);
}

// Most answers have none, and to look first is faster.
const LONG = /[[:,]\s*-?\d{16}/;

// Texts are taken whole, so that nothing is found in them.
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

function withoutLoss(token: string): string {
  const isRounded = /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token));
  return isRounded ? `"${token}"` : token;
}
