import { encode } from "@oauth1/core";
import { createClock } from "./clock.js";
import type { ProviderDescription } from "./description.js";
import { checkDestination, placeOf, redirected, redirectTarget } from "./destination.js";
import { createDispatch, unanswered, type Way } from "./dispatch.js";
import { endingOf, type Ending } from "./ending.js";
import { CallError, hiding } from "./errors.js";
import type { AnyClientOptions } from "./options.js";
import type { Reach } from "./reach.js";
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

/** An answer, and what was read of it. */
export interface Received<B = string> {
  readonly response: Response;
  readonly body: B;
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
  const { originMap = {}, origins = [], variables = {}, now = Date.now } = options;
  const values = {
    given: new Map<string, unknown>(Object.entries(variables)),
    described: provider.variables ?? {},
  };
  const relocate = (url: string): string => relocated(new URL(url), originMap);
  const locate = (template: string): string => relocate(expandUrl(template, values));
  const places = [...originTemplates(provider).map(locate), ...origins.map(relocate)];
  const reached = new Set(places.map((url) => new URL(url).origin));
  const clock = createClock(now);
  const authorize = createSigner(provider, { options, values, clock });
  const { authentication = {}, key } = provider.api;
  const dispatch = createDispatch(options, authentication);
  const hideCommon = hiding(authentication);
  const keys = [key?.name, ...Object.keys(authentication.query ?? {})];
  const follow = async (request: Request, signing: Signing, way: Way): Promise<Response> => {
    const method = signing.method ?? options.signatureMethod ?? provider.signatureMethod;
    const { origins = reached } = signing;
    const { hide } = way;
    let next = request;
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      checkDestination(next.url, { origins, name: provider.name }, method);
      const signed =
        signing.unsigned === true ? next : await authorize(next, { ...signing, method });
      const response = await dispatch(signed, way);
      const target = redirectTarget(next.url, response, relocate);
      if (target === undefined || request.redirect === "manual") return response;
      next = await redirected(next, response, { target, keys, hide });
    }
    throw new CallError(
      "redirect_refused",
      hide(`${placeOf(request.url)} redirects more than ${MAX_REDIRECTS} times.`),
    );
  };
  const exchange = async (request: Request, signing: Signing, way: Way): Promise<Response> => {
    const before = clock.correction();
    const again = spare(request, signing);
    const response = await follow(request, signing, way);
    if (again === undefined || !(await clock.correct(response, before))) return response;
    let answer = response;
    try {
      answer = await follow(again(), signing, way);
      return answer;
    } finally {
      clock.settle(answer);
    }
  };
  const wayOf = ({ token }: Signing, ending: Omit<Ending, "release">): Way => ({
    ...ending,
    // A token that is revoked may stand in the path.
    hide: (text) =>
      hideCommon(token?.key ? text.replaceAll(`/${encode(token.key)}`, "/[secret]") : text),
  });
  return {
    locate,
    relocate,
    origins: reached,
    now: clock.now,
    send: async (request, signing = {}) =>
      exchange(request, signing, wayOf(signing, lasting(signing, options))),
    async receive(request, signing, read) {
      const { signal = options.signal, timeout = options.timeout } = signing;
      // One for everything that leaves for it: each redirect with a time of its own would make many times as much.
      const ending = endingOf([signal], timeout);
      const way = wayOf(signing, ending);
      try {
        const response = await exchange(request, signing, way);
        const body = await read(response).catch((cause: unknown) => {
          throw unanswered(cause, request, way);
        });
        return { response, body };
      } finally {
        ending.release();
      }
    },
  };
}

const MAX_REDIRECTS = 5;

// A path may have placeholders that are no variables, such as that of a token. Where an account's server is, its session knows.
function originTemplates({ flows = [], api }: ProviderDescription): string[] {
  const templates = [...flows.flatMap(({ urls }) => urls), api.baseUrl];
  return [...templates, ...Object.values(api.hosts ?? {})].flatMap(
    (template) => /^(?!\{account\.)(?:https?:\/\/)?[^/?#]*/.exec(template)?.[0] ?? [],
  );
}

function relocated(url: URL, originMap: Readonly<Record<string, string>>): string {
  const origin = Object.hasOwn(originMap, url.origin) ? originMap[url.origin] : undefined;
  // Joined as text: a path with two slashes in front would name another host.
  return origin === undefined
    ? url.href
    : new URL(origin).origin + `${url.pathname}${url.search}${url.hash}`;
}

// Nobody tells when the answer has been read, so nothing hangs on a signal of the app's but for the time that there is a limit.
function lasting(
  { signal }: Signing,
  { signal: all, timeout }: AnyClientOptions,
): Omit<Ending, "release"> {
  if (timeout !== undefined) return endingOf([signal, all], timeout);
  const given = signal && all ? AbortSignal.any([signal, all]) : (signal ?? all);
  return { signal: given, limit: undefined };
}

// A body that may be large is not held in memory for a second attempt that hardly ever comes.
function spare(request: Request, { again, unsigned }: Signing): (() => Request) | undefined {
  if (unsigned === true || again === null) return undefined;
  if (again !== undefined) return again;
  if (request.body === null) return () => request;
  if (!/json|xml|text|urlencoded/.test(request.headers.get("content-type") ?? "")) return undefined;
  const copy = request.clone();
  return () => copy;
}
