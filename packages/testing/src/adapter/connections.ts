import { demandSame } from "../demand.js";
import { bodyOf, headOf, openConnection, type Connection, type Message } from "./wire.js";
import { demandStatus, echoIn, type AdapterChecks } from "./world.js";

/** What an adapter does with connections of HTTP/1.1, which carry one request after another. */
export const connectionChecks: AdapterChecks = {
  async "one connection carries many requests"({ guarded, origin, signed }) {
    const connection = openConnection(origin);
    for (const target of [...guarded, ...guarded]) {
      const message = await signed({ method: "POST", target, headers: FORM, body: BODY });
      write(connection, origin, message);
      const answer = await connection.answer();
      if (answer === undefined) throw new Error("The connection was closed after an answer.");
      echoIn(answer, target);
    }
    connection.close();
  },
  async "the body of a refused request is not taken for the next request"({
    guarded,
    origin,
    signed,
  }) {
    for (const target of guarded) {
      const inner = await signed({ method: "GET", target: `${target}/inner` });
      const body = Buffer.from(headOf(origin, inner));
      for (const host of [new URL(origin).host, "evil.example"]) {
        const connection = openConnection(origin);
        const headers = [["Host", host], ...FORM] as const;
        write(connection, origin, { method: "POST", target, headers, body });
        const refused = await connection.answer();
        if (refused) demandStatus(refused, [400, 421], "the refused request");
        write(connection, origin, await signed({ method: "GET", target: `${target}/next` }));
        const next = await connection.answer();
        connection.close();
        if (next === undefined) continue;
        demandSame(echoIn(next, "the next").url, `${origin}${target}/next`, "the next request");
      }
    }
  },
  async "a client that waits to be told to go on is told"({ guarded: [target], origin, signed }) {
    const connection = openConnection(origin);
    const headers = [...FORM, ["Expect", "100-continue"]] as const;
    write(connection, origin, await signed({ method: "POST", target, headers, body: BODY }));
    const answer = await connection.answer();
    connection.close();
    demandSame(answer?.status, 200, "the status");
  },
  async "a client that goes away in the middle of its body does no harm"({
    guarded,
    origin,
    send,
    signed,
  }) {
    for (const target of guarded) {
      const connection = openConnection(origin);
      const message = await signed({ method: "POST", target, headers: FORM, body: BODY });
      connection.write(headOf(origin, message));
      connection.write(BODY.subarray(1));
      // The server has seen the beginning once it has answered somebody who came later.
      echoIn(await send(await signed({ method: "GET", target })), "another request");
      connection.close();
      echoIn(await send(await signed({ method: "GET", target })), "the next request");
    }
  },
};

const FORM = [["Content-Type", "application/x-www-form-urlencoded"]] as const;

const BODY: Uint8Array = Buffer.from("a=b+c&d=1");

function write(connection: Connection, origin: string, message: Message): void {
  connection.write(headOf(origin, message));
  for (const bytes of bodyOf(message)) connection.write(bytes);
}
