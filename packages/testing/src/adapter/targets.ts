import { demandSame } from "../demand.js";
import { demandStatus, echoIn, USER, type AdapterChecks } from "./world.js";

/** What an adapter does with request targets. */
export const targetChecks: AdapterChecks = {
  async "a target is verified, and handed on, as it was sent"({ guarded, origin, send, signed }) {
    for (const path of guarded) {
      for (const rest of TARGETS) {
        const target = `${path}${rest}`;
        const echo = echoIn(await send(await signed({ method: "GET", target })), target);
        demandSame(echo.url, `${origin}${target}`, "the URL that was verified");
        demandSame(echo.user, USER, "the user");
      }
    }
  },
  async "a target that is not the one that was signed is refused"({ guarded, send, signed }) {
    for (const path of guarded) {
      for (const [before, after] of CHANGES) {
        const message = await signed({ method: "GET", target: `${path}${before}` });
        const target = `${path}${after}`;
        demandStatus(await send({ ...message, target }), [401], `${target} instead of ${before}`);
      }
    }
  },
  async "a request that is signed for one router is refused by another"({ guarded, send, signed }) {
    for (const path of guarded) {
      const message = await signed({ method: "GET", target: "/" });
      demandStatus(await send({ ...message, target: path }), [401], path);
    }
  },
  async "a target with dot segments is never verified as another one"({ guarded, send, signed }) {
    for (const path of guarded) {
      const message = await signed({ method: "GET", target: `${path}/b` });
      for (const target of [`${path}/a/../b`, `${path}/a/%2e%2e/b`, `${path}/./b`]) {
        const answer = await send({ ...message, target });
        // A runtime that resolves them before anybody sees them shows the application what was signed.
        if (answer.status !== 200) demandStatus(answer, [400, 401, 404], target);
        else demandSame(new URL(echoIn(answer, target).url).pathname, `${path}/b`, "the path");
      }
    }
  },
};

// Behind a path. What a router cannot decode, such as %FF in a path, is left out: it may refuse that by itself.
const TARGETS: readonly string[] = [
  "",
  "/",
  "/a%2Fb",
  "/a%2fb;",
  "/%7Ejane/~",
  "/a;b=c;",
  "/a//b/",
  "/%41%20b?c%20d=e%20f",
  "/:colon@at!$&'()*,=",
  "?",
  "?a=b+c&a=b%2Bc&a=%2b&a=b c".replace(" ", "%20"),
  "?a[0]=1&a[1]=2&a%5B0%5D=3&a[0]=1",
  "?&&a&=b&c==d&&",
  "?x=%e2%98%83&y=%FF&z=%25&w=a%00b",
  "?__proto__=1&constructor=2&toString",
  "?a=1;b=2",
  "?a=/../?b",
];

const CHANGES: readonly (readonly [signed: string, sent: string])[] = [
  ["/a%2Fb", "/a/b"],
  ["/a//b", "/a/b"],
  ["/a;", "/a"],
  ["/a", "/A"],
  ["", "/"],
  ["?a=b%2Bc", "?a=b+c"],
  ["?a=1&a=2", "?a=1"],
  ["?a=1", "?a=1&a=1"],
  ["?a[0]=1", "?a=1"],
  ["?a=1", "?a=1&realm=x"],
  ["?a", ""],
];
