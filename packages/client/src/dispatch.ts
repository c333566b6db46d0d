import type { AuthenticationDescription } from "./description.js";
import { placeOf } from "./destination.js";
import type { Ending } from "./ending.js";
import { CallError, shownHeaders, withoutCredentials } from "./errors.js";
import type { ConnectionOptions, RequestNotice } from "./options.js";

/** How a request is sent, and what ends it and the reading of its answer. */
export interface Way extends Omit<Ending, "release"> {
  /** Blanks out the credentials in a text. */
  readonly hide: (text: string) => string;
}

/**
 * Sends requests as they are, and tells the hooks. Redirects are left to the caller. Rejects with a `CallError` when no answer
 * comes, with the signal's reason when it has ended, and with what a hook throws.
 */
export function createDispatch(
  { fetch: own, onRequest, onResponse }: ConnectionOptions,
  authentication: AuthenticationDescription,
): (request: Request, way: Way) => Promise<Response> {
  return async (request, way) => {
    const { signal = null, hide } = way;
    const notice = (onRequest ?? onResponse) && noticeOf(request, authentication, hide);
    if (notice) onRequest?.(notice);
    const start = performance.now();
    let response: Response;
    try {
      // A platform may lose the signal of a Request, but an app's own function may look at nothing else.
      const redirect = "manual";
      response = own
        ? await own(new Request(request, { redirect, signal }), { signal })
        : await fetch(request, { redirect, signal });
    } catch (cause) {
      throw unanswered(cause, request, way);
    }
    if (notice) {
      const duration = performance.now() - start;
      const headers = shownHeaders(response.headers, hide);
      onResponse?.({ request: notice, status: response.status, headers, duration });
    }
    return response;
  };
}

/** What to throw where no answer came, or broke off: a `CallError`, or the reason of the app that has aborted. */
export function unanswered(
  cause: unknown,
  { method, url }: Pick<Request, "method" | "url">,
  { signal, limit, hide }: Way,
): unknown {
  const isEnded = signal?.aborted === true;
  if (isEnded && signal.reason !== limit?.reason) return signal.reason;
  if (cause instanceof CallError) return cause;
  const isLate = isEnded || (cause instanceof Error && cause.name === "TimeoutError");
  return new CallError(
    isLate ? "timeout" : "network",
    hide(`${method} ${placeOf(url)} was not answered${isLate ? " in time" : ""}.`),
    { cause: withoutUrl(cause, hide) },
  );
}

// Some platforms quote the whole URL.
function withoutUrl(cause: unknown, hide: Way["hide"]): unknown {
  if (!(cause instanceof Error)) return cause;
  const shown = hide(cause.message);
  return shown === cause.message ? cause : new Error(shown);
}

// What authenticates a call stands in the Authorization header, in the query, or where the description puts it.
function noticeOf(
  { method, url, headers }: Request,
  authentication: AuthenticationDescription,
  hide: Way["hide"],
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
