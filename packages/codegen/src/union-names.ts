import { wordsOf } from "./import/names.js";

/** One of the places where a union stands. */
export interface Occurrence {
  /** The name of the parameter or the property, as the provider spells it. */
  readonly name: string;
  /** Whether it is what a list of that name holds. */
  readonly isItem: boolean;
  /** The type that it is a property of, or the group of the operation, as a type would be called. */
  readonly owner: string;
  readonly description?: string | undefined;
}

/**
 * Names for unions that stand in several places, by what these are called: `PostField` for the items of `post.fields`. A single
 * word says too little, so who owns half of the places, or more, stands in front of it. Of several unions that would have one name, that with
 * the most places gets it, whatever their order. A union whose places have names without any letter gets none.
 *
 * @example
 * const place = { name: "post.fields", isItem: true, owner: "Post" };
 * const status = { name: "status", isItem: false, owner: "Order" };
 * const unions = new Map([["a", [place, place]], ["b", [status, status]]]);
 * [...nameOccurrences(unions, new Set())]; // => [["a", "PostField"], ["b", "OrderStatus"]]
 */
export function nameOccurrences(
  unions: ReadonlyMap<string, readonly Occurrence[]>,
  taken: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  // Names that differ in nothing but capital letters are hard to tell apart.
  const known = new Set([...taken].map((name) => name.toLowerCase()));
  const ordered = [...unions].sort(
    ([key, one], [other, two]) => two.length - one.length || (key < other ? -1 : 1),
  );
  const named = ordered.flatMap(([key, places]) => {
    const name = freeName(places, known);
    if (name === undefined) return [];
    known.add(name.toLowerCase());
    return [[key, name] as const];
  });
  return new Map(named);
}

/** What comes from a thing, as a type would be called: the group `direct-messages` makes `DirectMessage`. */
export function ownerName(group: string): string {
  return pascal(singularLast(wordsOf(group)));
}

/**
 * An English word for one of several.
 *
 * @example
 * singular("categories"); // => "category"
 * singular("statuses"); // => "status"
 * singular("address"); // => "address"
 * singular("alias"); // => "alias"
 */
export function singular(word: string): string {
  if (ONE.test(word)) return word;
  if (/[^aeiou]ies$/.test(word)) return word.replace(/ies$/, "y");
  return word.replace(/(?<=ss|[btr]us|lias|nvas|x|tch|nch|rch|sh)es$|s$/, "");
}

// Abbreviations without a vowel, such as `sms`, are no plurals either.
const ONE =
  /(?:ss|us|is|analytics|news|series|species)$|^(?:alias|atlas|bias|canvas|chaos|gas|ios|lens|os|[^aeiouy]+s)$/;

function freeName(places: readonly Occurrence[], taken: ReadonlySet<string>): string | undefined {
  const words = mostUsed(places);
  const [owner = "", isTelling] = ownerOf(places);
  const plain = pascal(words);
  const owned = `${owner}${plain}`;
  const preferred = words.length === 1 && isTelling && owner !== plain ? owned : plain;
  const all = [preferred, owned].filter((name) => /^[A-Z]/.test(name));
  const [first] = all;
  if (first === undefined || plain === "") return undefined;
  const numbered = Array.from({ length: taken.size + 1 }, (_, index) => `${first}${index + 2}`);
  return [...all, ...numbered].find((name) => !taken.has(name.toLowerCase()));
}

/** The words of the name that most places have; one of several words says more. */
function mostUsed(places: readonly Occurrence[]): readonly string[] {
  const all = places.map(({ name, isItem }) => {
    const words = wordsOf(name);
    return (isItem ? singularLast(words) : words).join(" ");
  });
  const several = all.filter((name) => name.includes(" "));
  const [first = ""] = byCount(several.length > 0 ? several : all);
  return first.split(" ").filter((word) => word !== "");
}

/** Who has most places, and whether that is half of them or more, and nobody else's. */
function ownerOf(places: readonly Occurrence[]): readonly [owner: string, isTelling: boolean] {
  const owners = places.map(({ owner }) => owner);
  const [first = "", second] = byCount(owners);
  const [most, next] = [first, second].map((one) => owners.filter((it) => it === one).length);
  return [first, most !== next && (most ?? 0) * 2 >= owners.length];
}

/** The distinct texts: the most frequent first, and of equals the shortest. */
function byCount(all: readonly string[]): readonly string[] {
  const count = (text: string): number => all.filter((one) => one === text).length;
  return [...new Set(all)].sort(
    (a, b) => count(b) - count(a) || a.length - b.length || (a < b ? -1 : 1),
  );
}

function singularLast(words: readonly string[]): readonly string[] {
  return words.map((word, index) => (index === words.length - 1 ? singular(word) : word));
}

function pascal(words: readonly string[]): string {
  return words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join("");
}
