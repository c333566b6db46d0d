import type { ProviderFacts } from "./facts.js";
import { UsageError } from "./usage.js";

/** The provider of this id. Throws a `UsageError` that names the nearest ones. */
export function findProvider(id: string, providers: readonly ProviderFacts[]): ProviderFacts {
  const found = providers.find((provider) => provider.id === id);
  if (found !== undefined) return found;
  const near = nearest(id, providers);
  const meant =
    near.length === 0 ? "" : ` Did you mean ${near.map((provider) => provider.id).join(" or ")}?`;
  throw new UsageError(`There is no provider ${JSON.stringify(id)}.${meant} --help lists all.`);
}

/** At most three providers, the nearest first, that are nearly as near as the first; none where nothing is near. */
function nearest(word: string, providers: readonly ProviderFacts[]): readonly ProviderFacts[] {
  const ranked = providers
    .map((provider) => ({ provider, score: likeness(word, provider) }))
    .sort((one, other) => other.score - one.score);
  const limit = Math.max(0.3, (ranked[0]?.score ?? 0) * 0.7);
  const near = ranked.filter(({ score }) => score >= limit);
  return near.slice(0, 3).map(({ provider }) => provider);
}

// A part of an id counts for less than all of it.
function likeness(word: string, { id, name }: ProviderFacts): number {
  const parts = id.split("-").map((part) => 0.9 * common(word, part));
  return Math.max(common(word, id), common(word, name), ...parts);
}

/** How many of the letter pairs of two words are the same: 1 where all are, 0 where none is (Dice's coefficient). */
function common(one: string, other: string): number {
  const [left, right] = [pairs(one), pairs(other)];
  const same = [...left].filter((pair) => right.has(pair)).length;
  return (2 * same) / (left.size + right.size);
}

function pairs(word: string): ReadonlySet<string> {
  const text = ` ${word.toLowerCase()} `;
  return new Set(Array.from({ length: text.length - 1 }, (_, at) => text.slice(at, at + 2)));
}
