/**
 * A login as one function from `Request` to `Response`, for whatever server the app runs on. What waits for the user to come back
 * waits in a sealed cookie, so there is nothing to store and nothing to share between servers.
 */
import type { Account } from "./description.js";
import { LoginError, OAuth1Error, type CallError } from "./errors.js";
import { callbackText } from "./login/callback.js";
import type { CallbackCompletion } from "./login/complete.js";
import type { Begun } from "./login/temporary.js";
import { pendingLogins, type FoundLogin, type PendingLogins } from "./pending-logins.js";
import type { SealingKey } from "./sealing-box.js";

export type { SealingKey } from "./sealing-box.js";

/** What the handler asks of a client: a login that ends at a callback. */
export interface CallbackClient<A extends Account = Account> {
  readonly provider: string;
  /** Yours may look at the request, and ask the provider for more: `{ ...photos, begin: (options, request) => photos.begin({ ... }) }`. */
  readonly begin: (options: { readonly callback: URL }, request: Request) => Promise<Begun>;
  readonly complete: (completion: CallbackCompletion) => Promise<A>;
}

/** How a login is handled. */
export interface LoginHandlerOptions<A extends Account = Account> {
  readonly client: CallbackClient<A>;
  /**
   * Absolute, as the provider and the user's browser know it, whatever a proxy or a framework takes off its path. A request to its
   * path completes a login, and so does one that carries what providers send users back with; any other begins one.
   */
  readonly callbackUrl: string | URL;
  /**
   * Seals the cookie: random text of at least 32 characters, or as many bytes, the same on all servers. Of a list the first one
   * seals and each one opens, so that an old one ends no login while a new one takes its place.
   */
  readonly key: SealingKey | readonly SealingKey[];
  /**
   * Answers the user who has logged in. `returnTo` is a path of this site, from the login's parameter of that name; `/` without
   * one, and for one of over 512 characters.
   */
  readonly onLogin: (
    account: A,
    request: Request,
    returnTo: string,
  ) => Response | Promise<Response>;
  /**
   * Told of a login that came to nothing, such as for a log: nobody else is. It may answer; otherwise the user gets a plain page,
   * with 400 or, where the provider is at fault, 502.
   */
  readonly onError?: (
    error: CallError | LoginError,
    request: Request,
  ) => Response | undefined | void | Promise<Response | undefined | void>;
  /** How many seconds a user has to come back; 600 by default. */
  readonly lifetime?: number;
  /** Milliseconds since 1970; `Date.now` by default. */
  readonly now?: () => number;
}

/**
 * Mount it at two paths: one of your choice, which sends the user to the provider, and the callback's. Five logins of one
 * browser can be under way at a time, each in a cookie of its own. What is no refusal, such as a mistake of the app, rejects.
 * Throws a TypeError for a callback that is no absolute URL and a key that is too short.
 *
 * @example
 * const temporary = { version: 1, provider: "photos", token: { key: "hh5s93j4", secret: "hdhd0244" } } as const;
 * const handler = loginHandler({
 *   client: {
 *     provider: "photos",
 *     begin: async () => ({ authorizationUrl: "https://photos.example.net/authorize?oauth_token=hh5s93j4", temporary }),
 *     complete: async () => ({ version: 1, token: { key: "nnch734d", secret: "pfkkdhi9" } }),
 *   },
 *   callbackUrl: "https://app.example/callback",
 *   key: "a secret of at least 32 characters",
 *   onLogin: (account, request, returnTo) => new Response(`${account.token.key} goes to ${returnTo}`),
 * });
 * const begun = await handler(new Request("https://app.example/login?returnTo=/albums"));
 * begun.headers.get("location"); // => "https://photos.example.net/authorize?oauth_token=hh5s93j4"
 * const [cookie = ""] = begun.headers.get("set-cookie").split(";");
 * const back = new Request("https://app.example/callback?oauth_token=hh5s93j4&oauth_verifier=v", { headers: { cookie } });
 * const ended = await handler(back);
 * await ended.text(); // => "nnch734d goes to /albums"
 */
export function loginHandler<A extends Account>(
  options: LoginHandlerOptions<A>,
): (request: Request) => Promise<Response> {
  const callback = new URL(callbackText(options.callbackUrl));
  const site = { ...options, callback, logins: pendingLogins(callback, options) };
  return async (request) => {
    if (request.method !== "GET" && request.method !== "POST") {
      return new Response(null, { status: 405, headers: { allow: "GET, POST" } });
    }
    const found = await site.logins.find(request);
    return isReturn(request, callback) || found?.forget !== undefined
      ? end(site, request, found)
      : refusable(site, request, () => start(site, request));
  };
}

