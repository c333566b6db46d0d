import { demandSame } from "../demand.js";
import { openConnection, chunkOf, headOf, type Message } from "./wire.js";
import { demandStatus, echoIn, type AdapterChecks } from "./world.js";

/** What an adapter does with bodies. */
export const bodyChecks: AdapterChecks = {
  async "a form is verified byte for byte, whatever the method"({ guarded, send, signed }) {
    for (const target of guarded) {
      for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
        const message = form("a=b+c&a=%2b&%5B%5D=1&a[0]=2&empty&&x=%FF&y=%e2%98%83;", {
          target,
          method,
        });
        const what = `a form to ${method} ${target}`;
        const echo = echoIn(await send(await signed(message)), what);
        demandSame(echo.body, base64(message.body), what);
        demandSame(echo.method, method, "the method");
      }
    }
  },
  async "a form is one with a charset, and what else names a method is none"({
    guarded,
    send,
    signed,
  }) {
    for (const target of guarded) {
      const headers = [
        ["Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"],
        ["X-HTTP-Method-Override", "DELETE"],
      ] as const;
      const message = await signed({ ...form("a=b+c&d", { target }), headers });
      const echo = echoIn(await send(message), `a form with a charset to ${target}`);
      demandSame([echo.method, echo.body], ["POST", base64(message.body)], "the form");
    }
  },
  async "a signature is found in the query and in a form, too"({ guarded, send, signed }) {
    for (const target of guarded) {
      const query = await signed({ method: "GET", target }, { transmission: "query" });
      demandSame(echoIn(await send(query), "a signed query").method, "GET", "the method");
      const body = await signed(form("a=b+c", { target }), { transmission: "body" });
      const echo = echoIn(await send(body), "a signed form");
      demandSame(echo.body, base64(body.body), "the form");
    }
  },
  async "a form that comes in pieces is verified"({ guarded, send, signed }) {
    for (const target of guarded) {
      const body = ["a=1&b", "=2%", "2B&c=3"].map((piece) => Buffer.from(piece));
      const message = { ...form("", { target }), body };
      const echo = echoIn(await send(await signed(message)), `a form to ${target}`);
      demandSame(echo.body, base64(Buffer.concat(body)), "the form");
    }
  },
  async "a form of no bytes is verified, and is no less for parsers than an empty one"({
    guarded,
    send,
    signed,
  }) {
    for (const target of guarded) {
      for (const body of [new Uint8Array(), []]) {
        const answer = await send(await signed({ ...form("", { target }), body }));
        const { body: verified, parsed = {} } = echoIn(answer, `no bytes to ${target}`);
        demandSame([verified, parsed], ["", {}], "the form");
      }
    }
  },
  async "a body that breaks off is not taken for a whole one"({ breakOff, guarded, send, signed }) {
    for (const target of guarded) {
      const message = typed("application/octet-stream", Buffer.from("abc"), target);
      const { headers = [] } = await signed(message);
      await breakOff({ ...message, headers });
      // The nonce is of no use any more to whoever has been let through.
      echoIn(await send({ ...message, headers }), "the same request, and all of it");
    }
  },
  async "a body that is no form is verified by its hash"({ guarded, send, signed }) {
    for (const target of guarded) {
      for (const [type, body] of HASHED) {
        const message = typed(type, body, target);
        const answer = await send(await signed(message, { bodyHash: "auto" }));
        demandSame(echoIn(answer, `${type} to ${target}`).body, base64(body), "the body");
      }
    }
  },
  async "the framework's own parsers find what was verified"({ guarded, send, signed }) {
    for (const target of guarded) {
      const fields = echoIn(await send(await signed(form("a=b+c&d=%2B", { target }))), "a form");
      if (fields.parsed !== undefined) demandSame(fields.parsed, { a: "b c", d: "+" }, "the form");
      const text = typed("application/json", Buffer.from('{"a":["☃"]}'), target);
      const json = echoIn(await send(await signed(text, { bodyHash: "auto" })), "a JSON text");
      if (json.parsed !== undefined) demandSame(json.parsed, { a: ["☃"] }, "the JSON text");
    }
  },
  async "a body that is not the one that was signed is refused"({ guarded, send, signed }) {
    for (const target of guarded) {
      const text = typed("application/json", Buffer.from('{"a":1}'), target);
      const changes: readonly (readonly [Message, string])[] = [
        [await signed(form("a=1", { target })), "a=2"],
        [await signed(form("a=1", { target })), "a=1&b=2"],
        [await signed(form("a=b%2Bc", { target })), "a=b+c"],
        [await signed(form("", { target })), "a=1"],
        [await signed(text, { bodyHash: "auto" }), '{"a":2}'],
      ];
      for (const [message, body] of changes) {
        const answer = await send({ ...message, body: Buffer.from(body) });
        demandStatus(answer, [401], `${body} to ${target}`);
      }
    }
  },
  async "a HEAD request with a form is verified over it, or refused"({ guarded, send, signed }) {
    for (const target of guarded) {
      const message = await signed(form("a=1", { target, method: "HEAD" }));
      demandStatus(await send(message), [200, 401], `HEAD ${target}`);
    }
  },
  async "a body of a mebibyte is read, and a longer one is answered with 413"({
    guarded,
    provider,
    send,
    signed,
  }) {
    for (const target of guarded) {
      const limit = typed("application/octet-stream", Buffer.alloc(2 ** 20, 1), target);
      const answer = await send(await signed(limit, { bodyHash: "auto" }));
      demandSame(echoIn(answer, "a mebibyte").body.length, 1_398_104, "the length of the echo");
      const over = typed("application/octet-stream", Buffer.alloc(2 ** 20 + 1), target);
      demandStatus(await send(await signed(over)), [413], "more than a mebibyte");
    }
    const endpoint = provider.endpoints.tokenCredentials.path;
    const over = form(`a=${"x".repeat(2 ** 20)}`, { target: endpoint });
    demandStatus(await send(over), [413], "more than a mebibyte at an endpoint");
  },
  async "what is neither guarded nor an endpoint has its body unread"({ open, send }) {
    const answer = await send(form("a=b+c&d", { target: open }));
    demandSame([answer.status, answer.body], [200, "a=b+c&d"], "the answer");
  },
};

