import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { formatIssue, lower, parseDescriptor, type ProviderModel } from "@oauth1/descriptor";
import { startEmulator } from "@oauth1/emulator";
import { createBrowser } from "./browser.js";
import { startConsumerSite } from "./consumer-site.js";
import { startRelay } from "./relay.js";
import { live, register } from "./story.js";
import { createTrace } from "./trace.js";

const USAGE = `Usage: npm start -- [--once] [--raw] [--port N]

  --once    stop after the traced login instead of serving
  --raw     show every header and body as it is
  --port N  the port of the consumer site (3000); the provider takes the next one`;

process.exitCode = await main();

async function main(): Promise<number> {
  const options = readOptions();
  if (options === undefined) return 2;
  // Heard from the beginning, so that Ctrl-C stops everything in order whenever it comes.
  const interrupted = new Promise<"interrupted">((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const)
      process.once(signal, () => resolve("interrupted"));
  });
  const model = readModel();
  const trace = createTrace({ model, color: process.stdout.isTTY, raw: options.raw, write: print });
  const provider = await startRelay(options.port + 1, (message) => trace.hear("provider", message));
  const consumer = await startRelay(options.port, (message) => trace.hear("consumer", message));
  const emulator = await startEmulator(model, { origin: provider.origin });
  provider.forwardTo(emulator.port);
  const callback = `${consumer.origin}/callback`;
  const credentials = await register(emulator, { name: "Photo Printer", callback });
  const site = await startConsumerSite({
    consumer: credentials,
    originMap: emulator.originMap,
    origin: consumer.origin,
    connectedUrl: emulator.pages.connected,
  });
  consumer.forwardTo(site.port);
  const closeAll = async (): Promise<void> => {
    await Promise.all([site.close(), emulator.close(), provider.close(), consumer.close()]);
  };
  const cast = {
    browser: createBrowser(),
    user: "alice",
    site: consumer.origin,
    connected: emulator.pages.connected,
  };
  const told = live(cast).then(() => trace.finish());
  const outcome = await Promise.race([told, interrupted]).catch((error: unknown) => error);
  if (outcome === undefined && !options.once) {
    print(
      `\nNow it is your turn: open ${consumer.origin}/ and click "Sign in". Ctrl-C stops everything.\n`,
    );
    await interrupted;
  }
  await closeAll();
  if (outcome === "interrupted" || (outcome === undefined && !options.once)) print("\nStopped.");
  if (outcome === undefined || outcome === "interrupted") return 0;
  print(`\nThe story broke off: ${outcome instanceof Error ? outcome.message : String(outcome)}`);
  return 1;
}

function readOptions(): { once: boolean; raw: boolean; port: number } | undefined {
  try {
    const { values } = parseArgs({
      options: {
        once: { type: "boolean", default: false },
        raw: { type: "boolean", default: false },
        port: { type: "string", default: "3000" },
        help: { type: "boolean", default: false },
      },
    });
    const port = Number(values.port);
    if (values.help || !Number.isInteger(port) || port < 1 || port > 65_534)
      throw new TypeError("--port takes a number from 1 to 65534");
    return { once: values.once, raw: values.raw, port };
  } catch (error) {
    print(`${error instanceof Error ? `${error.message}\n\n` : ""}${USAGE}`);
    return undefined;
  }
}

function readModel(): ProviderModel {
  const file = new URL("../../../providers/twitter.json", import.meta.url);
  const parsed = parseDescriptor(readFileSync(file, "utf8"), { file: "providers/twitter.json" });
  if (parsed.ok) return lower(parsed.descriptor);
  throw new Error(parsed.issues.map(formatIssue).join("\n"));
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
