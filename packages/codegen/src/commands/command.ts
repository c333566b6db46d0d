import type { Issue } from "@oauth1/descriptor";
import { existsSync } from "node:fs";
import { descriptorFiles } from "../descriptors.js";
import { counted } from "../markdown.js";
import { issueLines } from "../report.js";

/** What a command ends with (70 is EX_SOFTWARE of sysexits.h). */
export const EXIT = { fine: 0, mistakes: 1, usage: 2, internal: 70 } as const;

/** What whoever typed the command can mend. */
export class UsageError extends Error {}

/** The paths that were typed, all of which are there. */
export function existing(paths: readonly string[]): readonly string[] {
  if (paths.length === 0) throw new UsageError("A file or a folder is needed");
  const missing = paths.filter((path) => !existsSync(path));
  if (missing.length > 0) throw new UsageError(`There is no ${missing.join(" and no ")}`);
  return paths;
}

/** The descriptors that were typed, and all in the folders that were. A folder without any is the wrong one. */
export function existingDescriptors(paths: readonly string[]): readonly string[] {
  const empty = existing(paths).find((path) => descriptorFiles(path).length === 0);
  if (empty !== undefined) throw new UsageError(`There is no descriptor (<id>.json) in ${empty}`);
  return paths;
}

/** Says what was asked for. */
export function print(text: string): number {
  process.stdout.write(text);
  return EXIT.fine;
}

/** Says it as JSON. */
export function printJson(value: object): number {
  return print(`${JSON.stringify(value, undefined, 2)}\n`);
}

/** Says what is wrong, a line each. */
export function complain(lines: readonly string[]): number {
  for (const line of lines) process.stderr.write(`${line}\n`);
  return EXIT.mistakes;
}

/** Says every mistake, as text or as JSON. */
export function reportIssues(issues: readonly Issue[], json: boolean): number {
  if (!json) return complain([...issueLines(issues), counted(issues.length, "mistake")]);
  printJson({ ok: false, issues });
  return EXIT.mistakes;
}
