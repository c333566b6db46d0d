import { join } from "node:path";
import { packageFolder } from "../paths.js";
import { output } from "../process.js";
import { spread } from "./race.js";
import { benchOfFigures, type Bench, type Figure } from "./report.js";

const CLI = join(packageFolder("cli"), "dist/cli.js");
const ROUNDS = 15;
const AIM = "under 150 ms";

/** The programs that are started in turns, Node.js alone being what none can do without. */
const PROGRAMS: Readonly<Record<string, readonly string[]>> = {
  "node, with an empty script": ["--eval", "0"],
  "oauth1 --version": [CLI, "--version"],
  "oauth1 sign": [CLI, "sign", "https://api.example.com/1.1/me.json", "--consumer-key", "key"],
};

/** How long the command line takes from its start to its end. */
export async function benchStart(): Promise<Bench> {
  const names = Object.keys(PROGRAMS);
  const rounds = new Map(names.map((name) => [name, new Array<number>()]));
  // The first of each fills the system's caches.
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const took = await timeOf(PROGRAMS[name] ?? []);
      if (round >= 0) rounds.get(name)?.push(took);
    }
  }
  const figures = names.map((name, at): Figure => {
    const aim = at === 0 ? "none" : AIM;
    return { name, value: spread(rounds.get(name) ?? []), unit: "ms", aim };
  });
  return benchOfFigures("start of the command line", figures);
}

async function timeOf(args: readonly string[]): Promise<number> {
  const started = performance.now();
  await output(process.execPath, args, { env: { OAUTH1_CONSUMER_SECRET: "secret" } });
  return performance.now() - started;
}
