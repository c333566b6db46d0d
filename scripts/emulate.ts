// `pnpm emulate <id>`: the provider of providers/<id>.json on this machine, with an app registered, until Ctrl-C.
import { generateKeyPairSync } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { parseArgs } from "node:util";
import {
  formatIssue,
  lower,
  parseDescriptor,
  type ProviderModel,
} from "../packages/descriptor/src/index.js";
import { FAULTS, startEmulator, type Emulator } from "../packages/emulator/src/index.js";
import { startPage } from "../packages/emulator/src/page.js";
import { orUsage } from "./usage.js";

const USAGE = `pnpm emulate <provider> [--port N] [--callback URL] [--fault NAME] [--json]

  <provider>      one of ${providers().join(", ")}
  --port N        the port on 127.0.0.1; any free one by default, and where N is taken
  --callback URL  where users come back to; any URL, and oob, by default
  --fault NAME    what goes wrong with the first request that it can strike, as often as it is said:
                  ${Object.keys(FAULTS).join(", ")}
  --json          prints everything as one line of JSON`;

const { values, positionals } = orUsage(readArguments, USAGE);
const [id = ""] = positionals;
if (!providers().includes(id))
  fail(`${id === "" ? "Which provider?" : `There is no providers/${id}.json.`}\n\nUsage: ${USAGE}`);
const file = `providers/${id}.json`;
const parsed = parseDescriptor(readFileSync(file, "utf8"), { file });
if (!parsed.ok) fail(parsed.issues.map(formatIssue).join("\n"));
const model = lower(parsed.descriptor);
const others = providers().flatMap((one) => (one === id ? [] : [modelOf(one)]));

const emulator = await startEmulator(model, { port: Number(values.port) });
const shown = await startPage({ providers: [model, ...others], first: id });
const close = async () => void (await Promise.all([emulator.close(), shown.close()]));
process.once("SIGINT", close);
process.once("SIGTERM", close);
const told = await prepare(emulator).catch(async (error: unknown) => {
  await close();
  return fail(error instanceof Error ? error.message : String(error));
});
console.log(values.json ? JSON.stringify(told) : summary());

// To validate all of them would take most of a second.
function modelOf(name: string): ProviderModel {
  return lower(JSON.parse(readFileSync(`providers/${name}.json`, "utf8")));
}

async function prepare(running: Emulator) {
  for (const name of values.fault) {
    if (!isFault(name))
      throw new TypeError(
        `There is no fault ${name}: choose among ${Object.keys(FAULTS).join(", ")}.`,
      );
    running.fault(name);
  }
  const isKeyed = model.oauth.consumer.keys.includes("privateKey");
  const { privateKey, publicKey } = isKeyed ? keyPair() : {};
  const consumer = await running.register({
    name: "My app",
    callbacks: values.callback === undefined ? [] : [values.callback, "oob"],
    ...(publicKey === undefined ? {} : { publicKey }),
  });
  const token = model.oauth.flows.some(({ kind }) => kind === "pre-issued")
    ? await running.issueToken("alice")
    : undefined;
  const { origin, originMap, variables, pages } = running;
  const { endpoints, key, secret } = consumer;
  const credentials = { key, ...(privateKey === undefined ? { secret } : { privateKey }) };
  const page = `${shown.origin}/`;
  return { page, origin, consumer: credentials, endpoints, originMap, variables, token, pages };
}

function summary(): string {
  const { origin, consumer, endpoints, originMap, variables, token, pages } = told;
  const rows = [
    ...Object.entries(consumer).map(([name, text]) => [`consumer ${name}`, text]),
    ...Object.entries(endpoints),
    ...Object.entries(token ?? {}).map(([name, text = ""]) => [`token ${name}`, text]),
    ...Object.entries(pages).map(([name, url]) => [`page: ${name}`, url]),
  ];
  const hasVariables = Object.keys(variables).length > 0;
  return `Follow a login in your browser: ${told.page}

${model.name}, emulated at ${origin}

${rows.map(([name = "", text]) => `${name.padEnd(24)}${text}`).join("\n")}

import { ${model.names.factory} } from "@oauth1/${id}";
const ${model.names.camel} = ${model.names.factory}({
  consumer: ${JSON.stringify(consumer)},${hasVariables ? `\n  variables: ${JSON.stringify(variables)},` : ""}
  originMap: ${JSON.stringify(originMap)},
});

Ctrl-C stops it.`;
}

function keyPair(): { readonly privateKey: string; readonly publicKey: string } {
  return generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
}

function isFault(name: string): name is keyof typeof FAULTS {
  return Object.hasOwn(FAULTS, name);
}

function providers(): readonly string[] {
  const files = readdirSync("providers").filter((name) => name.endsWith(".json"));
  return files.map((name) => name.replace(/\.json$/, "")).sort();
}

function readArguments(): {
  readonly values: {
    readonly port: string;
    readonly callback?: string;
    readonly fault: readonly string[];
    readonly json: boolean;
  };
  readonly positionals: readonly string[];
} {
  const given = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: "string", default: "0" },
      callback: { type: "string" },
      fault: { type: "string", multiple: true, default: [] },
      json: { type: "boolean", default: false },
    },
  });
  const port = Number(given.values.port);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return given;
  throw new TypeError("--port takes a number from 0 to 65535.");
}

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}
