import { readFileSync } from "node:fs";
import { join } from "node:path";
import { lower, parseDescriptor } from "@oauth1/descriptor";
import { startEmulator } from "@oauth1/emulator";
import { ROOT } from "../../paths.js";
import type { Listening } from "./harm.js";

/** Paths of an emulated provider: its endpoints, an operation, and the pages for developers and users. */
export const EMULATED_PATHS: readonly string[] = [
  ...["/oauth/request_token", "/oauth/authorize", "/oauth/access_token", "/oauth/identity"],
  ...["apps", "tokens", "connected", "home"],
];

/** An emulator of Discogs, behind an address. */
export interface Emulated extends Listening {
  /** The path of a page, or the path as it is. */
  readonly pathOf: (path: string) => string;
  readonly close: () => Promise<void>;
}

/** Starts it. */
export async function openEmulated(): Promise<Emulated> {
  const file = "providers/discogs.json";
  const parsed = parseDescriptor(readFileSync(join(ROOT, file), "utf8"), { file });
  if (!parsed.ok) throw new Error(`${file} is broken.`);
  const seen: Pick<Listening, "errors" | "events"> = { events: [], errors: [] };
  const emulator = await startEmulator(lower(parsed.descriptor), {
    onEvent: (event) => seen.events.push(event),
  });
  const pages = new Map(Object.entries(emulator.pages));
  return {
    ...seen,
    address: emulator.originMap["https://api.discogs.com"] ?? emulator.origin,
    pathOf: (path) => new URL(pages.get(path) ?? path, emulator.origin).pathname,
    close: emulator.close,
  };
}
