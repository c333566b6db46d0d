import { deepEqual, equal, notEqual, ok, throws } from "node:assert/strict";
import { createProvider } from "@oauth1/server";
import { authorizationOf, protocolPairs, signatureOf } from "../by-hand.js";
import { crafted } from "../crafted.js";
import type { Row } from "../row.js";
import { send, type Pairs } from "../wire.js";

/** The host that a request was meant for. */
export const hostRows: readonly Row[] = [
  {
    row: 10,
    claim:
      "a request that is signed for another host is refused, with that Host header and without",
    async run({ consumer, address, origin, clock }) {
      const token = await consumer.login();
      const { port } = new URL(origin);
      for (const host of [
        "evil.example",
        `evil.example:${port}`,
        `localhost:${port}`,
        "127.0.0.1:1",
        "127.0.0.1",
      ]) {
        const uri = `http://${host}/api/photos`;
        const pairs = protocolPairs(consumer.key, clock.now(), token.key);
        const secrets = [consumer.secret, token.secret] as const;
        const signature = signatureOf({ method: "GET", uri, signed: pairs, secrets });
        const authorization = authorizationOf([...pairs, ["oauth_signature", signature]]);
        for (const sent of [host, new URL(origin).host]) {
          const headers: Pairs = [
            ["Host", sent],
            ["Authorization", authorization],
          ];
          const { status } = await send(address, { method: "GET", target: "/api/photos", headers });
          ok([400, 401, 421].includes(status), `${host} ${sent} ${status}`);
        }
      }
    },
  },
  {
    row: 10,
    claim: "X-Forwarded headers and absolute targets move nothing",
    async run(target) {
      const { consumer, clock, address, origin } = target;
      const token = await consumer.login();
      const secrets = [consumer.secret, token.secret] as const;
      const forwarded: Pairs = [
        ["X-Forwarded-Host", "evil.example"],
        ["X-Forwarded-Proto", "https"],
        ["X-Forwarded-Port", "443"],
        ["X-Forwarded-Prefix", "/v2"],
        ["X-Original-URL", "/api/other"],
        ["Forwarded", "host=evil.example;proto=https"],
      ];
      const here = crafted(target, { token });
      const behind = { ...here, headers: [...(here.headers ?? []), ...forwarded] };
      equal((await send(address, behind)).status, 200);
      const pairs = protocolPairs(consumer.key, clock.now(), token.key);
      const uri = "https://evil.example/api/photos";
      const signature = signatureOf({ method: "GET", uri, signed: pairs, secrets });
      const authorization = authorizationOf([...pairs, ["oauth_signature", signature]]);
      const headers: Pairs = [
        ["Host", new URL(origin).host],
        ["Authorization", authorization],
        ...forwarded,
      ];
      for (const path of ["/api/photos", uri, "http://evil.example/api/photos"]) {
        notEqual((await send(address, { method: "GET", target: path, headers })).status, 200);
      }
    },
  },
  {
    row: 10,
    claim: "two Host headers, and one that is no host, are refused",
    async run(target) {
      const token = await target.consumer.login();
      const { host } = new URL(target.origin);
      // Which of two a runtime takes is its own affair.
      const twice = [
        [host, "evil.example"],
        ["evil.example", host],
      ];
      for (const hosts of [
        ...(target.isRaw ? twice : []),
        [`a@${host}`],
        [`${host}, evil.example`],
        [`${host}/x`],
        [`${host}?`],
        ["["],
        [""],
      ]) {
        const request = crafted(target, { token });
        const headers: Pairs = [
          ...hosts.map((name): [string, string] => ["Host", name]),
          ...(request.headers ?? []).filter(([name]) => name !== "Host"),
        ];
        const { status } = await send(target.address, { ...request, headers });
        ok([400, 401, 421].includes(status), `${hosts.join()} ${status}`);
      }
    },
  },
  {
    row: 10,
    claim: "the provider refuses foreign origins by itself too, whatever the adapter hands over",
    about: "provider",
    async run({ provider, consumer }) {
      for (const origin of [
        "http://evil.example",
        "https://127.0.0.1",
        "http://127.0.0.1:1",
        "ftp://x",
        "",
      ]) {
        const url = `${origin}/oauth/initiate`;
        const pairs: Pairs = [...protocolPairs(consumer.key, 1), ["oauth_callback", "oob"]];
        const secrets = [consumer.secret, ""] as const;
        const signature = signatureOf({ method: "POST", uri: url, signed: pairs, secrets });
        const authorization = authorizationOf([...pairs, ["oauth_signature", signature]]);
        const answer = await provider.temporaryCredentials({
          method: "POST",
          url,
          headers: { authorization },
        });
        deepEqual([origin, answer.status], [origin, 400]);
      }
    },
  },
  {
    row: 10,
    claim: "a provider without public origins cannot be made",
    about: "provider",
    async run() {
      for (const origins of [[], [""], ["photos.example.net"], ["https://a.example/x"]]) {
        throws(() => createProvider({ origins }), TypeError);
      }
    },
  },
];
