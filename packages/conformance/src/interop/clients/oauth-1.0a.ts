import { createHmac, createSign } from "node:crypto";
import { createRequire } from "node:module";
import { CALLBACKS, PATHS } from "../../contract.js";
import { visit } from "../http.js";
import { versionOf } from "../npm.js";
import type { Answer, Call, Client, ClientPeer, Keys, MethodName, Setup } from "../party.js";
import { fieldsOf, keysIn, secretFor } from "./oauth.js";

type Fields = Record<string, string | string[]>;

/** What is used of the package. */
interface Signer {
  readonly authorize: (
    request: { readonly url: string; readonly method: string; readonly data?: Fields },
    token?: Keys,
  ) => Fields;
  readonly toHeader: (fields: Fields) => { readonly Authorization: string };
}

const require = createRequire(import.meta.url);

/** The package `oauth-1.0a`, which signs and leaves the rest to its user. */
export const oauth10a: ClientPeer = {
  name: "oauth-1.0a",
  package: "oauth-1.0a of the npm registry",
  role: "client",
  open: async () => ({
    version: versionOf("oauth-1.0a"),
    client: clientFor,
    close: async () => undefined,
  }),
};

// Its user brings the algorithm, as its README shows.
const HASHES: Readonly<
  Record<MethodName, (setup: Setup) => (base: string, key: string) => string>
> = {
  "HMAC-SHA1": () => (base, key) => createHmac("sha1", key).update(base).digest("base64"),
  "HMAC-SHA256": () => (base, key) => createHmac("sha256", key).update(base).digest("base64"),
  "RSA-SHA1": (setup) => (base) =>
    createSign("RSA-SHA1").update(base).sign(secretFor(setup), "base64"),
  PLAINTEXT: () => (_base, key) => key,
};

function clientFor(setup: Setup): Client {
  const OAuth: new (options: object) => Signer = require("oauth-1.0a");
  const signer = new OAuth({
    consumer: setup.consumer,
    signature_method: setup.method,
    hash_function: HASHES[setup.method](setup),
  });
  const send = (call: Unsigned): Promise<Answer> => sent(signer, setup, call);
  const endpoint = (path: string, data: Fields): Unsigned => ({
    verb: "POST",
    url: `${setup.base}${path}`,
    data,
  });
  return {
    callback: CALLBACKS[1],
    temporary: async (callback) =>
      keysIn(await send(endpoint(PATHS.initiate, { oauth_callback: callback }))),
    token: async (token, { verifier }) =>
      keysIn(await send({ ...endpoint(PATHS.token, { oauth_verifier: verifier }), token })),
    call: ({ form = [], ...call }) => send({ ...call, data: fieldsOf(form) }),
    close: async () => undefined,
  };
}

type Unsigned = Pick<Call, "json" | "url" | "verb"> & {
  readonly data: Fields;
  readonly token?: Keys;
};

async function sent(signer: Signer, { transmission }: Setup, call: Unsigned): Promise<Answer> {
  const { verb, url, data, token, json } = call;
  const own = Object.entries(data).filter(([name]) => !name.startsWith("oauth_"));
  const signed = signer.authorize({ url, method: verb, data: { ...data } }, token);
  const protocol = Object.entries(signed).filter(([name]) => name.startsWith("oauth_"));
  const form = encoded(transmission === "body" ? [...own, ...protocol] : own);
  const init = {
    method: verb,
    ...(json === undefined ? {} : { body: json }),
    ...(form === "" ? {} : { body: form }),
    headers: {
      ...(json === undefined ? {} : { "content-type": "application/json" }),
      ...(form === "" ? {} : { "content-type": "application/x-www-form-urlencoded" }),
      ...(transmission === "header" ? { ...signer.toHeader(signed) } : {}),
    },
  };
  const target =
    transmission === "query" ? `${url}${url.includes("?") ? "&" : "?"}${encoded(protocol)}` : url;
  const response = await visit(target, init);
  return { status: response.status, body: await response.text() };
}

function encoded(fields: readonly (readonly [string, string | string[]])[]): string {
  const pairs = fields.flatMap(([name, values]) => [values].flat().map((value) => [name, value]));
  return pairs.map((pair) => pair.map(encodeURIComponent).join("=")).join("&");
}
