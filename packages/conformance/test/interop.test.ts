import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runClient, serve, type Serving } from "./serving.js";

const servers: Serving[] = [];
beforeAll(async () => {
  servers.push(await serve("--plaintext"));
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
});
const base = (): string => servers[0]?.base ?? "";

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
