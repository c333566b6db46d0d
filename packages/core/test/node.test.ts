import { signSync, verify } from "@oauth1/core";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { readRequest, writeResponse } from "@oauth1/core/node";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import {
  connect as connectHttp2,
  createServer as createHttp2Server,
  type ClientHttp2Session,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from "node:http2";
import { connect, type AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
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

  test("is there where all of it has come before anybody asks", async () => {
    const head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc";
    const late = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
      while (!incoming.complete) await new Promise((resolve) => setImmediate(resolve));
      await readTwice(incoming, outgoing);
    };
    expect(await exchange([head], late)).toBe("abc abc");
  });

  test.each([["abc"], ["", "abc"], ["a", "bc"]])(
    "is so within the limit alone: %j",
    async (...all) => {
      const [first = "", ...rest] = all;
      const head = `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n${first}`;
      for (const [maxBody, answer] of [
        [3, "abc"],
        [2, "too large"],
      ] as const) {
        const listener = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
          const parts = await readRequest(incoming, { origin: ORIGIN, maxBody });
          const said = parts === undefined ? "too large" : String(parts.body);
          await writeResponse(new Response(said), outgoing);
        };
        expect(await exchange([head, ...rest], listener)).toBe(answer);
      }
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

  test("because somebody lets it flow away is a TypeError, and not an empty body", async () => {
    const head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc";
    const flowing = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
      incoming.resume();
      const parts = await readRequest(incoming, { origin: ORIGIN }).catch(
        (error: unknown) => error,
      );
      outgoing.end(parts instanceof TypeError ? "refused" : "taken");
    };
    expect(await exchange([head], flowing)).toBe("refused");
  });

  test("as bytes, because somebody has set an encoding, is a TypeError", async () => {
    const incoming = request(Readable.from([Buffer.from("ab")]));
    incoming.setEncoding("utf8");
    await expect(readRequest(incoming, { origin: ORIGIN })).rejects.toThrow(TypeError);
  });

  test("because the peer is gone rejects", async () => {
    const gone = request(new Readable({ read: () => undefined }).destroy());
    await expect(readRequest(gone, { origin: ORIGIN })).rejects.toThrow("The peer went away");
    const longGone = request(new Readable({ read: () => undefined }).destroy());
    await once(longGone, "close");
    await expect(readRequest(longGone, { origin: ORIGIN })).rejects.toThrow("The peer went away");
    const going = request(new Readable({ read: () => undefined }));
    const reading = readRequest(going, { origin: ORIGIN });
    going.destroy();
    await expect(reading).rejects.toThrow("The peer went away");
  });

  test("is taken as it was kept, within the limit", async () => {
    const incoming = request(Readable.from([]));
    const kept = { origin: ORIGIN, body: new Uint8Array([97, 98]) };
    expect((await readRequest(incoming, kept))?.body).toEqual(kept.body);
    expect((await readRequest(incoming, { ...kept, maxBody: 2 }))?.body).toEqual(kept.body);
    expect(await readRequest(incoming, { ...kept, maxBody: 1 })).toBeUndefined();
  });
});

test.each([
  ["*", "/*"],
  ["*@evil.example/x", "/*@evil.example/x"],
  ["ftp://evil.example/x", "/ftp://evil.example/x"],
  ["?a=b", "?a=b"],
  ["http://evil.example:81/x?y", "/x?y"],
  ["HTTPS://evil.example?y", "?y"],
  ["/é?ÿ=é", "/%E9?%FF=%E9"],
])("the target %s is behind the origin, and no part of it", async (target, path) => {
  const incoming = Object.assign(Readable.from([]), { method: "GET", url: target, rawHeaders: [] });
  expect((await readRequest(incoming, { origin: ORIGIN }))?.url).toBe(`${ORIGIN}${path}`);
});

