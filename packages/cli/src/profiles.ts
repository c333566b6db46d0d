import { shellQuoted } from "@oauth1/emulator/input";
import { randomUUID } from "node:crypto";
import {
  accessSync,
  chmodSync,
  constants,
  closeSync,
  fstatSync,
  fsyncSync,
  linkSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir, userInfo } from "node:os";
import { isAbsolute, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { codeOf, UsageError } from "./failure.js";
import { makeFolder } from "./folder.js";
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
    /** PEM of the private key that the provider encrypts secrets for, where it has live sessions. */
    readonly encryptionKey?: string;
    /** PEM of the group that live sessions are agreed on with, or its prime in hex. */
    readonly diffieHellman?: string;
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

/** The folder of all profiles: under XDG_CONFIG_HOME, or ~/.config. As that specification wants it, a relative one does not count. */
export function profilesFolder(): string {
  const config = process.env["XDG_CONFIG_HOME"] ?? "";
  return join(isAbsolute(config) ? config : join(homeFolder(), ".config"), "oauth1", "profiles");
}

// A user of a container may have no entry, and so no home, and the system throws.
function homeFolder(): string {
  try {
    return isAbsolute(homedir()) ? homedir() : userInfo().homedir;
  } catch {
    throw new UsageError(
      "Nobody knows your home folder: set HOME, or XDG_CONFIG_HOME, to a folder that you can write to.",
    );
  }
}

/** Makes the folder of all profiles, for its owner only. Throws a `UsageError` where nothing can be kept there. */
export function openProfilesFolder(): void {
  const folder = profilesFolder();
  try {
    makeFolder(folder, 0o700);
    chmodSync(folder, 0o700);
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw noPlace(folder, error);
  }
}

function noPlace(folder: string, error: unknown): UsageError {
  const reason = error instanceof Error ? error.message : String(error);
  return new UsageError(
    `No profile can be kept in ${folder}: ${reason}. Set XDG_CONFIG_HOME to a folder that you can write to.`,
  );
}

/**
 * The file of a profile. Each has its own, so that programs that run at once cannot lose each other's. Names become files of any
 * system: those that look at no case, and those that refuse some names, such as `con`.
 *
 * @example
 * profileFile("twitter").slice(profilesFolder().length + 1); // => "profile-twitter.json"
 * profileFile("../Me").slice(profilesFolder().length + 1); // => "profile-%2e%2e%2f%4de.json"
 */
export function profileFile(name: string): string {
  const letters = [...Buffer.from(name)].map((byte) => {
    const letter = String.fromCharCode(byte);
    return /[a-z0-9_-]/.test(letter) ? letter : `%${byte.toString(16).padStart(2, "0")}`;
  });
  return join(profilesFolder(), `profile-${letters.join("")}.json`);
}

/**
 * A profile by its name, where there is one. Throws a `UsageError` for a name that is empty, and for a file that others can
 * read or that holds something else.
 */
export function findProfile(name: string): Profile | undefined {
  // A variable of a shell that is not set makes an empty flag.
  if (name === "") throw new UsageError("A profile has a name, and this one is empty.");
  const file = profileFile(name);
  const text = readPrivate(file);
  if (text === undefined) return undefined;
  const profile = profileIn(text);
  if (profile !== undefined) return profile;
  throw new UsageError(
    `${file} holds no profile of this version, with a consumer.key and a whole account: move it away, and log in again.`,
  );
}

/** The names of all profiles, in order. */
export function profileNames(): readonly string[] {
  const names = entriesOf(profilesFolder()).flatMap((entry) => {
    const [, letters] = /^profile-((?:[a-z0-9_-]|%[0-9a-f]{2})*)\.json$/.exec(entry) ?? [];
    return letters === undefined ? [] : [nameOf(letters)];
  });
  return names.sort();
}

/** A profile by its name. Throws a `UsageError` where there is none, with the names that there are. */
export function readProfile(name: string): Profile {
  return findProfile(name) ?? missing(name);
}

function missing(name: string): never {
  const known = profileNames().join(", ");
  throw new UsageError(
    `There is no profile ${JSON.stringify(name)}; ${known === "" ? "oauth1 login makes one" : `there are ${known}`}.`,
  );
}

/** Keeps a profile, in place of the one of that name: whole, or not at all. */
export async function saveProfile(name: string, profile: Profile): Promise<void> {
  openProfilesFolder();
  const file = profileFile(name);
  const draft = draftOf(file);
  try {
    writeDraft(draft, `${JSON.stringify({ version: 1, profile }, undefined, 2)}\n`);
    await move(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** Removes the profile of a name, also one that cannot be read. Throws a `UsageError` as `readProfile` does where there is none. */
export function removeProfile(name: string): void {
  try {
    rmSync(profileFile(name));
  } catch (error) {
    if (codeOf(error) === "ENOENT") missing(name);
    throw error;
  }
}

/** Removes a profile as it was read; one that has taken its place meanwhile, by another login, stays. */
export async function removeRead(name: string, profile: Profile): Promise<void> {
  const file = profileFile(name);
  const taken = draftOf(file);
  try {
    await move(file, taken);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return;
    throw error;
  }
  const found = profileIn(readPrivate(taken) ?? "");
  if (JSON.stringify(found) !== JSON.stringify(profile)) await putBack(taken, file);
  rmSync(taken, { force: true });
}

// Not over what an even later login has put there, as a renaming would.
async function putBack(taken: string, file: string): Promise<void> {
  try {
    linkSync(taken, file);
  } catch (error) {
    // Some file systems have no links.
    if (codeOf(error) !== "EEXIST") await move(taken, file);
  }
}

function nameOf(letters: string): string {
  const bytes = letters.replaceAll(/%(..)/g, (_escape, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
  return Buffer.from(bytes, "latin1").toString();
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw noPlace(folder, error);
  }
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
        `${file} holds secrets, and others can read it (mode ${said}): chmod 600 ${shellQuoted(file)}, and get new tokens if somebody may have.`,
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
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

// Beside the file, because only within a file system is a file renamed in one go.
function draftOf(file: string): string {
  return `${file}.${randomUUID()}`;
}

function writeDraft(draft: string, text: string): void {
  const descriptor = openSync(draft, "wx", 0o600);
  try {
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

// Windows refuses to put a file where another program is looking at the old one, which takes it a moment.
async function move(from: string, to: string, tries: number = MOST_TRIES): Promise<void> {
  try {
    renameSync(from, to);
  } catch (error) {
    if (tries === 0 || !BUSY.has(codeOf(error))) throw error;
    await pause(PAUSE);
    await move(from, to, tries - 1);
  }
}

const BUSY: ReadonlySet<string> = new Set(["EACCES", "EBUSY", "EPERM"]);
const MOST_TRIES = 20;
/** In milliseconds. */
const PAUSE = 10;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function profileIn(text: string): Profile | undefined {
  const content = parsed(text);
  const profile = isRecord(content) && content["version"] === 1 ? content["profile"] : undefined;
  return isProfile(profile) ? profile : undefined;
}

function isProfile(value: unknown): value is Profile {
  if (!isRecord(value)) return false;
  const { consumer, account, provider, signatureMethod, variables, originMap } = value;
  return (
    isTexts(consumer) &&
    consumer["key"] !== undefined &&
    (account === undefined || isAccount(account)) &&
    [provider, signatureMethod].every((one) => one === undefined || typeof one === "string") &&
    [variables, originMap].every((one) => one === undefined || isTexts(one))
  );
}

function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  return isRecord(value) && Object.values(value).every((one) => typeof one === "string");
}

function isAccount(value: unknown): value is ProfileAccount {
  const token = isRecord(value) && value["version"] === 1 ? value["token"] : undefined;
  return isRecord(token) && typeof token["key"] === "string" && typeof token["secret"] === "string";
}
