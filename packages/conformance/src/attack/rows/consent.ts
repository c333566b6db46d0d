import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import { queryOf } from "../by-hand.js";
import { formOf, hidden, open, PATH, post, visit } from "../browser.js";
import { without } from "../crafted.js";
import type { Row } from "../row.js";
import { CALLBACK } from "../target.js";
import { headerOf, send, type Pairs } from "../wire.js";

const HOSTILE = `<script>alert(1)</script>"'><img src=//evil.example>`;

/** The consent page, as browsers of the user and of others see it. */
export const consentRows: readonly Row[] = [
  {
    row: 12,
    claim: "every answer of the page forbids frames, referrers and caches, and loads nothing",
    about: "provider",
    async run(target) {
      const [temporary, oob] = [
        await target.consumer.initiate(CALLBACK),
        await target.consumer.initiate(),
      ];
      const form = await formOf(target, temporary);
      const answers = [
        await open(target, temporary),
        await open(target, { key: "unknown", secret: "" }),
        await post(target, without(form, "form_token")),
        await post(target, [...form, ["decision", "approve"]]),
        await post(target, [...(await formOf(target, oob)), ["decision", "approve"]]),
        await send(target.address, { method: "GET", target: `${PATH}?oauth_token=x` }),
        await send(target.address, { method: "DELETE", target: PATH }),
      ];
      deepEqual(
        answers.map(({ status }) => status),
        [200, 400, 403, 303, 200, 303, 405],
      );
      for (const answer of answers) {
        match(
          headerOf(answer, "content-security-policy") ?? "",
          /default-src 'none'.*frame-ancestors 'none'/,
        );
        equal(headerOf(answer, "referrer-policy"), "no-referrer");
        equal(headerOf(answer, "cache-control"), "no-store");
        ok(!/(?:src|href|action)\s*=\s*["']?(?:[a-z]+:)?\/\//i.test(answer.body));
        ok(!/<script|<link|<iframe|url\(/i.test(answer.body));
      }
    },
  },
  {
    row: 12,
    claim: "names and scopes are escaped",
    about: "provider",
    options: () => ({ scopes: { offered: { read: HOSTILE }, usual: ["read"] } }),
    async run(target) {
      const consumer = await target.register({ name: HOSTILE });
      const { status, body } = await open(
        target,
        await consumer.initiate(),
        `${HOSTILE.replaceAll("/", "")}/s`,
      );
      equal(status, 200);
      ok(body.includes("&lt;script&gt;") && !/<script|<img|"'>/.test(body));
    },
  },
  {
    row: 12,
    claim: "a form passes with the token of its own session, user and request alone, and by POST",
    about: "provider",
    async run(target) {
      const [temporary, other] = [
        await target.consumer.initiate(CALLBACK),
        await target.consumer.initiate(CALLBACK),
      ];
      const form = await formOf(target, temporary);
      const approval: Pairs = [...form, ["decision", "approve"]];
      const foreign = (await formOf(target, other)).filter(([name]) => name === "form_token");
      const forged: readonly (readonly [Pairs, Pairs?])[] = [
        [without(approval, "form_token")],
        [[...without(approval, "form_token"), ["form_token", ""]]],
        [[...without(approval, "form_token"), ...foreign]],
        [approval, [["Cookie", "jane/s2"]]],
        [approval, [["Cookie", "mallory/s1"]]],
        [
          approval,
          [
            ["Cookie", "jane/s1"],
            ["Origin", "https://evil.example"],
          ],
        ],
        [
          approval,
          [
            ["Cookie", "jane/s1"],
            ["Sec-Fetch-Site", "cross-site"],
          ],
        ],
      ];
      for (const [fields, headers] of forged) {
        const { status } = await post(target, fields, headers);
        deepEqual([fields, headers, status], [fields, headers, 403]);
      }
      const query = `${PATH}?oauth_token=${temporary.key}&${queryOf(approval)}`;
      equal((await visit(target, query)).status, 200);
      equal((await target.provider.authorization.inspect(temporary.key)).ok, true);
      equal((await post(target, approval)).status, 303);
    },
  },
  {
    row: 12,
    claim: "nothing is approved by opening the page, however often",
    about: "provider",
    async run(target) {
      const temporary = await target.consumer.initiate(CALLBACK);
      for (const suffix of ["", "&decision=approve", "&user=jane&approve=1"]) {
        const answer = await visit(target, `${PATH}?oauth_token=${temporary.key}${suffix}`);
        deepEqual([answer.status, headerOf(answer, "location")], [200, undefined]);
      }
      equal(
        (await target.consumer.exchange(temporary, "guess")).body,
        "oauth_problem=permission_unknown",
      );
    },
  },
  {
    row: 12,
    claim: "after a login the browser goes on to a path of this site",
    about: "provider",
    async run({ address }) {
      for (const query of [
        "",
        "?oauth_token=t",
        "?oauth_token=t&x=//evil.example/",
        "?continue=https://evil.example/",
        "?//evil.example",
        "?\\\\evil.example",
      ]) {
        const answer = await send(address, { method: "GET", target: `${PATH}${query}` });
        const location = new URL(headerOf(answer, "location") ?? "", "http://here.example");
        deepEqual(
          [answer.status, location.origin, location.pathname],
          [303, "http://here.example", "/login"],
        );
        const next = location.searchParams.get("continue") ?? "";
        deepEqual(
          [query, new URL(next, "http://here.example").origin],
          [query, "http://here.example"],
        );
        ok(next.startsWith(PATH));
      }
    },
  },
  {
    row: 1,
    claim:
      "over the page too, a callback that comes later is ignored and the verifier is shown once, to who approved",
    about: "provider",
    async run(target) {
      const temporary = await target.consumer.initiate(CALLBACK);
      const evil = "oauth_callback=https%3A%2F%2Fevil.example%2F";
      const opened = await visit(target, `${PATH}?oauth_token=${temporary.key}&${evil}`);
      const approval: Pairs = [
        ...hidden(opened),
        ["decision", "approve"],
        ["oauth_callback", "https://evil.example/"],
      ];
      const answer = await post(target, approval);
      const location = headerOf(answer, "location") ?? "";
      ok(location.startsWith(`${CALLBACK}&oauth_token=${temporary.key}&oauth_verifier=`));
      const verifier = new URL(location).searchParams.get("oauth_verifier") ?? "";
      for (const again of [await post(target, approval), await open(target, temporary)]) {
        deepEqual([again.status, headerOf(again, "location")], [400, undefined]);
        ok(!again.body.includes(verifier));
      }
      equal((await target.consumer.exchange(temporary, verifier)).status, 200);
    },
  },
  {
    row: 1,
    claim: "over the page too, a denial ends the login and brings no verifier",
    about: "provider",
    async run(target) {
      const temporary = await target.consumer.initiate(CALLBACK);
      const form = await formOf(target, temporary);
      const answer = await post(target, [...form, ["decision", "deny"]]);
      equal(answer.status, 303);
      ok(!/verifier/.test(headerOf(answer, "location") ?? ""));
      notEqual((await post(target, [...form, ["decision", "approve"]])).status, 303);
      equal((await target.consumer.exchange(temporary, "guess")).status, 401);
    },
  },
];
