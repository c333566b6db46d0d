import { demandSame } from "../demand.js";
import { openConnection, type Answer } from "./wire.js";
import { demandStatus, echoIn, type AdapterChecks } from "./world.js";

/** What an adapter does with requests that are none, or two. */
export const malformedChecks: AdapterChecks = {
  async "two Authorization headers are refused, whatever they hold"({ guarded, send, signed }) {
    for (const target of guarded) {
      const { headers = [] } = await signed({ method: "GET", target });
      const others = ["Basic YTpi", 'OAuth realm="x"', ...headers.map(([, value]) => value)];
      for (const other of others) {
        const second = ["Authorization", other] as const;
        for (const both of [
          [...headers, second],
          [second, ...headers],
        ]) {
          const answer = await send({ method: "GET", target, headers: both });
          demandStatus(answer, [400, 401], `a second Authorization header ${other}`);
        }
      }
    }
  },
  async "two Host headers are refused, and never taken for another host"({
    guarded: [target],
    origin,
    send,
    signed,
  }) {
    const { host } = new URL(origin);
    const { headers = [] } = await signed({ method: "GET", target });
    for (const hosts of [
      [host, "evil.example"],
      ["evil.example", host],
    ]) {
      const named = hosts.map((one) => ["Host", one] as const);
      const answer = await send({ method: "GET", target, headers: [...headers, ...named] });
      // A runtime that makes a `Request` of it has chosen one of them.
      if (answer.status !== 200) demandStatus(answer, [400, 421], hosts.join(" and "));
      else demandSame(echoIn(answer, "two hosts").url, `${origin}${target}`, "the URL");
    }
  },
  async "an absolute target is that of the provider's own origin, or refused"({
    guarded: [target],
    origin,
    send,
    signed,
  }) {
    const { headers = [] } = await signed({ method: "GET", target });
    const answer = await send({ method: "GET", target: `${origin}${target}`, headers });
    // A router may not know absolute targets.
    demandStatus(answer, [200, 404], "an absolute target");
    const { host } = new URL(origin);
    for (const foreign of ["http://evil.example", `http://${host}@evil.example`]) {
      const evil = await signed({ method: "GET", target }, { origin: "http://evil.example" });
      const message = { ...evil, target: `${foreign}${target}` };
      demandStatus(await send(message), [400, 404, 421], foreign);
    }
  },
  async "what is malformed is refused, and does no harm"({ guarded, origin, send, signed }) {
    const [path] = guarded;
    const { host } = new URL(origin);
    for (const [head, ...rest] of MALFORMED) {
      const lines = [head?.replace("/", path), `Host: ${host}`, ...rest, "Connection: close"];
      const answer = await exchange(origin, `${lines.join("\r\n")}\r\n\r\n`);
      if (answer) demandStatus(answer, REFUSED, lines.join("\\r\\n"));
    }
    for (const target of guarded) {
      echoIn(await send(await signed({ method: "GET", target })), "the next request");
    }
  },
};

const REFUSED: readonly number[] = [400, 401, 404, 405, 413, 415, 421, 431];

// A guarded path goes in the place of the first slash.
const MALFORMED: readonly (readonly string[])[] = [
  ["GET *"],
  ["OPTIONS * HTTP/1.1"],
  ["GET @evil.example/ HTTP/1.1"],
  ["GET evil HTTP/1.1"],
  ["GET /#fragment HTTP/1.1"],
  ["GET //%zz?%zz=%&%=%zz HTTP/1.1"],
  ["GET //\u00ff?\u00e9=\u00e9 HTTP/1.1"],
  ["GET / HTTP/1.1", "Authorization:"],
  ["GET / HTTP/1.1", "Authorization: OAuth"],
  ["GET / HTTP/1.1", 'Authorization: OAuth oauth_consumer_key="a', ' b"'],
  ["GET / HTTP/1.1", 'Authorization: OAuth oauth_consumer_key="\u00e9%zz", __proto__="x"'],
  ["GET / HTTP/1.1", `Authorization: OAuth ${"a".repeat(9000)}`],
  ["GET / HTTP/1.1", `Authorization: OAuth ${"a".repeat(90_000)}`],
  ["GET / HTTP/1.1", "Authorization : OAuth"],
  ["GET / HTTP/1.1", "Auth\u0000orization: OAuth"],
  ["POST / HTTP/1.1", "Content-Length: -1"],
  ["POST / HTTP/1.1", "Content-Length: 1", "Content-Length: 2"],
  ["POST / HTTP/1.1", "Content-Length: 3", "Transfer-Encoding: chunked"],
  ["POST / HTTP/1.1", "Transfer-Encoding: chunked, x"],
  ["POST / HTTP/1.1", "Content-Type: ;;;", "Content-Length: 0"],
  ["BREW / HTTP/1.1"],
];

async function exchange(origin: string, text: string): Promise<Answer | undefined> {
  const connection = openConnection(origin);
  connection.write(Buffer.from(text, "latin1"));
  const answer = await connection.answer();
  connection.close();
  return answer;
}
