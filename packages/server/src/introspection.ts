import type { RequestParts } from "@oauth1/core";
import { methodAnswer, refusalAnswer } from "./answer.js";
import { authenticate } from "./authenticate.js";
import type { Issued, Purpose } from "./claimed.js";
import { refuse, type Why } from "./events.js";
import type { Protect } from "./protect.js";
import type { Settings } from "./settings.js";
import { bodyText, wholeRequest } from "./whole-request.js";

/**
 * Answers a resource server that has no access to the store: it posts what it has received, as JSON
 * `{ method, url, headers, body, scopes, token }`, signed with the keys of a consumer that has the privilege `introspection`
 * and with a body hash, and is told whose request it is. `url` is the raw target behind a public origin of this provider;
 * `body`, in base64, is needed for a form and for a body hash. The nonce is used up, so it is asked once for each request.
 * As for `protect`, what is `active` has a user's token, unless `"token": "optional"` asks for requests of consumers too.
 *
 * @example
 * const settings = resolveSettings({ origins: ["https://photos.example.net"] });
 * const response = await introspection(settings, createProtect(settings), { method: "POST", url: "https://photos.example.net/oauth/introspect" });
 * response.status; // => 400
 */
export async function introspection(
  settings: Settings,
  protect: Protect,
  request: Request | RequestParts,
): Promise<Response> {
  const wrongMethod = methodAnswer(settings.endpoints.introspection, request.method);
  if (wrongMethod !== undefined) return wrongMethod;
  const whole = await wholeRequest(settings, PURPOSE.name, request);
  if (!whole.ok) return refusalAnswer(whole, settings);
  const verdict = await authenticate(settings, PURPOSE, whole.request);
  if (!verdict.ok) return refusalAnswer(verdict, settings);
  const { key, privileges } = verdict.consumer;
  const refused = (why: Why): Response =>
    refusalAnswer(refuse(settings, { purpose: PURPOSE.name, consumer: key, ...why }), settings);
  if (privileges?.includes("introspection") !== true) {
    return refused({ reason: "permission_denied" });
  }
  const asked = askedOf(whole.request.body);
  if (asked === undefined) return refused({ reason: "parameter_rejected", advice: NOT_JSON });
  const { scopes: wanted } = asked;
  const found = await (asked.isTokenOptional
    ? protect(asked.request, { scopes: wanted, token: "optional" })
    : protect(asked.request, { scopes: wanted }));
  if (!found.ok) {
    // Whether it is active is not known then, so it is no answer to keep.
    const answer = refusalAnswer(found, settings);
    return answer.status === 503 ? answer : json({ ...found, ok: undefined, active: false });
  }
  const { consumer, user, grant, scopes, method } = found;
  return json({ active: true, consumer, user, grant, scopes, method });
}

const PURPOSE: Purpose<Issued> = {
  name: "introspection",
  needsToken: false,
  needsBodyHash: true,
  find: async () => undefined,
};

const NOT_JSON =
  "The body has to be JSON: method, url, headers, and where there is one a body in base64.";

interface Asked {
  readonly request: RequestParts;
  readonly scopes: readonly string[];
  readonly isTokenOptional: boolean;
}

function askedOf(body: RequestParts["body"]): Asked | undefined {
  try {
    const { method, url, headers, body: encoded, scopes = [], token } = JSON.parse(bodyText(body));
    if (typeof method !== "string" || typeof url !== "string") return undefined;
    const fields = headerFields(headers);
    if (fields === undefined || !Array.isArray(scopes)) return undefined;
    // What else it may be is no word of ours, and must not count as the one that asks for less.
    if (token !== undefined && token !== "optional" && token !== "required") return undefined;
    const wanted = { scopes: scopes.map(String), isTokenOptional: token === "optional" };
    const request = { method, url, headers: fields };
    if (typeof encoded !== "string") return { request, ...wanted };
    const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
    return { request: { ...request, body: bytes }, ...wanted };
  } catch {
    return undefined;
  }
}

// Pairs, or an object of texts, as `RequestParts` has them.
function headerFields(headers: unknown): [string, string][] | undefined {
  if (typeof headers !== "object" || headers === null) return undefined;
  const pairs: readonly unknown[] = Array.isArray(headers) ? headers : Object.entries(headers);
  const fields: [string, string][] = [];
  for (const pair of pairs) {
    if (!Array.isArray(pair) || typeof pair[0] !== "string" || typeof pair[1] !== "string") {
      return undefined;
    }
    fields.push([pair[0], pair[1]]);
  }
  return fields;
}

function json(value: object): Response {
  return Response.json(value, { headers: { "cache-control": "no-store" } });
}
