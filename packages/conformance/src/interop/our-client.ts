import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createClient, login, LoginError, type Login, type TokenCalls } from "@oauth1/client";
import type { SignatureMethod } from "@oauth1/core";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { hmacSha256 } from "@oauth1/core/methods/hmac-sha256";
import { plaintext } from "@oauth1/core/methods/plaintext";
import { rsaSha1 } from "@oauth1/core/methods/rsa-sha1";
import { CALLBACKS, PATHS } from "../contract.js";
import { packageFolder } from "../paths.js";
import type { Call, Client, MethodName, Sent, Setup } from "./party.js";

/** Where the private key is whose public half the contract registers. */
export const PRIVATE_KEY_FILE: string = join(packageFolder("testing"), "keys/client_rsa.pem");

/** Our client, and the last request that it sent. */
export interface OurClient extends Client {
  readonly last: () => Sent;
}

const PROVIDER = "peer";

const SHARED: Readonly<Record<Exclude<MethodName, "RSA-SHA1">, SignatureMethod>> = {
  "HMAC-SHA1": hmacSha1,
  "HMAC-SHA256": hmacSha256,
  PLAINTEXT: plaintext,
};

/** Our client, set up for one way at one server. */
export function openOurClient(setup: Setup): OurClient {
  const sent: Request[] = [];
  const client = clientFor(setup, async (input, init) => {
    const request = new Request(input, init);
    sent.splice(0, 1, request.clone());
    return fetch(request);
  });
  const last = recorded(sent);
  return {
    callback: CALLBACKS[1],
    async temporary(callback) {
      return (await told(client.begin({ callback }))).temporary.token;
    },
    async token(token, { verifier, location }) {
      const temporary = { version: 1, provider: PROVIDER, token } as const;
      const end = location === undefined ? { verifier } : { callbackUrl: location };
      return (await told(client.complete({ temporary, ...end }))).token;
    },
    async call({ token, url, ...call }) {
      const response = await client.session(token).fetch(url, initOf(call));
      const answer = { status: response.status, body: await response.text() };
      await last.keep();
      return answer;
    },
    last: last.read,
    close: async () => undefined,
  };
}

// What the server said is in the error, but not in its message.
async function told<T>(pending: Promise<T>): Promise<T> {
  try {
    return await pending;
  } catch (error) {
    if (!(error instanceof LoginError)) throw error;
    const { status, body, headers } = error;
    const said = [status, body, headers?.get("www-authenticate")];
    throw new Error(said.filter(Boolean).join(" ") || error.message, { cause: error });
  }
}

type Fetch = typeof fetch;

function clientFor(
  { base, consumer: { key, secret }, method, transmission }: Setup,
  fetch: Fetch,
): Login & TokenCalls {
  const describe = <K>(signatureMethod: SignatureMethod<K>) => ({
    id: PROVIDER,
    name: "the peer",
    signatureMethod,
    signing: { transmission },
    flows: [
      login({
        temporaryCredentials: { method: "POST", url: `${base}${PATHS.initiate}` },
        authorization: { url: `${base}${PATHS.authorize}` },
        tokenCredentials: { method: "POST", url: `${base}${PATHS.token}` },
      }),
    ] as const,
    api: { baseUrl: base },
  });
  const options = { fetch, timeout: 60_000 };
  if (method !== "RSA-SHA1")
    return createClient({
      ...options,
      consumer: { key, secret },
      provider: describe(SHARED[method]),
    });
  const privateKey = readFileSync(PRIVATE_KEY_FILE, "utf8");
  return createClient({ ...options, consumer: { key, privateKey }, provider: describe(rsaSha1) });
}

function initOf({ verb, form, json }: Omit<Call, "token" | "url">): RequestInit {
  if (json !== undefined)
    return { method: verb, body: json, headers: { "content-type": "application/json" } };
  return form === undefined
    ? { method: verb }
    : { method: verb, body: new URLSearchParams(form.map(([name, value]) => [name, value])) };
}

function recorded(sent: readonly Request[]): {
  readonly keep: () => Promise<void>;
  readonly read: () => Sent;
} {
  const kept: { last?: Sent } = {};
  return {
    async keep() {
      const [request] = sent;
      if (request === undefined) return;
      const { method, url, headers } = request;
      kept.last = {
        method,
        url,
        headers: Object.fromEntries(headers),
        ...(method === "GET" ? {} : { body: await request.text() }),
      };
    },
    read() {
      if (kept.last === undefined) throw new Error("Our client has called nothing.");
      return kept.last;
    },
  };
}
