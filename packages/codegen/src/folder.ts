import { mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

/**
 * Makes a folder, and those above it that are not there, of which it says the topmost. One by one, because Node.js tries several
 * at once for ever where the system says that there is none above, as it does in /proc.
 */
export function makeFolder(path: string): string | undefined {
  const folder = resolve(path);
  if (isFolder(folder)) return undefined;
  const first = makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another program may have been faster.
    if (!isFolder(folder)) throw error;
  }
  return first ?? folder;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
