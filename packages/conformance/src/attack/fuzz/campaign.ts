import type * as FastCheck from "fast-check";
import type { Target } from "../target.js";
import type { RawRequest } from "../wire.js";
import { entryOf, type CorpusEntry, type TextEntry } from "./corpus.js";
import { ENDPOINTS, type Whim } from "./endpoints.js";
import { harmOf, type Listening } from "./harm.js";
import { requests, whims } from "./hostile.js";
import { harmOfText, type Parser } from "./parser.js";
import { hostileTexts } from "./texts.js";

/** How much is tried, and with which seed. */
export interface Campaign {
  readonly seed: number;
  readonly runs: number;
}

/** Tries hostile requests at an endpoint; the smallest that was found to do harm, as an entry for the corpus. */
export async function attackEndpoint(
  target: Target,
  path: string,
  { seed, runs }: Campaign,
): Promise<CorpusEntry | undefined> {
  const half = { seed, runs: Math.ceil(runs / 2) };
  const disguise = ENDPOINTS[path];
  const found = await attackAddress(target, path, half);
  if (found !== undefined || disguise === undefined) return found;
  const fc = await library();
  const attempt = async (whim: Whim): Promise<CorpusEntry | undefined> =>
    hurtBy(target, await disguise(target, whim));
  return smallest(fc, whims(fc), { ...half, attempt });
}

/** The same at any path of any server, of which nothing more is known. */
export async function attackAddress(
  listening: Listening,
  path: string,
  campaign: Campaign,
): Promise<CorpusEntry | undefined> {
  const fc = await library();
  const attempt = async (request: RawRequest): Promise<CorpusEntry | undefined> =>
    hurtBy(listening, request);
  return smallest(fc, requests(fc, path), { ...campaign, attempt });
}

async function hurtBy(listening: Listening, request: RawRequest): Promise<CorpusEntry | undefined> {
  const harm = await harmOf(listening, request);
  return harm === undefined ? undefined : entryOf(request, harm);
}

/** Lets a parser read hostile texts; the smallest that was found to do harm, as an entry for the corpus. */
export async function attackParser(
  name: string,
  parser: Parser,
  { seed, runs }: Campaign,
): Promise<TextEntry | undefined> {
  const fc = await library();
  const attempt = async (text: string): Promise<Omit<TextEntry, "parser"> | undefined> => {
    const harm = await harmOfText(parser, text);
    // Of a stack, what was thrown, and not the paths of this machine.
    return harm === undefined ? undefined : { harm: firstLine(harm), text };
  };
  const found = await smallest(fc, hostileTexts(fc, parser.seeds), { seed, runs, attempt });
  if (found === undefined) return undefined;
  const isAlike = async (text: string): Promise<boolean> =>
    (await attempt(text))?.harm === found.harm;
  return { parser: name, harm: found.harm, text: await shortest(found.text, isAlike) };
}

/** Leaves out of a text whatever is not needed: half of it, then a quarter, and so on down to single characters. */
async function shortest(
  text: string,
  isAlike: (text: string) => Promise<boolean>,
): Promise<string> {
  let kept = text;
  let attempts = 2000;
  for (
    let size = Math.ceil(kept.length / 2);
    size > 0;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    for (let at = 0; at < kept.length && attempts > 0; attempts -= 1) {
      const shorter = kept.slice(0, at) + kept.slice(at + size);
      if (await isAlike(shorter)) kept = shorter;
      else at += size;
    }
  }
  return kept;
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}

interface Search<T, Found> extends Campaign {
  readonly attempt: (value: T) => Promise<Found | undefined>;
}

// The last attempt that hurts while values shrink is the one with the smallest.
async function smallest<T, Found>(
  fc: typeof FastCheck,
  values: FastCheck.Arbitrary<T>,
  { seed, runs, attempt }: Search<T, Found>,
): Promise<Found | undefined> {
  let found: Found | undefined;
  const property = fc.asyncProperty(values, async (value) => {
    const hurt = await attempt(value);
    found = hurt ?? found;
    return hurt === undefined;
  });
  await fc.check(property, { seed, numRuns: runs });
  return found;
}

// Loaded when it is used: a server that is only started has no need of it.
async function library(): Promise<typeof FastCheck> {
  return import("fast-check");
}
