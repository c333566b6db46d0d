import { sign, type Credentials, type Secret, type SignOptions, type TokenKey } from "@oauth1/core";
import type { ProviderDescription } from "./description.js";
import { CallError } from "./errors.js";
import type { ClientOptions } from "./options.js";

/** Sends signed requests, to the provider's origins and nowhere else. */
export interface Transport {
  /** Where the provider's URL is really reached. */
  readonly locate: (url: string) => string;
  /** The consumer's credentials with a token. Keep what this returns: signing with the same object again is faster. */
  readonly withToken: (token: TokenKey) => Credentials;
  readonly send: (request: Request, signing?: Signing) => Promise<Response>;
}

/** What a request is signed with. */
export interface Signing {
  /** The consumer's alone by default. */
  readonly credentials?: Credentials;
  /** Further protocol parameters. */
  readonly parameters?: SignOptions["parameters"];
}

/**
 * The one way out of the client: checks where a request goes, signs it and sends it. A redirect is signed again
 * when a request without a body stays on its origin, and refused with a `CallError` otherwise.
 *
 * @example
 * import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
 * const url = "https://photos.example.net/";
 * const description = { id: "photos", name: "Photos", signatureMethod: hmacSha1, temporaryCredentials: { method: "POST", url }, authorization: { url }, tokenCredentials: { method: "POST", url }, api: { baseUrl: url } };
 * const transport = createTransport(description, { consumer: { key: "k", secret: "s" }, fetch: async (request) => new Response(request.headers.get("authorization")) });
 * const answer = await transport.send(new Request(url));
 * (await answer.text()).startsWith('OAuth oauth_consumer_key="k"'); // => true
 */
export function createTransport(
  provider: ProviderDescription,
  options: ClientOptions & {
    readonly consumer: { readonly key: string; readonly secret: Secret | string };
  },
): Transport {
  const { originMap = {}, now = Date.now, nonce } = options;
  const fetch = options.fetch ?? globalThis.fetch;
  const own = [
    provider.temporaryCredentials.url,
    provider.authorization.url,
    provider.tokenCredentials.url,
    provider.api.baseUrl,
  ];
  const locate = (url: string): string => relocate(new URL(url), originMap).href;
  const allowed = new Set(
    [...own, ...(options.origins ?? [])].map((url) => new URL(locate(url)).origin),
  );
  const { consumer } = options;
  const alone = { consumer };
  const authorize = async (request: Request, signing: Signing): Promise<Request> => {
    const { credentials = alone, parameters = [] } = signing;
    const signed = await sign(request, credentials, {
      method: provider.signatureMethod,
      transmission: provider.transmission ?? "header",
      timestamp: Math.floor(now() / 1000),
      parameters,
      ...(nonce === undefined ? {} : { nonce: nonce() }),
    });
    return signed.request;
  };
  return {
    locate,
    withToken: (token) => ({ consumer, token }),
    async send(request, signing = {}) {
      let next = request;
      for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
        checkDestination(new URL(next.url), provider, allowed);
        const response = await fetch(
          new Request(await authorize(next, signing), { redirect: "manual" }),
        );
        const location = redirectTarget(next, response);
        if (location === undefined || request.redirect === "manual") return response;
        next = await redirected(next, response, location);
      }
      throw new TypeError(`${request.url} redirects more than ${MAX_REDIRECTS} times.`);
    },
  };
}

const MAX_REDIRECTS = 5;

function relocate(url: URL, originMap: Readonly<Record<string, string>>): URL {
  const origin = Object.hasOwn(originMap, url.origin) ? originMap[url.origin] : undefined;
  return origin === undefined ? url : new URL(`${url.pathname}${url.search}${url.hash}`, origin);
}

function checkDestination(
  url: URL,
  { name, signatureMethod }: ProviderDescription,
  allowed: ReadonlySet<string>,
): void {
  if (!allowed.has(url.origin)) {
    throw new TypeError(
      `${url.origin} does not belong to ${name}, so no signed request is sent there: ` +
        "if it should be, add it to the client's option `origins`.",
    );
  }
  if (signatureMethod.requiresTls === true && url.protocol !== "https:" && !isLoopback(url)) {
    throw new TypeError(
      `${signatureMethod.name} hands both secrets to whoever reads the request, so it is not sent to ${url.origin}: use https.`,
    );
  }
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

function redirectTarget(request: Request, response: Response): URL | "unreadable" | undefined {
  // Browsers hide where a redirect leads from whoever wants to follow it by hand.
  if (response.type === "opaqueredirect") return "unreadable";
  const location = response.headers.get("location");
  if (location === null || response.status < 300 || response.status > 399) return undefined;
  return URL.canParse(location, request.url) ? new URL(location, request.url) : "unreadable";
}

async function redirected(
  request: Request,
  response: Response,
  location: URL | "unreadable",
): Promise<Request> {
  const repeatable = request.method === "GET" || request.method === "HEAD";
  if (request.redirect === "follow" && repeatable && location !== "unreadable") {
    if (location.origin === new URL(request.url).origin) return new Request(location, request);
  }
  const where =
    location === "unreadable" ? "an unreadable place" : location.origin + location.pathname;
  const { status, headers } = response;
  throw new CallError(
    "redirect_refused",
    `${request.method} ${request.url} redirects to ${where}; a signed request is sent again only without a body and on the same origin.`,
    { status, headers, body: await response.text() },
  );
}
