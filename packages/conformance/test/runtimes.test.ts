import { fileURLToPath } from "node:url";
import * as client from "@oauth1/client";
import * as core from "@oauth1/core";
import * as liveSession from "@oauth1/core/live-session";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { hmacSha256Token } from "@oauth1/core/methods/hmac-sha256-token";
import * as server from "@oauth1/server";
import * as twitter from "@oauth1/twitter";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tool } from "../src/paths.js";
import { runProcess } from "../src/process.js";
import { GROUPS, type Library } from "../src/runtimes/library.js";
import { remarks, type Row } from "../src/runtimes/matrix.js";
import { startProvider } from "../src/runtimes/provider.js";
import { RUNTIMES } from "../src/runtimes/runtimes.js";
import { runSuite } from "../src/runtimes/suite.js";

const RUN = fileURLToPath(new URL("../src/runtimes/run.ts", import.meta.url));
const isCi = process.env["CI"] !== undefined;

describe("the suite passes on the packed @oauth1/core in", () => {
  const rows: Row[] = [];
  beforeAll(async () => {
    // 900 MB are not for whoever only runs the tests: elsewhere than in CI, what is there is used.
    const env = isCi ? {} : { RUNTIMES: "cached" };
    const options = { timeout: 900_000, env };
    const { stdout, stderr } = await runProcess(tool("tsx"), [RUN, "--json"], options);
    if (stdout === "") throw new Error(stderr);
    rows.push(...JSON.parse(stdout));
  }, 900_000);

  it.for(RUNTIMES)("$title", ({ title }, context) => {
    const row = rows.find((one) => one.title === title);
    if (row === undefined) throw new Error(`There is no row for ${title}.`);
    // Elsewhere a missing runtime is a skipped test; CI has them all, so there it is a failure.
    if (row.missing !== undefined && !isCi) context.skip(row.missing);
    expect(remarks([row])).toEqual([]);
    const groups = new Set(row.results.map(({ group }) => group));
    expect([...groups].sort()).toEqual([...GROUPS].sort());
  });
});

describe("the suite notices a library", () => {
  const values = { shared: [hmacSha1], rsa: [], hmacSha256Token, synchronous: true, vectors: [] };
  const provider = startProvider();
  const libraryAt = (origin: string): Library => {
    return { core, liveSession, client, server, twitter, ...values, origin };
  };
  const library = async (): Promise<Library> => libraryAt((await provider).origin);
  afterAll(async () => (await provider).close());
  const failing = async (spoiled: Partial<typeof core>): Promise<readonly string[]> => {
    const results = await runSuite({ ...(await library()), core: { ...core, ...spoiled } });
    return results.flatMap(({ group, problem }) => (problem === undefined ? [] : [group]));
  };

  it("only when something is wrong with it", async () => {
    expect(await failing({})).toEqual([]);
  });

  it("that accepts everything", async () => {
    const verify: typeof core.verify = async () => {
      const { consumerKey, token } = { consumerKey: "k&é ", token: "t☃" };
      const claims = { consumerKey, token, method: "HMAC-SHA1", parameters: [] };
      return { ok: true, ...claims, transmission: "header" };
    };
    expect(new Set(await failing({ verify }))).toEqual(new Set(["sign+verify", "refused"]));
  });

  it("that loses a parameter", async () => {
    const normalize: typeof core.normalize = (parameters) => core.normalize(parameters.slice(1));
    expect(await failing({ normalize })).toEqual(["encoding"]);
  });

  it("that signs at once where it cannot", async () => {
    const results = await runSuite({ ...(await library()), synchronous: false });
    expect(results.filter(({ problem }) => problem !== undefined)).toHaveLength(1);
  });

  it("whose server lets everybody in", async () => {
    const createProvider: typeof server.createProvider = (options) => {
      const provider = server.createProvider(options);
      const jane = { ok: true, user: "jane", scopes: [] };
      return new Proxy(provider, {
        get: (whole, name) => (name === "protect" ? async () => jane : Reflect.get(whole, name)),
      });
    };
    const spoiled = { ...(await library()), server: { ...server, createProvider } };
    const failed = (await runSuite(spoiled)).filter(({ problem }) => problem !== undefined);
    expect(failed.map(({ group, name }) => `${group}: ${name}`)).toEqual([
      "server: a token secret that is another",
    ]);
  });

  it("that meets nobody behind the address", async () => {
    const results = await runSuite(libraryAt("http://127.0.0.1:9"));
    const failed = results.filter(({ problem }) => problem !== undefined);
    expect(new Set(failed.map(({ group }) => group))).toEqual(new Set(["flow", "SDK"]));
  });
});
