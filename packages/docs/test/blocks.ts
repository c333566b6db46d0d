import { readFileSync } from "node:fs";
import { join } from "node:path";
import { globSync } from "tinyglobby";
import { handwrittenPages } from "../../../scripts/examples.js";
import { ROOT } from "../src/paths.js";

/** A fenced block of a page. */
export interface Block {
  readonly title: string;
  readonly page: string;
  readonly language: string;
  /** What stands behind the language. */
  readonly info: string;
  readonly code: string;
}

/** Texts beside the pages that people read, relative to the root. */
export const READMES: readonly string[] = [
  "README.md",
  "CONTRIBUTING.md",
  ...globSync("packages/*/README.md", { cwd: ROOT }).sort(),
];

/** Every fenced block of the pages that people write. */
export function allBlocks(): readonly Block[] {
  return blocksOf(handwrittenPages());
}

/** Every fenced block of those texts. */
export function readmeBlocks(): readonly Block[] {
  return blocksOf(READMES);
}

function blocksOf(files: readonly string[]): readonly Block[] {
  return files.flatMap((file) => blocksIn(file, readFileSync(join(ROOT, file), "utf8")));
}

/** The fenced blocks of a page, indented ones too. */
export function blocksIn(page: string, text: string): readonly Block[] {
  return [...text.matchAll(/^( *)(```+)(\S*)(.*)\n([\s\S]*?)^\1\2$/gm)].map((fence) => {
    const [, , , language = "", info = "", code = ""] = fence;
    const line = text.slice(0, fence.index).split("\n").length + 1;
    return { title: `${page}:${line}`, page, language, info: info.trim(), code };
  });
}
