import { randomNonce } from "#crypto";
import { formatAuthorization, type AuthorizationFormat } from "./authorization.js";
import { baseStringUri, encodedUri, sortedBaseString, type BaseString } from "./base-string.js";
import { bodyHash, type BodyHashRule } from "./body-hash.js";
import type { HashName } from "./crypto/platform.js";
import { hmacSha1 } from "./methods/hmac-sha1.js";
import {
  formatForm,
  joined,
  parseForm,
  sort,
  type NormalizedParameters,
  type Parameter,
  type Parameters,
  type SortedParameters,
} from "./parameters.js";
import { encode, protocolName, SIGNATURE } from "./percent.js";
import {
  bodyContent,
  FORM_TYPE,
  formBody,
  isRequest,
  requestParts,
  sentTarget,
  withHeader,
  type RequestParts,
  type Target,
} from "./request.js";
import {
  demanded,
  type Credentials,
  type SharedKey,
  type Signature,
  type SignatureMethod,
} from "./signature-method.js";

/** Where the protocol parameters travel (RFC 5849 section 3.5). */
export type Transmission = "header" | "query" | "body";

/** How to sign, where the defaults do not fit. */
export interface SignOptions<K = SharedKey> extends AuthorizationFormat {
  /** HMAC-SHA1 by default. */
  readonly method?: SignatureMethod<K>;
  /**
   * The Authorization header by default. With another place, an `Authorization: OAuth` header that the request has already is
   * sent too: leave it out, for protocol parameters belong in one place alone (RFC 5849 section 3.5).
   */
  readonly transmission?: Transmission;
  /** 120 random bits in hex by default. */
  readonly nonce?: string;
  /** Seconds since 1970; the clock's by default. A number is rounded down, and text is sent as it is. */
  readonly timestamp?: number | string;
  /** Whether to send `oauth_version`; true by default. */
  readonly version?: boolean;
  /** Whether to send an empty `oauth_token` where there is no token; false by default. */
  readonly emptyToken?: boolean;
  /** Whether a key without a token secret ends with its `&`, as RFC 5849 wants it; true by default. */
  readonly keyAmpersand?: boolean;
  /** Whether to send a hash of the body (OAuth Request Body Hash 1.0); `never` by default. */
  readonly bodyHash?: BodyHashRule;
  /** The body hash's function; that of the signature method by default, or SHA-1. */
  readonly bodyHashAlgorithm?: HashName;
  /**
   * Further protocol parameters, such as `oauth_callback` and `oauth_verifier`, not yet encoded. What `sign` writes itself, such as
   * `oauth_nonce`, has an option of its own: here it would be sent twice, which is refused (RFC 5849 section 3.1).
   */
  readonly parameters?: readonly (readonly [name: string, value: string])[];
}

/**
 * A signed request, and every stage that led to its signature. `request` and `normalizedParameters` are made when they
 * are read, so a copy by spread lacks them.
 */
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
 * Signs a request (RFC 5849 section 3.4): parts in, parts out; `Request` in, `Request` out. An earlier signature in the
 * same place is replaced. The body of a `Request` goes over to the signed one, unless it had to be read, as a form has: sign
 * a clone to keep it. Rejects with a TypeError for a URL that is not absolute and for a form that cannot be read without
 * consuming it.
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
  const { method = hmacSha1, bodyHash: rule = "never", transmission = "header" } = options;
  const given = isRequest(request);
  const isAnyRead = rule !== "never" || transmission !== "header";
  const parts = given ? await requestParts(request, isAnyRead ? "any" : "form") : request;
  const hash = rule === "never" ? undefined : await bodyHash(parts, options);
  const draft = draftOf(parts, protocolParameters(credentials, options, hash), options);
  const signature = await method.sign(draft.baseString, keyed(credentials, options));
  const signed = new Signed(draft, signature, options);
  return given ? signedRequest(request, signed, transmission) : signed;
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
  const { method = hmacSha1 } = options;
  if (isRequest(request)) {
    throw new TypeError("signSync takes the parts of a request: await sign() for a Request.");
  }
  const hash = bodyHash(request, options);
  if (hash instanceof Promise) throw asynchronous("the body hash");
  const draft = draftOf(request, protocolParameters(credentials, options, hash), options);
  const signature = method.sign(draft.baseString, keyed(credentials, options));
  if (signature instanceof Promise) throw asynchronous(method.name);
  return new Signed(draft, signature, options);
}

/** A request with everything in it that takes part in the signature. */
interface Draft {
  readonly request: RequestParts;
  readonly target: Target;
  readonly form: string | undefined;
  readonly transmission: Transmission;
  readonly protocol: Parameters;
  readonly sorted: SortedParameters;
  readonly baseString: BaseString;
}

type Options = Omit<SignOptions, "method">;

function draftOf(
  request: RequestParts,
  protocol: Parameters,
  { transmission = "header" }: Options,
): Draft {
  const sent = sentTarget(request.url);
  const given = formBody(request);
  if (transmission === "body") demandForm(request, given);
  const target = transmission === "query" ? { ...sent, query: unsigned(sent.query) } : sent;
  const form = transmission === "body" && given ? unsigned(given) : given;
  const sorted = sort(signable([parseForm(target.query), parseForm(form ?? ""), protocol]));
  const method = demanded(request.method, "request's method");
  const base = sortedBaseString(method, encodedUri(target), sorted);
  return { request, target, form, transmission, protocol, sorted, baseString: base };
}

