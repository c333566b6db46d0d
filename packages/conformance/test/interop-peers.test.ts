import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { idle, judge, type Limits } from "../src/interop/judge.js";
import { LEGS } from "../src/interop/legs.js";
import { runMatrix, type Played } from "../src/interop/matrix.js";
import type { ServerPeer } from "../src/interop/party.js";
import { PEERS } from "../src/interop/peers.js";
import type { Outcome } from "../src/interop/scenario.js";
import { tool } from "../src/paths.js";
import { runProcess, type Finished } from "../src/process.js";

const RUN = fileURLToPath(new URL("../src/interop/run.ts", import.meta.url));
const isCi = process.env["CI"] !== undefined;

describe("what the limits say is what is seen with", () => {
  const all: Played[] = [];
  const finished: { value?: Finished } = {};
  beforeAll(async () => {
    finished.value = await runProcess(tool("tsx"), [RUN, "--json", "--check"], {
      timeout: 600_000,
    });
    if (finished.value.stdout === "") throw new Error(finished.value.stderr);
    all.push(...JSON.parse(finished.value.stdout));
  }, 600_000);

  it.for(PEERS)("$name as a $role", ({ name, package: from }, context) => {
    const played = all.find(({ peer }) => peer === name);
    // Elsewhere a missing peer is a skipped test; CI installs it, so there it is a failure.
    if (played?.missing === true && !isCi) context.skip(`needs ${from}`);
    expect(played?.problems).toEqual([]);
    expect(played?.rows).not.toEqual([]);
  });

  it("everybody, and the documentation shows it", () => {
    expect(finished.value).toMatchObject({ code: 0 });
  });
});

describe("a peer", () => {
  const peer: ServerPeer = {
    name: "Peer",
    package: "a package",
    role: "server",
    open: () => Promise.reject(new Error("no such module")),
  };
  const played = async (one: ServerPeer): Promise<readonly Played[]> =>
    runMatrix([one], () => undefined);

  it("that is not installed is missing", async () => {
    const missing = { peer: "Peer", package: "a package", missing: true, problems: [] };
    expect(await played({ ...peer, probe: ["false"] })).toMatchObject([missing]);
  });

  it("that does not start is a problem", async () => {
    const problem = "Peer cannot be played with: no such module";
    expect(await played({ ...peer, probe: ["true"] })).toMatchObject([{ problems: [problem] }]);
  });
});

describe("a row", () => {
  const row = { peer: "Peer", method: "HMAC-SHA1", transmission: "header" } as const;
  const limits: Limits = {
    cannot: [{ peers: ["Peer"], legs: ["json"], reason: "No JSON." }],
    failures: [{ peers: ["Peer"], legs: ["query plus"], reason: "No plus.", seen: /^401/ }],
  };
  const passing = (): Map<string, Outcome> => new Map(LEGS.map((leg) => [leg, { ok: true }]));
  const judged = (leg: string, outcome: Outcome) =>
    judge(row, passing().set("query plus", { ok: false, seen: "401" }).set(leg, outcome), limits);

  it("is as expected when what fails fails for its reason", () => {
    const { marks, problems } = judged("query plus", { ok: false, seen: "401 refused" });
    expect(problems).toEqual([]);
    expect(marks).toMatchObject({
      "query plus": { mark: "fails", reason: "No plus." },
      "query plain": { mark: "passes" },
      "json call": { mark: "cannot", reason: "No JSON." },
    });
  });

  const WRONG: readonly { when: string; leg: string; outcome: Outcome; problem: string }[] = [
    {
      when: "an expected failure passes",
      leg: "query plus",
      outcome: { ok: true },
      problem: "passes now",
    },
    {
      when: "a failure has another reason",
      leg: "query plus",
      outcome: { ok: false, seen: "500" },
      problem: "another reason",
    },
    {
      when: "anything else fails",
      leg: "form plain",
      outcome: { ok: false, seen: "401" },
      problem: "fails: 401",
    },
  ];
  it.each(WRONG)("is wrong when $when", ({ leg, outcome, problem }) => {
    const { marks, problems } = judged(leg, outcome);
    expect(problems).toEqual([expect.stringContaining(problem)]);
    expect(marks[leg]?.mark).toBe("wrong");
  });

  it("leaves unreached what comes after a failure, but not everything", () => {
    const failed: Outcome = { ok: false, seen: "401" };
    const { marks } = judge(row, new Map([["callback temporary", failed]]), limits);
    expect(marks["callback token"]).toEqual({ mark: "unreached" });
    expect(judge(row, new Map(), { cannot: [], failures: [] }).problems).toHaveLength(1);
  });

  it("says which limits concern nothing", () => {
    const rows = [{ ...row, ...judge(row, passing(), limits) }];
    expect(idle(limits, "Peer", rows)).toEqual([expect.stringContaining("No plus.")]);
    expect(idle(limits, "Another", rows)).toEqual([]);
  });
});

it("answers a typo with its usage, and without a stack trace", async () => {
  const { code, stdout, stderr } = await runProcess(tool("tsx"), [RUN, "--typo"]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/Unknown option '--typo'[\s\S]*Usage: pnpm interop/);
  expect(stderr).not.toMatch(/\n\s+at /);
});
