import { expose } from "@oauth1/core";
import { briefText, TEXT } from "./brief.js";
import { createClock, type Clock } from "./clock.js";
import type { ProviderDescription } from "./description.js";
import { demandTime, discard, unanswered } from "./dispatch.js";
import { endingOf, timeLimit, type Ending } from "./ending.js";
import { createFollow, type Follow, type SignedWay } from "./follow.js";
import type { AnyClientOptions } from "./options.js";
import { createReach } from "./origins.js";
import type { Reach } from "./reach.js";
import { hiding, hideValues, literal, type Hide } from "./redaction.js";
import { createSigner, type Signing } from "./signing.js";

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
  const { variables = {}, now = Date.now } = options;
  const values = {
    given: new Map<string, unknown>(Object.entries(variables)),
    described: provider.variables ?? {},
  };
  const reach = createReach(provider, options, values);
  const clock = createClock(now);
  const authorize = createSigner(provider, { options, values, clock });
  const follow = createFollow(provider, { options, reach, authorize });
  const wayOf = createWays(provider, options);
  return {
    ...reach,
    now: clock.now,
    async send(request, signing = {}) {
      const way = wayOf(signing, lasting(signing, options));
      const read = async (): Promise<undefined> => undefined;
      const { response } = await exchange(request, { signing, way, read, follow, clock });
      return response;
    },
    async receive(request, signing, read) {
      const { signal, timeout = options.timeout } = signing;
      // One for everything that leaves for it: each redirect with a time of its own would make many times as much.
      const ending = endingOf([signal, options.signal], timeLimit(timeout));
      const way = wayOf(signing, ending);
      try {
        return await exchange(request, { signing, way, read, follow, clock });
      } finally {
        ending.release();
      }
    },
  };
}

interface Exchange<B> {
  readonly signing: Signing;
  readonly way: SignedWay;
  readonly read: (response: Response) => Promise<B>;
  readonly follow: Follow;
  readonly clock: Clock;
}

// Sends a request, and once more where its timestamp was refused.
async function exchange<B>(
  request: Request,
  { signing, way, read, follow, clock }: Exchange<B>,
): Promise<Received<B>> {
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
  const { response, body } = first;
  const isRead = typeof body === "string";
  // A file, and what the app reads itself, is no refusal where it comes with success.
  const text = (): string | Promise<string> =>
    isRead ? body : response.ok ? "" : briefText(response);
  const correction = await clock.correct({ response, text, errors: signing.errors }, before);
  demandTime(request, way);
  // What is sent once has put the clock right for others.
  if (correction === undefined || again === undefined) return first;
  await discard(response);
  const second = await attempt(again(), correction);
  if (second.response.ok) clock.keep(correction);
  return second;
}

type EndingOnly = Omit<Ending, "release">;

// How each request goes, and what nobody may read of it.
function createWays(
  { api }: ProviderDescription,
  { consumer }: AnyClientOptions,
): (signing: Signing, ending: EndingOnly) => SignedWay {
  const named = Object.keys(api.authentication?.query ?? {});
  // In a query: a word of an answer may be the same.
  const hideNamed = hiding(named.map((name) => `${literal(name)}(?==)`));
  return ({ token, secrets = [] }, ending) => {
    const signatures: string[] = [];
    const hide = (text: string): string => {
      const kept = [consumer.secret, token?.secret].map((one) => expose(one ?? ""));
      return hideNamed(hideValues(text, [...kept, token?.key ?? "", ...secrets, ...signatures]));
    };
    return { ...ending, signatures, hide };
  };
}

// Nobody tells when the answer has been read, so nothing hangs on a signal of the app's but for the time that there is a limit.
function lasting({ signal }: Signing, { signal: all, timeout }: AnyClientOptions): EndingOnly {
  const limit = timeLimit(timeout);
  if (limit !== undefined) return endingOf([signal, all], limit);
  // For the client's alone too: the platform hangs a listener on it for each request, and only garbage collection takes it off.
  const both = all && [signal ?? all, all];
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
