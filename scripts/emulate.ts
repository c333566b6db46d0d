// `pnpm emulate <id>`: the provider of providers/<id>.json on this machine, with an app registered, until Ctrl-C.
import { readFileSync, readdirSync } from "node:fs";
import { parseArgs } from "node:util";
import { formatIssue, lower, parseDescriptor } from "../packages/descriptor/src/index.js";
import { startEmulator } from "../packages/emulator/src/index.js";
import { orUsage } from "./usage.js";

const USAGE = `pnpm emulate <provider> [--port N] [--callback URL]

  <provider>      one of ${providers().join(", ")}
  --port N        the port on 127.0.0.1; any free one by default, and where N is taken
  --callback URL  where users come back to; oob, a PIN to copy, is always allowed`;

const { values, positionals } = orUsage(readArguments, USAGE);
const [id = ""] = positionals;
if (!providers().includes(id))
  fail(`${id === "" ? "Which provider?" : `There is no providers/${id}.json.`}\n\nUsage: ${USAGE}`);
const file = `providers/${id}.json`;
const parsed = parseDescriptor(readFileSync(file, "utf8"), { file });
if (!parsed.ok) fail(parsed.issues.map(formatIssue).join("\n"));

const emulator = await startEmulator(lower(parsed.descriptor), { port: Number(values.port) });
const callbacks = values.callback === undefined ? ["oob"] : [values.callback, "oob"];
const app = await emulator
  .register({ name: "My app", callbacks })
  .catch((error: unknown) => fail(error instanceof TypeError ? error.message : String(error)));
console.log(`${parsed.descriptor.name}, emulated at ${emulator.origin}

consumer key                ${app.key}
consumer secret             ${app.secret}
callbacks                   ${app.callbacks.join(", ")}
temporary credentials URL   ${app.endpoints.temporaryCredentials}
authorization URL           ${app.endpoints.authorization}
token credentials URL       ${app.endpoints.tokenCredentials}

register another app        ${emulator.pages.apps}
connected apps              ${emulator.pages.connected}

An SDK comes here with: originMap: ${JSON.stringify(emulator.originMap)}
Ctrl-C stops it.`);
process.once("SIGINT", () => void emulator.close());
process.once("SIGTERM", () => void emulator.close());

function providers(): readonly string[] {
  const files = readdirSync("providers").filter((name) => name.endsWith(".json"));
  return files.map((name) => name.replace(/\.json$/, "")).sort();
}

function readArguments(): {
  values: { port: string; callback?: string };
  positionals: readonly string[];
} {
  const options = { port: { type: "string", default: "0" }, callback: { type: "string" } } as const;
  const given = parseArgs({ allowPositionals: true, options });
  const port = Number(given.values.port);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return given;
  throw new TypeError("--port takes a number from 0 to 65535.");
}

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}
