import type { AuthenticationDescription } from "./description.js";
import { placeOf } from "./destination.js";
import { shownHeaders, unanswered, withoutCredentials } from "./errors.js";
import type { ConnectionOptions, RequestNotice } from "./options.js";

/** How one request is sent. */
export interface Dispatch {
  /** Milliseconds; the client's by default. */
  readonly timeout?: number | undefined;
  /** Blanks out the credentials in a text. */
  readonly hide: (text: string) => string;
}

/**
 * Sends requests as they are, tells the hooks, and gives up in time. Redirects are left to the caller. Rejects with a
 * `CallError` when no answer comes, with the signal's reason when the app has aborted, and with what a hook throws.
 */
export function createDispatch(
  { fetch = globalThis.fetch, onRequest, onResponse, timeout }: ConnectionOptions,
  authentication: AuthenticationDescription = {},
): (request: Request, dispatch: Dispatch) => Promise<Response> {
  return async (request, { timeout: limit = timeout, hide }) => {
    const notice = (onRequest ?? onResponse) && noticeOf(request, authentication, hide);
    if (notice) onRequest?.(notice);
    const start = performance.now();
    const { signal } = request;
    const sent = new Request(request, {
      redirect: "manual",
      signal: limit === undefined ? signal : AbortSignal.any([signal, AbortSignal.timeout(limit)]),
    });
    let response: Response;
    try {
      response = await fetch(sent);
    } catch (cause) {
      const what = hide(`${request.method} ${placeOf(request.url)}`);
      throw unanswered(withoutUrl(cause, hide), what, signal);
    }
    if (notice) {
      const duration = performance.now() - start;
      const headers = shownHeaders(response.headers, hide);
      onResponse?.({ request: notice, status: response.status, headers, duration });
    }
    return response;
  };
}

// Some platforms quote the whole URL.
function withoutUrl(cause: unknown, hide: Dispatch["hide"]): unknown {
  if (!(cause instanceof Error)) return cause;
  const shown = hide(cause.message);
  return shown === cause.message ? cause : new Error(shown);
}

// What authenticates a call stands in the Authorization header, in the query, or where the description puts it.
function noticeOf(
  { method, url, headers }: Request,
  authentication: AuthenticationDescription,
  hide: Dispatch["hide"],
): RequestNotice {
  const keys = Object.keys(authentication.headers ?? {}).map((name) => name.toLowerCase());
  const hidden = new Set(["cookie", ...keys]);
  const shown = [...headers].map(([name, value]) => {
    const isKey = hidden.has(name) || (name === "authorization" && !/^OAuth /i.test(value));
    return [name, isKey ? "[secret]" : withoutCredentials(value)];
  });
  return {
    method,
    url: hide(url),
    headers: Object.fromEntries(shown),
  };
}
