import { createHmac, timingSafeEqual } from "node:crypto";
import { signSync, verify, type Credentials, type RequestParts } from "@oauth1/core";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { createProvider, type Provider } from "@oauth1/server";
import { memoryStore } from "@oauth1/server/stores/memory";
import { passportVerifier } from "./passport.js";
import { repeated } from "./peers.js";
import { race, type Contender } from "./race.js";
import { benchOf, type Bench } from "./report.js";
import { CREDENTIALS, KEY, PLAIN, received, URL_OF_CALL } from "./subject.js";

/** Verifying the same POST: the signature alone, and with the nonce and the timestamp checked too. */
export async function benchVerify(): Promise<Bench> {
  const timings = await race([
    floor(),
    repeatedVerify(),
    verifyOnce(),
    passportVerifier(PASSPORT),
    await protecting(),
  ]);
  return benchOf("verify: POST, form of 8 parameters, plain values, HMAC-SHA1", timings, [
    { name: "verify, share of the floor", of: FLOOR, to: "verify", aim: "at least 0.30" },
    {
      name: "passport-http-oauth to verify with nonces",
      of: PASSPORT,
      to: ONCE,
      aim: "at least 2.5",
    },
    { name: "passport-http-oauth to protect", of: PASSPORT, to: PROTECT, aim: "at least 2.5" },
    { name: "passport-http-oauth to verify", of: PASSPORT, to: "verify", aim: "at least 2.5" },
    { name: "protect, share of the floor", of: FLOOR, to: PROTECT, aim: "none" },
  ]);
}

const { parts: PARTS } = PLAIN;
const FLOOR = "createHmac + timingSafeEqual";
const PASSPORT = "passport-http-oauth, with a nonce table";
const ONCE = "verify, nonces in the memory store";
const PROTECT = "protect of @oauth1/server, memory store";

function floor(): Contender {
  const { baseString, signature } = signSync(PARTS, CREDENTIALS);
  const given = Buffer.from(signature, "base64");
  return repeated(FLOOR, () => {
    const expected = createHmac("sha1", KEY).update(baseString).digest();
    return String(timingSafeEqual(expected, given));
  });
}

// Each request is a fresh one, as on a server; making it is not timed.
function repeatedVerify(): Contender {
  const keys = (): Credentials => CREDENTIALS;
  const options = { methods: [hmacSha1] };
  return {
    name: "verify",
    prepare(times) {
      const requests = signedRequests(times, CREDENTIALS);
      return async () => {
        for (const request of requests) demand(await verify(request, keys, options));
      };
    },
  };
}

// What passport-http-oauth does too: the keys at hand, the signature, the timestamp, the nonce. `protect` finds consumer and
// token by their hashes besides, and asks for lifetimes, scopes and policies.
function verifyOnce(): Contender {
  const { consumeNonce } = memoryStore();
  const keys = (): Credentials => CREDENTIALS;
  const options = { methods: [hmacSha1] };
  const check = async (request: RequestParts): Promise<void> => {
    const verdict = await verify(request, keys, options);
    demand(verdict);
    if (!verdict.ok) return;
    const { consumerKey: consumer, token = "", timestamp = 0, nonce = "" } = verdict;
    const now = Math.floor(Date.now() / 1000);
    const use = { consumer, tokenHash: token, timestamp, nonce, expiresAt: timestamp + 300 };
    const isRecent = Math.abs(now - timestamp) <= 300;
    demand({ ok: isRecent && (await consumeNonce(use, now)) === "fresh" });
  };
  return {
    name: ONCE,
    prepare(times) {
      const requests = signedRequests(times, CREDENTIALS);
      return async () => {
        for (const request of requests) await check(request);
      };
    },
  };
}

async function protecting(): Promise<Contender> {
  const { origin } = new URL(URL_OF_CALL);
  const provider = createProvider({ origins: [origin], store: memoryStore() });
  const credentials = await logIn(provider);
  return {
    name: PROTECT,
    prepare(times) {
      const requests = signedRequests(times, credentials);
      return async () => {
        for (const request of requests) demand(await provider.protect(request));
      };
    },
  };
}

function signedRequests(times: number, credentials: Credentials): readonly RequestParts[] {
  return received(Array.from({ length: times }, () => signSync(PARTS, credentials).request));
}

function demand(verdict: { readonly ok: boolean }): void {
  if (!verdict.ok) throw new Error(`It is refused: ${JSON.stringify(verdict)}`);
}

async function logIn(provider: Provider): Promise<Credentials> {
  const consumer = await provider.consumers.register({ name: "Bench", callbacks: ["oob"] });
  const ask = async (
    url: string,
    token: Credentials["token"],
    parameter: readonly [string, string],
  ): Promise<{ key: string; secret: string }> => {
    const credentials = { consumer, ...(token && { token }) };
    const { request } = signSync({ method: "POST", url }, credentials, { parameters: [parameter] });
    const answer = await provider.handle(request);
    const fields = new URLSearchParams(await answer?.text());
    return { key: fields.get("oauth_token") ?? "", secret: fields.get("oauth_token_secret") ?? "" };
  };
  const { endpoints } = consumer;
  const temporary = await ask(endpoints.temporaryCredentials, undefined, ["oauth_callback", "oob"]);
  const approval = await provider.authorization.approve({ token: temporary.key, user: "jane" });
  const verifier = approval.ok ? (approval.verifier ?? "") : "";
  const token = await ask(endpoints.tokenCredentials, temporary, ["oauth_verifier", verifier]);
  return { consumer: { key: consumer.key, secret: consumer.secret }, token };
}
