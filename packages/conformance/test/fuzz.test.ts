import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ADAPTERS } from "../src/attack/adapters.js";
import { attackAddress, attackEndpoint, attackParser } from "../src/attack/fuzz/campaign.js";
import { corpus, emulatorCorpus, requestOf, textCorpus } from "../src/attack/fuzz/corpus.js";
import { EMULATED_PATHS, openEmulated } from "../src/attack/fuzz/emulated.js";
import { ENDPOINTS } from "../src/attack/fuzz/endpoints.js";
import { harmOf } from "../src/attack/fuzz/harm.js";
import { seedOf } from "../src/attack/fuzz/journal.js";
import { harmOfText } from "../src/attack/fuzz/parser.js";
import { PARSERS } from "../src/attack/fuzz/parsers.js";
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
    expect(await attackEndpoint(world.target, path, { seed: SEED, runs: RUNS })).toBeUndefined();
  });
});

describe(`hostile requests from the seed ${SEED} to an emulator`, () => {
  it("that once did harm do none any more", async () => {
    const emulated = await openEmulated();
    try {
      for (const entry of emulatorCorpus()) {
        expect(await harmOf(emulated, requestOf(entry))).toBeUndefined();
      }
    } finally {
      await emulated.close();
    }
  });

  it.each(EMULATED_PATHS)("do no harm at %s", async (path) => {
    const emulated = await openEmulated();
    try {
      const found = await attackAddress(emulated, emulated.pathOf(path), { seed: SEED, runs: 200 });
      expect(found).toBeUndefined();
    } finally {
      await emulated.close();
    }
  });
});

describe(`hostile texts from the seed ${SEED}`, () => {
  it.each(Object.entries(PARSERS))("do no harm to what reads %s", async (name, parser) => {
    expect(await attackParser(name, parser, { seed: SEED, runs: RUNS })).toBeUndefined();
  });

  it("that once did harm do none any more", async () => {
    for (const { parser, text } of textCorpus()) {
      const reader = PARSERS[parser];
      if (reader === undefined) throw new Error(`There is no parser of ${parser} any more.`);
      expect([parser, await harmOfText(reader, text)]).toEqual([parser, undefined]);
    }
  });

  it("come down to what does the harm", async () => {
    const read = (text: string): void => {
      if (/%zz.*\[/s.test(text)) throw new Error("oops");
    };
    const seeds = [`{"a": "${"long ".repeat(50)}%zz", "b": []}`];
    const found = await attackParser("a planted fault", { seeds, read }, { seed: 1, runs: 500 });
    expect(found).toEqual({ parser: "a planted fault", harm: "Error: oops", text: "%zz[" });
  });

  it("do no harm where they are refused", async () => {
    const refusal = new Error("no");
    const read = (): never => {
      throw refusal;
    };
    const parser = { seeds: ["a"], read, isRefusal: (error: unknown) => error === refusal };
    expect(await attackParser("refuses", parser, { seed: 1, runs: 10 })).toBeUndefined();
  });

  it("are others in each turn, and the same ones when a run is resumed", () => {
    const seeds = Array.from({ length: 100 }, (_, turn) => seedOf({ seed: SEED, turn }));
    expect(new Set(seeds).size).toBe(100);
    expect(seedOf({ seed: SEED, turn: 7 })).toBe(seeds[7]);
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
    const target = await open({ mount, isRaw: true });
    const found = await attackEndpoint(target, "/nowhere", { seed: SEED, runs: 2 });
    expect(found?.name).toMatch(harm);
    expect(found?.target).toContain("/nowhere");
  });

  it("as an answer for which the server waits too long", async () => {
    const mount: Mount = () => (_incoming, outgoing) =>
      void setTimeout(() => outgoing.writeHead(404).end(), 4000);
    const target = await open({ mount, isRaw: true });
    const harm = await harmOf(target, { method: "GET", target: "/nowhere" });
    expect(harm).toMatch(/an answer after \d{4,} ms/);
  });

  it("as a text that is read for too long", async () => {
    const read = (): void => {
      const started = process.cpuUsage();
      const spent = ({ user, system }: NodeJS.CpuUsage): number => user + system;
      while (spent(process.cpuUsage(started)) < 2_100_000);
    };
    expect(await harmOfText({ seeds: [], read }, "")).toMatch(/an answer after \d{4,} ms/);
  });
});

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
