import { demandSame } from "../demand.js";
import type { Answer } from "./wire.js";
import { demandStatus, echoIn, type AdapterChecks } from "./world.js";

/** What an adapter makes of the provider's answers. */
export const answerChecks: AdapterChecks = {
  async "a request that is not signed is answered with 400"({ guarded, send }) {
    for (const target of guarded) {
      const answer = await send({ method: "GET", target });
      demandStatus(answer, [400], target);
      demandSame(headerOf(answer, "cache-control"), "no-store", "the answer's caching");
    }
  },
  async "a request that is not signed is refused, whatever its method and its other credentials"({
    guarded,
    send,
  }) {
    for (const target of guarded) {
      for (const method of ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
        for (const value of [undefined, "Basic YTpi", "Bearer abc", "OAuth"]) {
          const headers = value === undefined ? [] : ([["Authorization", value]] as const);
          const what = `${method} ${target} with ${value ?? "no"} Authorization`;
          demandStatus(await send({ method, target, headers }), [400, 401, 404, 405], what);
        }
      }
    }
  },
  async "what is refused goes no further than the guard, and what is verified once"({
    guarded,
    http2 = false,
    send,
    signed,
    timesReached,
    token,
  }) {
    const foreign = [http2 ? ":authority" : "Host", "evil.example"] as const;
    for (const target of guarded) {
      const before = timesReached();
      const message = { method: "POST", target };
      const first = await signed(message);
      demandStatus(await send(message), [400], "a request that is not signed");
      demandStatus(await send({ ...message, headers: [foreign] }), [421], "another host");
      const wrong = { token: { ...token, secret: "wrong" } };
      demandStatus(await send(await signed(message, wrong)), [401], "a wrong secret");
      echoIn(await send(first), "the first request");
      demandStatus(await send(first), [401], "the second request");
      // What goes on behind an answer has done so once somebody who came later is answered.
      echoIn(await send(await signed(message)), "another request");
      demandSame(timesReached() - before, 2, `how often ${target} was reached by two of six`);
    }
  },
  async "no other spelling of a guarded path leads past the guard"({ guarded, send }) {
    for (const path of guarded) {
      const [, first = ""] = path;
      const encoded = `/%${first.charCodeAt(0).toString(16)}${path.slice(2)}`;
      for (const target of [
        encoded,
        path.toUpperCase(),
        `/${path}`,
        `${path}//`,
        `/.${path}`,
        `/x/..${path}`,
        `${path};`,
        `${path}%2F`,
      ]) {
        const answer = await send({ method: "GET", target });
        demandStatus(answer, [301, 302, 307, 308, 400, 401, 404], target);
      }
    }
  },
  async "a request that was seen before is answered with 401, and says how to authenticate"({
    guarded,
    send,
    signed,
  }) {
    for (const target of guarded) {
      const message = await signed({ method: "GET", target });
      echoIn(await send(message), "the first request");
      const answer = await send(message);
      demandStatus(answer, [401], "the second request");
      demandSame(answer.body, "oauth_problem=nonce_used", "the answer");
      demandSame(
        headerOf(answer, "www-authenticate").startsWith("OAuth realm="),
        true,
        "that WWW-Authenticate names a realm",
      );
    }
  },
  async "a wrong secret and an unknown token have one answer"({ guarded, send, signed, token }) {
    for (const target of guarded) {
      const message = { method: "GET", target };
      const wrong = await send(await signed(message, { token: { ...token, secret: "wrong" } }));
      const unknown = await send(await signed(message, { token: { key: "unknown", secret: "" } }));
      demandStatus(wrong, [401], "a wrong secret");
      demandSame(unknown.body, wrong.body, "the answer to an unknown token");
    }
  },
  async "an endpoint answers other methods with 405"({ provider, send }) {
    const { temporaryCredentials, tokenCredentials } = provider.endpoints;
    for (const { path, methods } of [temporaryCredentials, tokenCredentials]) {
      for (const method of ["PUT", "DELETE", "HEAD"]) {
        const answer = await send({ method, target: path });
        demandStatus(answer, [405], `${method} ${path}`);
        demandSame(headerOf(answer, "allow"), methods.join(", "), "the methods that are allowed");
      }
    }
  },
  async "an endpoint answers a request that is not signed with 400"({ provider, send }) {
    const target = provider.endpoints.temporaryCredentials.path;
    const answer = await send({ method: "POST", target });
    demandStatus(answer, [400], target);
    demandSame(headerOf(answer, "content-type"), "application/x-www-form-urlencoded", "the type");
  },
  async "a path that is almost an endpoint's is none"({ provider, send, signed }) {
    const { path } = provider.endpoints.temporaryCredentials;
    const encoded = path.replace(/.$/, (last) => `%${last.charCodeAt(0).toString(16)}`);
    for (const target of [`${path}x`, `/x${path}`, path.toUpperCase(), encoded]) {
      demandStatus(await send(await signed({ method: "GET", target })), [404], target);
    }
  },
};

function headerOf({ headers }: Answer, wanted: string): string {
  return headers.find(([name]) => name === wanted)?.[1] ?? "";
}
