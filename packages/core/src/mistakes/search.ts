import { CODING_MISTAKES } from "./coding.js";
import { COUNTING_MISTAKES } from "./counting.js";
import type { Draft } from "./draft.js";
import { ENCODING_MISTAKES } from "./encoding.js";
import { KEY_MISTAKES } from "./key.js";
import type { KnownMistake, Mistake } from "./mistake.js";
import { renderer } from "./render.js";
import { SORTING_MISTAKES } from "./sorting.js";
import { TARGET_MISTAKES } from "./target.js";

/** Every mistake that can be named, the likelier ones first. */
export const MISTAKES: readonly KnownMistake[] = [
  ...KEY_MISTAKES,
  ...COUNTING_MISTAKES,
  ...TARGET_MISTAKES,
  ...ENCODING_MISTAKES,
  ...SORTING_MISTAKES,
  ...CODING_MISTAKES,
];

/** What reproduces a signature. */
export interface Finding {
  /** None, where the signature is right. */
  readonly mistakes: readonly Mistake[];
  /** Other mistakes that come to the same thing. */
  readonly alternatives: readonly (readonly Mistake[])[];
  /** What the signer signed. */
  readonly baseString: string;
}

/** What a search has come to. */
export interface Search {
  readonly finding?: Finding;
  /** How many signatures were compared with the one sent. */
  readonly tried: number;
}

/**
 * Looks for the mistakes that reproduce the signature of a draft: none, one alone, then two together. Nothing else counts
 * as found. The draft is that of a signer without mistakes.
 *
 * @example
 * const names = MISTAKES.map(({ id }) => id);
 * names.includes("query-left-out"); // => true
 */
export async function search(root: Draft, isPaired: boolean): Promise<Search> {
  const bench = workbench();
  const right: Variant = { draft: root, changes: [] };
  const same = bench.identity(right);
  const singles = MISTAKES.flatMap((mistake) =>
    mistake.apply(root).flatMap((_change, index) => withMistake(right, { mistake, index })),
  ).filter((variant) => bench.identity(variant) !== same);
  const finding =
    (await bench.find([right])) ??
    (await bench.find(singles)) ??
    (isPaired ? await bench.find(pairs(singles)) : undefined);
  return { tried: bench.tried(), ...(finding === undefined ? {} : { finding }) };
}

/** A draft with mistakes put in. */
interface Variant {
  readonly draft: Draft;
  readonly changes: readonly Applied[];
}

/** One way of making one mistake. */
interface Way {
  readonly mistake: KnownMistake;
  readonly index: number;
}

interface Applied extends Way {
  readonly parts: Partial<Draft>;
  readonly detail?: string;
  readonly isAlone: boolean;
}

function withMistake(variant: Variant, { mistake, index }: Way): readonly Variant[] {
  const change = mistake.apply(variant.draft)[index];
  if (change === undefined) return [];
  const { detail, isAlone = false, ...parts } = change;
  const applied = { mistake, index, parts, isAlone, ...(detail === undefined ? {} : { detail }) };
  return [{ draft: { ...variant.draft, ...parts }, changes: [...variant.changes, applied] }];
}

// Mistakes about different parts are put side by side. Where they share one, they are made in the order of the table.
function* pairs(singles: readonly Variant[]): Generator<Variant> {
  const pairable = singles.filter(({ changes }) => changes.every(({ isAlone }) => !isAlone));
  for (const [at, first] of pairable.entries()) {
    const [a] = first.changes;
    for (const { changes } of pairable.slice(at + 1)) {
      const [b] = changes;
      if (a === undefined || b === undefined || b.mistake === a.mistake) continue;
      if (Object.keys(b.parts).some((part) => part in a.parts)) {
        yield* withMistake(first, b);
      } else {
        yield { draft: { ...first.draft, ...b.parts }, changes: [a, b] };
      }
    }
  }
}

interface Workbench {
  readonly identity: (variant: Variant) => string;
  readonly find: (variants: Iterable<Variant>) => Promise<Finding | undefined>;
  readonly tried: () => number;
}

function workbench(): Workbench {
  const { render, identity, seal } = renderer();
  let tried = 0;
  return {
    identity: ({ draft }) => identity(draft),
    tried: () => tried,
    async find(variants) {
      seal();
      // All are begun before any is waited for: where cryptography answers later, that is faster by far.
      const begun: { variant: Variant; result: boolean | Promise<boolean> }[] = [];
      for (const variant of variants) {
        const { mac, key, signature } = variant.draft;
        const candidate = render(variant.draft);
        const result = mac.matches({ ...candidate, charset: key.charset, signature });
        tried += 1;
        if (result !== false) begun.push({ variant, result });
      }
      const results = await Promise.all(begun.map(({ result }) => result));
      const found = begun.filter((_one, at) => results[at]).map(({ variant }) => variant);
      const [first] = found;
      if (first === undefined) return undefined;
      const lists = distinct(found.map(({ changes }) => changes.map(publicMistake)));
      const [mistakes = [], ...alternatives] = lists;
      return { mistakes, alternatives, baseString: render(first.draft).baseString };
    },
  };
}

function publicMistake({ mistake: { id, title, advice }, detail }: Applied): Mistake {
  return { id, title, advice, ...(detail === undefined ? {} : { detail }) };
}

// Two ways of one mistake, or two orders of a pair, are no alternatives to each other.
function distinct(lists: readonly (readonly Mistake[])[]): readonly (readonly Mistake[])[] {
  const byIds = new Map<string, readonly Mistake[]>();
  for (const list of lists) {
    const ids = list
      .map(({ id }) => id)
      .sort()
      .join();
    if (!byIds.has(ids)) byIds.set(ids, list);
  }
  return [...byIds.values()];
}
