import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { CALLBACKS, PATHS } from "../../contract.js";
import { visit } from "../http.js";
import { versionOf } from "../npm.js";
import { PRIVATE_KEY_FILE } from "../our-client.js";
import type { Answer, Call, Client, ClientPeer, Keys, Setup } from "../party.js";

type Failure = { readonly statusCode?: number; readonly data?: string } | Error | null;
type Credentials = (error: Failure, key: string, secret: string) => void;
type Reply = (error: Failure, body: string) => void;

/** What is used of the package `oauth`, which has no types. */
export interface Signer {
  readonly getOAuthRequestToken: (parameters: object, done: Credentials) => void;
  readonly getOAuthAccessToken: (...token: readonly [...Texts, Credentials]) => void;
  readonly get: (...call: readonly [...Texts, Reply]) => void;
  readonly post: (...call: readonly [...Texts, object | string, string | null, Reply]) => void;
  readonly signUrl: (url: string, key?: string, secret?: string) => string;
}

type Texts = [string, string, string];

const require = createRequire(import.meta.url);

/** The package `oauth`, which passport-oauth1 is built on. */
export const oauth: ClientPeer = {
  name: "oauth",
  package: "oauth of the npm registry",
  role: "client",
  open: async () => ({
    version: versionOf("oauth"),
    client: clientFor,
    close: async () => undefined,
  }),
};

/** Makes a signed call by header, as the package does by itself. */
export function callByHeader(
  signer: Signer,
  { verb, url, form, json, token }: Call,
): Promise<Answer> {
  const credentials = [url, token.key, token.secret] as const;
  return new Promise((resolve, reject) => {
    const done: Reply = (failure, body) => {
      if (failure instanceof Error) return reject(failure);
      resolve({ status: failure?.statusCode ?? 200, body });
    };
    if (verb === "GET") return signer.get(...credentials, done);
    const type = json === undefined ? null : "application/json";
    signer.post(...credentials, json ?? fieldsOf(form ?? []), type, done);
  });
}

/** The secret that it takes: for RSA that is the private key. */
export function secretFor({ method, consumer }: Setup): string {
  return method === "RSA-SHA1" ? readFileSync(PRIVATE_KEY_FILE, "utf8") : consumer.secret;
}

/** An object of texts, and of a list where a name comes again. */
export function fieldsOf(
  pairs: Iterable<readonly [string, string]>,
): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = {};
  for (const [name, value] of pairs) {
    const before = fields[name];
    fields[name] = before === undefined ? value : [before, value].flat();
  }
  return fields;
}

function clientFor(setup: Setup): Client {
  const closing = { callback: CALLBACKS[1], close: async () => undefined };
  return { ...closing, ...(setup.transmission === "query" ? byQuery(setup) : byHeader(setup)) };
}

type Steps = Pick<Client, "call" | "temporary" | "token">;

function byHeader(setup: Setup): Steps {
  const signer = signerFor(setup, "oob");
  return {
    temporary: (callback) =>
      credentials((done) => signerFor(setup, callback).getOAuthRequestToken({}, done)),
    token: ({ key, secret }, { verifier }) =>
      credentials((done) => signer.getOAuthAccessToken(key, secret, verifier, done)),
    call: (call) => callByHeader(signer, call),
  };
}

function byQuery(setup: Setup): Steps {
  const signer = signerFor(setup, "oob");
  const fetched = async (url: string, token?: Keys): Promise<Answer> => {
    const response = await visit(signer.signUrl(url, token?.key, token?.secret));
    return { status: response.status, body: await response.text() };
  };
  const issued = async (url: string, token?: Keys): Promise<Keys> =>
    keysIn(await fetched(url, token));
  const query = (fields: Record<string, string>): string => String(new URLSearchParams(fields));
  return {
    temporary: (callback) =>
      issued(`${setup.base}${PATHS.initiate}?${query({ oauth_callback: callback })}`),
    token: (temporary, { verifier }) =>
      issued(`${setup.base}${PATHS.token}?${query({ oauth_verifier: verifier })}`, temporary),
    call: ({ url, token }) => fetched(url, token),
  };
}

/** The credentials in an endpoint's answer. */
export function keysIn({ status, body }: Answer): Keys {
  const fields = new URLSearchParams(body);
  const [key, secret] = [fields.get("oauth_token"), fields.get("oauth_token_secret")];
  if (status === 200 && key !== null && secret !== null) return { key, secret };
  throw new Error(`${status} ${body}`);
}

function credentials(work: (done: Credentials) => void): Promise<Keys> {
  return new Promise((resolve, reject) => {
    work((failure, key, secret) => {
      if (!failure) return resolve({ key, secret });
      const { statusCode, data } = { statusCode: "", data: "", ...failure };
      reject(failure instanceof Error ? failure : new Error(`${statusCode} ${data}`));
    });
  });
}

function signerFor(setup: Setup, callback: string): Signer {
  const {
    OAuth,
  }: { readonly OAuth: new (...settings: readonly unknown[]) => Signer } = require("oauth");
  const urls = [`${setup.base}${PATHS.initiate}`, `${setup.base}${PATHS.token}`];
  return new OAuth(...urls, setup.consumer.key, secretFor(setup), "1.0", callback, setup.method);
}
