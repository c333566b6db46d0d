import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../../paths.js";
import type { Target } from "../target.js";
import type { Pairs, RawRequest } from "../wire.js";
import { ENDPOINTS } from "./endpoints.js";
import { harmOf } from "./harm.js";
import { requests, whims } from "./hostile.js";

/** How much is tried, and with which seed. */
export interface Campaign {
  readonly seed: number;
  readonly runs: number;
}

/** Tries hostile requests at an endpoint; rejects with the smallest that does harm, as an entry for the corpus. */
export async function attackEndpoint(
  target: Target,
  path: string,
  { seed, runs }: Campaign,
): Promise<void> {
  // Loaded when it is used: the arrows of this package name our own packages alone.
  const fc = await import("fast-check");
  const disguise = ENDPOINTS[path];
  const parameters = { seed, numRuns: Math.ceil(runs / 2), includeErrorInReport: true };
  const demandHarmless = async (request: RawRequest): Promise<void> => {
    const harm = await harmOf(target, request);
    if (harm !== undefined) throw new Error(`${harm}: ${JSON.stringify(entryOf(request, harm))}`);
  };
  await fc.assert(fc.asyncProperty(requests(fc, path), demandHarmless), parameters);
  if (disguise === undefined) return;
  const disguised = fc.asyncProperty(whims(fc), async (whim) =>
    demandHarmless(await disguise(target, whim)),
  );
  await fc.assert(disguised, parameters);
}

/** A request that did harm once, or might do. Text stands for bytes, one character each. */
export interface CorpusEntry {
  readonly name: string;
  readonly method: string;
  readonly target: string;
  readonly headers: Pairs;
  readonly body?: string;
}

/** The requests that are tried each time, by the names of their files. */
export function corpus(): Readonly<Record<string, readonly CorpusEntry[]>> {
  const folder = join(packageFolder("conformance"), "attack-corpus");
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  return Object.fromEntries(
    files.map((file) => [file, JSON.parse(readFileSync(join(folder, file), "utf8"))]),
  );
}

/** A corpus entry as it is sent. */
export function requestOf({ name: _name, body, ...request }: CorpusEntry): RawRequest {
  return body === undefined ? request : { ...request, body: Buffer.from(body, "latin1") };
}

function entryOf({ method, target, headers = [], body }: RawRequest, name: string): CorpusEntry {
  const text = body === undefined ? {} : { body: Buffer.from(body).toString("latin1") };
  return { name, method, target, headers, ...text };
}
