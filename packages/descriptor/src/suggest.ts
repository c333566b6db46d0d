/**
 * The candidate that a misspelled, shortened or foreign word most likely meant, or `undefined` where none is near.
 *
 * @example
 * closest("int", ["string", "integer"]); // => "integer"
 * closest("tokenCredential", ["tokenCredentials", "transmission"]); // => "tokenCredentials"
 * closest("float", ["integer", "number"]); // => "number"
 * closest("colour", ["state"]); // => undefined
 */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(word.length / 3));
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance <= limit && distance < (best?.distance ?? Infinity))
      best = { candidate, distance };
  }
  return best?.candidate ?? longer(word, candidates) ?? translated(word, candidates);
}

/** The one that says here what a word says elsewhere. */
function translated(word: string, candidates: readonly string[]): string | undefined {
  return ELSEWHERE.get(word)?.find((one) => candidates.includes(one));
}

/** Words of OpenAPI, of HTTP, of other languages and of the first OAuth, and what they are called here. */
const ELSEWHERE: ReadonlyMap<string, readonly string[]> = new Map([
  ["requestToken", ["temporaryCredentials"]],
  ["accessToken", ["tokenCredentials"]],
  ["anyOf", ["oneOf"]],
  ["const", ["enum"]],
  ["float", ["number"]],
  ["double", ["number"]],
  ["list", ["array"]],
  ["map", ["object"]],
  ["text", ["string"]],
  ["form", ["body"]],
  ["formData", ["body"]],
  ["application/json", ["json"]],
  ["application/x-www-form-urlencoded", ["form"]],
  ["multipart/form-data", ["multipart"]],
  ["csv", ["comma", "text"]],
  ["xml", ["text"]],
]);

/** The one that a word is short for: `bool` for `boolean`. */
function longer(word: string, candidates: readonly string[]): string | undefined {
  const start = word.toLowerCase();
  const [only, ...others] = candidates.filter((one) => one.toLowerCase().startsWith(start));
  return start.length < 3 || others.length > 0 ? undefined : only;
}

/** Insertions, deletions, replacements and swaps of neighbors (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped =
        a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(beforeLast, j - 2) + 1 : Infinity;
      row.push(Math.min(replaced, at(last, j) + 1, at(row, j - 1) + 1, swapped));
    }
    [beforeLast, last] = [last, row];
  }
  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity;
}
