import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run, runClient, serve, type Serving } from "./serving.js";

// Debian's own interpreter: it is the one that Debian's packages are installed for.
const PYTHON = "/usr/bin/python3";
const FLOW = fileURLToPath(new URL("python/requests_oauthlib_flow.py", import.meta.url));
const hasRequestsOauthlib = spawnSync(PYTHON, ["-c", "import requests_oauthlib"]).status === 0;
// Elsewhere a missing tool is a skipped suite; CI installs it, so there it is a failure.
const needed = hasRequestsOauthlib || process.env["CI"] !== undefined;

const servers: Serving[] = [];
beforeAll(async () => {
  servers.push(await serve("--plaintext"));
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
});
const base = (): string => servers[0]?.base ?? "";

describe.runIf(needed)("requests-oauthlib against our server", () => {
  it.each([
    ["HMAC-SHA1", "AUTH_HEADER", "http://127.0.0.1:9/cb"],
    ["HMAC-SHA1", "QUERY", "http://127.0.0.1:9/cb?x=1"],
    ["HMAC-SHA1", "BODY", "oob"],
    ["HMAC-SHA256", "AUTH_HEADER", "oob"],
    ["HMAC-SHA256", "QUERY", "http://127.0.0.1:9/cb"],
    ["PLAINTEXT", "AUTH_HEADER", "http://127.0.0.1:9/cb"],
  ])("completes the flow with %s by %s and the callback %s", async (method, type, callback) => {
    const { code, output } = await run(PYTHON, [FLOW, base(), method, type, callback]);
    expect(`${output}exit ${code}`).toMatch(/^(?:ok .*\n)+exit 0$/);
  });
});

if (!needed) {
  it.skip("requests-oauthlib against our server: needs Debian's python3-requests-oauthlib", () =>
    undefined);
}

describe("our client against our server, both as built", () => {
  it.each([
    ["HMAC-SHA1", "header", "http://127.0.0.1:9/cb"],
    ["HMAC-SHA256", "query", "oob"],
    ["HMAC-SHA1", "body", "http://127.0.0.1:9/cb?x=1"],
    ["PLAINTEXT", "header", "oob"],
  ])(
    "completes the flow with %s by %s and the callback %s",
    async (method, transmission, callback) => {
      const env = {
        OAUTH_BASE: base(),
        OAUTH_METHOD: method,
        OAUTH_TRANSMISSION: transmission,
        OAUTH_CALLBACK: callback,
      };
      const { code, output } = await runClient(env);
      const steps = output
        .trim()
        .split("\n")
        .map((line): { step: string; ok: boolean } => JSON.parse(line));
      expect(steps.filter(({ ok }) => !ok)).toEqual([]);
      expect(steps.map(({ step }) => step)).toEqual([
        "temporary",
        "approve",
        "token",
        "get",
        "form",
        "json",
        "replay",
        "tampered",
      ]);
      expect(code).toBe(0);
    },
  );
});
