import { expose } from "@oauth1/core";
import { briefText, TEXT } from "./brief.js";
import { createClock } from "./clock.js";
import type { ProviderDescription } from "./description.js";
import { checkDestination, isLoopback, redirected, redirectTarget } from "./destination.js";
import { createDispatch, demandTime, discard, unanswered, type Way } from "./dispatch.js";
import { endingOf, timeLimit, type Ending } from "./ending.js";
import { CallError } from "./errors.js";
import type { AnyClientOptions } from "./options.js";
import { withoutQuery } from "./query.js";
import type { Reach } from "./reach.js";
import { hiding, hideValues, literal, type Hide } from "./redaction.js";
import { createSigner, type Signing } from "./signing.js";
import { expandUrl } from "./template.js";

/** Sends signed requests, to the provider's origins and nowhere else. */
export interface Transport extends Reach {
  /** Leaves the answer's body to whoever wants it. */
  readonly send: (request: Request, signing?: Signing) => Promise<Response>;
  /** Reads it too, in the same time and with the same end. */
  readonly receive: <B>(
    request: Request,
    signing: Signing,
    read: (response: Response) => Promise<B>,
  ) => Promise<Received<B>>;
  /** Milliseconds since 1970, by the provider's clock where that has put ours right. */
  readonly now: () => number;
}

/** An answer, with its body as far as it was read. */
export interface Received<B = string> {
  readonly response: Response;
  readonly body: B;
  /** Blanks out the credentials of the request besides those with a name of OAuth's. */
  readonly hide?: Hide | undefined;
}

/**
 * The one way out of the client: checks where a request goes, signs it and sends it. A redirect is signed again when a
 * request without a body stays on its origin, and refused with a `CallError` otherwise. Where a timestamp is refused, the
 * clock is put right and the request sent once more. Rejects with a `CallError` when no answer comes.
 *
 * @example
 * import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
 * const description = { id: "photos", name: "Photos", signatureMethod: hmacSha1, api: { baseUrl: "https://{site}.example.net" } };
 * const transport = createTransport(description, {
 *   consumer: { key: "k", secret: "s" },
 *   variables: { site: "photos" },
 *   fetch: async (request) => new Response(request.headers.get("authorization")),
 * });
 * transport.locate("https://{site}.example.net/v1"); // => "https://photos.example.net/v1"
 * const answer = await transport.send(new Request("https://photos.example.net/"));
 * (await answer.text()).startsWith('OAuth oauth_consumer_key="k"'); // => true
 */
export function createTransport(
  provider: ProviderDescription,
  options: AnyClientOptions,
): Transport {
  const { consumer, originMap = {}, origins = [], variables = {}, now = Date.now } = options;
  demandOrigins("originMap", Object.entries(originMap).flat());
  demandOrigins("origins", origins);
  const values = {
    given: new Map<string, unknown>(Object.entries(variables)),
    described: provider.variables ?? {},
  };
  const relocate = (url: string): string => relocated(new URL(url), originMap);
  const locate = (template: string): string => relocate(expandUrl(template, values));
  const own = originTemplates(provider).map((template) => expandUrl(template, values));
  const places = [...own.filter((url) => isMapped(new URL(url), originMap)), ...origins];
  const reached = new Set(places.map((url) => new URL(relocate(url)).origin));
  const clock = createClock(now);
  const authorize = createSigner(provider, { options, values, clock });
  const { authentication = {}, key } = provider.api;
  const dispatch = createDispatch(options, authentication);
  const named = Object.keys(authentication.query ?? {});
  const keys = [key?.name, ...named];
  // In a query: a word of an answer may be the same.
  const hideNamed = hiding(named.map((name) => `${literal(name)}(?==)`));
  const follow = async (request: Request, signing: Signing, way: SignedWay): Promise<Response> => {
    const method = signing.method ?? options.signatureMethod ?? provider.signatureMethod;
    const { origins = reached } = signing;
    let next = request;
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      checkDestination(next.url, { origins, name: provider.name }, method);
      const signed =
        signing.unsigned === true
          ? { request: next, signature: "" }
          : await authorize(next, { ...signing, method });
      way.signatures.push(signed.signature);
      const response = await dispatch(signed.request, way);
      const target = redirectTarget(next.url, response, relocate);
      if (target === undefined || request.redirect === "manual") return response;
      next = await redirected(next, response, { target, keys, way });
    }
    throw new CallError(
      "redirect_refused",
      `${withoutQuery(request.url)} redirects more than ${MAX_REDIRECTS} times.`,
      way,
    );
  };
  const exchange = async <B>(
    request: Request,
    { signing, way, read }: Exchange<B>,
  ): Promise<Received<B>> => {
    const before = clock.correction();
    const again = spare(request, signing);
    const attempt = async (one: Request, guess?: number): Promise<Received<B>> => {
      const response = await follow(one, { ...signing, guess }, way);
      const body = await read(response).catch((cause: unknown) => {
        throw unanswered(cause, request, { ...way, response });
      });
      return { response, body, hide: way.hide };
    };
    const first = await attempt(request);
    if (again === undefined) return first;
    const { response, body } = first;
    const isRead = typeof body === "string";
    const text = (): string | Promise<string> => (isRead ? body : briefText(response));
    const refuses = isRead ? signing.refuses : undefined;
    const correction = await clock.correct({ response, text, refuses }, before);
    demandTime(request, way);
    if (correction === undefined) return first;
    await discard(response);
    const second = await attempt(again(), correction);
    if (second.response.ok) clock.keep(correction);
    return second;
  };
  const wayOf = ({ token, secrets = [] }: Signing, ending: Omit<Ending, "release">): SignedWay => {
    const signatures: string[] = [];
    const hide = (text: string): string => {
      const kept = [consumer.secret, token?.secret].map((one) => expose(one ?? ""));
      return hideNamed(hideValues(text, [...kept, token?.key ?? "", ...secrets, ...signatures]));
    };
    return { ...ending, signatures, hide };
  };
  return {
    locate,
    relocate,
    origins: reached,
    now: clock.now,
    async send(request, signing = {}) {
      const way = wayOf(signing, lasting(signing, options));
      const { response } = await exchange(request, { signing, way, read: async () => undefined });
      return response;
    },
    async receive(request, signing, read) {
      const { signal, timeout = options.timeout } = signing;
      // One for everything that leaves for it: each redirect with a time of its own would make many times as much.
      const ending = endingOf([signal, options.signal], timeLimit(timeout));
      try {
        return await exchange(request, { signing, way: wayOf(signing, ending), read });
      } finally {
        ending.release();
      }
    },
  };
}

