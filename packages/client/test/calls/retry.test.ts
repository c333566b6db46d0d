import { getEventListeners } from "node:events";
import { createServer } from "node:http";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it, onTestFinished } from "vitest";
import { headerValues, parseAuthorization, type RequestParts } from "@oauth1/core";
import {
  binaryBody,
  formBody,
  operation,
  type Operation,
  type OperationDescription,
  type RetryNotice,
} from "@oauth1/client";
import type { Answer } from "../photos.js";
import { bodyText, open, signer, type Scene, type SceneOptions } from "./scene.js";

const described = (
  more: Partial<OperationDescription<"photos">> = {},
): Operation<"photos", object, unknown> =>
  operation({ provider: "photos", method: "GET", path: "/x", result: "json", ...more });

const get = described();

const LATE = "oauth_problem=timestamp_refused";

/** A scene whose answers come one after the other, the last one forever, and whose waits take no time. */
async function answering(
  answers: readonly Answer[],
  options: SceneOptions = {},
): Promise<Scene & { readonly waits: number[]; readonly notices: RetryNotice[] }> {
  const waits: number[] = [];
  const notices: RetryNotice[] = [];
  let at = 0;
  const scene = await open(() => answers[Math.min(at++, answers.length - 1)] ?? "{}", {
    onRetry: (notice) => notices.push(notice),
    ...options,
    retry: options.retry ?? {
      wait: async (milliseconds) => void waits.push(milliseconds),
      random: () => 0.5,
    },
  });
  return { ...scene, waits, notices };
}

