import { readdirSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { lower, type ProviderModel } from "@oauth1/descriptor";
import { startPage, type StoryEvent } from "@oauth1/emulator/page";
import { live } from "./story.js";
import { createTrace } from "./trace.js";

const USAGE = `Usage: npm start -- [--once] [--raw] [--port N]

  --once    stop after the traced login instead of serving
  --raw     show every header and body as it is
  --port N  the port of the page (3000)`;

const FIRST = "twitter";

process.exitCode = await main();

async function main(): Promise<number> {
  const options = readOptions();
  if (options === undefined) return 2;
  // Heard from the beginning, so that Ctrl-C stops everything in order whenever it comes.
  const interrupted = new Promise<"interrupted">((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const)
      process.once(signal, () => resolve("interrupted"));
  });
  const { raw, port, once } = options;
  const trace = createTrace({ provider: FIRST, color: process.stdout.isTTY, raw, write: print });
  const heard = { by: trace.hear };
  const onEvent = (event: StoryEvent): void => heard.by(event);
  const page = await startPage({ providers: readModels(), first: FIRST, port, onEvent });
  const told = page.stage(FIRST).then(async (stage) => {
    await live(stage);
    await page.settled();
    return trace.finish();
  });
  const outcome = await Promise.race([told, interrupted]).catch((error: unknown) => error);
  if (outcome === undefined && !once) {
    heard.by = () => undefined;
    // The person begins with an empty stage.
    await page.stage(FIRST);
    print(`\nNow it is your turn: open ${page.origin}/ and click. Ctrl-C stops everything.\n`);
    await interrupted;
  }
  await page.close();
  if (outcome === "interrupted" || (outcome === undefined && !once)) print("\nStopped.");
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
    if (values.help || !Number.isInteger(port) || port < 1 || port > 65_535)
      throw new TypeError("--port takes a number from 1 to 65535");
    return { once: values.once, raw: values.raw, port };
  } catch (error) {
    print(`${error instanceof Error ? `${error.message}\n\n` : ""}${USAGE}`);
    return undefined;
  }
}

// `npm start` has generated the SDKs of them by now, and told what is wrong with any.
function readModels(): readonly ProviderModel[] {
  const folder = new URL("../../../providers/", import.meta.url);
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  return files.sort().map((file) => lower(JSON.parse(readFileSync(new URL(file, folder), "utf8"))));
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
