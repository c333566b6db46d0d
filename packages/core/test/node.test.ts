import { readRequest, writeResponse } from "@oauth1/core/node";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { connect } from "node:net";
import { Readable } from "node:stream";
import { describe, expect, onTestFinished, test } from "vitest";

const ORIGIN = "https://api.example.com";

describe("a body that is read", () => {
  test.each([
    ["in one packet with the head", [""]],
    ["after the head", ["", "abc"]],
    ["byte by byte", ["", "a", "b", "c"]],
  ])("is there and can be read again: %s", async (_name, pieces) => {
    const inOne = pieces.length === 1 ? "abc" : "";
    const head = `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n${inOne}`;
    expect(await exchange([head, ...pieces.slice(1)], readTwice)).toBe("abc abc");
  });

  test.each([["3\r\nabc\r\n0\r\n\r\n"], ["1\r\na\r\n2\r\nbc\r\n0\r\n\r\n"]])(
    "is there and can be read again in chunks: %j",
    async (chunks) => {
      const head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
      expect(await exchange([head + chunks], readTwice)).toBe("abc abc");
      expect(await exchange([head, ...chunks], readTwice)).toBe("abc abc");
    },
  );

  test("of no bytes is none", async () => {
    const none = ["GET / HTTP/1.1\r\nHost: a\r\n\r\n"];
    expect(await exchange(none, readTwice)).toBe("undefined ");
    const empty = ["POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"];
    expect(await exchange(empty, readTwice)).toBe("undefined ");
  });

  test.each([
    ["Content-Length: 0", []],
    ["Transfer-Encoding: chunked", ["0\r\n\r\n"]],
  ])("of no bytes ends for whoever listens then, and not before: %s", async (field, rest) => {
    const head = `POST / HTTP/1.1\r\nHost: a\r\n${field}\r\n\r\n`;
    const listener = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
      await readRequest(incoming, { origin: ORIGIN });
      // Whatever comes before a parser takes its time.
      await new Promise((resolve) => setTimeout(resolve, 5));
      incoming.on("end", () => outgoing.end("ended")).resume();
    };
    expect(await exchange([head + rest.join("")], listener)).toBe("ended");
    expect(await exchange([head, ...rest], listener)).toBe("ended");
  });

  test("of a stream that is none of node:http is read to its end", async () => {
    const incoming = request(Readable.from([Buffer.from("a"), Buffer.from("b")]));
    expect((await readRequest(incoming, { origin: ORIGIN }))?.body).toEqual(Buffer.from("ab"));
    const pushed = new Readable({ read: () => undefined });
    pushed.push("ab");
    pushed.push(null);
    expect((await readRequest(request(pushed), { origin: ORIGIN }))?.body).toEqual(
      Buffer.from("ab"),
    );
  });
});

describe("a body that cannot be had", () => {
  test("because somebody has read it is a TypeError, and not an empty body", async () => {
    const incoming = request(Readable.from([Buffer.from("ab")]));
    for await (const _chunk of incoming) break;
    await expect(readRequest(incoming, { origin: ORIGIN })).rejects.toThrow(TypeError);
  });

  test("because somebody listens to it, and would get it twice, is a TypeError", async () => {
    const incoming = request(Readable.from([Buffer.from("ab")]));
    incoming.on("data", () => undefined).pause();
    await expect(readRequest(incoming, { origin: ORIGIN })).rejects.toThrow(TypeError);
  });

  test("as bytes, because somebody has set an encoding, is a TypeError", async () => {
    const incoming = request(Readable.from([Buffer.from("ab")]));
    incoming.setEncoding("utf8");
    await expect(readRequest(incoming, { origin: ORIGIN })).rejects.toThrow(TypeError);
  });

  test("because the peer is gone rejects", async () => {
    const gone = request(new Readable({ read: () => undefined }).destroy());
    await expect(readRequest(gone, { origin: ORIGIN })).rejects.toThrow("The peer went away");
    const going = request(new Readable({ read: () => undefined }));
    const reading = readRequest(going, { origin: ORIGIN });
    going.destroy();
    await expect(reading).rejects.toThrow("The peer went away");
  });

  test("is taken as it was kept, within the limit", async () => {
    const incoming = request(Readable.from([]));
    const kept = { origin: ORIGIN, body: new Uint8Array([97, 98]) };
    expect((await readRequest(incoming, kept))?.body).toEqual(kept.body);
    expect(await readRequest(incoming, { ...kept, maxBody: 1 })).toBeUndefined();
  });
});

test.each([
  ["*", "/*"],
  ["*@evil.example/x", "/*@evil.example/x"],
  ["ftp://evil.example/x", "/ftp://evil.example/x"],
  ["?a=b", "?a=b"],
])("the target %s is behind the origin, and no part of it", async (target, path) => {
  const incoming = Object.assign(Readable.from([]), { method: "GET", url: target, rawHeaders: [] });
  expect((await readRequest(incoming, { origin: ORIGIN }))?.url).toBe(`${ORIGIN}${path}`);
});

test("a target that a framework has kept is taken, and HTTP/2's own fields are no headers", async () => {
  const incoming = Object.assign(request(Readable.from([])), {
    url: "/rest",
    rawHeaders: [":path", "/mounted/rest", "accept", "*/*"],
  });
  const parts = await readRequest(incoming, { origin: ORIGIN, target: "/mounted/rest" });
  expect(parts).toEqual({
    method: "POST",
    url: `${ORIGIN}/mounted/rest`,
    headers: [["accept", "*/*"]],
  });
});

function request<S extends Readable>(
  stream: S,
): S & { method: string; url: string; rawHeaders: string[] } {
  return Object.assign(stream, { method: "POST", url: "/", rawHeaders: [] });
}

async function readTwice(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const parts = await readRequest(incoming, { origin: ORIGIN });
  const again: Uint8Array[] = [];
  for await (const chunk of incoming) again.push(chunk);
  const answer = new Response(`${parts?.body} ${Buffer.concat(again)}`);
  await writeResponse(answer, outgoing);
}

// Each piece is a packet of its own: the next one follows when the last one has been seen.
async function exchange(
  pieces: readonly string[],
  listener: (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>,
): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const address = server.address();
  const socket = connect(typeof address === "object" ? (address?.port ?? 0) : 0, "127.0.0.1");
  const seen = once(server, "connection").then(([received]) => received);
  socket.setNoDelay();
  let text = "";
  socket.on("data", (chunk) => (text += String(chunk)));
  for (const piece of pieces) {
    const before = (await seen).bytesRead;
    socket.write(piece);
    while ((await seen).bytesRead < before + piece.length) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  while (!/\r\n\r\n.*$/.test(text)) await once(socket, "data");
  socket.destroy();
  return text.split("\r\n\r\n")[1] ?? "";
}