const protocol = ({ headers }: RequestParts, wanted: string): string | undefined => {
  const parsed = parseAuthorization(headerValues(headers, "authorization")[0] ?? "");
  const parameters = parsed?.ok === true ? parsed.parameters : [];
  return parameters.find(([name]) => name === wanted)?.[1];
};

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

  it("is tried again when the network fails, with its body", async () => {
    let lost = 0;
    const { session, server } = await answering(["{}"], {
      fetch: async (input, init) => {
        lost += 1;
        if (lost < 3) throw new TypeError("fetch failed");
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
    ["seconds", { "retry-after": "7" }, 7000],
    ["a date", { "retry-after": "Thu, 01 Jan 1970 00:01:50 GMT" }, 10_000],
    ["a date that is past", { "retry-after": "Thu, 01 Jan 1970 00:00:00 GMT" }, 0],
    ["a fraction of a second", { "retry-after": "0.2" }, 200],
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

  it("waits of its own accord where the rate limit should be over already", async () => {
    const { session, waits } = await answering(
      [{ status: 429, headers: { "x-reset": "99" } }, "{}"],
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
    5000,
  );

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
    const scene = await answering([answer], {
      timeout: 200,
      retry: false,
      fetch: async (input, init) => {
        await new Promise((resolve) => setTimeout(resolve, 120));
        return fetch(input, init);
      },
    });
    await expect(get(scene.session)).rejects.toMatchObject({ code: "timeout" });
    expect(scene.server.received).toHaveLength(1);
  });

  it("does not count the waits between attempts, which the app's own signal does", async () => {
    const wait = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 150));
    const scene = await answering([{ status: 503 }, "{}"], { timeout: 100, retry: { wait } });
    expect(await get(scene.session)).toEqual({});
    const signal = AbortSignal.timeout(50);
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

/** Holds up the requests that are meant until they are let through. */
function gated(isMeant: (request: RequestParts) => boolean): {
  readonly passed: (request: RequestParts) => Promise<void>;
  readonly reached: Promise<void>;
  readonly open: () => void;
} {
  const calls = { reach: (): void => {}, open: (): void => {} };
  const reached = new Promise<void>((resolve) => (calls.reach = resolve));
  const opened = new Promise<void>((resolve) => (calls.open = resolve));
  const passed = async (request: RequestParts): Promise<void> => {
    if (!isMeant(request)) return;
    calls.reach();
    await opened;
  };
  return { passed, reached, open: () => calls.open() };
}

describe("a clock that is wrong", () => {
  const date = new Date(1_700_000_000_000).toUTCString();
  const late = { status: 401, headers: { date }, body: LATE };
  const timestamps = ({ server }: Scene): number[] =>
    server.received.map((one) => Number(protocol(one, "oauth_timestamp")));

  it("is put right once, and the request sent once more, whatever it is", async () => {
    const scene = await answering([late, "{}"], { now: () => 5000 });
    const post = described({ method: "POST", body: formBody(["a"]) });
    expect(await post(scene.session, { a: "b" })).toEqual({});
    await get(scene.session);
    expect(timestamps(scene)).toEqual([5, 1_700_000_000, 1_700_000_000]);
    expect(scene.server.received.map(bodyText)).toEqual(["a=b", "a=b", ""]);
    expect(await signer(scene.last())).toBe("token");
  });

  it("is put right for a plain fetch too, with its JSON", async () => {
    const scene = await answering([{ ...late, status: 400 }, "{}"], { now: () => 5000 });
    const headers = { "content-type": "application/json" };
    const answer = await scene.session.fetch("/", { method: "POST", body: '{"a":1}', headers });
    expect(answer.status).toBe(200);
    expect(scene.server.received.map(bodyText)).toEqual(['{"a":1}', '{"a":1}']);
  });

  it("does not have a stream sent twice, whatever is in it", async () => {
    const scene = await answering([late], { now: () => 5000 });
    const put = described({ method: "PUT", body: binaryBody("file", "text/csv") });
    const file = new Blob(["a,b"]).stream();
    await expect(put(scene.session, { file })).rejects.toMatchObject({ code: "timestamp_refused" });
    expect(scene.server.received.map(bodyText)).toEqual(["a,b"]);
  });

  it("is only suspected without a reason: with 401, and a minute or more off", async () => {
    for (const [now, times] of [
      [1_700_000_030_000, 1],
      [1_700_000_090_000, 2],
    ] as const) {
      const scene = await answering([{ status: 401, headers: { date } }], { now: () => now });
      await expect(get(scene.session)).rejects.toMatchObject({ status: 401 });
      expect(scene.server.received).toHaveLength(times);
    }
  });

  it("stays as it was where another time did not help", async () => {
    const revoked = { status: 401, headers: { date } };
    const scene = await answering([revoked, revoked, "{}"], { now: () => 5000 });
    await expect(get(scene.session)).rejects.toMatchObject({ status: 401 });
    expect(await get(scene.session)).toEqual({});
    expect(timestamps(scene)).toEqual([5, 1_700_000_000, 5]);
  });

  it("stays as it was where nobody knows whether another time helps", async () => {
    let sent = 0;
    const scene = await answering([{ status: 401, headers: { date } }, "{}"], {
      now: () => 5000,
      fetch: (input, init) =>
        ++sent === 2 ? Promise.reject(new Error("lost")) : fetch(input, init),
    });
    expect(await get(scene.session)).toEqual({});
    expect(timestamps(scene)).toEqual([5, 5]);
  });

  it("stays right after a suspicion that has helped", async () => {
    const late = { status: 401, headers: { date } };
    const scene = await answering([late, "{}", late, "{}"], { now: () => 5000 });
    expect(await get(scene.session)).toEqual({});
    await expect(get(scene.session)).rejects.toMatchObject({ status: 401 });
    expect(await get(scene.session)).toEqual({});
    expect(timestamps(scene).slice(1)).toEqual([1_700_000_000, 1_700_000_000, 1_700_000_000]);
  });

  it("is no reason to lose what an answer that breaks off is", async () => {
    const headers = { date, "content-length": "9", connection: "close" };
    const scene = await answering([{ status: 401, headers, body: "no" }, "{}"]);
    expect(await get(scene.session)).toEqual({});
    expect(scene.server.received).toHaveLength(2);
    expect(scene.notices).toMatchObject([{ error: { code: "network" } }]);
  });

  it("is put right for all requests that were on their way with the wrong time", async () => {
    const arrived = new Map<number, () => void>();
    const both = Promise.all([0, 1].map((at) => new Promise<void>((go) => arrived.set(at, go))));
    let sent = 0;
    const answer = (one: RequestParts): Answer =>
      protocol(one, "oauth_timestamp") === "5" ? late : "{}";
    const { session } = await open(answer, {
      now: () => 5000,
      // Neither of the two is answered before both have been signed.
      async fetch(input, init) {
        arrived.get(sent++)?.();
        await both;
        return fetch(input, init);
      },
    });
    expect(await Promise.all([get(session), get(session)])).toEqual([{}, {}]);
    expect(sent).toBe(4);
  });

  it("is put right again without a word as well, where the machine's own clock has been", async () => {
    let time = 5000;
    const late = { status: 401, headers: { date } };
    const scene = await answering([late, "{}", late, "{}", "{}"], { now: () => time });
    await get(scene.session);
    time = 1_700_000_000_000;
    expect([await get(scene.session), await get(scene.session)]).toEqual([{}, {}]);
    expect(timestamps(scene).slice(1)).toEqual([
      1_700_000_000, 3_399_999_995, 1_700_000_000, 1_700_000_000,
    ]);
  });

  it.each([429, 503, 404])(
    "stays as it was where %d does not tell whether it helped",
    async (status) => {
      const late = { status: 401, headers: { date } };
      const scene = await answering([late, { status }, "{}"], { now: () => 5000, retry: false });
      await expect(get(scene.session)).rejects.toMatchObject({ status });
      await get(scene.session);
      expect(timestamps(scene)).toEqual([5, 1_700_000_000, 5]);
    },
  );

  it("is suspected in the calls of one user, and not in those of another meanwhile", async () => {
    const times: number[] = [];
    const gate = gated((request) => protocol(request, "oauth_timestamp") !== "5");
    const scene = await open(
      async (request) => {
        if (protocol(request, "oauth_token") === "nnch734d") {
          times.push(Number(protocol(request, "oauth_timestamp")));
          return "{}";
        }
        // The second time, while the other user's call is made.
        await gate.passed(request);
        return { status: 401, headers: { date } };
      },
      { now: () => 5000 },
    );
    const revoked = get(scene.sessionOf({ key: "revoked1", secret: "whatever" }));
    await gate.reached;
    expect(await get(scene.session)).toEqual({});
    gate.open();
    await expect(revoked).rejects.toMatchObject({ status: 401 });
    expect(times).toEqual([5]);
  });

  it("is put right by a refusal that comes with a status of success, where these may be errors", async () => {
    const refusal = { headers: { date }, body: '{"error":"oauth_problem=timestamp_refused"}' };
    const errors = { signs: [{ at: "error" }], message: ["error"] };
    const scene = await answering([refusal, "{}"], { now: () => 5000, api: { errors } });
    const post = described({ method: "POST", body: formBody(["a"]) });
    expect(await post(scene.session, { a: "b" })).toEqual({});
    expect(timestamps(scene)).toEqual([5, 1_700_000_000]);
  });

  it("is none of the business of what people write about it", async () => {
    const post = described({ method: "POST", body: formBody(["a"]) });
    for (const errors of [{}, { signs: [{ at: "error" }] }]) {
      const answer = { headers: { date }, body: '{"text":"oauth_problem=timestamp_refused"}' };
      const scene = await answering([answer], { now: () => 5000, api: { errors } });
      await post(scene.session, { a: "b" });
      expect(scene.server.received).toHaveLength(1);
    }
  });

  it("is none of the business of a call that is not signed", async () => {
    const scene = await answering([late], { now: () => 5000 });
    await expect(described({ auth: "none" })(scene.session)).rejects.toThrow();
    expect(scene.server.received).toHaveLength(1);
  });

  it("is left alone when the provider has another reason", async () => {
    const answer = { ...late, body: "oauth_problem=token_revoked" };
    const scene = await answering([answer], { now: () => 5000 });
    await expect(get(scene.session)).rejects.toMatchObject({ oauthProblem: "token_revoked" });
    expect(scene.server.received).toHaveLength(1);
  });

  it("is put right again where the machine's own clock has been put right since", async () => {
    let time = 5000;
    const scene = await answering([late, "{}", late, "{}", "{}"], { now: () => time });
    await get(scene.session);
    time = 1_700_000_000_000;
    await get(scene.session);
    await get(scene.session);
    expect(timestamps(scene).slice(1)).toEqual([
      1_700_000_000, 3_399_999_995, 1_700_000_000, 1_700_000_000,
    ]);
  });

  it("is not put right a second time", async () => {
    const scene = await answering([late], { now: () => 5000 });
    await expect(get(scene.session)).rejects.toMatchObject({ code: "timestamp_refused" });
    await expect(get(scene.session)).rejects.toMatchObject({ code: "timestamp_refused" });
    expect(scene.server.received).toHaveLength(3);
  });
});
