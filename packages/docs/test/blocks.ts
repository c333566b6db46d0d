import { readFileSync } from "node:fs";
import { join } from "node:path";
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

/** Every fenced block of the pages that people write. */
export function allBlocks(): readonly Block[] {
  return handwrittenPages().flatMap((page) =>
    blocksIn(page, readFileSync(join(ROOT, page), "utf8")),
  );
}

/** The fenced blocks of a page, indented ones too. */
export function blocksIn(page: string, text: string): readonly Block[] {
  return [...text.matchAll(/^( *)(```+)(\S*)(.*)\n([\s\S]*?)^\1\2$/gm)].map((fence) => {
    const [, , , language = "", info = "", code = ""] = fence;
    const line = text.slice(0, fence.index).split("\n").length + 1;
    return { title: `${page}:${line}`, page, language, info: info.trim(), code };
  });
}