describe("a target with a fragment, which RFC 9112 section 3.2 does not know,", () => {
  const { authorization = "" } = signSync(
    { method: "GET", url: `${ORIGIN}/items?x=1` },
    { consumer: { key: "ck", secret: "cs" } },
  );
  const verified = async (incoming: IncomingMessage | Http2ServerRequest): Promise<string> => {
    const parts = await readRequest(incoming, { origin: ORIGIN });
    if (parts === undefined) return "too large";
    const keys = { consumer: { secret: "cs" } };
    const verdict = await verify(parts, () => keys, { methods: [hmacSha1] });
    return `${parts.url} ${JSON.stringify(verdict)}`;
  };

  test.each([
    ["/items?x=1", '"ok":true'],
    ["/items?x=1#&admin=true", '"problem":"parameter_rejected"'],
    [`${ORIGIN}/items?x=1#&admin=true`, '"problem":"parameter_rejected"'],
    ["/items#?x=1", '"problem":"parameter_rejected"'],
  ])("is kept and not verified: %s in HTTP/1", async (target, verdict) => {
    const head = `GET ${target} HTTP/1.1\r\nHost: a\r\nAuthorization: ${authorization}\r\n\r\n`;
    const answer = await exchange([head], async (incoming, outgoing) =>
      writeResponse(new Response(await verified(incoming)), outgoing),
    );
    expect(answer).toContain(verdict);
  });

  test.each([
    ["/items?x=1", '"ok":true'],
    ["/items?x=1#&admin=true", '"problem":"parameter_rejected"'],
  ])("is kept and not verified: %s in HTTP/2", async (target, verdict) => {
    const session = await http2(async (incoming, outgoing) =>
      writeResponse(new Response(await verified(incoming)), outgoing),
    );
    const answer = session.request({ ":path": target, authorization });
    expect(await text(answer)).toContain(verdict);
  });
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

describe("a response", () => {
  const events = (stop: () => void, chunk = "data: x\n\n"): ReadableStream =>
    new ReadableStream({
      async pull(controller) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        controller.enqueue(new TextEncoder().encode(chunk));
      },
      cancel: stop,
    });

  test("whose body goes on arrives as it comes, and ends when the peer goes away", async () => {
    let stopped: (() => void) | undefined;
    const isStopped = new Promise<void>((resolve) => (stopped = resolve));
    const written: unknown[] = [];
    const url = await listening(async (_incoming, outgoing) => {
      const body = events(() => stopped?.());
      written.push(await writeResponse(new Response(body), outgoing));
    });
    const leaving = new AbortController();
    const answer = await fetch(url, { signal: leaving.signal });
    const first = await answer.body?.getReader().read();
    expect(new TextDecoder().decode(first?.value)).toContain("data: x");
    expect(answer.headers.get("content-length")).toBeNull();
    leaving.abort();
    await isStopped;
    await expect.poll(() => written).toEqual([undefined]);
  });

  test("whose body goes on does so in HTTP/2 too", async () => {
    let stopped: (() => void) | undefined;
    const isStopped = new Promise<void>((resolve) => (stopped = resolve));
    const session = await http2(async (_incoming, outgoing) => {
      await writeResponse(new Response(events(() => stopped?.())), outgoing);
    });
    const answer = session.request({ ":path": "/" });
    const [chunk] = await once(answer, "data");
    expect(String(chunk)).toContain("data: x");
    answer.close();
    await isStopped;
  });

  test("that nobody takes is not read any further", async () => {
    let pulled = 0;
    const url = await listening(async (_incoming, outgoing) => {
      const body = new ReadableStream({
        async pull(controller) {
          pulled += 1;
          await new Promise((resolve) => setImmediate(resolve));
          controller.enqueue(new Uint8Array(2 ** 20));
        },
      });
      await writeResponse(new Response(body), outgoing);
    });
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    socket.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    await once(socket, "readable");
    // A piece is pulled and written in fewer turns than these.
    for (let turn = 0; turn < 1000; turn += 1) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(pulled).toBeLessThan(64);
    socket.destroy();
  });

  test("that is there as a whole has its length, whatever it states", async () => {
    const headers = { "content-length": "3" };
    const url = await listening((incoming, outgoing) =>
      writeResponse(
        new Response(incoming.url === "/none" ? null : "four", {
          headers,
          status: incoming.url === "/none" ? 304 : 200,
        }),
        outgoing,
      ),
    );
    const answer = await fetch(url);
    expect([answer.headers.get("content-length"), await answer.text()]).toEqual(["4", "four"]);
    const head = await fetch(url, { method: "HEAD" });
    expect([head.headers.get("content-length"), await head.text()]).toEqual(["3", ""]);
    const none = await fetch(`${url}none`);
    expect([none.status, none.headers.get("content-length")]).toEqual([304, "3"]);
  });

  test.each([200, 302, 204])("without a body states no length to wait for: %i", async (status) => {
    const none = (): Response =>
      new Response(null, { status, headers: { "content-length": "3", location: "/next" } });
    const url = await listening((_incoming, outgoing) => writeResponse(none(), outgoing));
    const answer = await fetch(url, { redirect: "manual" });
    expect([answer.status, await answer.text()]).toEqual([status, ""]);
    expect(answer.headers.get("content-length")).toBe(status === 204 ? null : "0");
    const session = await http2((_incoming, outgoing) => writeResponse(none(), outgoing));
    const stream = session.request({ ":path": "/" });
    const [headers] = await once(stream, "response");
    expect([headers[":status"], headers["content-length"]]).toEqual([status, undefined]);
    expect(await text(stream)).toBe("");
  });

  test("goes out with its status and headers, and cookies beside those that are set already", async () => {
    const headers = new Headers({ "x-upgrade": "é", "upgrade-insecure-requests": "1" });
    headers.append("set-cookie", "a=1; Expires=Wed, 21 Oct 2015 07:28:00 GMT");
    headers.append("set-cookie", "b=2");
    const write = (outgoing: ServerResponse | Http2ServerResponse): Promise<void> => {
      outgoing.setHeader("set-cookie", "own=0");
      return writeResponse(new Response("", { status: 201, headers }), outgoing);
    };
    const cookies = ["own=0", ...headers.getSetCookie()];
    const url = await listening((_incoming, outgoing) => write(outgoing));
    const answer = await fetch(url);
    expect(answer.status).toBe(201);
    expect(answer.headers.get("content-length")).toBe("0");
    expect(answer.headers.get("x-upgrade")).toBe("é");
    expect(answer.headers.getSetCookie()).toEqual(cookies);
    const session = await http2((_incoming, outgoing) => write(outgoing));
    const stream = session.request({ ":path": "/" });
    const [received] = await once(stream, "response");
    expect(received).toMatchObject({
      ":status": 201,
      "content-length": "0",
      "x-upgrade": "é",
      "upgrade-insecure-requests": "1",
      "set-cookie": cookies,
    });
    stream.resume();
  });

  test("goes out as far as it is there, before it is there as a whole", async () => {
    let goOn: (() => void) | undefined;
    const isRead = new Promise<void>((resolve) => (goOn = resolve));
    const url = await listening(async (_incoming, outgoing) => {
      const pieces = ["first", "last"];
      const body = new ReadableStream({
        async pull(controller) {
          const piece = pieces.shift();
          if (piece === "last") await isRead;
          if (piece === undefined) controller.close();
          else controller.enqueue(new TextEncoder().encode(piece));
        },
      });
      await writeResponse(new Response(body), outgoing);
    });
    const reader = (await fetch(url)).body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe("first");
    goOn?.();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe("last");
  });

  test("for a peer that has gone is cancelled", async () => {
    let cancelled = 0;
    const written: unknown[] = [];
    const late = async (outgoing: ServerResponse | Http2ServerResponse): Promise<void> => {
      const gone = once("stream" in outgoing ? outgoing.stream : outgoing, "close");
      await gone;
      const body = events(() => (cancelled += 1));
      written.push(await writeResponse(new Response(body), outgoing));
    };
    let seen: (() => void) | undefined;
    const isSeen = new Promise<void>((resolve) => (seen = resolve));
    const url = await listening((_incoming, outgoing) => {
      seen?.();
      return late(outgoing);
    });
    const leaving = new AbortController();
    const answer = fetch(url, { signal: leaving.signal });
    await isSeen;
    leaving.abort();
    await expect(answer).rejects.toThrow();
    await expect.poll(() => [cancelled, written.length]).toEqual([1, 1]);
    const session = await http2((incoming, outgoing) => {
      incoming.stream.close();
      return late(outgoing);
    });
    session.request({ ":path": "/" }).on("error", () => undefined);
    await expect.poll(() => [cancelled, written.length]).toEqual([2, 2]);
  });

  test("in pieces has no length that may be another one's", async () => {
    const headers = { "content-length": "3" };
    const url = await listening(async (_incoming, outgoing) => {
      const pieces = ["fo", "ur"];
      const slow = new ReadableStream({
        async pull(controller) {
          await new Promise((resolve) => setTimeout(resolve, 2));
          const piece = pieces.shift();
          if (piece === undefined) controller.close();
          else controller.enqueue(new TextEncoder().encode(piece));
        },
      });
      await writeResponse(new Response(slow, { headers }), outgoing);
    });
    const answer = await fetch(url);
    expect([answer.headers.get("content-length"), await answer.text()]).toEqual([null, "four"]);
  });

  describe("of fetch, that came in chunks over a connection of its own", () => {
    const CAME_WITH = {
      connection: "keep-alive",
      "keep-alive": "timeout=5",
      "transfer-encoding": "chunked",
      trailer: "server-timing",
      te: "gzip",
      upgrade: "h2c",
      "http2-settings": "AAMAAABk",
    };

    test("goes out with its length alone, because clients refuse it with both", async () => {
      const url = await listening((_incoming, outgoing) =>
        writeResponse(new Response("four", { headers: CAME_WITH }), outgoing),
      );
      const answer = await fetch(url);
      expect(await answer.text()).toBe("four");
      expect(answer.headers.get("content-length")).toBe("4");
      expect(answer.headers.get("transfer-encoding")).toBeNull();
    });

    test("goes out in HTTP/2, which has no such fields", async () => {
      const session = await http2((_incoming, outgoing) =>
        writeResponse(new Response("four", { headers: CAME_WITH }), outgoing),
      );
      const answer = session.request({ ":path": "/" });
      const [headers] = await once(answer, "response");
      expect(Object.keys(CAME_WITH).filter((name) => name in headers)).toEqual([]);
      expect(await text(answer)).toBe("four");
    });
  });

  test("to HEAD cancels a body that goes on", async () => {
    let stopped = false;
    const url = await listening((_incoming, outgoing) =>
      writeResponse(new Response(events(() => (stopped = true))), outgoing),
    );
    expect((await fetch(url, { method: "HEAD" })).status).toBe(200);
    expect(stopped).toBe(true);
  });

  test("whose body fails at once can be answered otherwise", async () => {
    const url = await listening(async (_incoming, outgoing) => {
      const body = new ReadableStream({ pull: () => Promise.reject(new Error("no disk")) });
      await writeResponse(new Response(body), outgoing).catch((error: unknown) => {
        outgoing.writeHead(500).end(String(error));
      });
    });
    const answer = await fetch(url);
    expect([answer.status, await answer.text()]).toEqual([500, "Error: no disk"]);
  });

  const failing = (): ReadableStream => {
    let pulled = 0;
    return new ReadableStream({
      async pull(controller) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        pulled += 1;
        if (pulled > 2) throw new Error("no disk");
        controller.enqueue(new TextEncoder().encode("part"));
      },
    });
  };

  test("whose body fails later is cut off", async () => {
    const failed: unknown[] = [];
    const url = await listening(async (_incoming, outgoing) => {
      await writeResponse(new Response(failing()), outgoing).catch((error) => failed.push(error));
    });
    const answer = await fetch(url);
    await expect(answer.text()).rejects.toThrow();
    expect(failed).toEqual([new Error("no disk")]);
    const session = await http2(async (_incoming, outgoing) => {
      await writeResponse(new Response(failing()), outgoing).catch(() => undefined);
    });
    await expect(text(session.request({ ":path": "/" }))).rejects.toThrow(/INTERNAL_ERROR/);
  });

  test("whose body somebody has read is a TypeError, and not an empty body", async () => {
    const url = await listening(async (_incoming, outgoing) => {
      const read = new Response("text");
      await read.text();
      await writeResponse(read, outgoing).catch((error: unknown) => outgoing.end(String(error)));
    });
    expect(await (await fetch(url)).text()).toContain("TypeError: The body of this response has");
  });
});

