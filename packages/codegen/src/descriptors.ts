import type { Issue } from "@oauth1/descriptor";
import { isUtf8 } from "node:buffer";
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
  const strange = read.flatMap(notUtf8);
  const sources = read.filter(({ file }) => !strange.some((issue) => issue.file === file));
  return { sources, issues: [...doubles(read), ...strange], complete: asked.some(isFolder) };
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

interface ReadFile extends DescriptorSource {
  readonly isUtf8: boolean;
}

function readSource(file: string): ReadFile {
  const id = basename(file).replace(/\.json$/, "");
  const name = `${basename(dirname(resolve(file)))}/${basename(file)}`;
  const bytes = readFileSync(file);
  const text = bytes.toString().replace(/^\uFEFF/, "");
  return { id, file, name, text, isUtf8: isUtf8(bytes) };
}

/** How such a file begins for whoever takes it for UTF-8: with the two bytes that are its mark, or half a character. */
const UTF_16 = /^(?:\uFFFD{2}|.?\0)/;

function notUtf8({ file, text, isUtf8: isRight }: ReadFile): readonly Issue[] {
  const issue = { file, path: "", rule: "syntax" };
  if (UTF_16.test(text)) {
    return [{ ...issue, line: 1, column: 1, message: "the file is UTF-16: save it as UTF-8" }];
  }
  if (isRight) return [];
  const before = text.slice(0, text.indexOf("\uFFFD"));
  const line = before.split("\n").length;
  const column = before.length - before.lastIndexOf("\n");
  return [{ ...issue, line, column, message: "what is here is not UTF-8: save the file as UTF-8" }];
}

function doubles(sources: readonly DescriptorSource[]): Issue[] {
  return sources.flatMap(({ id, file }, index) => {
    const first = sources[index - 1];
    if (first?.id !== id) return [];
    const message = `${first.file} describes "${id}" too`;
    return [{ file, line: 1, column: 1, path: "id", rule: "duplicate-id", message }];
  });
}
