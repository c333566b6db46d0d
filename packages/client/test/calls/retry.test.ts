import { describe, expect, it, onTestFinished, vi } from "vitest";
import { binaryBody, formBody } from "@oauth1/client";
import { answering, described, get, protocol } from "./answering.js";
import { bodyText, signer } from "./scene.js";

describe("an operation that fails", () => {
  it.each([500, 502, 503, 504])("is tried again after %d, signed anew", async (status) => {
    const { session, server, waits } = await answering([{ status }, { status }, '{"a":1}']);
    expect(await get(session)).toEqual({ a: 1 });
    expect(waits).toEqual([250, 500]);
    expect(await Promise.all(server.received.map((one) => signer(one)))).toEqual([
      "token",
      "token",
      "token",
    ]);
    expect(new Set(server.received.map((one) => protocol(one, "oauth_nonce"))).size).toBe(3);
  });

  it.each([501, 505])("is not tried again after %d", async (status) => {
    const { session, server } = await answering([{ status }]);
    await expect(get(session)).rejects.toMatchObject({ status });
    expect(server.received).toHaveLength(1);
  });

  it("gives up after the attempts that the app allows", async () => {
    const { session, server } = await answering([{ status: 503 }]);
    await expect(get(session)).rejects.toMatchObject({ status: 503 });
    expect(server.received).toHaveLength(3);
    await expect(get(session, {}, { retry: { attempts: 0 } })).rejects.toThrow();
    await expect(get(session, {}, { retry: false })).rejects.toThrow();
    expect(server.received).toHaveLength(5);
  });

  it("is tried again as the client says, where the call leaves something out", async () => {
    const { session, server, waits } = await answering([{ status: 503 }]);
    await expect(get(session, {}, { retry: { attempts: 1 } })).rejects.toThrow();
    expect([waits, server.received.length]).toEqual([[250], 2]);
  });

  it("is tried again as the client says, where the call says nothing of what it names", async () => {
    const { session, server, waits } = await answering([{ status: 503 }]);
    const retry = { attempts: 1, maxDelay: undefined, wait: undefined, random: undefined };
    await expect(get(session, {}, { retry })).rejects.toThrow();
    await expect(get(session, {}, { retry: { attempts: undefined } })).rejects.toThrow();
    expect([waits, server.received.length]).toEqual([[250, 250, 500], 5]);
  });

  it("is not tried again for a number of attempts that is none", async () => {
    const { session, server } = await answering([{ status: 503 }]);
    await expect(get(session, {}, { retry: { attempts: Number.NaN } })).rejects.toThrow();
    expect(server.received).toHaveLength(1);
  });

  it("waits at random, and longer each time up to the longest wait", async () => {
    const waits: number[] = [];
    const wait = async (milliseconds: number): Promise<void> => void waits.push(milliseconds);
    const retry = { attempts: 5, maxDelay: 3000, wait, random: () => 1 };
    const { session } = await answering([{ status: 503 }], { retry });
    await expect(get(session)).rejects.toThrow();
    expect(waits).toEqual([500, 1000, 2000, 3000, 3000]);
  });

  it.each([
    ["POST", undefined, 1],
    ["PATCH", undefined, 1],
    ["POST", true, 3],
    ["PUT", undefined, 3],
    ["DELETE", undefined, 3],
    ["GET", false, 1],
  ] as const)("%s with idempotent: %s is sent %d times", async (method, idempotent, times) => {
    const { session, server } = await answering([{ status: 503 }]);
    const call = described({ method, ...(idempotent !== undefined && { idempotent }) });
    await expect(call(session)).rejects.toThrow();
    expect(server.received).toHaveLength(times);
  });

  it.each([
    { status: 400 },
    { status: 401 },
    { status: 404 },
    { status: 501 },
    { status: 500, body: "oauth_problem=signature_invalid" },
    { body: "<html>" },
  ])("is not tried again after %j", async (answer) => {
    const { session, server } = await answering([answer]);
    await expect(get(session)).rejects.toThrow();
    expect(server.received).toHaveLength(1);
  });

  it.each([
    ["the network fails", new TypeError("fetch failed")],
    ["it takes too long", new DOMException("late", "TimeoutError")],
  ])("is tried again when %s, with its body", async (_what, failure) => {
    let lost = 0;
    const { session, server } = await answering(["{}"], {
      fetch: async (input, init) => {
        lost += 1;
        if (lost < 3) throw failure;
        return fetch(input, init);
      },
    });
    const put = described({ method: "PUT", body: formBody(["a"]) });
    expect(await put(session, { a: "b" })).toEqual({});
    expect(server.received.map(bodyText)).toEqual(["a=b"]);
  });

  it("is not tried again when its body was a stream", async () => {
    const { session, server } = await answering([{ status: 503 }]);
    const put = described({ method: "PUT", body: binaryBody("file") });
    await expect(put(session, { file: new Response("hi").body })).rejects.toMatchObject({
      status: 503,
    });
    expect(server.received).toHaveLength(1);
    await expect(put(session, { file: new Blob(["hi"]) })).rejects.toThrow();
    expect(server.received.slice(1).map(bodyText)).toEqual(["hi", "hi", "hi"]);
  });

  it.each<[string, Record<string, string>, number]>([
    ["seconds", { "retry-after": "17" }, 17_000],
    ["the longest wait", { "retry-after": "30" }, 30_000],
    ["a date", { "retry-after": "Thu, 01 Jan 1970 00:01:50 GMT" }, 10_000],
    ["a date of ISO 8601", { "retry-after": "1970-01-01T00:01:50Z" }, 10_000],
    ["a date that is past", { "retry-after": "Thu, 01 Jan 1970 00:00:00 GMT" }, 0],
    ["a fraction of a second", { "retry-after": "0.125" }, 125],
    ["the rate limit's reset", { "x-reset": "105" }, 5000],
    ["what is no time", { "retry-after": "-5" }, 250],
    ["a unit", { "retry-after": "5s" }, 250],
    ["a number of another kind", { "retry-after": "0x5" }, 250],
    ["a date without its zone", { "retry-after": "Thu, 01 Jan 1970 00:01:50" }, 250],
  ])("waits as long as it is told: %s", async (_what, headers, expected) => {
    const { session, waits, notices } = await answering([{ status: 429, headers }, "{}"], {
      api: { rateLimit: { reset: "x-reset" } },
      now: () => 100_000,
    });
    expect(await get(session)).toEqual({});
    expect(waits).toEqual([expected]);
    expect(notices).toMatchObject([
      { attempt: 2, wait: expected, error: { code: "rate_limited" } },
    ]);
  });

  it.each([200, 400, 403, 429])(
    "waits for as long as the rate limit lasts where its code says so, with status %d",
    async (status) => {
      const errors = {
        signs: [{ at: "error" }],
        code: ["error"],
        problems: { slow_down: "rate_limited" },
      } as const;
      const headers = { "x-reset": "9" };
      const { session, waits, notices } = await answering(
        [{ status, headers, body: '{"error":"slow_down"}' }, "{}"],
        { api: { errors, rateLimit: { reset: "x-reset", resetUnit: "seconds" } } },
      );
      expect(await get(session)).toEqual({});
      expect(waits).toEqual([expect.closeTo(9000, -3)]);
      expect(notices).toMatchObject([{ error: { code: "rate_limited", status } }]);
    },
  );

  it("waits of its own accord where the rate limit should be over already", async () => {
    const { session, waits } = await answering(
      [{ status: 429, headers: { "x-reset": "99" } }, "{}"],
      { api: { rateLimit: { reset: "x-reset" } }, now: () => 100_000 },
    );
    expect(await get(session)).toEqual({});
    expect(waits).toEqual([250]);
  });

  it("waits of its own accord where it was not refused for want of calls", async () => {
    const { session, waits } = await answering(
      [{ status: 503, headers: { "x-reset": "105" } }, "{}"],
      { api: { rateLimit: { reset: "x-reset" } }, now: () => 100_000 },
    );
    expect(await get(session)).toEqual({});
    expect(waits).toEqual([250]);
  });

  it("waits for longer than a timer of the platform can", async () => {
    const reason = new Error("changed my mind");
    const month = { status: 429, headers: { "retry-after": "2592000" } };
    const controller = new AbortController();
    const { session, server } = await answering([month, "{}"], {
      retry: { maxDelay: Infinity },
      onRetry: () => setTimeout(() => controller.abort(reason), 50),
    });
    await expect(get(session, {}, { signal: controller.signal })).rejects.toBe(reason);
    expect(server.received).toHaveLength(1);
  });

  it("comes back at once where it would have to wait too long", async () => {
    const { session, server, waits } = await answering(
      [{ status: 429, headers: { "x-reset": "1000", "x-left": "0" } }],
      { api: { rateLimit: { reset: "x-reset", remaining: "x-left" } }, now: () => 100_000 },
    );
    await expect(get(session)).rejects.toMatchObject({
      code: "rate_limited",
      rateLimit: { remaining: 0, reset: 1_000_000 },
    });
    expect([waits, server.received.length]).toEqual([[], 1]);
    const longer = await answering([{ status: 429, headers: { "retry-after": "30.001" } }]);
    await expect(get(longer.session)).rejects.toMatchObject({ code: "rate_limited" });
    expect([longer.waits, longer.server.received.length]).toEqual([[], 1]);
  });

  it("can be aborted while it waits, by the platform's own timer", async () => {
    const reason = new Error("changed my mind");
    const controller = new AbortController();
    const { session, server } = await answering(
      [{ status: 503, headers: { "retry-after": "20" } }],
      {
        retry: { attempts: 1 },
        onRetry: () => setImmediate(() => controller.abort(reason)),
      },
    );
    await expect(get(session, {}, { signal: controller.signal })).rejects.toBe(reason);
    expect(server.received).toHaveLength(1);
  });

  it.each<[string, (abort: () => void) => void]>([
    ["begun", (abort) => abort()],
    ["over", (abort) => setImmediate(abort)],
  ])("leaves no timer to wait for where it is aborted before the wait is %s", async (_, when) => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const controller = new AbortController();
    const reason = new Error("changed my mind");
    const { session } = await answering([], {
      fetch: async () => new Response(null, { status: 503, headers: { "retry-after": "20" } }),
      retry: { attempts: 1 },
      onRetry: () => when(() => controller.abort(reason)),
    });
    await expect(get(session, {}, { signal: controller.signal })).rejects.toBe(reason);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("a fetch that fails", () => {
  it("is not tried again, because whoever calls it has a way of its own", async () => {
    const { session, server } = await answering([{ status: 503 }]);
    expect((await session.fetch("/")).status).toBe(503);
    expect(server.received).toHaveLength(1);
  });

  it("rejects with a CallError that says so", async () => {
    const { session, server } = await answering(["{}"]);
    await server.close();
    await expect(session.fetch("/a?secret=1")).rejects.toMatchObject({
      code: "network",
      message: `GET ${server.origin}/a was not answered.`,
      status: undefined,
    });
  });
});
