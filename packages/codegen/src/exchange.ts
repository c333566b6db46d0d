import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeFolder } from "./folder.js";
import { endPlan, hasPlan, place, removeEmptyFolders, undo, writePlan } from "./plan.js";
import { openWriter } from "./writer.js";

/** Why nothing was written, where that is for people to mend. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";
}

/** New files that take the places of old ones, all of them or none. Paths are relative to the folder, with slashes. */
export interface Exchange {
  /** Begins to write a file, not yet to its place, and waits until there is room for another. */
  readonly put: (path: string, text: string) => Promise<void>;
  /** Marks a file, or a folder with all that is in it. */
  readonly remove: (path: string) => void;
  /** Puts everything into its place. When a step fails, all that went before is undone and the error is thrown. */
  readonly carryOut: () => Promise<void>;
  /** Forgets what was not carried out. It has to be called, whatever happened. */
  readonly close: () => Promise<void>;
}

/**
 * Begins to change the files of a folder, and repairs what a run that was killed has left there: it is as if that run had
 * never been. Another run that is still at work is an error.
 *
 * Everything is written to a folder of its own first, which is where a full disk shows. Then files change places by
 * renaming. A plan beside them says which they are, so that where each file is tells how far things went. What others put
 * there meanwhile is in no plan, and stays.
 */
export function openExchange(folder: string): Exchange {
  repair(folder);
  const stage = join(folder, `${STAGE}${process.pid}`);
  /** Of each folder that gets a file, the topmost one above it that is not there yet. */
  const folders = new Map<string, string | undefined>();
  const plan = { removed: new Set<string>(), moved: new Set<string>(), written: new Set<string>() };
  const writer = openWriter();
  let firstMade: string | undefined;
  let hasBegun = false;
  const begin = (): void => {
    if (hasBegun) return;
    hasBegun = true;
    firstMade = madeStage(folder, stage);
    refuseOthers(folder, stage);
  };
  return {
    async put(path, text) {
      begin();
      const above = dirname(path);
      if (!folders.has(above)) folders.set(above, topmostNew(folder, above));
      plan.written.add(path);
      plan.moved.add(folders.get(above) ?? path);
      await writer.put(join(stage, "new", path), text);
    },
    remove(path) {
      begin();
      plan.removed.add(path);
    },
    async carryOut() {
      if (!hasBegun) return;
      await writer.end();
      const { removed, moved, written } = plan;
      writePlan(stage, { removed: [...removed], moved: [...moved], written: [...written] });
      try {
        for (const path of removed) moveAway(folder, stage, path);
        for (const path of moved) moveIn(folder, stage, path);
      } catch (error) {
        undo(folder, stage);
        throw error;
      }
      endPlan(stage);
    },
    async close() {
      await writer.close();
      // What could not be undone is for the next run.
      if (hasPlan(stage)) return;
      rmSync(stage, { recursive: true, force: true });
      if (firstMade !== undefined) removeEmptyFolders(folder, dirname(firstMade));
    },
  };
}

/** The process's number follows, so that a folder tells whether anybody is still at work in it. */
const STAGE = ".oauth1-codegen-";

function madeStage(folder: string, stage: string): string | undefined {
  try {
    const first = makeFolder(folder);
    mkdirSync(stage);
    return first ?? stage;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (!READ_ONLY.has(code)) throw error;
    throw new RefusedError(
      `Nobody may write to ${folder} (${code}): change that, or choose another folder for the packages.`,
    );
  }
}

// In /proc the system says ENOENT.
const READ_ONLY: ReadonlySet<string> = new Set(["EACCES", "ENOENT", "EPERM", "EROFS"]);

function repair(folder: string): void {
  for (const stage of stagesIn(folder)) {
    if (isAtWork(stage)) continue;
    if (hasPlan(stage)) undo(folder, stage);
    rmSync(stage, { recursive: true, force: true });
  }
}

/** Of two that begin at the same time both may give way, but never none. */
function refuseOthers(folder: string, own: string): void {
  const other = stagesIn(folder).find((stage) => stage !== own && isAtWork(stage));
  if (other === undefined) return;
  rmSync(own, { recursive: true });
  throw new RefusedError(
    `Another run is writing to ${folder}. If no process ${processOf(other)} is, rename ${other} so that it ends with 0.`,
  );
}

function stagesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.startsWith(STAGE))
    .map((name) => join(folder, name));
}

function processOf(stage: string): number {
  return Number(stage.slice(stage.lastIndexOf(STAGE) + STAGE.length));
}

// In a container, the process that was killed may have had the number of this one.
function isAtWork(stage: string): boolean {
  const id = processOf(stage);
  if (!(id > 0) || id === process.pid) return false;
  try {
    return process.kill(id, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function moveAway(folder: string, stage: string, path: string): void {
  const old = join(folder, path);
  if (!existsSync(old)) return;
  place(join(stage, "old", path), (kept) => renameSync(old, kept));
  removeEmptyFolders(dirname(old), folder);
}

function moveIn(folder: string, stage: string, path: string): void {
  moveAway(folder, stage, path);
  place(join(folder, path), (file) => renameSync(join(stage, "new", path), file));
}

/** A folder that is new moves with all that is in it. */
function topmostNew(folder: string, path: string): string | undefined {
  if (path === "." || existsSync(join(folder, path))) return undefined;
  return topmostNew(folder, dirname(path)) ?? path;
}
