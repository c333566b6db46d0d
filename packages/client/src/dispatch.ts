import type { AuthenticationDescription } from "./description.js";
import { placeOf } from "./destination.js";
import { hiding, shownHeaders, unanswered, withoutCredentials } from "./errors.js";
import type { ConnectionOptions, RequestNotice } from "./options.js";

/**
 * Sends requests as they are, tells the hooks, and gives up in time. Redirects are left to the caller. Rejects with a
 * `CallError` when no answer comes, and with the signal's reason when the app has aborted.
 */
export function createDispatch(
  { fetch = globalThis.fetch, onRequest, onResponse, timeout }: ConnectionOptions,
  authentication: AuthenticationDescription = {},
): (request: Request, timeout: number | undefined) => Promise<Response> {
  return async (request, limit = timeout) => {
    const notice = (onRequest ?? onResponse) && noticeOf(request, authentication);
    if (notice) onRequest?.(notice);
    const start = performance.now();
    const { signal } = request;
    try {
      const response = await fetch(
        new Request(request, {
          redirect: "manual",
          signal:
            limit === undefined ? signal : AbortSignal.any([signal, AbortSignal.timeout(limit)]),
        }),
      );
      if (notice) {
        const duration = performance.now() - start;
        const headers = shownHeaders(response.headers, hiding(authentication));
        onResponse?.({ request: notice, status: response.status, headers, duration });
      }
      return response;
    } catch (cause) {
      throw unanswered(cause, `${request.method} ${placeOf(request.url)}`, signal);
    }
  };
}

// What authenticates a call stands in the Authorization header, in the query, or where the description puts it.
function noticeOf(
  { method, url, headers }: Request,
  authentication: AuthenticationDescription,
): RequestNotice {
  const keys = Object.keys(authentication.headers ?? {}).map((name) => name.toLowerCase());
  const hidden = new Set(["cookie", ...keys]);
  const shown = [...headers].map(([name, value]) => {
    const isKey = hidden.has(name) || (name === "authorization" && !/^OAuth /i.test(value));
    return [name, isKey ? "[secret]" : withoutCredentials(value)];
  });
  return {
    method,
    url: hiding(authentication)(url),
    headers: Object.fromEntries(shown),
  };
}
