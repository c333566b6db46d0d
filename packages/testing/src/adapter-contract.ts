import { answerChecks } from "./adapter/answers.js";
import { bodyChecks, endlessBodyChecks } from "./adapter/bodies.js";
import { connectionChecks } from "./adapter/connections.js";
import { hostChecks } from "./adapter/hosts.js";
import { malformedChecks } from "./adapter/malformed.js";
import { targetChecks } from "./adapter/targets.js";
import {
  openWorld,
  type AdapterChecks,
  type AdapterContractOptions,
  type Reached,
  type ServedAdapter,
} from "./adapter/world.js";
import { underRule, type Check } from "./demand.js";

/**
 * The contract of an adapter of `@oauth1/server`, as checks for any test runner. Each check asks `serve` for a server of
 * its own, sends it signed requests byte by byte, and closes it. The wire is looked at, and who was let through: what a
 * guarded path does begins with a call of `reached`, which is what `serve` is given.
 *
 * @example
 * import { createProvider } from "@oauth1/server";
 * import { nodeHandler } from "@oauth1/server/adapters/node";
 * import { once } from "node:events";
 * import { createServer } from "node:http";
 * async function serve(reached) {
 *   const server = createServer().listen(0, "127.0.0.1");
 *   await once(server, "listening");
 *   const provider = createProvider({ origins: [`http://127.0.0.1:${server.address().port}`] });
 *   const answer = async (request) => {
 *     const { pathname } = new URL(request.url);
 *     if (pathname === "/open") return new Response(request.body);
 *     if (!/^\/photos(?:\/|$)/.test(pathname)) return undefined;
 *     const verdict = await provider.protect(request);
 *     if (!verdict.ok) return provider.refuse(verdict);
 *     reached();
 *     return Response.json(adapterEcho({ ...verdict, request }));
 *   };
 *   server.on("request", nodeHandler(async (request) => (await provider.handle(request)) ?? answer(request), provider));
 *   const close = async () => { server.closeAllConnections(); server.close(); };
 *   return { provider, guarded: ["/photos"], open: "/open", close };
 * }
 * for (const { run } of adapterContract(serve)) await run();
 * adapterContract(serve).length > 20; // => true
 */
export function adapterContract(
  serve: (reached: Reached) => Promise<ServedAdapter>,
  options: AdapterContractOptions = {},
): readonly Check[] {
  const rules = options.http2 === true ? RULES : [...RULES, ...HTTP1_RULES];
  return rules.flatMap(([rule, checks]) =>
    Object.entries(checks).map(([name, check]) => ({
      name,
      run: () =>
        underRule(rule, async () => {
          let times = 0;
          const served = await serve(() => void (times += 1));
          try {
            await check(await openWorld({ ...served, timesReached: () => times }, options));
          } finally {
            await served.close();
          }
        }),
    })),
  );
}

type Rules = readonly (readonly [rule: string, checks: AdapterChecks])[];

const RULES: Rules = [
  ["RFC 5849 section 3.4.1.2, and 3.4.1.3.1 of the query", targetChecks],
  ["RFC 5849 section 3.4.1.3.1, and the OAuth body hash of what is no form", bodyChecks],
  ["RFC 5849 section 3.2", answerChecks],
  ["RFC 5849 section 3.4.1.2: the host is signed", hostChecks],
];

const HTTP1_RULES: Rules = [
  ["RFC 9110 section 15.5.14", endlessBodyChecks],
  ["RFC 9112 section 9", connectionChecks],
  ["RFC 9112 section 3.2, and RFC 5849 section 3.1", malformedChecks],
];
