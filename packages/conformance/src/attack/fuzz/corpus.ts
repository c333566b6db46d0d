import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../../paths.js";
import type { Pairs, RawRequest } from "../wire.js";

/** A request that did harm once, or might do. Text stands for bytes, one character each. */
export interface CorpusEntry {
  readonly name: string;
  readonly method: string;
  readonly target: string;
  readonly headers: Pairs;
  readonly body?: string;
}

/** A text that did harm to a parser once. */
export interface TextEntry {
  readonly parser: string;
  readonly harm: string;
  readonly text: string;
}

const FOLDER = join(packageFolder("conformance"), "attack-corpus");
const TEXT_FILE = "texts.json";
const EMULATOR_FILE = "emulator.json";
/** Where the requests go that a server of ours has just been harmed by. */
const FOUND_FILE = "found.json";

/** The requests that are tried each time, by the names of their files. */
export function corpus(): Readonly<Record<string, readonly CorpusEntry[]>> {
  const others = [TEXT_FILE, EMULATOR_FILE];
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(".json"));
  return Object.fromEntries(
    files.filter((file) => !others.includes(file)).map((file) => [file, read(file)]),
  );
}

/** The texts that are read each time. */
export function textCorpus(): readonly TextEntry[] {
  return read(TEXT_FILE);
}

/** Adds a text to the corpus, unless it is there. */
export function keepText(entry: TextEntry): void {
  const texts = textCorpus();
  const isKnown = texts.some(({ parser, text }) => parser === entry.parser && text === entry.text);
  if (!isKnown) save(TEXT_FILE, [...texts, entry]);
}

/** The requests that are sent to an emulator each time. */
export function emulatorCorpus(): readonly CorpusEntry[] {
  return read(EMULATOR_FILE);
}

/** Adds a request to the corpus of our servers, or of the emulator. */
export function keepRequest(entry: CorpusEntry, of: "emulator" | "server"): void {
  const file = of === "emulator" ? EMULATOR_FILE : FOUND_FILE;
  save(file, [...read<CorpusEntry>(file), entry]);
}

/** A corpus entry as it is sent. */
export function requestOf({ name: _name, body, ...request }: CorpusEntry): RawRequest {
  return body === undefined ? request : { ...request, body: Buffer.from(body, "latin1") };
}

/** A request as a corpus entry; its name is the harm that it does. */
export function entryOf(
  { method, target, headers = [], body }: RawRequest,
  name: string,
): CorpusEntry {
  const text = body === undefined ? {} : { body: Buffer.from(body).toString("latin1") };
  return { name, method, target, headers, ...text };
}

function read<T>(file: string): readonly T[] {
  const path = join(FOLDER, file);
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : [];
}

function save(file: string, entries: readonly object[]): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, file), `${JSON.stringify(entries, undefined, 2)}\n`);
}
