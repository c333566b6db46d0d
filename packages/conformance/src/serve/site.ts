import { decode, parseForm, receivedTarget, type RequestParts } from "@oauth1/core";
import type { Provider } from "@oauth1/server";
import type { Guarded } from "@oauth1/server/adapters/fetch";
import { createHash } from "node:crypto";
import { PATHS } from "../contract.js";

/** What the interop contract mounts beside the provider's endpoints. */
export interface Site {
  readonly provider: Provider;
  /** The pages that nobody guards; 404 for everything else. */
  readonly page: (request: RequestParts) => Promise<Response>;
  /** What the guarded path answers, as JSON. */
  readonly echo: (guarded: Guarded) => Record<string, unknown>;
}

/** The site of a provider. */
export function createSite(provider: Provider): Site {
  return {
    provider,
    async page(request) {
      const { path } = receivedTarget(request.url) ?? {};
      if (path === PATHS.health) return new Response("ok");
      if (path === PATHS.authorize) return authorize(provider, request);
      return new Response(null, { status: 404 });
    },
    echo: ({ user, consumer, request }) => ({
      user,
      client: consumer.key,
      method: request.method,
      query: queryOf(request),
      form: isForm(request) ? pairsOf(bodyText(request)) : [],
      body_sha256: createHash("sha256").update(bodyBytes(request)).digest("hex"),
    }),
  };
}

// Stands in for login and consent: the user comes from the form, and nothing guards it. In this harness only.
async function authorize({ authorization }: Provider, request: RequestParts): Promise<Response> {
  const isPost = request.method === "POST";
  const given = new Map(isPost ? pairsOf(bodyText(request)) : queryOf(request));
  const token = given.get("oauth_token") ?? "";
  if (!isPost) {
    const pending = await authorization.inspect(token);
    return pending.ok
      ? new Response(`<p>Allow ${pending.consumer.name}?</p>`, {
          headers: { "content-type": "text/html" },
        })
      : new Response(pending.problem, { status: 400 });
  }
  const user = given.get("user") ?? "";
  if (given.get("decision") !== "approve") {
    const denied = await authorization.deny({ token, user });
    return denied.ok
      ? sendBack(denied.redirect, { oauth_token: token })
      : new Response(denied.problem, { status: 400 });
  }
  const approved = await authorization.approve({ token, user });
  if (!approved.ok) return new Response(approved.problem, { status: 400 });
  return sendBack(approved.redirect, {
    oauth_token: token,
    oauth_verifier: approved.verifier ?? "",
  });
}

// Without a callback to go to, the answer is for the user's eyes.
function sendBack(location: string | undefined, fields: Record<string, string>): Response {
  return location === undefined
    ? new Response(new URLSearchParams(fields))
    : new Response(null, { status: 302, headers: { location } });
}

type Pair = readonly [string, string];

function queryOf({ url }: RequestParts): readonly Pair[] {
  return pairsOf(receivedTarget(url)?.query ?? "");
}

function pairsOf(text: string): readonly Pair[] {
  return parseForm(text).map(([name, value]) => [decode(name), decode(value)] as const);
}

function bodyText(request: RequestParts): string {
  return new TextDecoder().decode(bodyBytes(request));
}

function bodyBytes({ body }: RequestParts): Uint8Array {
  return body instanceof Uint8Array ? body : new Uint8Array();
}

function isForm({ headers }: RequestParts): boolean {
  return (
    new Headers(headers)
      .get("content-type")
      ?.toLowerCase()
      .startsWith("application/x-www-form-urlencoded") === true
  );
}
