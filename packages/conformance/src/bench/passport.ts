import { createRequire } from "node:module";
import { signSync } from "@oauth1/core";
import type { Contender } from "./race.js";
import { CREDENTIALS, PLAIN, received, URL_OF_CALL } from "./subject.js";

const require = createRequire(import.meta.url);

type Done = (error: null, ...found: readonly unknown[]) => void;

interface Strategy {
  success: () => void;
  fail: (challenge: string) => void;
  error: (error: Error) => void;
  readonly authenticate: (request: object) => void;
}

type Callback = (given: string, done: Done) => void;

interface PassportHttpOAuth {
  readonly TokenStrategy: new (
    consumer: Callback,
    verify: Callback,
    validate: (timestamp: string, nonce: string, done: Done) => void,
  ) => Strategy;
}

/**
 * passport-http-oauth as its README sets it up, called as Passport calls it. What Express does before it is given
 * to it: the form arrives parsed.
 */
export function passportVerifier(name: string): Contender {
  const { TokenStrategy }: PassportHttpOAuth = require("passport-http-oauth");
  const { consumer, token } = CREDENTIALS;
  const nonces = new Set<string>();
  const strategy = new TokenStrategy(
    (key, done) => done(null, key === consumer.key && { key }, consumer.secret),
    (key, done) => done(null, key === token.key && { user: "jane" }, token.secret),
    (timestamp, nonce, done) => {
      const isRecent = Math.abs(Date.now() / 1000 - Number(timestamp)) < 300;
      const isFresh = !nonces.has(nonce);
      nonces.add(nonce);
      done(null, isRecent && isFresh);
    },
  );
  let accepted = 0;
  strategy.success = () => (accepted += 1);
  strategy.fail = (challenge) => {
    throw new Error(`passport-http-oauth refuses it: ${challenge}`);
  };
  strategy.error = (error) => {
    throw error;
  };
  return {
    name,
    prepare(times) {
      const requests = received(Array.from({ length: times }, expressRequest));
      return () => {
        const before = accepted;
        for (const request of requests) strategy.authenticate(request);
        if (accepted - before !== times) throw new Error("passport-http-oauth did not answer.");
      };
    },
  };
}

function expressRequest(): object {
  const { authorization } = signSync(PLAIN.parts, CREDENTIALS);
  const { host, pathname } = new URL(URL_OF_CALL);
  return {
    method: "POST",
    url: pathname,
    headers: { authorization, host, "content-type": "application/x-www-form-urlencoded" },
    connection: { encrypted: true },
    query: {},
    body: Object.fromEntries(PLAIN.pairs),
  };
}
