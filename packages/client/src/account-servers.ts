import { accountUrl, hasField } from "./account-url.js";
import type { Reach, ServerContext } from "./reach.js";
import { trusted } from "./trusted.js";

/**
 * Lets the session of an account reach the servers that the account names, in templates such as `{account.api}/v1`. They have to
 * be https, except on an origin that the client reaches anyway; where there is an `originMap`, it has to know them. Throws a
 * TypeError otherwise, and for an account without the field: for `baseUrl` when the session is made, for other hosts when a call
 * goes there.
 *
 * @example
 * import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
 * const photos = createClient({
 *   consumer: { key: "dpf43f3p2l4k3l03", secret: "kd94hf93k423kf44" },
 *   provider: {
 *     id: "photos",
 *     name: "Photos",
 *     signatureMethod: hmacSha1,
 *     api: { baseUrl: "{account.api}/v1", servers: accountServers },
 *   },
 * });
 * const account = { key: "nnch734d", secret: "pfkkdhi9", api: "https://s1.photos.example.net" };
 * photos.session(account).baseUrl; // => "https://s1.photos.example.net/v1"
 */
export function accountServers<T extends Reach>(
  { api: { baseUrl, hosts = {} }, options: { originMap = {} }, transport }: ServerContext<T>,
  account: unknown,
): { readonly transport: T } {
  const known = new Set([...transport.origins, ...Object.values(originMap).map(originOf)]);
  const own = [baseUrl, ...Object.values(hosts)]
    .flatMap((template) => SERVER.exec(template)?.[0] ?? [])
    .filter((server) => hasField(account, server))
    .map((server) => secureOrigin(server, accountUrl(server, account), { ...transport, known }))
    .filter((origin) => known.has(origin) || Object.keys(originMap).length === 0);
  const origins = new Set([...transport.origins, ...own]);
  const reach: Reach = {
    ...transport,
    origins,
    locate: (template) => transport.locate(accountUrl(template, account)),
  };
  return { transport: trusted<T>(reach) };
}

/** What a template begins with, where that is an account's. */
const SERVER = /^\{account\.[^{}]+\}/;

function secureOrigin(
  server: string,
  url: string,
  { locate, known }: Pick<Reach, "locate"> & { readonly known: ReadonlySet<string> },
): string {
  const origin = originOf(locate(url));
  if (/^https:/i.test(url) || known.has(origin)) return origin;
  throw new TypeError(
    `${server} of this account is on ${origin}, where a token could be overheard: it has to be https, or an origin in the client's option \`origins\`.`,
  );
}

function originOf(url: string): string {
  return new URL(url).origin;
}
