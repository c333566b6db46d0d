import { deepEqual, equal, notEqual } from "node:assert/strict";
import { crafted, type Craft } from "../crafted.js";
import type { Row } from "../row.js";
import { send, type Pairs } from "../wire.js";

/** Targets that frameworks like to rewrite, what is signed for them, and what must not pass for them. */
const TARGETS: readonly (Omit<Craft, "token"> & { readonly forged: string })[] = [
  { path: "/api/a%2Fb", forged: "/api/a/b" },
  { path: "/api/%7Ejane", forged: "/api/~jane" },
  { path: "/api/~jane", forged: "/api/%7Ejane" },
  { path: "/api/a;b=1;", forged: "/api/a;b=1" },
  { path: "/api/a%3Bb", forged: "/api/a;b" },
  { path: "/api//x//", forged: "/api/x/" },
  { path: "/api/r%C3%A9sum%c3%a9", forged: "/api/r%C3%A9sum%C3%A9" },
  {
    wireQuery: "a=%2B&b=+",
    query: [
      ["a", "+"],
      ["b", " "],
    ],
    forged: "/api/photos?a=+&b=+",
  },
  {
    wireQuery: "a=2&a=1&a=2",
    query: [
      ["a", "2"],
      ["a", "1"],
      ["a", "2"],
    ],
    forged: "/api/photos?a=2&a=1",
  },
  {
    wireQuery: "a[0]=x&a[b][]=y",
    query: [
      ["a[0]", "x"],
      ["a[b][]", "y"],
    ],
    forged: "/api/photos?a=x&a[b][]=y",
  },
  { wireQuery: "x=1;y=2", query: [["x", "1;y=2"]], forged: "/api/photos?x=1&y=2" },
  {
    wireQuery: "&&a&=b&c==d&",
    query: [
      ["a", ""],
      ["", "b"],
      ["c", "=d"],
    ],
    forged: "/api/photos?a&c==d",
  },
  { wireQuery: "q='(*)!", query: [["q", "'(*)!"]], forged: "/api/photos?q='(*)" },
  { wireQuery: "n=%00%0d%0a", query: [["n", "\0\r\n"]], forged: "/api/photos?n=" },
  {
    wireQuery: "__proto__=1&constructor=2",
    query: [
      ["__proto__", "1"],
      ["constructor", "2"],
    ],
    forged: "/api/photos",
  },
];

/** The bytes of the request. */
export const rawRows: readonly Row[] = [
  {
    row: 9,
    claim: "a target is verified byte for byte, and no other spelling of it passes",
    async run(target) {
      const token = await target.consumer.login();
      for (const { forged, ...craft } of TARGETS) {
        const request = crafted(target, { ...craft, token, method: "GET" });
        const refused = await send(target.address, { ...request, target: forged });
        deepEqual([forged, refused.status], [forged, 401]);
        const { status } = await send(target.address, request);
        deepEqual([request.target, status], [request.target, 200]);
      }
    },
  },
  {
    row: 9,
    claim: "a form is verified byte for byte",
    async run(target) {
      const token = await target.consumer.login();
      const form: Pairs = [
        ["a[0]", "+ %2B"],
        ["a", "2"],
        ["a", "1"],
        ["é", "☃"],
        ["e", ""],
      ];
      const request = crafted(target, { token, form });
      for (const body of [
        `${request.body}&x=1`,
        `${request.body}`.replace("%2B", "%20"),
        "",
        "{}",
      ]) {
        equal((await send(target.address, { ...request, body })).status, 401);
      }
      equal((await send(target.address, request)).status, 200);
    },
  },
  {
    row: 9,
    claim: "the router sees no other path than the one that is signed",
    async run(target) {
      const { address, consumer } = target;
      const token = await consumer.login();
      const query: Pairs = [];
      for (const [path, others] of [
        [
          "/oauth/initiate",
          [
            "/oauth/initiat%65",
            "/oauth//initiate",
            "/OAuth/initiate",
            "/oauth/initiate/",
            "/x/../oauth/initiate",
            "/oauth/./initiate",
            "/oauth%2Finitiate",
            "//oauth/initiate",
          ],
        ],
        [
          "/api/photos",
          [
            "/api/phot%6Fs",
            "/api//photos",
            "/API/photos",
            "/api/photos/",
            "/api/x/../photos",
            "/%61pi/photos",
            "/api%2Fphotos",
          ],
        ],
      ] as const) {
        const protocol = (pairs: Pairs): Pairs =>
          path === "/api/photos" ? pairs : [...pairs, ["oauth_callback", "oob"]];
        // Dots are put right before router and signature see them, where a runtime does that.
        for (const other of others.filter((one) => target.isRaw || !one.includes("/."))) {
          const request = crafted(target, {
            path,
            query,
            protocol,
            ...(path === "/api/photos" && { token }),
          });
          const { status } = await send(address, { ...request, target: other });
          notEqual(status, 200, other);
        }
      }
    },
  },
];
