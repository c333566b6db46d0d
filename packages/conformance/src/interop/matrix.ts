import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { CONSUMERS } from "../contract.js";
import { LEGS } from "./legs.js";
import { CANNOT, FAILURES } from "./limits.js";
import { idle, judge, limitOf, type Judged, type Row } from "./judge.js";
import { openOurClient } from "./our-client.js";
import { openOurServer, type OurServer } from "./our-server.js";
import { WAYS, type ClientPeer, type Peer, type ServerPeer } from "./party.js";
import { play, type Outcome } from "./scenario.js";

/** What one peer does, one row for each way. */
export interface Played {
  readonly peer: string;
  readonly role: "client" | "server";
  /** Where it comes from. */
  readonly package: string;
  readonly version?: string;
  readonly rows: readonly (Row & Pick<Judged, "marks">)[];
  readonly problems: readonly string[];
  /** Set where the peer is not installed. */
  readonly missing?: true;
}

const LIMITS = { cannot: CANNOT, failures: FAILURES } as const;

/** Plays everything with every peer, two peers at a time, and tells of each when it is done. */
export async function runMatrix(
  peers: readonly Peer[],
  onPlayed: (played: Played) => void,
): Promise<readonly Played[]> {
  const queue = [...peers.entries()];
  const all: Played[] = [];
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [at, peer] = next;
      const played = await playWith(peer);
      all[at] = played;
      onPlayed(played);
    }
  };
  await Promise.all([work(), work()]);
  return all;
}

async function playWith(peer: Peer): Promise<Played> {
  const { name, role, package: from, probe } = peer;
  const about = { peer: name, role, package: from };
  const [command, ...args] = probe ?? [];
  const isMissing =
    command !== undefined && spawnSync(command, args, { timeout: 120_000 }).status !== 0;
  if (isMissing) return { ...about, missing: true, rows: [], problems: [] };
  try {
    const { version, ways } = await (peer.role === "client" ? playClient(peer) : playServer(peer));
    const rows = ways.map(({ row, judged }) => ({ ...row, marks: judged.marks }));
    const problems = [
      ...ways.flatMap(({ judged }) => judged.problems),
      ...idle(LIMITS, name, rows),
    ];
    return { ...about, version, rows, problems };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ...about, rows: [], problems: [`${name} cannot be played with: ${reason}`] };
  }
}

interface Ways {
  readonly version: string;
  readonly ways: readonly { readonly row: Row; readonly judged: Judged }[];
}

async function playClient(peer: ClientPeer): Promise<Ways> {
  const ours = await openOurServer();
  try {
    const { version, client, close } = await peer.open();
    const ways = everyWay(peer, (row) => playOneClient(client, ours, row));
    return { version, ways: await ways.finally(close) };
  } finally {
    await ours.close();
  }
}

async function playOneClient(
  open: Awaited<ReturnType<ClientPeer["open"]>>["client"],
  server: OurServer,
  row: Row,
): Promise<ReadonlyMap<string, Outcome>> {
  const consumer = { key: randomUUID(), secret: consumerFor(row).secret };
  const setup = { ...row, base: server.base, consumer };
  const client = await open(setup);
  try {
    await server.register(consumer, [client.callback]);
    return await play({ setup, client, last: server.last, why: server.why }, timesOf(row));
  } finally {
    await client.close();
  }
}

async function playServer(peer: ServerPeer): Promise<Ways> {
  const { version, base, close } = await peer.open();
  try {
    const ways = await everyWay(peer, async (row) => {
      const setup = { ...row, base, consumer: consumerFor(row) };
      const client = openOurClient(setup);
      return play({ setup, client, last: client.last }, timesOf(row));
    });
    return { version, ways };
  } finally {
    await close();
  }
}

async function everyWay(
  { name: peer, ways = WAYS }: Peer,
  playOne: (row: Row) => Promise<ReadonlyMap<string, Outcome>>,
): Promise<Ways["ways"]> {
  const results = [];
  for (const way of ways) {
    const row = { peer, ...way };
    const outcomes = LEGS.some(timesOf(row)) ? await playOne(row) : new Map<string, Outcome>();
    results.push({ row, judged: judge(row, outcomes, LIMITS) });
  }
  return results;
}

function timesOf(row: Row): (leg: string) => number {
  return (leg) => {
    if (limitOf(CANNOT, row, leg) !== undefined) return 0;
    return limitOf(FAILURES, row, leg)?.unsteady === true ? 40 : 1;
  };
}

// The secret full of reserved characters, where a secret is what signs; the first one has the public key.
function consumerFor({ method }: Row): (typeof CONSUMERS)[number] {
  return method.startsWith("HMAC") ? CONSUMERS[1] : CONSUMERS[0];
}
