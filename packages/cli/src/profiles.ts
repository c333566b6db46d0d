import { randomUUID } from "node:crypto";
import {
  chmodSync,
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { UsageError } from "./failure.js";
import { isRecord } from "./json.js";

/** Everything that it takes to call an API as somebody. */
export interface Profile {
  /** A built-in provider's id, or the absolute path of a descriptor; none where requests are only signed. */
  readonly provider?: string;
  readonly signatureMethod?: string;
  readonly consumer: {
    readonly key: string;
    readonly secret?: string;
    /** PEM. */
    readonly privateKey?: string;
  };
  /** As a login returned it, or a token that was had otherwise. */
  readonly account?: ProfileAccount;
  readonly variables?: Readonly<Record<string, string>>;
  /** Where the provider is emulated. */
  readonly originMap?: Readonly<Record<string, string>>;
}

/** A token with what the provider said about it. */
export interface ProfileAccount {
  readonly version: 1;
  readonly token: { readonly key: string; readonly secret: string };
  readonly [field: string]: unknown;
}

/** The file of all profiles: under XDG_CONFIG_HOME, or ~/.config. */
export function profilesFile(): string {
  const home = process.env["XDG_CONFIG_HOME"] ?? "";
  return join(home === "" ? join(homedir(), ".config") : home, "oauth1", "profiles.json");
}

/** Every profile by its name. Throws a `UsageError` for a file that others can read or that holds something else. */
export function readProfiles(): ReadonlyMap<string, Profile> {
  const file = profilesFile();
  const text = readPrivate(file);
  if (text === undefined) return new Map();
  const content = parsed(text);
  const profiles = isRecord(content) && content["version"] === 1 ? content["profiles"] : undefined;
  if (!isRecord(profiles)) {
    throw new UsageError(`${file} holds no profiles of this version: move it away, and log in.`);
  }
  return new Map(
    Object.entries(profiles).map(([name, profile]) => {
      if (isProfile(profile)) return [name, profile];
      throw new UsageError(`The profile ${name} in ${file} has no consumer.key: log in again.`);
    }),
  );
}

/** A profile by its name. Throws a `UsageError` where there is none, with the names that there are. */
export function readProfile(name: string): Profile {
  const profiles = readProfiles();
  const profile = profiles.get(name);
  if (profile !== undefined) return profile;
  const known = [...profiles.keys()].join(", ");
  throw new UsageError(
    `There is no profile ${JSON.stringify(name)}; ${known === "" ? "oauth1 login makes one" : `there are ${known}`}.`,
  );
}

/** Keeps a profile, in place of the one of that name; without a profile, that one is removed. */
export function saveProfile(name: string, profile: Profile | undefined): void {
  const profiles = new Map(readProfiles());
  if (profile === undefined) profiles.delete(name);
  else profiles.set(name, profile);
  const content = { version: 1, profiles: Object.fromEntries(profiles) };
  writePrivate(profilesFile(), `${JSON.stringify(content, undefined, 2)}\n`);
}

// Judged by the open file, so that nobody can put another one in its place in between.
function readPrivate(file: string): string | undefined {
  const descriptor = opened(file);
  if (descriptor === undefined) return undefined;
  try {
    const { mode } = fstatSync(descriptor);
    if (process.platform !== "win32" && (mode & 0o077) !== 0) {
      const said = (mode & 0o777).toString(8).padStart(3, "0");
      throw new UsageError(
        `${file} holds secrets, and others can read it (mode ${said}): chmod 600 ${file}, and get new tokens if somebody may have.`,
      );
    }
    return readFileSync(descriptor, "utf8");
  } finally {
    closeSync(descriptor);
  }
}

function opened(file: string): number | undefined {
  try {
    return openSync(file, "r");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

// Whole or not at all: a new file takes the place of the old one once everything is on the disk.
function writePrivate(file: string, text: string): void {
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const draft = `${file}.${randomUUID()}`;
  const descriptor = openSync(draft, "wx", 0o600);
  try {
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(draft, file);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isProfile(value: unknown): value is Profile {
  const consumer = isRecord(value) ? value["consumer"] : undefined;
  return isRecord(consumer) && typeof consumer["key"] === "string";
}
