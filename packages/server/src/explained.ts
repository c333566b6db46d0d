import { decode, encodeWire, formBody, headerValues, type RequestParts } from "@oauth1/core";
import type { Explanation } from "@oauth1/core/explain";
import { requestForm } from "./request-form.js";
import type { Settings } from "./settings.js";
import type { ConsumerRecord } from "./store.js";

/** Who a request claims to be from; a consumer that is not known has no keys to explain. */
interface Claimed {
  readonly consumer?: ConsumerRecord;
  readonly token?: { readonly secret: ConsumerRecord["secret"] };
}

/**
 * How a request should have been signed, for the operator's event where `explainFailures` is on; nothing otherwise, and
 * nothing where it cannot be explained. The code for it is loaded when it is first needed.
 *
 * @example
 * const settings = resolveSettings({ origins: ["https://photos.example.net"], explainFailures: false });
 * await explained(settings, { method: "GET", url: "https://photos.example.net/" }, {}); // => undefined
 */
export async function explained(
  { explainFailures, limits }: Settings,
  request: Request | RequestParts,
  { consumer, token }: Claimed,
): Promise<{ readonly explanation: Explanation } | undefined> {
  if (!explainFailures || consumer === undefined) return undefined;
  const { explain } = await import("@oauth1/core/explain");
  const credentials = {
    consumer: { key: consumer.key, secret: consumer.secret },
    ...(token && { token: { key: "", secret: token.secret } }),
  };
  try {
    return {
      explanation: explain(withoutSecrets(await requestForm(request, limits)), credentials, {
        received: true,
      }),
    };
  } catch {
    return undefined;
  }
}

function withoutSecrets(request: RequestParts): RequestParts {
  const { method, url, headers } = request;
  const fields = (name: string, hide: (value: string) => string): [string, string][] =>
    headerValues(headers, name).map((value) => [name, hide(value)]);
  return {
    method,
    url: url.replace(/\?.*/s, (query) => `?${withoutValues(query.slice(1))}`),
    headers: [
      ...fields("authorization", (value) =>
        value.replace(FIELD, (field, name: string) =>
          isHidden(name) ? `${name}="hidden"` : field,
        ),
      ),
      ...fields("content-type", (value) => value),
    ],
    body: withoutValues(formBody(request) ?? ""),
  };
}

// A field of a header that can be read, its value quoted or not.
const FIELD = /(?<![^\s,])([^\s=,"]+)[ \t]*=[ \t]*(?:"[^"\\]*(?:\\.[^"\\]*)*"|[^\s",]*)/g;

function withoutValues(form: string): string {
  const pairs = form.split("&").map((pair) => {
    const [name = ""] = pair.split("=", 1);
    return isHidden(name) ? `${name}=hidden` : pair;
  });
  return pairs.join("&");
}

// A name may be written with escapes.
function isHidden(name: string): boolean {
  return WORTH_HIDING.test(decode(encodeWire(name)));
}

// What a request carries that is worth something to others, whatever it is in: an event may be kept for long.
const WORTH_HIDING =
  /^(?:oauth_session_handle|oauth_signature|oauth_token|oauth_verifier|x_auth_\w+)$/;
