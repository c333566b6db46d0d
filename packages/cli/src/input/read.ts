import { dataOf, fieldsOf, InputError, readRequest, requestOf } from "@oauth1/emulator/input";
import type { Command } from "commander";
import { readFileSync } from "node:fs";
import { UsageError } from "../failure.js";
import { isInteractive } from "../prompt.js";
import { note } from "../terminal.js";
import { textOf } from "../text.js";
import type { Item } from "./item.js";
import { isRecord } from "../json.js";
import { jsonItem } from "./json-request.js";

/** The flags that make a request. */
export interface RequestFlags {
  readonly request?: string;
  readonly header?: readonly string[];
  readonly data?: readonly string[];
  readonly get?: true;
  readonly curl?: string;
  readonly origin?: string;
}

/** What was asked about: one request, or a batch, whose answers are JSON lines. */
export interface Input {
  readonly isBatch: boolean;
  /** Each is read when it is its turn, and throws a `UsageError` where it cannot be. */
  readonly items: readonly (() => Item)[];
}

/** Adds the argument and the flags of a request to a command. */
export function withRequest(command: Command): Command {
  return command
    .argument("[url]", "the URL; without it or --curl, the request is read from stdin")
    .option("-X, --request <method>", "the method; GET, or POST with data")
    .option("-H, --header <field>", "a header field, as often as needed", listed)
    .option("-d, --data <text>", "a form, or with another content type any body; @file", listed)
    .option("-G, --get", "puts the data into the query")
    .option("--curl <command>", "the request as a curl command")
    .option("--origin <url>", "where a raw request was sent to; https and its Host by default");
}

/** Collects the values of an option that can be said more than once. */
export function listed(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** The first flag that says a part of a request, where there is one. */
export function requestFlag({ request, header, data, get }: RequestFlags): string | undefined {
  const given = Object.entries({ "-X": request, "-H": header, "-d": data, "-G": get });
  return given.find(([, value]) => value !== undefined)?.[0];
}

/** The request of a command: its flags, its curl command, or what stdin says. */
export async function readInput(url: string | undefined, flags: RequestFlags): Promise<Input> {
  if (url !== undefined && url !== "-") {
    if (flags.curl === undefined) return one(flagsItem(url, flags));
    throw new UsageError("--curl has a URL of its own: leave the other one out.");
  }
  const flag = requestFlag(flags);
  if (flag !== undefined) {
    throw new UsageError(
      `${flag} goes with a URL: what --curl or stdin says is all of the request, and takes no more.`,
    );
  }
  if (flags.curl !== undefined) return one(readItem(flags.curl));
  if (url === undefined && isInteractive()) {
    throw new UsageError(
      "Which request? Pass a URL, or --curl, or a request on stdin: raw, as a curl command, or as JSON.",
    );
  }
  return parseInput(await stdinText(), flags.origin);
}

/**
 * Reads a request in whichever form it comes: raw HTTP, a curl command, JSON, or JSON lines. Throws a `UsageError` for
 * anything else.
 *
 * @example
 * parseInput("GET https://example.com/ HTTP/1.1\n").items[0]().request.url; // => "https://example.com/"
 * parseInput('{"url":"https://example.com/"}\n{"url":"https://example.com/me"}').isBatch; // => true
 */
export function parseInput(text: string, origin?: string): Input {
  const start = text.trimStart();
  if (start.startsWith("{") || start.startsWith("[")) return parseJson(start);
  if (start === "") throw new UsageError("There is no request: pass a URL, or a request on stdin.");
  return one(readItem(text, origin));
}

/** A request of flags, as curl would read them. */
export function flagsItem(url: string, flags: RequestFlags): Item {
  return itemOf(url, () =>
    requestOf({
      url,
      ...(flags.request !== undefined && { method: flags.request.toUpperCase() }),
      ...fieldsOf(flags.header ?? [], fileBytes),
      data: (flags.data ?? []).map((text) => dataOf(text, fileBytes)),
      isGet: flags.get === true,
    }),
  );
}

/** Runs what reads or writes requests, of which an `InputError` is wrong usage. */
export function input<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof InputError) throw new UsageError(error.message);
    throw error;
  }
}

function readItem(text: string, origin?: string): Item {
  const where = origin === undefined ? {} : { origin };
  return itemOf(origin ?? text, () => readRequest(text, { ...where, readText: fileBytes }));
}

function itemOf(text: string, read: () => Item["request"]): Item {
  const request = input(read);
  tellScheme(text, request);
  return { request, given: {} };
}

// The scheme is signed, and curl takes another one than most APIs have.
function tellScheme(text: string, { url }: Item["request"]): void {
  if (!/^http:/i.test(url) || /http:\/\//i.test(text)) return;
  note(`The URL has no scheme, so it is taken for ${url}: write https:// where that is meant.`);
}

function fileBytes(file: string): Uint8Array {
  try {
    return readFileSync(file === "-" ? 0 : file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`@${file} cannot be read: ${reason}`);
  }
}

function one(item: Item): Input {
  return { isBatch: false, items: [() => item] };
}

function parseJson(text: string): Input {
  const whole = parsed(text);
  if (Array.isArray(whole)) {
    const values: readonly unknown[] = whole;
    return { isBatch: true, items: values.map((value) => () => jsonItem(value)) };
  }
  if (whole !== undefined) return one(jsonItem(whole));
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  if (!lines.some((line) => isRecord(parsed(line)))) throw notJson();
  return {
    isBatch: true,
    items: lines.map((line) => () => jsonItem(parsed(line) ?? fail(notJson()))),
  };
}

// The platform's message would quote the text, in which there may be secrets.
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function notJson(): UsageError {
  return new UsageError("This is neither JSON nor JSON lines, which are one object a line.");
}

function fail(error: Error): never {
  throw error;
}

async function stdinText(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return textOf(Buffer.concat(chunks), "The request on stdin");
}