// To spread and to filter takes longer.
function signable(sources: readonly Parameters[]): Parameters {
  const parameters: Parameter[] = [];
  for (const source of sources) {
    for (const parameter of source) {
      if (parameter[0] !== SIGNATURE) parameters.push(parameter);
    }
  }
  return parameters;
}

// An earlier signature, as of a URL that a redirect repeats, gives way to the new one, as that of a header does.
function unsigned(text: string): string {
  if (!text.includes("oauth_signature=")) return text;
  return text.replace(/(?:^|&)oauth_[^&]*/g, "").replace(/^&/, "");
}

function demandForm({ method, body }: RequestParts, form: string | undefined): void {
  // What was read of a Request without a body is no bytes, in a browser that does not tell beforehand.
  const isForm = form !== undefined || !bodyContent(body)?.length;
  if (isForm && !/^(?:GET|HEAD)$/i.test(method)) return;
  throw new TypeError(
    'The body takes the parameters only when it is a form: choose the transmission "header" or "query".',
  );
}

// Most callers want the header alone, so the rest is made when somebody asks for it.
class Signed implements SignedRequest<RequestParts> {
  readonly parameters: Parameters;
  readonly baseString: BaseString;
  readonly signature: Signature;
  readonly authorization?: string;
  readonly #draft: Draft;
  #request: RequestParts | undefined;

  constructor(draft: Draft, signature: Signature, options: Options) {
    this.parameters = [...draft.protocol, [SIGNATURE, encode(signature)]];
    this.baseString = draft.baseString;
    this.signature = signature;
    this.#draft = draft;
    if (draft.transmission === "header") {
      this.authorization = formatAuthorization(this.parameters, options);
    }
  }

  get normalizedParameters(): NormalizedParameters {
    return joined(this.#draft.sorted);
  }

  get request(): RequestParts {
    this.#request ??= transmit(this.#draft, this);
    return this.#request;
  }
}

function transmit(
  { request, target, form = "", transmission }: Draft,
  { parameters, authorization = "" }: Omit<Signed, "request">,
): RequestParts {
  const { query } = target;
  const uri = baseStringUri(target);
  const url = query === "" ? uri : `${uri}?${query}`;
  switch (transmission) {
    case "header": {
      const headers = withHeader(request.headers, "authorization", authorization);
      return { ...request, url, headers };
    }
    case "query":
      return { ...request, url: `${uri}?${appended(query, formatForm(parameters))}` };
    case "body": {
      const headers = withHeader(request.headers, "content-type", FORM_TYPE);
      return { ...request, url, headers, body: appended(form, formatForm(parameters)) };
    }
  }
}

// By name, and so in the order in which most of them are needed.
function protocolParameters<K>(
  { consumer, token }: Credentials<K>,
  options: SignOptions<K>,
  hash: string | undefined,
): Parameters {
  const { name } = options.method ?? hmacSha1;
  const { emptyToken = false, version = true } = options;
  const parameters: Parameter[] = [];
  const add = (own: `oauth_${Lowercase<string>}`, value: string | number | undefined): void => {
    if (value !== undefined) parameters.push([protocolName(own), encode(String(value))]);
  };
  for (const [further, value] of options.parameters ?? []) {
    parameters.push([encode(further), encode(value)]);
  }
  add("oauth_body_hash", hash);
  add("oauth_consumer_key", demanded(consumer.key, "consumer's key"));
  // PLAINTEXT may go without nonce and timestamp (RFC 5849 section 3.1), but many servers demand them of every method.
  add("oauth_nonce", options.nonce ?? randomNonce());
  add("oauth_signature_method", name);
  add("oauth_timestamp", whole(options.timestamp ?? Date.now() / 1000));
  add("oauth_token", token ? demanded(token.key, "token's key") : emptyToken ? "" : undefined);
  add("oauth_version", version ? "1.0" : undefined);
  return parameters;
}

// A body that is sent as it was given stays in the Request that owns it, stream or not. Under another URL it would become a
// stream, which not every server and browser takes, so it was read.
function signedRequest(
  given: Request,
  signed: Signed,
  transmission: Transmission,
): SignedRequest<Request> {
  const { url, ...parts } = signed.request;
  // Whatever else is changed about a Request, its referrer is forgotten.
  const { referrer, referrerPolicy } = given;
  // Of another realm or of a library, the platform takes it for text, but its members for those of a request to a URL.
  const isOther = transmission === "query" || !(given instanceof Request);
  const source = isOther ? new Request(url, given) : given;
  const request = new Request(source, { referrer, referrerPolicy, ...parts });
  return { ...signed, normalizedParameters: signed.normalizedParameters, request };
}

function keyed<K>(credentials: Credentials<K>, { keyAmpersand }: SignOptions): Credentials<K> {
  return keyAmpersand === undefined ? credentials : { ...credentials, keyAmpersand };
}

function appended(text: string, more: string): string {
  return text === "" ? more : `${text}&${more}`;
}

function whole<T>(seconds: T): T | number {
  return typeof seconds === "number" ? Math.floor(seconds) : seconds;
}

function asynchronous(what: string): TypeError {
  return new TypeError(
    `signSync cannot compute ${what} here, because this platform works asynchronously: await sign() instead.`,
  );
}
