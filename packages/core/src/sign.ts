import { platform } from "#crypto";
import { formatAuthorization, type AuthorizationFormat } from "./authorization.js";
import { baseString, baseStringUri, type BaseString } from "./base-string.js";
import { hmacSha1 } from "./methods/hmac-sha1.js";
import {
  formatForm,
  normalize,
  parseForm,
  type NormalizedParameters,
  type Parameter,
  type Parameters,
} from "./parameters.js";
import { encode } from "./percent.js";
import {
  formBody,
  requestParts,
  sentTarget,
  withHeader,
  type RequestParts,
  type Target,
} from "./request.js";
import type { Credentials, SharedKey, Signature, SignatureMethod } from "./signature-method.js";

/** Where the protocol parameters travel (RFC 5849 section 3.5). */
export type Transmission = "header" | "query" | "body";

/** How to sign, where the defaults do not fit. */
export interface SignOptions<K = SharedKey> extends AuthorizationFormat {
  /** HMAC-SHA1 by default. */
  readonly method?: SignatureMethod<K>;
  /** The Authorization header by default. */
  readonly transmission?: Transmission;
  /** 128 random bits in hex by default. */
  readonly nonce?: string;
  /** Seconds since 1970; the clock's by default. */
  readonly timestamp?: number | string;
  /** Whether to send `oauth_version`; true by default. */
  readonly version?: boolean;
  /** Whether to send an empty `oauth_token` where there is no token; false by default. */
  readonly emptyToken?: boolean;
  /** Further protocol parameters, such as `oauth_callback` and `oauth_verifier`, not yet encoded. */
  readonly parameters?: readonly (readonly [name: string, value: string])[];
}

/** A signed request, and every stage that led to its signature. */
export interface SignedRequest<R> {
  /** Ready to send. */
  readonly request: R;
  /** The value of the Authorization header, when the parameters travel there. */
  readonly authorization?: string;
  /** The protocol parameters as sent, the signature last. */
  readonly parameters: Parameters;
  readonly normalizedParameters: NormalizedParameters;
  readonly baseString: BaseString;
  readonly signature: Signature;
}

/**
 * Signs a request (RFC 5849 section 3.4): parts in, parts out; `Request` in, `Request` out. Rejects with a
 * TypeError for a URL that is not absolute and for a form that cannot be read without consuming it.
 *
 * @example
 * const { authorization, signature } = await sign(
 *   { method: "GET", url: "http://photos.example.net/photos?file=vacation.jpg&size=original" },
 *   {
 *     consumer: { key: "dpf43f3p2l4k3l03", secret: "kd94hf93k423kf44" },
 *     token: { key: "nnch734d00sl2jdk", secret: "pfkkdhi9sl3r4s00" },
 *   },
 *   { realm: "Photos", timestamp: 137131202, nonce: "chapoH", version: false },
 * );
 * signature; // => "MdpQcU8iPSUjWoN/UDMsK2sui9I="
 * authorization.startsWith('OAuth realm="Photos", oauth_consumer_key="dpf43f3p2l4k3l03"'); // => true
 */
export function sign(
  request: Request,
  credentials: Credentials,
  options?: SignOptions,
): Promise<SignedRequest<Request>>;
export function sign(
  request: RequestParts,
  credentials: Credentials,
  options?: SignOptions,
): Promise<SignedRequest<RequestParts>>;
export function sign<K>(
  request: Request,
  credentials: Credentials<K>,
  options: SignOptions<K> & { readonly method: SignatureMethod<K> },
): Promise<SignedRequest<Request>>;
export function sign<K>(
  request: RequestParts,
  credentials: Credentials<K>,
  options: SignOptions<K> & { readonly method: SignatureMethod<K> },
): Promise<SignedRequest<RequestParts>>;
export async function sign(
  request: Request | RequestParts,
  credentials: Credentials,
  options: SignOptions = {},
): Promise<SignedRequest<Request> | SignedRequest<RequestParts>> {
  const settings = { ...options, method: options.method ?? hmacSha1 };
  const parts = request instanceof Request ? await requestParts(request) : request;
  const draft = prepare(parts, credentials, settings);
  const signed = finish(draft, await settings.method.sign(draft.baseString, credentials), options);
  if (!(request instanceof Request)) return signed;
  const { url, headers = request.headers, body } = signed.request;
  // A body that this package has not read stays in the Request that owns it.
  const changes = body === undefined ? { headers } : { headers, body };
  const source = url === request.url ? request : new Request(url, request);
  return { ...signed, request: new Request(source, changes) };
}

/**
 * Signs at once, on platforms whose cryptography is synchronous: Node.js, Bun and Deno. Throws a TypeError
 * elsewhere, and for the reasons that `sign` rejects.
 *
 * @example
 * const { baseString, signature } = signSync(
 *   {
 *     method: "POST",
 *     url: "http://example.com/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b",
 *     headers: { "content-type": "application/x-www-form-urlencoded" },
 *     body: "c2&a3=2+q",
 *   },
 *   {
 *     consumer: { key: "9djdj82h48djs9d2", secret: "j49sk3j29djd" },
 *     token: { key: "kkk9d7dh3k39sjv7", secret: "dh893hdasih9" },
 *   },
 *   { timestamp: 137131201, nonce: "7d8f3e4a", version: false },
 * );
 * baseString; // => "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7"
 * signature; // => "r6/TJjbCOr97/+UU0NsvSne7s5g="
 */
