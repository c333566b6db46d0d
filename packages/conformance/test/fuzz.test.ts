import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ADAPTERS } from "../src/attack/adapters.js";
import { attackEndpoint, corpus, requestOf } from "../src/attack/fuzz/campaign.js";
import { ENDPOINTS } from "../src/attack/fuzz/endpoints.js";
import { harmOf } from "../src/attack/fuzz/harm.js";
import { openStore, STORES, type OpenStore } from "../src/attack/stores.js";
import { openTarget, type Mount, type Target } from "../src/attack/target.js";

// The same seed each time, so that a red run is the fault of the change; `pnpm fuzz` draws another.
const SEED = Number(process.env["FUZZ_SEED"] ?? "5849");
const RUNS = 500;

const opened: { target: Target; store: OpenStore }[] = [];

describe.each(Object.entries(ADAPTERS))("row 15: %s answers", (_name, adapter) => {
  beforeEach(async () => {
    await open(adapter);
  });
  afterEach(close);

  it.each(Object.keys(corpus()))("every request of %s, and does no harm", async (file) => {
    const [world] = opened;
    if (world === undefined) throw new Error("There is no target.");
    const entries = corpus()[file] ?? [];
    expect(entries.length).toBeGreaterThan(0);
    for (const entry of entries) {
      expect([entry.name, await harmOf(world.target, requestOf(entry))]).toEqual([
        entry.name,
        undefined,
      ]);
    }
  });
});

describe(`row 15: hostile requests from the seed ${SEED}`, () => {
  beforeEach(async () => {
    const { node } = ADAPTERS;
    if (node !== undefined) await open(node);
  });
  afterEach(close);

  it.each(Object.keys(ENDPOINTS))("do no harm at %s", async (path) => {
    const [world] = opened;
    if (world === undefined) throw new Error("There is no target.");
    await attackEndpoint(world.target, path, { seed: SEED, runs: RUNS });
  });
});

describe("harm is noticed", () => {
  afterEach(close);

  it.each<[string, Mount, RegExp]>([
    ["a 5xx", () => (_incoming, outgoing) => void outgoing.writeHead(500).end(), /status 500/],
    [
      "a connection that is dropped",
      () => (_incoming, outgoing) => void outgoing.destroy(),
      /No answer/,
    ],
    [
      "an exception",
      ({ onError }) =>
        (_incoming, outgoing) => {
          onError(new Error("oops"));
          outgoing.end();
        },
      /oops/,
    ],
  ])("as %s", async (_name, mount, harm) => {
    await expect(open({ mount, isRaw: true }).then(attack)).rejects.toThrow(harm);
  });
});

async function attack(target: Target): Promise<void> {
  await attackEndpoint(target, "/nowhere", { seed: SEED, runs: 2 });
}

async function open(adapter: { mount: Mount; isRaw: boolean }): Promise<Target> {
  const { memory } = STORES;
  if (memory === undefined) throw new Error("There is no memory store.");
  const store = await openStore(memory);
  const target = await openTarget({ adapter, opened: store, options: { sessionLifetime: 3600 } });
  opened.push({ target, store });
  return target;
}

async function close(): Promise<void> {
  for (const { target, store } of opened.splice(0)) {
    await target.close();
    await store.close();
  }
}
