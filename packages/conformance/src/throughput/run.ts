// `pnpm throughput`: how many requests a second are left to a server behind a guard. Never a test: a machine may be busy.
import { parseArgs } from "node:util";
import { orUsage } from "../../../../scripts/usage.js";
import { spread, type Spread } from "../bench/race.js";
import { machine } from "../bench/report.js";
import { findSender, load } from "./load.js";
import { startServer, type ServerProcess } from "./process.js";
import { APPLICATIONS } from "./servers.js";

/** How one framework does, bare and behind a guard. */
interface Comparison {
  readonly name: string;
  /** Requests a second. */
  readonly bare: Spread;
  readonly guarded: Spread;
  /** What is left, in percent, round by round. */
  readonly percent: Spread;
  /** The same by the servers' processor time, which others on the machine disturb less. */
  readonly percentOfProcessor: Spread;
  readonly aim?: number;
}

/** How fast a server was, by the clock and by the processor time it took. */
interface Pace {
  readonly perSecond: number;
  readonly perProcessorSecond: number;
}

const { values } = orUsage(
  () =>
    parseArgs({
      options: {
        only: { type: "string", default: "node,express" },
        seconds: { type: "string", default: "3" },
        rounds: { type: "string", default: "5" },
        json: { type: "boolean", default: false },
      },
    }),
  "pnpm throughput [--only node,express,fastify,hono,koa] [--seconds 3] [--rounds 5] [--json]",
);

const wanted = values.only.split(",");
const [seconds, rounds] = [Number(values.seconds), Number(values.rounds)];
if (!wanted.every((name) => name in APPLICATIONS) || !(seconds > 0) || !(rounds > 0)) {
  console.error(
    `--only takes some of ${Object.keys(APPLICATIONS).join(",")}; the others, numbers.`,
  );
  process.exit(2);
}

/** What the project wants to keep, in percent. */
const AIMS: Readonly<Record<string, number>> = { node: 50, express: 80 };

// More than any of these servers answers behind a guard. A bare one does not mind to see a request twice.
const PER_SECOND = 60_000;

const { name: sender, send } = await findSender();
const comparisons: Comparison[] = [];
for (const name of wanted) comparisons.push(await compare(name));
const report = { ...machine(), sender, seconds, rounds, comparisons };
console.log(values.json ? JSON.stringify(report, null, 2) : asText());

async function compare(name: string): Promise<Comparison> {
  const bare = await startServer(name, "bare");
  const guarded = await startServer(name, "protect");
  try {
    // The compiler has to have seen the code.
    for (const server of [bare, guarded]) await measured(server, 1);
    const pairs: (readonly [bare: Pace, guarded: Pace])[] = [];
    for (let round = 0; round < rounds; round += 1) {
      console.error(`… ${name}, round ${round + 1} of ${rounds}`);
      pairs.push(await pairOf({ bare, guarded }, round));
    }
    return comparisonOf(name, pairs);
  } finally {
    bare.stop();
    guarded.stop();
  }
}

function comparisonOf(
  name: string,
  pairs: readonly (readonly [bare: Pace, guarded: Pace])[],
): Comparison {
  const aim = AIMS[name];
  const left = (of: keyof Pace): Spread =>
    spread(pairs.map(([bare, guarded]) => (guarded[of] / bare[of]) * 100));
  return {
    name,
    bare: spread(pairs.map(([bare]) => bare.perSecond)),
    guarded: spread(pairs.map(([, guarded]) => guarded.perSecond)),
    percent: left("perSecond"),
    percentOfProcessor: left("perProcessorSecond"),
    ...(aim !== undefined && { aim }),
  };
}

// Forwards in one round and backwards in the next, so that whatever slows the machine down slows both.
async function pairOf(
  { bare, guarded }: Readonly<Record<"bare" | "guarded", ServerProcess>>,
  round: number,
): Promise<readonly [bare: Pace, guarded: Pace]> {
  if (round % 2 === 0) {
    const first = await measured(bare, seconds);
    return [first, await measured(guarded, seconds)];
  }
  const first = await measured(guarded, seconds);
  return [await measured(bare, seconds), first];
}

async function measured(server: ServerProcess, duration: number): Promise<Pace> {
  const before = await server.processorTime();
  const options = { seconds: duration, perSecond: PER_SECOND };
  const { perSecond, answered, refused } = await load(server, send, options);
  if (refused > 0) throw new Error(`${refused} requests were refused.`);
  const took = (await server.processorTime()) - before;
  return { perSecond, perProcessorSecond: answered / took };
}

function asText(): string {
  return [
    `Node.js ${report.node}, ${report.cpu}, load by ${sender}: ${rounds} paired rounds of ${seconds} s. Medians, with the least and the most.`,
    ...comparisons.map(
      ({ name, bare, guarded, percent, percentOfProcessor, aim }) =>
        `  ${name.padEnd(8)} ${rate(bare)} bare, ${rate(guarded)} guarded: ${text(percent)} %, ` +
        `by processor time ${text(percentOfProcessor)} %` +
        (aim === undefined ? "" : `  (aim: ${aim} %)`),
    ),
  ].join("\n");
}

function rate({ median }: Spread): string {
  return `${Math.round(median)}/s`.padStart(8);
}

function text({ median, least, most }: Spread): string {
  const [a, b, c] = [median, least, most].map((value) => value.toFixed(0));
  return `${a} (${b}..${c})`;
}