/** What an adapter does with a body that never ends. */
export const endlessBodyChecks: AdapterChecks = {
  async "a body without end is not read on and on"({ guarded, origin, send, signed }) {
    const [target] = guarded;
    const connection = openConnection(origin);
    const { method, headers = [] } = await signed(form("", { target }));
    const head = {
      method,
      target,
      headers: [...headers, ["Transfer-Encoding", "chunked"]] as const,
    };
    connection.write(headOf(origin, head));
    const answered = { done: false };
    const answer = connection.answer().finally(() => (answered.done = true));
    for (let sent = 0; sent < 512 && !answered.done; sent += 1) {
      connection.write(chunkOf(Buffer.alloc(65_536, 97)));
      await new Promise((resolve) => setImmediate(resolve));
    }
    // A reset may come before the answer does.
    const { status = 413 } = (await answer) ?? {};
    connection.close();
    demandSame(status, 413, "the status");
    echoIn(await send(await signed({ method: "GET", target })), "the next request");
  },
};

const HASHED: readonly (readonly [type: string, body: Uint8Array])[] = [
  ["application/json", Buffer.from('{ "b": [1, 2.0, "☃"], "a": "\\u2603" }\n')],
  ["application/octet-stream", Uint8Array.from({ length: 256 }, (_, byte) => byte)],
];

function form(
  text: string,
  { target, method = "POST" }: { readonly target: string; readonly method?: string },
): Message & { readonly body: Uint8Array } {
  return { ...typed("application/x-www-form-urlencoded", Buffer.from(text), target), method };
}

function typed(
  type: string,
  body: Uint8Array,
  target: string,
): Message & { readonly body: Uint8Array } {
  return { method: "POST", target, headers: [["Content-Type", type]], body };
}

function base64(body: Message["body"] = []): string {
  const bytes = body instanceof Uint8Array ? body : Buffer.concat(body);
  return Buffer.from(bytes).toString("base64");
}
