import type { RequestParts } from "@oauth1/core";
import type * as server from "@oauth1/server";

/** The consumer that every runtime is. Throw-away keys. */
export const CONSUMER = { key: "runtimes", secret: "p&ss=w%rd/+~ *'()!" } as const;

/** Where a consumer's users come back to. Nobody listens there. */
export const CALLBACK = "https://printer.example/back?a=1";

/** Where the provider has what, as X has it, so that its generated SDK can be pointed at it. */
export const PATHS = {
  temporaryCredentials: "/oauth/request_token",
  authorization: "/oauth/authorize",
  tokenCredentials: "/oauth/access_token",
  me: "/2/users/me",
  search: "/2/users/search",
  echo: "/echo",
} as const;

/**
 * A provider made with `@oauth1/server`, whose users answer at once: the authorization page approves for jane, and denies with
 * `&deny`. It is a function of the library, so it runs inside a runtime as well as behind an address.
 */
export async function photosProvider(
  { createProvider }: Pick<typeof server, "createProvider">,
  origin: string,
): Promise<server.Provider & { readonly answer: (request: RequestParts) => Promise<Response> }> {
  const { temporaryCredentials, authorization, tokenCredentials } = PATHS;
  const provider = createProvider({
    origins: [origin],
    endpoints: {
      temporaryCredentials: { path: temporaryCredentials },
      authorization: { path: authorization },
      tokenCredentials: { path: tokenCredentials },
    },
    tokenFields: () => [
      ["user_id", "12"],
      ["screen_name", "jane"],
    ],
  });
  await provider.consumers.register({ ...CONSUMER, name: "Runtime", callbacks: [CALLBACK, "oob"] });
  const answer = async (request: RequestParts): Promise<Response> => {
    const { pathname, searchParams } = new URL(request.url, origin);
    if (pathname === authorization) return decide(provider, searchParams);
    return (await provider.handle(request)) ?? resource(provider, request, pathname);
  };
  return { ...provider, answer };
}

// A browser does not let its script see a redirect, so the page says where it would have gone.
async function decide(
  { authorization }: server.Provider,
  query: URLSearchParams,
): Promise<Response> {
  const decision = { token: query.get("oauth_token") ?? "", user: "jane" };
  const verdict = query.has("deny")
    ? await authorization.deny(decision)
    : await authorization.approve(decision);
  return Response.json(verdict, { status: verdict.ok ? 200 : 400 });
}

async function resource(
  provider: server.Provider,
  request: RequestParts,
  path: string,
): Promise<Response> {
  const verdict = await provider.protect(request);
  if (!verdict.ok) return provider.refuse(verdict);
  const { searchParams } = new URL(request.url, provider.origins[0]);
  const resources: Readonly<Record<string, object>> = {
    [PATHS.me]: { data: { id: "12", name: "Jane", username: verdict.user } },
    [PATHS.search]: page(searchParams.get("next_token")),
    [PATHS.echo]: { user: verdict.user, method: request.method, body: textOf(request) },
  };
  const found = resources[path];
  return found === undefined ? new Response(null, { status: 404 }) : Response.json(found);
}

function page(token: string | null): object {
  return token === null
    ? { data: [{ id: "1" }, { id: "2" }], meta: { next_token: "more" } }
    : { data: [{ id: "3" }], meta: {} };
}

function textOf({ body }: RequestParts): string {
  return body instanceof Uint8Array ? new TextDecoder().decode(body) : String(body ?? "");
}