interface SignedWay extends Way {
  /** Those that were sent. */
  readonly signatures: string[];
}

interface Exchange<B> {
  readonly signing: Signing;
  readonly way: SignedWay;
  readonly read: (response: Response) => Promise<B>;
}

const MAX_REDIRECTS = 5;

// A path may have placeholders that are no variables, such as that of a token. Where an account's server is, its session knows.
function originTemplates({ flows = [], api }: ProviderDescription): string[] {
  const templates = [...flows.flatMap(({ urls }) => urls), api.baseUrl];
  return [...templates, ...Object.values(api.hosts ?? {})].flatMap(
    (template) => /^(?!\{account\.)(?:https?:\/\/)?[^/?#]*/.exec(template)?.[0] ?? [],
  );
}

// What is not letter by letter an origin would be none of the provider's, and the requests go where they went before.
function demandOrigins(option: string, given: readonly string[]): void {
  for (const text of given) {
    const origin = URL.canParse(text) ? new URL(text).origin : "null";
    if (origin === text) continue;
    const meant = origin === "null" ? "https://photos.example.net" : origin;
    throw new TypeError(
      `The option \`${option}\` has ${JSON.stringify(text)}, which is no origin: write it like ${JSON.stringify(meant)}.`,
    );
  }
}

type OriginMap = Readonly<Record<string, string>>;

// An app that sends the provider's requests elsewhere, such as to an emulator, wants none to go to the real one.
function isMapped(url: URL, originMap: OriginMap): boolean {
  const isNone = Object.keys(originMap).length === 0;
  return isNone || Object.hasOwn(originMap, url.origin) || isLoopback(url);
}

function relocated(url: URL, originMap: OriginMap): string {
  const origin = Object.hasOwn(originMap, url.origin) ? originMap[url.origin] : undefined;
  // Joined as text: a path with two slashes in front would name another host.
  return origin === undefined ? url.href : origin + `${url.pathname}${url.search}${url.hash}`;
}

// Nobody tells when the answer has been read, so nothing hangs on a signal of the app's but for the time that there is a limit.
function lasting(
  { signal }: Signing,
  { signal: all, timeout }: AnyClientOptions,
): Omit<Ending, "release"> {
  const limit = timeLimit(timeout);
  if (limit !== undefined) return endingOf([signal, all], limit);
  const both = signal && all && [signal, all];
  // With them on it, because on Node.js 20 it does not keep them from the garbage collector.
  const joined = both && Object.assign(AbortSignal.any(both), { both });
  return { signal: joined ?? signal ?? all, limit };
}

// A body that may be large is not held in memory for a second attempt that hardly ever comes.
function spare(request: Request, { again, unsigned }: Signing): (() => Request) | undefined {
  if (unsigned === true || again === null) return undefined;
  if (again !== undefined) return again;
  if (request.body === null) return () => request;
  if (!TEXT.test(request.headers.get("content-type") ?? "")) return undefined;
  const copy = request.clone();
  return () => copy;
}