test.each([
  "https://api.example.com/",
  "https://api.example.com/v1",
  "https://api.example.com?v=1",
  "api.example.com",
  "",
])("an origin that is none, or more than one, is a TypeError: %s", async (origin) => {
  const incoming = request(Readable.from([]));
  await expect(readRequest(incoming, { origin })).rejects.toThrow(/without a slash or a path/);
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

async function listening(
  listener: (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>,
): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, "listening");
  return `http://127.0.0.1:${portOf(server.address())}/`;
}

async function http2(
  listener: (incoming: Http2ServerRequest, outgoing: Http2ServerResponse) => Promise<void>,
): Promise<ClientHttp2Session> {
  const server = createHttp2Server(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const session = connectHttp2(`http://127.0.0.1:${portOf(server.address())}`);
  onTestFinished(() => {
    session.destroy();
    server.close();
  });
  return session;
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === "object" ? (address?.port ?? 0) : 0;
}

// Each piece is a packet of its own: the next one follows when the last one has been seen.
async function exchange(
  pieces: readonly string[],
  listener: (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>,
): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const socket = connect(portOf(server.address()), "127.0.0.1");
  const seen = once(server, "connection").then(([received]) => received);
  socket.setNoDelay();
  let answer = "";
  socket.on("data", (chunk) => (answer += String(chunk)));
  for (const piece of pieces) {
    const before = (await seen).bytesRead;
    socket.write(piece);
    while ((await seen).bytesRead < before + piece.length) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  while (!/\r\n\r\n.*$/.test(answer)) await once(socket, "data");
  socket.destroy();
  return answer.split("\r\n\r\n")[1] ?? "";
}
