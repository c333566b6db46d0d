import { nodeHandler, nodeProtect, type NodeListener } from "@oauth1/server/adapters/node";
import type { Provider } from "@oauth1/server";
import type { NodeRequest, NodeResponse } from "@oauth1/core/node";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { http2BreakOff } from "../../../testing/src/adapter/http2-wire.js";
import {
  headOf,
  http1BreakOff,
  http1Wire,
  openConnection,
} from "../../../testing/src/adapter/wire.js";
import { adapterContract, type Reached, type ServedAdapter } from "../../../testing/src/index.js";
import { echo, listen, listenHttp2, mountedAt, OPEN } from "./serving.js";

describe("node:http", () => {
  for (const { name, run } of adapterContract(serveHttp1)) test(name, run);
});

describe("node:http2", () => {
  for (const { name, run } of adapterContract(serveHttp2, { http2: true })) test(name, run);
});

test.each([
  ["node:http", listen, http1BreakOff],
  ["node:http2", listenHttp2, http2BreakOff],
])(
  "a peer of %s that leaves in the middle of its body is no exception",
  async (_name, open, breakOff) => {
    const { server, origin, provider, close } = await open();
    onTestFinished(close);
    const errors: unknown[] = [];
    const protect = nodeProtect(provider, { onError: (error) => errors.push(error) });
    const answered: Promise<unknown>[] = [];
    server.on("request", (incoming: NodeRequest, outgoing: NodeResponse) => {
      answered.push(protect(incoming, outgoing));
    });
    await breakOff(origin)({ method: "POST", target: "/", body: Buffer.from("abc") });
    await Promise.all(answered);
    expect(answered.length).toBeGreaterThan(1);
    expect(errors).toEqual([]);
  },
);

test("a stream that breaks under a peer who is still there is an exception", async () => {
  const { server, origin, provider, close } = await listen();
  onTestFinished(close);
  const errors: unknown[] = [];
  const protect = nodeProtect(provider, { onError: (error) => errors.push(error) });
  const broken = new Error("A decompressor's, for example.");
  server.on("request", (incoming: NodeRequest, outgoing: NodeResponse) => {
    incoming.once("newListener", () => setImmediate(() => incoming.emit("error", broken)));
    void protect(incoming, outgoing);
  });
  const message = { method: "POST", target: "/", body: [Buffer.from("abc")] };
  const connection = openConnection(origin);
  connection.write(headOf(origin, message));
  const { status, headers = [] } = (await connection.answer()) ?? {};
  expect([status, new Map(headers).get("cache-control")]).toEqual([500, "no-store"]);
  connection.close();
  expect(errors).toEqual([broken]);
});

test("an answer that breaks off cuts the connection, and is an exception", async () => {
  const { server, origin, close } = await listen();
  onTestFinished(close);
  const broken = new Error("The disk is gone.");
  const errors: unknown[] = [];
  const onError = (error: unknown): void => void errors.push(error);
  const body = (): ReadableStream => {
    const pieces = ["a", "b"];
    return new ReadableStream({
      async pull(stream) {
        await new Promise((resolve) => setImmediate(resolve));
        const piece = pieces.shift();
        if (piece === undefined) stream.error(broken);
        else stream.enqueue(Buffer.from(piece));
      },
    });
  };
  const listener = nodeHandler(async () => new Response(body()), { origins: [origin], onError });
  const answered: Promise<void>[] = [];
  server.on("request", (incoming, outgoing) => answered.push(listener(incoming, outgoing)));
  await expect(fetch(origin).then((answer) => answer.text())).rejects.toThrow();
  await Promise.all(answered);
  expect(errors).toEqual([broken]);
});

test.each([
  ["a body that is too long", 413, []],
  ["another host", 421, [["Host", "evil.example"]]],
] as const)("a connection ends where a body was left on it: %s", async (_name, status, headers) => {
  const { server, origin, provider, close } = await listen();
  onTestFinished(close);
  server.on("request", nodeHandler(provider.handle, { ...provider, maxBody: 2 }));
  const message = { method: "POST", target: "/oauth/token", body: Buffer.from("a=b") };
  const answer = await http1Wire(origin)({ ...message, headers });
  expect([answer.status, new Map(answer.headers).get("connection")]).toEqual([status, "close"]);
});

test("a guard answers while a test has stopped the platform's timers", async () => {
  const { server, origin, provider, close } = await listen();
  onTestFinished(close);
  const protect = nodeProtect(provider);
  server.on("request", (incoming, outgoing) => void protect(incoming, outgoing));
  vi.useFakeTimers({ toFake: ["setImmediate", "setTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const { status } = await fetch(origin);
  expect(status).toBe(400);
});

async function serveHttp1(reached: Reached): Promise<ServedAdapter> {
  const { server, provider, close } = await listen();
  server.on("request", application(provider, reached));
  return { provider, guarded: GUARDED, open: OPEN, close };
}

async function serveHttp2(reached: Reached): Promise<ServedAdapter> {
  const { server, provider, close } = await listenHttp2();
  server.on("request", application(provider, reached));
  return { provider, guarded: GUARDED, open: OPEN, close };
}

const GUARDED = ["/guarded", "/read", "/mounted"] as const;

// Bare, /read stands for a parser that comes after the guard.
function application(provider: Provider, reached: Reached): NodeListener {
  const handle = nodeHandler(provider.handle, provider);
  const protect = nodeProtect(provider);
  const mounted: NodeListener = async (incoming, outgoing) => {
    const guarded = await protect(incoming, outgoing);
    if (guarded === undefined) return;
    reached();
    outgoing.end(JSON.stringify(echo(guarded)));
  };
  return mountedAt("/mounted", mounted, async (incoming, outgoing) => {
    const url = incoming.url ?? "";
    if (!/^\/(?:guarded|read|open)\b/.test(url)) return handle(incoming, outgoing);
    if (url === OPEN) {
      incoming.pipe(outgoing);
      return;
    }
    const guarded = await protect(incoming, outgoing);
    if (guarded === undefined) return;
    reached();
    const answer = echo(guarded);
    if (url.startsWith("/read")) {
      const again: Uint8Array[] = [];
      for await (const chunk of incoming) again.push(chunk);
      if (Buffer.concat(again).toString("base64") !== answer.body) throw new Error("Not the body.");
    }
    outgoing.end(JSON.stringify(answer));
  });
}
