import { deepEqual, equal, ok } from "node:assert/strict";
import type { RequestParts } from "@oauth1/core";
import { memoryStore } from "@oauth1/server/stores/memory";
import { crafted } from "../crafted.js";
import type { Row } from "../row.js";
import type { Target } from "../target.js";
import { median } from "../timing.js";
import { headerOf, send, type Answer, type Pairs } from "../wire.js";

/** How much a peer can make the server do. */
export const limitRows: readonly Row[] = [
  {
    row: 14,
    claim: "an Authorization header over 8 KB is refused, and one below is read",
    async run(target) {
      const token = await target.consumer.login();
      equal((await padded(target, { token }, 7_000)).status, 200);
      equal((await padded(target, { token }, 8_300)).status, 400);
      const huge = {
        method: "GET",
        target: "/api/photos",
        headers: [["Authorization", "x".repeat(60_000)]],
      } as const;
      const { status } = await send(target.address, huge);
      ok(status >= 400 && status < 500);
    },
  },
  {
    row: 14,
    claim: "more than 256 parameters are refused, wherever they are, and 256 are read",
    async run(target) {
      const token = await target.consumer.login();
      // Six protocol parameters and the signature count too.
      const pairs = (count: number): Pairs =>
        Array.from({ length: count }, () => ["a", ""] as const);
      equal(
        (await send(target.address, crafted(target, { token, query: pairs(248) }))).status,
        200,
      );
      for (const craft of [
        { query: pairs(250) },
        { form: pairs(250) },
        { query: pairs(125), form: pairs(125) },
      ]) {
        equal((await send(target.address, crafted(target, { token, ...craft }))).status, 400);
      }
    },
  },
  {
    row: 14,
    claim: "a name or a value over 8 KB is refused",
    async run(target) {
      const token = await target.consumer.login();
      const long = "x".repeat(8_193);
      equal(
        (await send(target.address, crafted(target, { token, form: [["a", long.slice(1)]] })))
          .status,
        200,
      );
      for (const form of [[["a", long]], [[long, "a"]]] as const) {
        equal((await send(target.address, crafted(target, { token, form }))).status, 400);
      }
    },
  },
  {
    row: 14,
    claim: "a form over 128 KiB is refused before it is taken apart, and one below is read",
    async run(target) {
      const token = await target.consumer.login();
      const form = (count: number): Pairs =>
        Array.from({ length: count }, () => ["a", "x".repeat(8_190)] as const);
      equal((await send(target.address, crafted(target, { token, form: form(15) }))).status, 200);
      equal((await send(target.address, crafted(target, { token, form: form(16) }))).status, 400);
    },
  },
  {
    row: 14,
    claim: "the limits are the operator's",
    options: () => ({ limits: { parameters: 10, parameter: 100, header: 500, form: 150 } }),
    async run(target) {
      const token = await target.consumer.login();
      equal((await send(target.address, crafted(target, { token }))).status, 200);
      const query: Pairs = [
        ["a", ""],
        ["b", ""],
        ["c", ""],
        ["d", ""],
      ];
      equal((await send(target.address, crafted(target, { token, query }))).status, 400);
      equal(
        (await send(target.address, crafted(target, { token, query: [["a", "x".repeat(101)]] })))
          .status,
        400,
      );
      equal((await padded(target, { token }, 400)).status, 400);
      const form: Pairs = [
        ["a", "x".repeat(90)],
        ["b", "x".repeat(90)],
      ];
      equal((await send(target.address, crafted(target, { token, form }))).status, 400);
    },
  },
  {
    row: 14,
    claim: "a body over 1 MiB is answered with 413, at every place that reads one",
    async run({ address }) {
      const body = "x".repeat(2 ** 20 + 1);
      for (const target of [
        "/oauth/initiate",
        "/oauth/token",
        "/oauth/revoke",
        "/oauth/introspect",
        "/api/photos",
      ]) {
        const headers: Pairs = [["Content-Type", "application/x-www-form-urlencoded"]];
        const { status } = await send(address, { method: "POST", target, headers, body });
        deepEqual([target, status], [target, 413]);
      }
    },
  },
  {
    row: 14,
    claim: "100,000 parameters cost next to nothing, and twice as many at most twice that",
    async run({ address, work }) {
      work.length = 0;
      const call = async (count: number): Promise<void> => {
        const headers: Pairs = [["Content-Type", "application/x-www-form-urlencoded"]];
        const body = "a=1&".repeat(count);
        equal(
          (await send(address, { method: "POST", target: "/oauth/initiate", headers, body }))
            .status,
          400,
        );
      };
      const [once, twice] = [
        await median(7, () => call(100_000)),
        await median(7, () => call(200_000)),
      ];
      // The aim is 50 ms, which a busy machine may take ten times over. A quadratic parser takes minutes.
      ok(once < 500 && twice < 1_000, `${once} ms, and ${twice} ms for twice as many`);
      deepEqual(work, []);
    },
  },
  {
    row: 14,
    claim: "a header, a query or a form of hostile text is read in linear time",
    options: () => ({ limits: { header: 1e6, form: 1e6, parameter: 1e6, parameters: 1e6 } }),
    about: "provider",
    async run({ provider, origin }) {
      const form = ["content-type", "application/x-www-form-urlencoded"] as const;
      for (const piece of [
        'a="',
        '\\"',
        "a=,",
        " ",
        "%",
        "a==",
        ',"',
        "\t",
        "&",
        "a&",
        "=&",
        "+",
        "%zz",
        "ü",
      ]) {
        const text = piece.repeat(200_000 / piece.length);
        const [method, url] = ["POST", `${origin}/api/x`];
        const requests: readonly RequestParts[] = [
          { method, url, headers: [["authorization", `OAuth ${text}`]] },
          { method, url: `${url}?${text}` },
          { method, url, headers: [[...form]], body: text },
        ];
        for (const request of requests) {
          const took = await median(3, () => provider.protect(request));
          // Linear it is some milliseconds, and quadratic it is minutes.
          ok(took < 1_000, `${JSON.stringify(piece)} took ${took} ms`);
        }
      }
    },
  },
  {
    row: 14,
    claim: "a nonce store that is full refuses, says so, and forgets nothing that is live",
    about: "adapters",
    options: () => ({ store: memoryStore({ maxNonces: 4 }) }),
    async run({ consumer, address, events, clock }) {
      const token = await consumer.login();
      const live = await consumer.signed("/api/photos", { token });
      equal((await send(address, live)).status, 200);
      equal((await consumer.call("/api/photos", { token })).status, 200);
      const full = await consumer.call("/api/photos", { token });
      deepEqual([full.status, headerOf(full, "retry-after")], [503, "5"]);
      ok(
        events.some(
          (event) => event.type === "request_refused" && event.reason === "nonce_store_full",
        ),
      );
      equal((await send(address, live)).status, 401);
      clock.wait(302);
      equal((await consumer.call("/api/photos", { token })).status, 200);
    },
  },
];

function padded(
  target: Target,
  { token }: { token: { key: string; secret: string } },
  length: number,
): Promise<Answer> {
  return send(target.address, crafted(target, { token, realm: "x".repeat(length) }));
}
