import type { Credentials, Parameters, RequestParts, SignOptions } from "@oauth1/core";
import { expectSame, type Check, type Library } from "../library.js";
import type { Pairs, Vector } from "../vector.js";

/** Replays the published vectors. A kind that nothing here replays is a failure, not a gap. */
export function vectorChecks(library: Library): readonly Check[] {
  return library.vectors.map((vector) => ({
    group: "vectors",
    name: `${vector.id} ${vector.name}`,
    run: () => {
      const replay = REPLAY[vector.kind];
      if (replay === undefined) throw new Error(`nothing replays vectors of kind ${vector.kind}`);
      return replay(vector, library);
    },
  }));
}

type Replay = (vector: Vector, library: Library) => void | Promise<void>;

const REPLAY: Readonly<Record<string, Replay>> = {
  percent_encode({ input, expected }, { core }) {
    expectSame(core.encode(input.string ?? ""), expected["encoded"]);
  },
  percent_decode({ input, expected }, { core }) {
    expectSame(core.decode(input.string ?? ""), expected["decoded"]);
  },
  normalize({ input, expected }, { core }) {
    const { form, pairs = [] } = input;
    const parameters = form === undefined ? encoded(core, pairs) : core.parseForm(form);
    expectSame(core.normalize(parameters), expected["normalized"]);
  },
  collect({ input, expected }, { core }) {
    const parsed = core.parseAuthorization(input.header ?? "");
    const header = parsed?.ok === true ? parsed.parameters : [];
    const { query = "", form = "" } = input;
    const found = [...core.parseForm(query), ...core.parseForm(form), ...header]
      .filter(([name]) => name !== "oauth_signature")
      .map(([name, value]) => [core.decode(name), core.decode(value)]);
    expectSame(found.sort(byText), expected["pairs_sorted"]);
  },
  base_string_uri({ input: { url = "", host }, expected }, { core }) {
    const reached = host === undefined ? url : url.replace(/\/\/[^/]+/, `//${host}`);
    const received = core.receivedTarget(reached);
    expectSame(core.baseStringUri(core.sentTarget(reached)), expected["uri"]);
    expectSame(received && core.baseStringUri(received), expected["uri"]);
  },
  base_string({ input, expected }, { core }) {
    const { url = "", form = "", oauth = [], method = "" } = input;
    const target = core.sentTarget(url);
    const pairs = [...core.parseForm(target.query), ...core.parseForm(form)];
    const normalized = core.normalize([...pairs, ...encoded(core, oauth)]);
    const base = core.baseString(method, core.baseStringUri(target), normalized);
    expectSame(base, expected["base_string"]);
  },
  async signature({ input, expected }, { shared }) {
    const { base_string: base, consumer_secret: secret = "", token_secret = "" } = input;
    const method = shared.find(({ name }) => name === input.signature_method);
    const credentials = { consumer: { key: "", secret }, token: { key: "", secret: token_secret } };
    expectSame(base && (await method?.sign(base, credentials)), expected["signature"]);
  },
  async body_hash({ input: { body = "" }, expected }, { core }) {
    const headers = { "content-type": "text/plain" };
    const parts = { method: "POST", url: "https://example.com/", headers, body };
    const credentials = { consumer: { key: "k", secret: "s" } };
    const { parameters } = await core.sign(parts, credentials, { bodyHash: "always" });
    const [, hash = ""] = parameters.find(([name]) => name === "oauth_body_hash") ?? [];
    expectSame(core.decode(hash), expected["hash"]);
  },
  parse_header({ input, expected }, { core }) {
    const parsed = core.parseAuthorization(input.header ?? "");
    expectSame(parsed?.ok === true && parsed.parameters, expected["pairs"]);
  },
  async request_signature(vector, library) {
    const { signature, baseString } = await signedAs(vector, library);
    const { expected } = vector;
    expectSame(signature, expected["signature"]);
    expectSame(expected["base_string"] ?? baseString, baseString);
  },
};

async function signedAs(
  { input }: Vector,
  { core, shared, rsa }: Library,
): Promise<{ readonly signature: string; readonly baseString: string }> {
  const given = new Map(input.oauth);
  const methodName = given.get("oauth_signature_method");
  const options = optionsFrom(given);
  const { key, ...token } = credentialsFrom(given, input.token_secret ?? "");
  const privateKey = input.rsa_key ?? "";
  const asymmetric = rsa.find(({ name }) => name === methodName);
  if (asymmetric !== undefined) {
    const credentials = { consumer: { key, privateKey }, ...token };
    return core.sign(partsOf(input), credentials, { ...options, method: asymmetric });
  }
  const method = shared.find(({ name }) => name === methodName);
  if (method === undefined) throw new Error(`there is no method ${methodName}`);
  const consumer = { key, secret: input.consumer_secret ?? "" };
  return core.sign(partsOf(input), { consumer, ...token }, { ...options, method });
}

function credentialsFrom(
  given: ReadonlyMap<string, string>,
  secret: string,
): { readonly key: string } & Pick<Credentials, "token"> {
  const key = given.get("oauth_consumer_key") ?? "";
  const token = given.get("oauth_token");
  if (token === undefined && secret === "") return { key };
  return { key, token: { key: token ?? "", secret } };
}

function optionsFrom(given: ReadonlyMap<string, string>): SignOptions {
  const nonce = given.get("oauth_nonce");
  const timestamp = given.get("oauth_timestamp");
  return {
    version: given.has("oauth_version"),
    parameters: [...given].filter(([name]) => !WRITTEN_BY_SIGN.includes(name)),
    ...(nonce !== undefined && { nonce }),
    ...(timestamp !== undefined && { timestamp }),
  };
}

const WRITTEN_BY_SIGN = [
  ...["oauth_consumer_key", "oauth_token", "oauth_signature_method", "oauth_version"],
  ...["oauth_nonce", "oauth_timestamp"],
];

function partsOf({ method = "", url = "", form }: Vector["input"]): RequestParts {
  const headers = { "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8" };
  return form === undefined ? { method, url } : { method, url, headers, body: form };
}

function encoded(core: Library["core"], pairs: Pairs): Parameters {
  return pairs.map(([name, value]) => [core.encode(name), core.encode(value)] as const);
}

function byText(a: readonly string[], b: readonly string[]): number {
  return a.join("\0") < b.join("\0") ? -1 : 1;
}
