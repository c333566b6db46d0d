import type { Issue } from "@oauth1/descriptor";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/** The text of a descriptor, and where it comes from. */
export interface DescriptorSource {
  /** The file's name without its end, which the id has to be. */
  readonly id: string;
  /** As it was asked for; mistakes are reported under it. */
  readonly file: string;
  /** The same wherever it is run from: the file in its folder. */
  readonly name: string;
  /** Without a byte order mark. */
  readonly text: string;
}

/** Descriptors in the order of their ids, and what is wrong with them as a set. */
export interface DescriptorSet {
  readonly sources: readonly DescriptorSource[];
  readonly issues: Issue[];
  /** Whether there are no others: a folder was read, not only files. */
  readonly complete: boolean;
}

/**
 * Reads descriptors from folders, where they end with `.json`, and from files. What is not there is an error, and a folder
 * without any a TypeError: it is the wrong one, and would say that no package is wanted.
 */
export function readDescriptors(paths: string | readonly string[]): DescriptorSet {
  const asked = [paths].flat();
  const files = asked.flatMap((path) => {
    const found = descriptorFiles(path);
    if (found.length > 0) return found;
    throw new TypeError(
      `There is no descriptor in ${path}: name the folder that holds them (<id>.json), or the files.`,
    );
  });
  // The same file may be asked for twice, also in other words.
  const unique = [...new Map(files.toReversed().map((file) => [resolve(file), file])).values()];
  const read = unique.map(readSource).sort((a, b) => (a.id < b.id ? -1 : 1));
  const sources = read.filter(({ text }) => !UTF_16.test(text));
  const issues = [...doubles(read), ...read.flatMap(notUtf8)];
  return { sources, issues, complete: asked.some(isFolder) };
}

/** The descriptors in a folder; a file is one itself. */
export function descriptorFiles(path: string): readonly string[] {
  if (!isFolder(path)) return [path];
  const entries = readdirSync(path, { withFileTypes: true });
  // Editors and systems leave files whose names begin with a dot, also such as can be read by nobody.
  const files = entries.filter(
    (entry) => /^[^.].*\.json$/.test(entry.name) && !entry.isDirectory(),
  );
  return files.map(({ name }) => join(path, name));
}

function isFolder(path: string): boolean {
  return statSync(path).isDirectory();
}

function readSource(file: string): DescriptorSource {
  const id = basename(file).replace(/\.json$/, "");
  const name = `${basename(dirname(resolve(file)))}/${basename(file)}`;
  return { id, file, name, text: readFileSync(file, "utf8").replace(/^\uFEFF/, "") };
}

/** How such a file begins for whoever takes it for UTF-8: with the two bytes that are its mark, or half a character. */
const UTF_16 = /^(?:\uFFFD{2}|.?\0)/;

function notUtf8({ file, text }: DescriptorSource): readonly Issue[] {
  if (!UTF_16.test(text)) return [];
  const message = "the file is UTF-16: save it as UTF-8";
  return [{ file, line: 1, column: 1, path: "", rule: "syntax", message }];
}

function doubles(sources: readonly DescriptorSource[]): Issue[] {
  return sources.flatMap(({ id, file }, index) => {
    const first = sources[index - 1];
    if (first?.id !== id) return [];
    const message = `${first.file} describes "${id}" too`;
    return [{ file, line: 1, column: 1, path: "id", rule: "duplicate-id", message }];
  });
}
