import {
  encode,
  secret,
  sign,
  type Credentials,
  type RequestParts,
  type SignOptions,
  type SignedRequest,
  type SignatureMethod,
  type TokenKey,
} from "@oauth1/core";
import type { Clock } from "./clock.js";
import type { ErrorShape, ProviderDescription, SigningRules } from "./description.js";
import type { AnyClientOptions } from "./options.js";
import { withQuery } from "./query.js";
import { expandText, type TemplateValues } from "./template.js";
import { trusted } from "./trusted.js";

/** What a request is signed with, and how it is sent. */
export interface Signing {
  /** How far it gets, in place of the client's. */
  readonly origins?: ReadonlySet<string>;
  /** The consumer signs alone where there is none. Signing again with the same object is faster. */
  readonly token?: TokenKey | undefined;
  /** Further protocol parameters. */
  readonly parameters?: SignOptions["parameters"];
  /** Another method than the provider's. */
  readonly method?: SignatureMethod<never> | undefined;
  /** Over the provider's. */
  readonly rules?: SigningRules | undefined;
  readonly unsigned?: boolean;
  /** Milliseconds by which the app's clock may be wrong, for this request alone. */
  readonly guess?: number | undefined;
  /** What it carries besides the token that nobody else may know. */
  readonly secrets?: readonly string[];
  /** How an answer tells that it refuses the request. */
  readonly errors?: ErrorShape | undefined;
  /** The text fields of a multipart body as a form, where they are signed too. */
  readonly form?: string | undefined;
  /** What ends it, besides the time that it may take; both by the client's options otherwise. */
  readonly signal?: AbortSignal | null | undefined;
  readonly timeout?: number | undefined;
  /** Makes the request once more, where its body cannot be kept; `null` for one that is sent once. */
  readonly again?: (() => Request) | null | undefined;
}

/** What signing needs to know of the client. */
export interface SigningContext {
  readonly options: AnyClientOptions;
  readonly values: TemplateValues;
  readonly clock: Clock;
}

/** A request with its signature, wherever that stands. */
export interface Signed {
  readonly request: Request;
  readonly signature: string;
}

/** Signs a request. */
export type Signer = (request: Request, signing: Signing) => Promise<Signed>;

/** Signs requests by a provider's rules (RFC 5849 section 3.4), each time with a new timestamp and nonce. */
export function createSigner(
  provider: ProviderDescription,
  { options, values, clock }: SigningContext,
): Signer {
  const credentialsOf = createKeyring(options.consumer);
  return async (given, signing) => {
    const {
      transmission = "header",
      realm,
      nonceLength,
      increasingTimestamps,
      ...rules
    } = {
      ...provider.signing,
      ...signing.rules,
    };
    const request = transmission === "json" ? withoutEarlier(given) : given;
    const method = signing.method ?? provider.signatureMethod;
    const nonce = options.nonce?.() ?? (nonceLength && randomNonce(nonceLength));
    const { origin, pathname } = new URL(request.url);
    const settings = {
      ...rules,
      method,
      transmission: transmission === "json" ? "header" : transmission,
      parameters: signing.parameters ?? [],
      timestamp: clock.seconds(increasingTimestamps === true, signing.guess),
      ...(nonce && { nonce }),
      ...(realm !== undefined && {
        realm: expandText(realm.replace("{requestUrl}", origin + pathname), values),
      }),
    } as const;
    const credentials = credentialsOf(signing.token);
    const { form } = signing;
    const signed =
      form === undefined
        ? await sign(request, credentials, settings)
        : await sign(formRequest(request, form), credentials, settings);
    const sent = transmission === "json" ? sentAsJson : sentAsSigned;
    return { request: sent(request, signed, settings), signature: signed.signature };
  };
}

// Signing may have taken the body over into a request of its own, or have signed another in place of this one.
type EitherSigned = SignedRequest<Request> | SignedRequest<RequestParts>;

function sentAsSigned(request: Request, { request: signed, authorization }: EitherSigned): Request {
  return signed instanceof Request ? signed : authorized(request, signed.url, authorization);
}

function sentAsJson(
  request: Request,
  { request: signed, parameters }: EitherSigned,
  { realm }: Pick<SigningRules, "realm">,
): Request {
  const realms = realm === undefined ? [] : [["realm", encode(realm)] as const];
  const text = JSON.stringify(Object.fromEntries([...realms, ...parameters]));
  const taken = signed instanceof Request ? signed : request;
  const sent = new Request(withQuery(request.url, [["Authorization", text]]), taken);
  sent.headers.delete("authorization");
  return sent;
}

// A redirect may repeat the query with what was signed before.
function withoutEarlier(request: Request): Request {
  const url = new URL(request.url);
  const pairs = url.search.slice(1).split("&");
  const others = pairs.filter((pair) => !pair.startsWith("Authorization="));
  if (others.length === pairs.length) return request;
  url.search = others.join("&");
  return new Request(url, request);
}

// What a signature method makes of a key is kept with the credentials, so these are made once for each token.
function createKeyring(
  consumer: AnyClientOptions["consumer"],
): (token: TokenKey | undefined) => Credentials<never> {
  const { secret: text } = consumer;
  const hidden = { ...consumer, secret: text === undefined ? text : secret(text) };
  // That the consumer's key fits the method is in the type of `createClient`.
  const alone = trusted<Credentials<never>>({ consumer: hidden });
  const known = new WeakMap<TokenKey, Credentials<never>>();
  return (token) => {
    if (token === undefined) return alone;
    const kept = known.get(token) ?? trusted<Credentials<never>>({ consumer: hidden, token });
    known.set(token, kept);
    return kept;
  };
}

// Five random bits for each letter or digit.
function randomNonce(length: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return Array.from(bytes, (byte) => (byte & 31).toString(32)).join("");
}

// Stands in for a multipart request whose text fields are signed as if they were a form.
function formRequest({ method, url }: Request, body: string): Parameters<typeof sign>[0] {
  return { method, url, headers: { "content-type": "application/x-www-form-urlencoded" }, body };
}

function authorized(request: Request, url: string, authorization: string | undefined): Request {
  const copy = new Request(url === request.url ? request : new Request(url, request));
  if (authorization !== undefined) copy.headers.set("authorization", authorization);
  return copy;
}