export function signSync(
  request: RequestParts,
  credentials: Credentials,
  options?: SignOptions,
): SignedRequest<RequestParts>;
export function signSync<K>(
  request: RequestParts,
  credentials: Credentials<K>,
  options: SignOptions<K> & { readonly method: SignatureMethod<K> },
): SignedRequest<RequestParts>;
export function signSync(
  request: RequestParts,
  credentials: Credentials,
  options: SignOptions = {},
): SignedRequest<RequestParts> {
  const settings = { ...options, method: options.method ?? hmacSha1 };
  const draft = prepare(request, credentials, settings);
  const signature = settings.method.sign(draft.baseString, credentials);
  if (signature instanceof Promise) {
    throw new TypeError(
      `signSync cannot sign with ${settings.method.name} here, because this platform signs asynchronously: await sign() instead.`,
    );
  }
  return finish(draft, signature, options);
}

type Settings<K> = SignOptions<K> & { readonly method: SignatureMethod<K> };

interface Draft {
  readonly request: RequestParts;
  readonly target: Target;
  readonly form: string | undefined;
  readonly protocol: Parameters;
  readonly normalizedParameters: NormalizedParameters;
  readonly baseString: BaseString;
}

function prepare<K>(
  request: RequestParts,
  credentials: Credentials<K>,
  settings: Settings<K>,
): Draft {
  const target = sentTarget(request.url);
  const form = formBody(request);
  const protocol = protocolParameters(credentials, settings);
  const normalizedParameters = normalize([
    ...parseForm(target.query),
    ...parseForm(form ?? ""),
    ...protocol,
  ]);
  return {
    request,
    target,
    form,
    protocol,
    normalizedParameters,
    baseString: baseString(request.method, baseStringUri(target), normalizedParameters),
  };
}

function protocolParameters<K>(
  { consumer, token }: Credentials<K>,
  { method, ...options }: Settings<K>,
): Parameters {
  const { usesNonce } = method;
  const nonce = options.nonce ?? (usesNonce ? platform.randomHex(16) : undefined);
  const timestamp = options.timestamp ?? (usesNonce ? Math.floor(Date.now() / 1000) : undefined);
  const tokenKey = token?.key ?? (options.emptyToken === true ? "" : undefined);
  const named: Parameter[] = [];
  const add = (name: string, value: string | number | undefined): void => {
    if (value !== undefined) named.push([encode(name), encode(String(value))]);
  };
  for (const [name, value] of options.parameters ?? []) add(name, value);
  add("oauth_consumer_key", consumer.key);
  add("oauth_nonce", nonce);
  add("oauth_signature_method", method.name);
  add("oauth_timestamp", timestamp);
  add("oauth_token", tokenKey);
  add("oauth_version", options.version === false ? undefined : "1.0");
  return named;
}

function finish(
  draft: Draft,
  signature: Signature,
  options: SignOptions,
): SignedRequest<RequestParts> {
  const parameters: Parameters = [
    ...draft.protocol,
    [encode("oauth_signature"), encode(signature)],
  ];
  const { normalizedParameters, baseString: base } = draft;
  const stages = { parameters, normalizedParameters, baseString: base, signature };
  const { transmission = "header" } = options;
  if (transmission !== "header") {
    return { request: TRANSMIT[transmission](draft, formatForm(parameters)), ...stages };
  }
  const authorization = formatAuthorization(parameters, options);
  const { request } = draft;
  const headers = withHeader(request.headers, "authorization", authorization);
  return { request: { ...request, url: sentUrl(draft.target), headers }, authorization, ...stages };
}

const TRANSMIT: Readonly<
  Record<Exclude<Transmission, "header">, (draft: Draft, parameters: string) => RequestParts>
> = {
  query({ request, target }, parameters) {
    const query = target.query === "" ? parameters : `${target.query}&${parameters}`;
    return { ...request, url: sentUrl({ ...target, query }) };
  },
  body({ request, target, form }, parameters) {
    const bodyless = /^(?:GET|HEAD)$/i.test(request.method);
    if (bodyless || (form === undefined && request.body !== undefined && request.body !== null)) {
      throw new TypeError(
        "The parameters can travel in the body only when it is a form: " +
          'send application/x-www-form-urlencoded, or choose the transmission "header" or "query".',
      );
    }
    const headers = withHeader(
      request.headers,
      "content-type",
      "application/x-www-form-urlencoded",
    );
    const body = form === undefined || form === "" ? parameters : `${form}&${parameters}`;
    return { ...request, url: sentUrl(target), headers, body };
  },
};

function sentUrl({ scheme, host, path, query }: Target): string {
  return `${scheme}://${host}${path}${query === "" ? "" : `?${query}`}`;
}
