import { describe, expect, it } from "vitest";
import {
  callbackLogin,
  createClient,
  exchange,
  identity,
  login,
  loginWithoutVerifier,
  operation,
  pinLogin,
  pushedLogin,
  renewal,
  reverseAuth,
  revocation,
  xAuth,
  type CallOptions,
  type Operation,
} from "@oauth1/client";
import { consumer } from "../photos.js";
import { callback, CONFIRMED, endpoint, legs, open, ORIGIN, photos, temporary } from "./scene.js";

type Ends = Pick<CallOptions, "signal" | "timeout">;

const account = { version: 1, token: { key: "nnch734d", secret: "pfkkdhi9" } } as const;
const callbackUrl = `${callback}?oauth_token=hh5s93j4&oauth_verifier=v`;
const discovery = {
  url: `${ORIGIN}/index`,
  temporaryCredentials: "request",
  authorization: "authorize",
  tokenCredentials: "access",
};
const getMe: Operation<"photos", { readonly lang?: string }, object> = operation({
  provider: "photos",
  method: "GET",
  path: "/me",
  result: "json",
});

// The provider never answers.
const options = {
  consumer,
  retry: false as const,
  fetch: (_: unknown, { signal }: RequestInit = {}): Promise<Response> =>
    new Promise((_resolve, reject) => {
      const fail = (): void => reject(signal?.reason);
      if (signal?.aborted === true) fail();
      signal?.addEventListener("abort", fail);
    }),
};
const flows = [
  login(legs),
  renewal(endpoint("/renew")),
  revocation(endpoint("/revoke")),
  exchange("trade", { ...endpoint("/trade"), fields: {} }),
  reverseAuth({ temporaryCredentials: endpoint("/initiate"), target: `${ORIGIN}/token` }),
  xAuth(endpoint("/token")),
  pushedLogin(legs),
  identity({ operation: getMe }),
] as const;
const client = createClient({ ...options, provider: { ...photos, flows } });
const calling = createClient({ ...options, provider: { ...photos, flows: [callbackLogin(legs)] } });
const typing = createClient({ ...options, provider: { ...photos, flows: [pinLogin(legs)] } });
const oldFlows = [loginWithoutVerifier(legs)] as const;
const old = createClient({ ...options, provider: { ...photos, flows: oldFlows } });
const indexedFlows = [login({ ...legs, discovery })] as const;
const indexed = createClient({ ...options, provider: { ...photos, flows: indexedFlows } });

const METHODS: Readonly<Record<string, (ends: Ends) => Promise<unknown>>> = {
  "begin of a login": (ends) => client.begin({ callback, ...ends }),
  "complete of a login, with a callback": (ends) =>
    client.complete({ temporary, callbackUrl, ...ends }),
  "complete of a login, with a verifier": (ends) =>
    client.complete({ temporary, verifier: "v", ...ends }),
  "begin of a login with callback": (ends) => calling.begin({ callback, ...ends }),
  "complete of a login with callback": (ends) =>
    calling.complete({ temporary, callbackUrl, ...ends }),
  "begin of a login by hand": (ends) => typing.begin(ends),
  "complete of a login by hand": (ends) => typing.complete({ temporary, verifier: "v", ...ends }),
  "begin of a login without verifier": (ends) => old.begin(ends),
  "complete of a login without verifier": (ends) => old.complete({ temporary, ...ends }),
  "begin of a login with an index": (ends) => indexed.begin({ callback, ...ends }),
  renew: (ends) => client.renew(account, ends),
  revoke: (ends) => client.revoke(account, ends),
  "an exchange": (ends) => client.trade(account, {}, ends),
  reverseAuth: (ends) => client.reverseAuth(ends),
  xAuth: (ends) => client.xAuth({ username: "jane", password: "hush", ...ends }),
  completePushed: (ends) => client.completePushed({ verifier: "v", ...ends }),
  identify: (ends) => client.identify(account, ends),
};

describe.each(Object.entries(METHODS))("%s", (_, call) => {
  it("ends with the signal that it was given", async () => {
    const user = new AbortController();
    const ended = call({ signal: user.signal });
    setTimeout(() => user.abort(new Error("The user has left.")), 5);
    await expect(ended).rejects.toThrow("The user has left.");
    await expect(call({ signal: user.signal })).rejects.toThrow("The user has left.");
  });

  it("ends in the time that it was given", async () => {
    await expect(call({ timeout: 5 })).rejects.toMatchObject({
      name: "CallError",
      code: "timeout",
    });
  });
});

it("does not end the login that another one has begun at the same time", async () => {
  const { options: reachable } = await open({
    "/index": (origin) =>
      JSON.stringify({ request: `${origin}/a`, authorize: `${origin}/b`, access: `${origin}/c` }),
    "/a": CONFIRMED,
  });
  const both = createClient({ ...reachable, provider: { ...photos, flows: indexedFlows } });
  const [ended, begun] = await Promise.allSettled([
    both.begin({ callback, signal: AbortSignal.abort() }),
    both.begin({ callback }),
  ]);
  expect([ended.status, begun.status]).toEqual(["rejected", "fulfilled"]);
});
