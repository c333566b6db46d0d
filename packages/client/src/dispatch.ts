import type { AuthenticationDescription } from "./description.js";
import type { Ending } from "./ending.js";
import { CallError } from "./errors.js";
import { isRecord } from "./kept.js";
import type { ConnectionOptions, RequestNotice } from "./options.js";
import { withoutQuery } from "./query.js";
import { hideHeaders, type Hide } from "./redaction.js";

/** How a request is sent, and what ends it and the reading of its answer. */
export interface Way extends Omit<Ending, "release"> {
  readonly hide: Hide;
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
    // An app's own function may look at no signal.
    demandTime(request, way);
    const notice = (onRequest ?? onResponse) && noticeOf(request, authentication, hide);
    if (notice) await onRequest?.(notice);
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
    if (notice && onResponse) {
      const duration = performance.now() - start;
      const headers = hideHeaders(response.headers, hide);
      try {
        await onResponse({ request: notice, status: response.status, headers, duration });
      } catch (error) {
        await discard(response);
        throw error;
      }
    }
    return response;
  };
}

/** Lets go of an answer: what nobody reads would keep its connection. */
export async function discard({ body }: Response): Promise<void> {
  await body?.cancel().catch(() => undefined);
}

/** What to throw where no answer came, or one broke off: a `CallError`, or the reason of the app that has aborted. */
export function unanswered(
  cause: unknown,
  { method, url }: Pick<Request, "method" | "url">,
  { signal, limit, hide, response }: Way & { readonly response?: Response },
): unknown {
  const isEnded = signal?.aborted === true;
  if (isEnded && signal.reason !== limit?.reason) return signal.reason;
  if (cause instanceof CallError) return cause;
  const isLate = isEnded || (cause instanceof Error && cause.name === "TimeoutError");
  return new CallError(
    isLate ? "timeout" : "network",
    `${method} ${withoutQuery(url)} was not answered${isLate ? " in time" : ""}${response ? ": the answer broke off" : ""}.`,
    { status: response?.status, headers: response?.headers, cause: shown(cause, hide), hide },
  );
}

/** Throws that where it has ended while something else was read. */
export function demandTime(request: Request, way: Way): void {
  if (way.signal?.aborted) throw unanswered(way.signal.reason, request, way);
}

// Platforms quote the URL, which may be signed, in words and in fields of their own, so it is made anew of a few of them.
function shown(cause: unknown, hide: Hide, depth = 5): Error {
  const { name, message, code, cause: inner } = isRecord(cause) ? cause : { message: cause };
  const because = inner && depth > 0 ? { cause: shown(inner, hide, depth - 1) } : {};
  return Object.assign(new Error(hide(String(message)), because), {
    ...(typeof name === "string" && { name }),
    ...(/string|number/.test(typeof code) && { code }),
  });
}

// What authenticates a call stands in the Authorization header, in the query, or where the description puts it.
function noticeOf(
  { method, url, headers }: Request,
  authentication: AuthenticationDescription,
  hide: Hide,
): RequestNotice {
  const keys = Object.keys(authentication.headers ?? {}).map((name) => name.toLowerCase());
  const hidden = new Set(["cookie", ...keys]);
  const shown = [...headers].map(([name, value]) => {
    const isKey = hidden.has(name) || (name === "authorization" && !/^OAuth /i.test(value));
    return [name, isKey ? "[secret]" : hide(value)];
  });
  return {
    method,
    url: hide(url),
    headers: Object.fromEntries(shown),
  };
}
