import { headerValues, type RequestParts } from "@oauth1/core";
import type { Explanation } from "@oauth1/core/explain";
import { bodyText, requestForm } from "./request-form.js";
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
  { explainFailures }: Settings,
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
    return { explanation: explain(withoutSecrets(await requestForm(request)), credentials) };
  } catch {
    return undefined;
  }
}

// What a request carries that is worth something to others, whatever it is in: an event may be kept for long.
const WORTH_HIDING =
  /((?:^|[?&,\s])(?:oauth_session_handle|oauth_token|oauth_verifier|x_auth_\w+)="?)[^&",\s]*/g;

function withoutSecrets({ method, url, headers, body }: RequestParts): RequestParts {
  const hide = (text: string): string => text.replace(WORTH_HIDING, "$1hidden");
  const fields = ["authorization", "content-type"].flatMap((name) =>
    headerValues(headers, name).map((value): [string, string] => [name, hide(value)]),
  );
  return { method, url: hide(url), headers: fields, body: hide(bodyText(body)) };
}
