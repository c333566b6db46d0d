import { hashText } from "@oauth1/core";
import { REDIS_SCRIPTS, type RedisScriptName } from "./redis-scripts.js";
import type { Fields, Row } from "./row.js";

/** The driver, by what is used of it: a client or a cluster, of `redis` or of `ioredis`. */
export type RedisClient =
  | { call(command: string, ...args: string[]): Promise<unknown> }
  | { sendCommand(args: string[]): Promise<unknown> }
  | RedisCluster;

/** A cluster of `redis`, which has to be told the key that a command goes by, and is known by its masters. */
export interface RedisCluster {
  readonly masters: readonly unknown[];
  sendCommand(firstKey: string, isReadonly: boolean, args: string[]): Promise<unknown>;
}

/** What a script is called with. */
export interface ScriptCall {
  readonly keys: readonly string[];
  readonly values?: readonly string[];
  /** What is to be written: the script gets it as its last arguments. */
  readonly fields?: Fields;
}

/** Commands and scripts, whatever the driver. */
export interface RedisRunner {
  /** A command whose first argument is its key. */
  readonly command: (name: string, ...words: readonly string[]) => Promise<unknown>;
  readonly script: (name: RedisScriptName, call: ScriptCall) => Promise<unknown>;
}

/**
 * Runs commands and scripts. A script is named by its hash, and sent again as text to a Redis that has forgotten it. Throws a
 * TypeError for a cluster that mixes scripts of several nodes.
 *
 * @example
 * const client = { sendCommand: async (words) => words };
 * await redisRunner(client).command("GET", "k1"); // => ["GET", "k1"]
 */
export function redisRunner(client: RedisClient): RedisRunner {
  const send = sender(client);
  const hashes = new Map<RedisScriptName, string>();
  return {
    command: async (name, ...words) => send(words[0] ?? "", [name, ...words]),
    async script(name, { keys, values = [], fields = {} }) {
      const words = [String(keys.length), ...keys, ...values, ...flat(fields)];
      const hash = hashes.get(name) ?? (await sha1(REDIS_SCRIPTS[name]));
      hashes.set(name, hash);
      const [firstKey = ""] = keys;
      try {
        return asText(await send(firstKey, ["EVALSHA", hash, ...words]));
      } catch (error) {
        if (!(error instanceof Error && error.message.startsWith("NOSCRIPT"))) throw error;
        return asText(await send(firstKey, ["EVAL", REDIS_SCRIPTS[name], ...words]));
      }
    },
  };
}

/**
 * The row in a reply that lists fields and their values; `undefined` when there is none.
 *
 * @example
 * rowOf(["name", "Printer", "owner", "jane"]); // => { name: "Printer", owner: "jane" }
 */
export function rowOf(reply: unknown): Row | undefined {
  if (!Array.isArray(reply) || reply.length === 0) return undefined;
  const entries = reply.flatMap((name: unknown, at) =>
    at % 2 === 0 ? [[String(name), reply[at + 1]] as const] : [],
  );
  return Object.fromEntries<unknown>(entries);
}

/**
 * The rows in a reply that is a list of them.
 *
 * @example
 * rowsOf([["name", "Printer"]]); // => [{ name: "Printer" }]
 */
export function rowsOf(reply: unknown): readonly Row[] {
  const replies: readonly unknown[] = Array.isArray(reply) ? reply : [];
  return replies.flatMap((one) => {
    const row = rowOf(one);
    return row === undefined ? [] : [row];
  });
}

/**
 * Whether a script has answered 1, which a driver may hand out as text or as a bigint.
 *
 * @example
 * [1, "1", 1n, 0, null].map(isOne); // => [true, true, true, false, false]
 */
export function isOne(reply: unknown): boolean {
  return Number(reply) === 1;
}

type Send = (firstKey: string, words: readonly string[]) => Promise<unknown>;

function sender(client: RedisClient): Send {
  if ("call" in client) {
    checkPipelines(client);
    return (_firstKey, [name = "", ...words]) => client.call(name, ...words);
  }
  if ("masters" in client) {
    return (firstKey, words) => client.sendCommand(firstKey, false, [...words]);
  }
  return (_firstKey, words) => client.sendCommand([...words]);
}

// A cluster of ioredis chooses the node of what it pipelines by the first word, which of a script is its hash, and then refuses
// scripts for keys of several nodes: those that come alone would work, and those that come together fail.
function checkPipelines(client: object): void {
  const options: unknown = Reflect.get(client, "options");
  if (Reflect.get(client, "isCluster") !== true || typeof options !== "object" || !options) return;
  const apart: unknown = Reflect.get(options, "autoPipeliningIgnoredCommands");
  const isApart = Array.isArray(apart) && ["EVALSHA", "EVAL"].every((name) => apart.includes(name));
  if (isApart || Reflect.get(options, "enableAutoPipelining") !== true) return;
  throw new TypeError(
    'This cluster pipelines scripts, by its option enableAutoPipelining: add autoPipeliningIgnoredCommands: ["EVALSHA", "EVAL"].',
  );
}

// By default a decoder takes a first U+FEFF away, and the text would be another one.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

// A driver can be told to hand out bytes in place of text.
function asText(reply: unknown): unknown {
  if (Array.isArray(reply)) return reply.map(asText);
  return reply instanceof Uint8Array ? decoder.decode(reply) : reply;
}

function flat(fields: Fields): readonly string[] {
  return Object.entries(fields).flatMap(([name, value]) =>
    value === null ? [] : [name, String(value)],
  );
}

async function sha1(text: string): Promise<string> {
  const bytes = atob(await hashText("SHA-1", text));
  return Array.from(bytes, (byte) => byte.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}
