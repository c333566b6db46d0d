import { CODING_MISTAKES } from "./coding.js";
import { COUNTING_MISTAKES } from "./counting.js";
import type { Draft } from "./draft.js";
import { ENCODING_MISTAKES } from "./encoding.js";
import { KEY_MISTAKES } from "./key.js";
import type { KnownMistake, Mistake } from "./mistake.js";
import { renderer } from "./render.js";
import { SORTING_MISTAKES } from "./sorting.js";
import { STRUCTURE_MISTAKES } from "./structure.js";
import { TARGET_MISTAKES } from "./target.js";
import { TEXT_MISTAKES } from "./text.js";

/** Every mistake that can be named, the likelier ones first. */
export const MISTAKES: readonly KnownMistake[] = [
  ...KEY_MISTAKES,
  ...COUNTING_MISTAKES,
  ...STRUCTURE_MISTAKES,
  ...TEXT_MISTAKES,
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
 * Looks for the mistakes that reproduce the signature of a draft: none, one alone, then two together, as far as there is
 * time. Nothing else counts as found. The draft is that of a signer without mistakes.
 *
 * @example
 * const names = MISTAKES.map(({ id }) => id);
 * names.includes("query-left-out"); // => true
 */
export async function search(root: Draft): Promise<Search> {
  const bench = workbench();
  const right: Variant = { draft: root, made: [] };
  const same = bench.identity(root);
  const ways = MISTAKES.flatMap((mistake) => waysOf(mistake, root));
  const singles = ways.filter(
    ({ isLone, parts }) => !isLone && bench.identity({ ...root, ...parts }) !== same,
  );
  const lone = ways.filter(({ isLone }) => isLone);
  const finding =
    (await bench.find([right])) ??
    (await bench.find(singles.map((way) => alone(root, way)))) ??
    (await bench.find(loneOnes(root, lone, bench.isSpent))) ??
    (await bench.find(recoded(root, singles))) ??
    (await bench.find(pairs(root, singles, bench.isSpent)));
  return { tried: bench.tried(), ...(finding === undefined ? {} : { finding }) };
}

// Where the platform answers later, as in a browser, a signature takes 10 to 20 microseconds. A request of 20 parameters
// that invites nearly every mistake has 1,400 pairs of likely ways; only many other secrets make more than this of them.
const MOST_TRIED = 2000;

// Most requests invite half of that, and have room for some hundred pairs with a rare way.
const MOST_WITH_RARE = 800;

// The time of long base strings goes into reading them: so much is 2,000 of 100 parameters, and 200 of 1,000.
const MOST_CHARACTERS = 16_000_000;

// There is one for each parameter, and more: they leave something for pairs.
const MOST_OF_LONE = 0.75 * MOST_CHARACTERS;

/** A draft with mistakes put in. */
interface Variant {
  readonly draft: Draft;
  readonly made: readonly Way[];
}

/** One way of making one mistake. */
interface Way {
  readonly mistake: KnownMistake;
  readonly index: number;
  readonly parts: Partial<Draft>;
  readonly detail?: string;
  readonly isRare: boolean;
  readonly isLone: boolean;
}

function waysOf(mistake: KnownMistake, draft: Draft): readonly Way[] {
  return mistake.apply(draft).map(({ detail, isRare = false, isLone = false, ...parts }, index) => {
    const way = { mistake, index, parts, isRare, isLone };
    return detail === undefined ? way : { ...way, detail };
  });
}

function alone(root: Draft, way: Way): Variant {
  return { draft: { ...root, ...way.parts }, made: [way] };
}

function* loneOnes(
  root: Draft,
  ways: readonly Way[],
  isSpent: Workbench["isSpent"],
): Generator<Variant> {
  for (const way of ways) {
    if (isSpent(Infinity, MOST_OF_LONE)) return;
    yield alone(root, way);
  }
}

// A coding may show only when the one around it is undone, so each is tried on what every other one leaves.
function* recoded(root: Draft, singles: readonly Way[]): Generator<Variant> {
  for (const first of singles.filter(({ parts }) => "signature" in parts)) {
    const draft = { ...root, ...first.parts };
    for (const mistake of CODING_MISTAKES.filter((other) => other !== first.mistake)) {
      for (const second of waysOf(mistake, draft)) {
        yield { draft: { ...draft, ...second.parts }, made: [first, second] };
      }
    }
  }
}

// The likelier ones first: pairs without a rare way, with one, with two.
function* pairs(
  root: Draft,
  singles: readonly Way[],
  isSpent: Workbench["isSpent"],
): Generator<Variant> {
  for (const rareWays of [0, 1, 2]) {
    const most = rareWays === 0 ? MOST_TRIED : MOST_WITH_RARE;
    for (const [at, first] of singles.entries()) {
      for (const second of singles.slice(at + 1)) {
        if (isSpent(most)) return;
        const isTurn = Number(first.isRare) + Number(second.isRare) === rareWays;
        if (isTurn && first.mistake !== second.mistake) yield* together(root, first, second);
      }
    }
  }
}

// Mistakes about different parts are put side by side. In a part that both replace, the second is made after the first.
function together(root: Draft, first: Way, second: Way): readonly Variant[] {
  const draft = { ...root, ...first.parts, ...second.parts };
  if (!Object.keys(second.parts).some((part) => part in first.parts)) {
    return [{ draft, made: [first, second] }];
  }
  const after = waysOf(second.mistake, { ...root, ...first.parts })[second.index];
  if (after === undefined) return [];
  const shared = Object.fromEntries(
    Object.entries(after.parts).filter(([part]) => part in first.parts),
  );
  return [{ draft: { ...draft, ...shared }, made: [first, after] }];
}

// An encoder that leaves too much and one that encodes once more come to what is right: nobody has made both there.
function undoesItself({ draft, made: [first, second] }: Variant): boolean {
  const wrong = first?.parts.spell;
  if (wrong === undefined || second?.parts.spell === undefined) return false;
  return draft.fields.some((field) => {
    const [before, after] = [wrong(field), draft.spell(field)];
    return (["name", "value"] as const).some(
      (piece) => before[piece] !== field[piece] && after[piece] === field[piece],
    );
  });
}

interface Workbench {
  readonly identity: (draft: Draft) => string;
  readonly find: (variants: Iterable<Variant>) => Promise<Finding | undefined>;
  readonly tried: () => number;
  /** Whether so many have been tried, or so long ones, that more would take too long. */
  readonly isSpent: (most: number, mostCharacters?: number) => boolean;
}

function workbench(): Workbench {
  const { render, identity, seal } = renderer();
  let tried = 0;
  let characters = 0;
  return {
    identity,
    tried: () => tried,
    isSpent: (most, mostCharacters = MOST_CHARACTERS) =>
      tried >= most || characters >= mostCharacters,
    async find(variants) {
      seal();
      // All are begun before any is waited for: where cryptography answers later, that is faster by far.
      const begun: { variant: Variant; result: boolean | Promise<boolean> }[] = [];
      for (const variant of variants) {
        const { mac, key, signature } = variant.draft;
        const candidate = render(variant.draft);
        const result = mac.matches({ ...candidate, charset: key.charset, signature });
        tried += 1;
        characters += candidate.baseString.length;
        if (result !== false) begun.push({ variant, result });
      }
      const results = await Promise.all(begun.map(({ result }) => result));
      const found = begun
        .filter(({ variant }, at) => results[at] && !undoesItself(variant))
        .map(({ variant }) => variant);
      const [first] = found;
      if (first === undefined) return undefined;
      const lists = distinct(found.map(({ made }) => made.map(publicMistake)));
      const [mistakes = [], ...alternatives] = lists;
      return { mistakes, alternatives, baseString: render(first.draft).baseString };
    },
  };
}

function publicMistake({ mistake: { id, title, advice }, detail }: Way): Mistake {
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
