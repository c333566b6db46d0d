import type { AuthenticationDescription } from "./description.js";
import { placeOf } from "./destination.js";
import type { Ending } from "./ending.js";
import { shownHeaders, unanswered, withoutCredentials } from "./errors.js";
import type { ConnectionOptions, RequestNotice } from "./options.js";

/** How one request is sent. */
export interface Dispatch {
  /** Ends it, and the reading of its answer. */
  readonly ending: Pick<Ending, "signal" | "limit">;
  /** Blanks out the credentials in a text. */
  readonly hide: (text: string) => string;
}

/**
 * Sends requests as they are, and tells the hooks. Redirects are left to the caller. Rejects with a `CallError` when no answer
 * comes, with the signal's reason when it has ended, and with what a hook throws.
 */
export function createDispatch(
  { fetch: own, onRequest, onResponse }: ConnectionOptions,
  authentication: AuthenticationDescription = {},
): (request: Request, dispatch: Dispatch) => Promise<Response> {
  return async (request, { ending, hide }) => {
    const notice = (onRequest ?? onResponse) && noticeOf(request, authentication, hide);
    if (notice) onRequest?.(notice);
    const start = performance.now();
    const signal = ending.signal ?? null;
    let response: Response;
    try {
      // A platform may lose the signal of a Request, but an app's own function may look at nothing else.
      const redirect = "manual";
      response = own
        ? await own(new Request(request, { redirect, signal }), { signal })
        : await fetch(request, { redirect, signal });
    } catch (cause) {
      const what = hide(`${request.method} ${placeOf(request.url)}`);
      throw unanswered(withoutUrl(cause, hide), what, ending);
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
