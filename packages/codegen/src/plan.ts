import {
  existsSync,
  lstatSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  rmdirSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { makeFolder } from "./folder.js";

/** What an exchange does: paths in the order in which they are moved. */
export interface Plan {
  /** Files and whole folders. */
  readonly removed: readonly string[];
  /** Files, and folders that are new as a whole. */
  readonly moved: readonly string[];
  /** Every file of them. */
  readonly written: readonly string[];
}

/** Writes it beside the files that are to move. It is there as a whole or not at all, like every other file. */
export function writePlan(stage: string, plan: Plan): void {
  writeFileSync(join(stage, `${PLAN}.draft`), JSON.stringify(plan));
  renameSync(join(stage, `${PLAN}.draft`), join(stage, PLAN));
}

/** Whether there is one: something was begun, and neither ended nor undone. */
export function hasPlan(stage: string): boolean {
  return existsSync(join(stage, PLAN));
}

/** Says that everything is in its place. */
export function endPlan(stage: string): void {
  rmSync(join(stage, PLAN));
}

const PLAN = "plan.json";

/** Puts all files back, whichever steps were taken. To be killed in the middle of it does no harm. */
export function undo(folder: string, stage: string): void {
  const { removed, moved, written }: Plan = JSON.parse(readFileSync(join(stage, PLAN), "utf8"));
  for (const path of written.toReversed()) takeBack(folder, stage, path);
  for (const path of [...removed, ...moved].toReversed()) {
    if (existsSync(join(stage, "old", path))) putBack(join(stage, "old", path), join(folder, path));
  }
  endPlan(stage);
}

/** What is no longer on the stage is in its place, unless somebody has removed it since. */
function takeBack(folder: string, stage: string, path: string): void {
  const [fresh, file] = [join(stage, "new", path), join(folder, path)];
  if (!existsSync(fresh) && existsSync(file)) place(fresh, (back) => renameSync(file, back));
  removeEmptyFolders(dirname(file), folder);
}

/** Where somebody has made a folder anew since, it takes what the old one held. */
function putBack(kept: string, there: string): void {
  if (!isFolder(kept) || !isFolder(there)) return place(there, (file) => renameSync(kept, file));
  for (const name of readdirSync(kept)) putBack(join(kept, name), join(there, name));
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Makes the folder that a file is put into. */
export function place(file: string, put: (file: string) => void): void {
  makeFolder(dirname(file));
  put(file);
}

/** From a folder upwards, as long as nothing is in them, and never the last. */
export function removeEmptyFolders(from: string, last: string): void {
  for (let here = from; here !== last; here = dirname(here)) {
    try {
      rmdirSync(here);
    } catch {
      return;
    }
  }
}
