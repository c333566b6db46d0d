import { deepEqual, equal, notEqual } from "node:assert/strict";
import { crafted, without, type Craft } from "../crafted.js";
import type { Row } from "../row.js";
import type { Target } from "../target.js";
import { headerOf, send, type Answer, type Pairs } from "../wire.js";

const PROTOCOL = [
  "oauth_consumer_key",
  "oauth_token",
  "oauth_signature_method",
  "oauth_timestamp",
  "oauth_nonce",
  "oauth_version",
] as const;

/** Protocol parameters: one location, once. */
export const parameterRows: readonly Row[] = [
  {
    row: 8,
    claim:
      "a protocol parameter that comes twice is refused, in the header and in header and query",
    async run(target) {
      const token = await target.consumer.login();
      for (const name of [...PROTOCOL, "oauth_verifier", "oauth_strange"]) {
        const value = name === "oauth_version" ? "1.0" : "twice";
        const extra: Pairs = [[name, value]];
        const header = await attempt(target, {
          token,
          protocol: (pairs) => [...pairs, ...extra, ...extra],
        });
        deepEqual([name, header.status], [name, 400]);
        const both = await attempt(target, {
          token,
          query: extra,
          protocol: (pairs) => [...pairs, ...extra],
        });
        deepEqual([name, both.status], [name, 400]);
      }
    },
  },
  {
    row: 8,
    claim: "protocol parameters in two locations are refused, although they are signed",
    async run(target) {
      const token = await target.consumer.login();
      for (const name of PROTOCOL) {
        const moved: Pairs = [[name, name === "oauth_version" ? "1.0" : "moved"]];
        const protocol = (pairs: Pairs): Pairs => without(pairs, name);
        for (const place of [{ query: moved }, { form: moved }]) {
          const { status } = await attempt(target, { token, protocol, ...place });
          deepEqual([name, place, status], [name, place, 400]);
        }
      }
    },
  },
  {
    row: 8,
    claim: "a callback or verifier apart from the rest is refused by default",
    async run(target) {
      const apart: Pairs = [["oauth_callback", "oob"]];
      for (const place of [{ query: apart }, { form: apart }]) {
        equal((await attempt(target, { path: "/oauth/initiate", ...place })).status, 400);
      }
    },
  },
  {
    row: 8,
    claim:
      "a callback apart from the rest is accepted where the policy says so, if it is signed and comes once",
    options: () => ({ scatteredParameters: true }),
    async run(target) {
      const path = "/oauth/initiate";
      const apart: Pairs = [["oauth_callback", "oob"]];
      for (const place of [{ query: apart }, { form: apart }]) {
        equal((await attempt(target, { path, ...place })).status, 200);
      }
      equal((await attempt(target, { path, query: apart, form: apart })).status, 400);
      const unsigned = crafted(target, { path });
      const forged = { ...unsigned, target: `${path}?oauth_callback=oob` };
      equal((await send(target.address, forged)).status, 401);
      const moved: Pairs = [["oauth_nonce", "moved"]];
      const protocol = (pairs: Pairs): Pairs => without(pairs, "oauth_nonce");
      equal((await attempt(target, { path, query: [...apart, ...moved], protocol })).status, 400);
    },
  },
  {
    row: 8,
    claim: "two Authorization headers are refused, in either order and in any letter case",
    async run(target) {
      const token = await target.consumer.login();
      for (const [name, value] of [
        ["Authorization", 'OAuth oauth_consumer_key="x"'],
        ["authorization", "Bearer x"],
        // Where header fields are joined by the runtime, an empty one leaves no trace.
        ...(target.isRaw ? [["AUTHORIZATION", ""] as const] : []),
      ] as const) {
        for (const isFirst of [true, false]) {
          const request = crafted(target, { token });
          const headers = request.headers ?? [];
          const both: Pairs = isFirst ? [[name, value], ...headers] : [...headers, [name, value]];
          const { status } = await send(target.address, { ...request, headers: both });
          notEqual(status, 200, `${name} ${isFirst}`);
        }
      }
    },
  },
  {
    row: 8,
    claim: "realm is exempt from the signature in the header alone",
    async run(target) {
      const token = await target.consumer.login();
      const realms: Pairs = [["realm", "Photos"]];
      equal((await attempt(target, { token, realm: "anything" })).status, 200);
      equal((await attempt(target, { token, query: realms })).status, 200);
      const added = crafted(target, { token });
      const { status } = await send(target.address, {
        ...added,
        target: `${added.target}?realm=x`,
      });
      equal(status, 401);
      const changed = crafted(target, { token, query: realms });
      const other = { ...changed, target: changed.target.replace("Photos", "Files") };
      equal((await send(target.address, other)).status, 401);
    },
  },
  {
    row: 18,
    claim: "a version other than 1.0 is refused, and none is accepted",
    async run(target) {
      const token = await target.consumer.login();
      for (const version of ["", "1", "1.0a", "2.0", "1.1", "01.0", "1.0 "]) {
        const protocol = (pairs: Pairs): Pairs => [
          ...without(pairs, "oauth_version"),
          ["oauth_version", version],
        ];
        deepEqual([version, (await attempt(target, { token, protocol })).status], [version, 400]);
      }
      const protocol = (pairs: Pairs): Pairs => without(pairs, "oauth_version");
      equal((await attempt(target, { token, protocol })).status, 200);
    },
  },
  {
    row: 18,
    claim: "what is missing or not supported is a 400, and names no realm",
    async run(target) {
      const token = await target.consumer.login();
      const replaced =
        (name: string, value: string) =>
        (pairs: Pairs): Pairs =>
          pairs.map((pair) => (pair[0] === name ? [name, value] : pair));
      for (const protocol of [
        ...PROTOCOL.slice(0, 5).map((name) => (pairs: Pairs) => without(pairs, name)),
        replaced("oauth_nonce", ""),
        replaced("oauth_token", ""),
        replaced("oauth_signature_method", "HMAC-MD5"),
        replaced("oauth_signature_method", "hmac-sha1"),
        replaced("oauth_signature_method", "__proto__"),
      ]) {
        const answer = await attempt(target, { token, protocol });
        deepEqual([answer.status, headerOf(answer, "www-authenticate")], [400, undefined]);
      }
    },
  },
  {
    row: 18,
    claim: "each 401 comes with WWW-Authenticate: OAuth and a realm",
    async run(target) {
      const { consumer, origin } = target;
      const token = await consumer.login();
      const spent = await consumer.signed("/api/photos", { token });
      await send(target.address, spent);
      const refused = [
        await consumer.withKeys({ key: "nobody" }).call("/api/photos", { token }),
        await consumer.call("/api/photos", { token: { key: "nothing", secret: "x" } }),
        await consumer.call("/api/photos", { token: { ...token, secret: "x" } }),
        await consumer.call("/api/photos", { token, timestamp: 1 }),
        await send(target.address, spent),
        await consumer.withKeys({ secret: "x" }).ask("oob"),
        await consumer.exchange(await consumer.initiate(), "early"),
      ];
      for (const answer of refused) {
        equal(answer.status, 401);
        equal(headerOf(answer, "www-authenticate"), `OAuth realm="${origin}"`);
      }
    },
  },
];

function attempt(target: Target, craft: Craft): Promise<Answer> {
  return send(target.address, crafted(target, craft));
}
