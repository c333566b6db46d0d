import type * as FastCheck from "fast-check";
import { TEXTS } from "./dictionary.js";

type Library = typeof FastCheck;
type Arbitrary<T> = FastCheck.Arbitrary<T>;

/** Texts that begin as good ones and have been cut, doubled and filled with what is known to hurt; and some of any kind. */
export function hostileTexts(fc: Library, seeds: readonly string[]): Arbitrary<string> {
  const spoiled = fc
    .tuple(fc.constantFrom(...seeds), fc.array(editOf(fc), { minLength: 1, maxLength: 6 }))
    .map(([seed, edits]) => edits.reduce(edited, seed));
  const pieces = fc.array(fc.constantFrom(...TEXTS, ...PUNCTUATION), { maxLength: 12 });
  return fc.oneof(
    { weight: 6, arbitrary: spoiled },
    { weight: 2, arbitrary: pieces.map((parts) => parts.join("")) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 200 }) },
  );
}

const PUNCTUATION = [..."\"'\\=&;,:?#/%{}[]()<>$`\n\r\t \0"];

/** One change of a text. `at` and `length` are shares of it, so that they fit whatever it has become. */
interface Edit {
  readonly kind: "cut" | "double" | "insert" | "replace";
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

function editOf(fc: Library): Arbitrary<Edit> {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  return fc.record({
    kind: fc.constantFrom("cut", "double", "insert", "replace"),
    at: share,
    length: fc.oneof(
      fc.constant(0),
      share.map((part) => part / 8),
    ),
    text: fc.constantFrom(...TEXTS, ...PUNCTUATION, "null", "[]", "1e999", "\ud800"),
  });
}

function edited(whole: string, { kind, at, length, text }: Edit): string {
  const start = Math.floor(at * whole.length);
  const end = Math.min(whole.length, start + Math.max(1, Math.floor(length * whole.length)));
  const [before, middle, after] = [
    whole.slice(0, start),
    whole.slice(start, end),
    whole.slice(end),
  ];
  const instead = { cut: "", double: middle + middle, insert: text + middle, replace: text }[kind];
  return before + instead + after;
}
