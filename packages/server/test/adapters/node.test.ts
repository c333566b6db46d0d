import { nodeHandler, nodeProtect, type NodeListener } from "@oauth1/server/adapters/node";
import type { Provider } from "@oauth1/server";
import { describe, test } from "vitest";
import { adapterContract, type ServedAdapter } from "../../../testing/src/index.js";
import { echo, listen, listenHttp2, OPEN } from "./serving.js";

describe("node:http", () => {
  for (const { name, run } of adapterContract(serveHttp1)) test(name, run);
});

describe("node:http2", () => {
  for (const { name, run } of adapterContract(serveHttp2, { http2: true })) test(name, run);
});

async function serveHttp1(): Promise<ServedAdapter> {
  const { server, provider, close } = await listen();
  server.on("request", application(provider));
  return { provider, guarded: GUARDED, open: OPEN, close };
}

async function serveHttp2(): Promise<ServedAdapter> {
  const { server, provider, close } = await listenHttp2();
  server.on("request", application(provider));
  return { provider, guarded: GUARDED, open: OPEN, close };
}

const GUARDED = ["/guarded", "/read"] as const;

// Bare, /read stands for a parser that comes after the guard.
function application(provider: Provider): NodeListener {
  const handle = nodeHandler(provider.handle, provider);
  const protect = nodeProtect(provider);
  return async (incoming, outgoing) => {
    const url = incoming.url ?? "";
    if (!/^\/(?:guarded|read|open)\b/.test(url)) return handle(incoming, outgoing);
    if (url === OPEN) {
      incoming.pipe(outgoing);
      return;
    }
    const guarded = await protect(incoming, outgoing);
    if (guarded === undefined) return;
    const answer = echo(guarded);
    if (url.startsWith("/read")) {
      const again: Uint8Array[] = [];
      for await (const chunk of incoming) again.push(chunk);
      if (Buffer.concat(again).toString("base64") !== answer.body) throw new Error("Not the body.");
    }
    outgoing.end(JSON.stringify(answer));
  };
}