// Where a part of the path is taken off on the way here, what the request carries tells. To begin a login again would send the
// user around in a circle, also one who has said no.
function isReturn({ url }: Request, callback: URL): boolean {
  const { pathname, searchParams } = new URL(url);
  return (
    trimmed(pathname) === trimmed(callback.pathname) ||
    RETURN.some((name) => searchParams.has(name))
  );
}

const RETURN = ["oauth_token", "oauth_verifier", "oauth_problem", "denied"] as const;

function trimmed(pathname: string): string {
  return pathname.replace(/\/+$/, "");
}

interface Site<A extends Account> extends LoginHandlerOptions<A> {
  readonly callback: URL;
  readonly logins: PendingLogins;
}

async function start<A extends Account>(
  { client, callback, logins }: Site<A>,
  request: Request,
): Promise<Response> {
  const { authorizationUrl, authorizationMethod, temporary } = await client.begin(
    { callback },
    request,
  );
  if (authorizationMethod !== undefined) {
    throw new TypeError(`${client.provider} has no page that a user could be sent to.`);
  }
  const returnTo = localPath(new URL(request.url).searchParams.get("returnTo") ?? "/");
  const headers = new Headers({
    location: authorizationUrl,
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
  });
  for (const cookie of await logins.keep(request, { temporary, returnTo })) {
    headers.append("set-cookie", cookie);
  }
  return new Response(null, { status: 303, headers });
}

async function end<A extends Account>(
  site: Site<A>,
  request: Request,
  found: FoundLogin | undefined,
): Promise<Response> {
  let forget = found?.forget;
  const answer = await refusable(site, request, async () => {
    if (found === undefined) {
      throw new LoginError(
        "login_unknown",
        "No login is under way in this browser, or it has taken too long: log in again.",
      );
    }
    const { temporary, returnTo } = found.login;
    const completion = { temporary, callbackUrl: request.url };
    const account = await site.client.complete(completion).catch((error: unknown) => {
      if (isPassing(error)) forget = undefined;
      throw error;
    });
    return site.onLogin(account, request, returnTo);
  });
  if (forget === undefined) return answer;
  const forgetting = new Response(answer.body, answer);
  forgetting.headers.append("set-cookie", forget);
  return forgetting;
}

// The login is still good then: a user who loads the callback again may be let in.
function isPassing(error: unknown): boolean {
  if (!isTold(error)) return false;
  const { code, status = 0 } = error;
  return code === "network" || code === "timeout" || status === 429 || status >= 500;
}

function isTold(error: unknown): error is CallError | LoginError {
  return error instanceof OAuth1Error;
}

async function refusable<A extends Account>(
  { onError }: Site<A>,
  request: Request,
  work: () => Promise<Response>,
): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!isTold(error)) throw error;
    return (await onError?.(error, request)) ?? problemPage(error);
  }
}

// The platform reads `/\t/evil.example` and `/.//evil.example` in ways of its own, so what it has read is looked at too.
function localPath(text: string): string {
  const here = "http://here.invalid";
  if (!text.startsWith("/") || !URL.canParse(text, here)) return "/";
  const { origin, pathname, search, hash } = new URL(text, here);
  const path = `${pathname}${search}${hash}`;
  return origin === here && !path.startsWith("//") && path.length <= LONGEST_PATH ? path : "/";
}

// A stranger's link decides it, and with five longer ones the cookies would be more than servers take in a header.
const LONGEST_PATH = 512;

// What a user sees: 400 where it is the user's to begin again, and 502 where the provider is at fault, without anything that
// the provider has said.
function problemPage(error: CallError | LoginError): Response {
  const isOurs = BEGIN_AGAIN.has(error.code);
  const said = isOurs ? error.message : "The other site could not complete it: try again later.";
  const markup = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Login failed</title>
<h1>The login did not work</h1>
<p>${escaped(said)}</p>
</html>
`;
  const headers = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "content-type": "text/html; charset=utf-8",
    "referrer-policy": "no-referrer",
  };
  return new Response(markup, { status: isOurs ? 400 : 502, headers });
}

const BEGIN_AGAIN: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "denied",
  "login_unknown",
  "token_mismatch",
  "verifier_missing",
]);

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
