import { getEventListeners } from "node:events";
import { createServer } from "node:http";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it, onTestFinished } from "vitest";
import { CallError } from "@oauth1/client";
import type { Answer } from "../photos.js";
import { answering, get, LATE } from "./answering.js";
import { open } from "./scene.js";

describe("an answer that does not come", () => {
  /** A server that begins to answer, or does not, and never ends. */
  async function hanging(start: string): Promise<string> {
    const server = createServer((_incoming, outgoing) => {
      if (start !== "") outgoing.writeHead(200, { "content-length": 100 }).write(start);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const address = server.address();
    return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  }

  it.each(["", '{"a":'])("is given up in time: %j came", async (start) => {
    const origin = await hanging(start);
    const { session } = await open(() => "", {
      api: { baseUrl: origin },
      timeout: 30,
      retry: false,
    });
    await expect(get(session)).rejects.toMatchObject({ code: "timeout", name: "CallError" });
  });

  it.each(["", '{"a":'])(
    "is given up in time, whatever the garbage collector has taken by then: %j came",
    async (start) => {
      setFlagsFromString("--expose-gc");
      const collect: () => void = runInNewContext("gc");
      const timer = setInterval(collect, 10);
      onTestFinished(() => clearInterval(timer));
      const { signal } = new AbortController();
      const { session } = await open(() => "", {
        api: { baseUrl: await hanging(start) },
        timeout: 200,
        retry: false,
      });
      await expect(get(session, {}, { signal })).rejects.toMatchObject({ code: "timeout" });
      const late = AbortSignal.timeout(200);
      await expect(get(session, {}, { signal: late, timeout: 9999 })).rejects.toMatchObject({
        name: "TimeoutError",
      });
    },
  );

  it("is given up in time while the app reads it, whatever the garbage collector has taken by then", async () => {
    setFlagsFromString("--expose-gc");
    const collect: () => void = runInNewContext("gc");
    const timer = setInterval(collect, 10);
    onTestFinished(() => clearInterval(timer));
    const { session } = await open(() => "", {
      api: { baseUrl: await hanging('{"a":') },
      signal: new AbortController().signal,
    });
    const read = async (): Promise<string> =>
      (await session.fetch("/", { signal: AbortSignal.timeout(300) })).text();
    await expect(read()).rejects.toMatchObject({ name: "TimeoutError" });
  });

  it("is told apart from one that came and broke off", async () => {
    const headers = { "content-length": "9", connection: "close", "x-request-id": "7" };
    const { session, server } = await open(() => ({ status: 200, headers, body: "no" }), {
      retry: false,
    });
    const failure = await get(session).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: "network",
      status: 200,
      message: `GET ${server.origin}/v1/x was not answered: the answer broke off.`,
    });
    expect(failure instanceof CallError && failure.headers?.get("x-request-id")).toBe("7");
    const slow = await open(() => "", { api: { baseUrl: await hanging('{"a":') }, retry: false });
    await expect(get(slow.session, {}, { timeout: 1000 })).rejects.toMatchObject({
      code: "timeout",
      status: 200,
      message: expect.stringMatching(/x was not answered in time: the answer broke off\.$/),
    });
  });

  it.each([Infinity, 2 ** 31, 1500.5, undefined])(
    "is waited for with timeout %s",
    async (timeout) => {
      const { session } = await open(() => "{}", { timeout, retry: false });
      expect(await get(session)).toEqual({});
      expect(await get(session, {}, { timeout })).toEqual({});
      expect((await session.fetch("/")).status).toBe(200);
    },
  );

  it.each([-1, Number.NaN])("is not asked for with timeout %s", async (timeout) => {
    const { session, server } = await open(() => "{}", { timeout });
    const message = new RegExp(`option .timeout. is ${timeout}: it has to be a number`);
    await expect(get(session)).rejects.toThrow(message);
    await expect(session.fetch("/")).rejects.toThrow(TypeError);
    expect(server.received).toEqual([]);
  });

  it("has the time that the call allows", async () => {
    const origin = await hanging("");
    const { session } = await open(() => "", { api: { baseUrl: origin }, retry: false });
    await expect(get(session, {}, { timeout: 20 })).rejects.toMatchObject({ code: "timeout" });
  });

  it.each<[string, Answer]>([
    ["redirects", { status: 302, headers: { location: "/v1/x" } }],
    [
      "a clock that is put right",
      { status: 401, headers: { date: new Date(0).toUTCString() }, body: LATE },
    ],
  ])("has one time for all that an attempt sends: %s", async (_what, answer) => {
    // The first has time enough to arrive on a busy machine, and so would the second if it had a time of its own.
    const waits = [300, 750];
    const scene = await answering([answer], {
      timeout: 1000,
      retry: false,
      fetch: async (input, init) => {
        await new Promise((resolve) => setTimeout(resolve, waits.shift()));
        return fetch(input, init);
      },
    });
    await expect(get(scene.session)).rejects.toMatchObject({ code: "timeout" });
    expect(scene.server.received).toHaveLength(1);
  });

  it("does not count the waits between attempts, which the app's own signal does", async () => {
    const wait = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1100));
    const scene = await answering([{ status: 503 }, "{}"], { timeout: 1000, retry: { wait } });
    expect(await get(scene.session)).toEqual({});
    // It ends in the middle of the first wait, which is half a second.
    const signal = AbortSignal.timeout(300);
    const waiting = await answering([{ status: 503 }], { retry: { random: () => 1 } });
    const failure = await get(waiting.session, {}, { signal }).catch((error: unknown) => error);
    expect([failure === signal.reason, waiting.server.received.length]).toEqual([true, 1]);
  });

  it("rejects with the reason of the client's signal: a call, a wait, a fetch, and the next one", async () => {
    const reason = new Error("shutting down");
    for (const start of ["", '{"a":', undefined]) {
      const controller = new AbortController();
      const { session } = await open(() => ({ status: 503 }), {
        ...(start !== undefined && { api: { baseUrl: await hanging(start) } }),
        retry: { random: () => 1 },
        signal: controller.signal,
        onRequest: () => void setTimeout(() => controller.abort(reason), 30),
      });
      await expect(get(session)).rejects.toBe(reason);
      await expect(session.fetch("/")).rejects.toBe(reason);
      await expect(get(session, {}, { signal: AbortSignal.timeout(9999) })).rejects.toBe(reason);
    }
  });

  it("hangs no more than one listener on the app's signal, and none when all is over", async () => {
    const { signal } = new AbortController();
    const listeners = (): number => getEventListeners(signal, "abort").length;
    const during: number[] = [];
    const { session } = await open(() => "{}", {
      signal,
      timeout: 1000,
      onRequest: () => during.push(listeners()),
    });
    await Promise.all(Array.from({ length: 12 }, () => get(session)));
    expect(listeners()).toBe(0);
    await session.fetch("/");
    expect(new Set(during)).toEqual(new Set([1]));
    await expect.poll(listeners).toBe(0);
  });

  it("hangs nothing on the client's signal for a fetch without a time limit, which nobody tells the end of", async () => {
    const { signal } = new AbortController();
    const { session } = await open(() => "{}", { signal });
    await Promise.all(Array.from({ length: 12 }, () => session.fetch("/")));
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  it("rejects with the app's reason when the app aborts, also in the middle of a body", async () => {
    const origin = await hanging('{"a":');
    const reason = new Error("changed my mind");
    const controller = new AbortController();
    const { session } = await open(() => "", {
      api: { baseUrl: origin },
      onResponse: () => setImmediate(() => controller.abort(reason)),
    });
    await expect(get(session, {}, { signal: controller.signal })).rejects.toBe(reason);
  });
});
