// `pnpm fuzz`: hostile text for every parser and hostile requests to every endpoint, for as long as one likes.
import { parseArgs } from "node:util";
import { orUsage } from "../../../../../scripts/usage.js";
import { ADAPTERS } from "../adapters.js";
import { openStore, STORES } from "../stores.js";
import { openTarget } from "../target.js";
import { attackAddress, attackEndpoint, attackParser, type Campaign } from "./campaign.js";
import { keepRequest, keepText } from "./corpus.js";
import { EMULATED_PATHS, openEmulated } from "./emulated.js";
import { ENDPOINTS } from "./endpoints.js";
import { lastPosition, remember, seedOf, type Position } from "./journal.js";
import { PARSERS } from "./parsers.js";

const USAGE =
  "pnpm fuzz [--minutes N] [--seed N | --resume] [--only part of a name] [--adapter node] [--store memory]";

const { values } = orUsage(
  () =>
    parseArgs({
      options: {
        minutes: { type: "string", default: "1" },
        seed: { type: "string", default: String(Date.now() % 2 ** 31) },
        resume: { type: "boolean", default: false },
        only: { type: "string", default: "" },
        adapter: { type: "string", default: "node" },
        store: { type: "string", default: "memory" },
      },
    }),
  USAGE,
);

/** How often a parser and an endpoint are tried in one turn; a request costs a hundred times as much. */
const RUNS = { text: 500, request: 100 } as const;

const adapter = ADAPTERS[values.adapter] ?? unknown("adapter", ADAPTERS);
const kind = STORES[values.store] ?? unknown("store", STORES);
const [minutes, seed] = [Number(values.minutes), Number(values.seed)];
if (!(minutes > 0) || !Number.isInteger(seed)) fail("--minutes and --seed are numbers.");

/** Tries one thing, and says what harm was done, after keeping what did it. */
type Subject = (campaign: Campaign) => Promise<string | undefined>;

const subjects = subjectsNamed(values.only);
let position: Position = (values.resume ? lastPosition() : undefined) ?? { seed, turn: 0 };
const first = position.turn;
const tried = new Map<string, number>();
const harms: string[] = [];
const until = Date.now() + minutes * 60_000;
console.error(`… ${subjects.length} subjects, seed ${position.seed}, from turn ${first} on`);
while (Date.now() < until) {
  const [name, { runs, attack }] = subjects[position.turn % subjects.length] ?? fail(USAGE);
  const harm = await attack({ seed: seedOf(position), runs });
  tried.set(name, (tried.get(name) ?? 0) + runs);
  if (harm !== undefined) harms.push(`${name}, turn ${position.turn}: ${harm}`);
  position = { ...position, turn: position.turn + 1 };
  remember(position);
}
for (const [name, count] of tried) console.log(`${String(count).padStart(9)}  ${name}`);
for (const harm of harms) console.log(`harm: ${harm}`);
console.log(`${position.turn - first} turns, harm by ${harms.length}`);
process.exitCode = harms.length === 0 ? 0 : 1;

interface Described {
  readonly runs: number;
  readonly attack: Subject;
}

function subjectsNamed(part: string): readonly (readonly [name: string, described: Described])[] {
  const parsers = Object.entries(PARSERS).map(([name, parser]) => {
    const attack: Subject = async (campaign) => {
      const found = await attackParser(name, parser, campaign);
      if (found !== undefined) keepText(found);
      return found && `${found.harm}: ${JSON.stringify(found.text)}`;
    };
    return [name, { runs: RUNS.text, attack }] as const;
  });
  const endpoints = Object.keys(ENDPOINTS).map(
    (path) => [path, { runs: RUNS.request, attack: endpointAttack(path) }] as const,
  );
  const emulated = EMULATED_PATHS.map(
    (path) => [`emulator: ${path}`, { runs: RUNS.request, attack: emulatorAttack(path) }] as const,
  );
  const all = [...parsers, ...endpoints, ...emulated];
  const chosen = all.filter(([name]) => name.includes(part));
  const names = all.map(([name]) => `\n  ${name}`).join("");
  return chosen.length > 0 ? chosen : fail(`--only is part of one of these:${names}`);
}

function endpointAttack(path: string): Subject {
  return async (campaign) => {
    const opened = await openStore(kind);
    const target = await openTarget({ adapter, opened, options: { sessionLifetime: 3600 } });
    try {
      const found = await attackEndpoint(target, path, campaign);
      if (found !== undefined) keepRequest(found, "server");
      return found && JSON.stringify(found);
    } finally {
      await target.close();
      await opened.close();
    }
  };
}

function emulatorAttack(path: string): Subject {
  return async (campaign) => {
    const emulated = await openEmulated();
    try {
      const found = await attackAddress(emulated, emulated.pathOf(path), campaign);
      if (found !== undefined) keepRequest(found, "emulator");
      return found && JSON.stringify(found);
    } finally {
      await emulated.close();
    }
  };
}

function unknown(option: "adapter" | "store", table: object): never {
  return fail(
    `There is no ${option} ${values[option]}: it is one of ${Object.keys(table).join(", ")}.`,
  );
}

function fail(message: string): never {
  console.error(message);
  return process.exit(2);
}
