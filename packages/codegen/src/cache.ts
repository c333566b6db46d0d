import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { makeFolder } from "./folder.js";
import type { Files } from "./write.js";

/** Where it is remembered what was emitted, and who emits. */
export interface CacheOptions {
  /** A JSON file that nobody has to keep: without it everything is emitted again. */
  readonly file: string;
  /** Another text for every version of the generator. */
  readonly generator: string;
}

/** Knows of which package that emitting it again would change nothing. */
export interface EmissionCache {
  /** Whether just these files were emitted from these inputs. What was edited by hand since is not. */
  readonly has: (folder: string, emission: Emission) => boolean;
  readonly add: (folder: string, emission: Emission) => void;
  readonly save: () => void;
}

/** All that goes into a package, as texts in an order of their own, and all that came out. */
export interface Emission {
  readonly inputs: readonly string[];
  readonly files: Files;
}

/** Reads the cache. One that cannot be read, or written, is as good as none. */
export function openCache({ file, generator }: CacheOptions): EmissionCache {
  const known = readEntries(file);
  const added = new Map<string, string>();
  const digest = ({ inputs, files }: Emission): string => {
    const texts = [generator, ...inputs, ...[...files].sort(byPath).flat()];
    const hash = createHash("sha256");
    // With its length before it, so that no two lists of texts run together to the same.
    for (const text of texts) hash.update(`${text.length}:`).update(text);
    return hash.digest("base64url");
  };
  return {
    has: (folder, emission) => known.has(folder) && known.get(folder) === digest(emission),
    add: (folder, emission) => added.set(folder, digest(emission)),
    save() {
      if (added.size === 0) return;
      // Another run may have added to it.
      const entries = [...readEntries(file), ...added].filter(([folder]) => existsSync(folder));
      writeEntries(file, new Map(entries));
    },
  };
}

function byPath([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : 1;
}

function readEntries(file: string): ReadonlyMap<string, string> {
  try {
    const entries: unknown = JSON.parse(readFileSync(file, "utf8"));
    return new Map(typeof entries === "object" && entries !== null ? Object.entries(entries) : []);
  } catch {
    return new Map();
  }
}

function writeEntries(file: string, entries: ReadonlyMap<string, string>): void {
  const draft = `${file}.${process.pid}`;
  try {
    makeFolder(dirname(file));
    writeFileSync(draft, JSON.stringify(Object.fromEntries(entries)));
    renameSync(draft, file);
  } catch {
    if (existsSync(draft)) rmSync(draft);
  }
}
