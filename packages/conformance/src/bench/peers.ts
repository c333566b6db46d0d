import { createHmac, randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import type { Contender } from "./race.js";
import { CREDENTIALS, keep, URL_OF_CALL, type Subject } from "./subject.js";

// The peers come without types or with loose ones, so each is described here as far as it is used.
const require = createRequire(import.meta.url);
const { consumer, token } = CREDENTIALS;

type Data = Readonly<Record<string, string>>;

/** The signers from the registry, used as their READMEs say, up to the value of the header where they make one. */
export function peerSigners({ pairs }: Subject): readonly Contender[] {
  const data = Object.fromEntries(pairs);
  return [
    repeated("oauth-1.0a", oauth10a(data)),
    repeated("oauth", ciaranj(data)),
    repeated("oauth-sign (signature only)", oauthSign(data)),
  ];
}

/** A contender that does the same thing again and again. */
export function repeated(name: string, once: () => string | undefined): Contender {
  return {
    name,
    prepare: (times) => () => {
      for (let turn = 0; turn < times; turn += 1) keep(once());
    },
  };
}

interface OAuth10a {
  readonly authorize: (request: object, token: object) => object;
  readonly toHeader: (data: object) => { readonly Authorization: string };
}

function oauth10a(data: Data): () => string {
  const OAuth: new (options: object) => OAuth10a = require("oauth-1.0a");
  const oauth = new OAuth({
    consumer,
    signature_method: "HMAC-SHA1",
    hash_function: (base: string, key: string) =>
      createHmac("sha1", key).update(base).digest("base64"),
  });
  const request = { url: URL_OF_CALL, method: "POST", data };
  return () => oauth.toHeader(oauth.authorize(request, token)).Authorization;
}

interface Ciaranj {
  readonly _prepareParameters: (...request: readonly unknown[]) => unknown;
  readonly _buildAuthorizationHeaders: (parameters: unknown) => string;
}

// Its public `post` sends the request at once; these two are what it calls before it does.
function ciaranj(data: Data): () => string {
  const {
    OAuth,
  }: { readonly OAuth: new (...settings: readonly unknown[]) => Ciaranj } = require("oauth");
  const urls = [`${URL_OF_CALL}/request_token`, `${URL_OF_CALL}/access_token`];
  const oauth = new OAuth(...urls, consumer.key, consumer.secret, "1.0A", null, "HMAC-SHA1");
  return () => {
    const { key, secret } = token;
    const parameters = oauth._prepareParameters(key, secret, "POST", URL_OF_CALL, data);
    return oauth._buildAuthorizationHeaders(parameters);
  };
}

// It leaves nonce, timestamp and header to its caller.
function oauthSign(data: Data): () => string {
  const {
    sign,
  }: { readonly sign: (...request: readonly unknown[]) => string } = require("oauth-sign");
  const secrets = [consumer.secret, token.secret] as const;
  return () => {
    const parameters = {
      ...data,
      oauth_consumer_key: consumer.key,
      oauth_nonce: randomUUID(),
      oauth_signature_method: "HMAC-SHA1",
      oauth_timestamp: String(Math.floor(Date.now() / 1000)),
      oauth_token: token.key,
      oauth_version: "1.0",
    };
    return sign("HMAC-SHA1", "POST", URL_OF_CALL, parameters, ...secrets);
  };
}
