import { perform } from "./call.js";
import { CallError } from "./errors.js";
import type { PagedOperation } from "./operation.js";
import type {
  CallOptions,
  OperationDescription,
  PagedDescription,
} from "./operation-description.js";
import { endless, type NextPage, type Page } from "./pagination.js";
import { valueAt } from "./path.js";
import { withoutQuery } from "./query.js";
import type { Connection, Session, SessionLevel } from "./session.js";
import { trusted } from "./trusted.js";

/** Items one by one, or page by page. */
export interface Pages<Result, Item> extends AsyncIterable<Item> {
  readonly pages: () => AsyncIterable<Result>;
}

/** What `paginate` starts with. `params` may be left out where no parameter is required. */
export type PaginateArguments<Params extends object> =
  Record<never, never> extends Params
    ? [options?: PaginateOptions & { readonly params?: Params }]
    : [options: PaginateOptions & { readonly params: Params }];

/** As for one call, and for each page. */
export type PaginateOptions = Omit<CallOptions, "onProgress">;

/**
 * All items of a list, page after page as they are asked for. Rejects with a `CallError` as a call does, and for a list that
 * would never end: the same page twice.
 *
 * @example
 * import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
 * const photos = createClient({
 *   consumer: { key: "dpf43f3p2l4k3l03", secret: "kd94hf93k423kf44" },
 *   provider: { id: "photos", name: "Photos", signatureMethod: hmacSha1, api: { baseUrl: "https://photos.example.net" } },
 *   fetch: async ({ url }) => Response.json({ albums: [url.slice(-1)], pages: 2 }),
 * });
 * const pagination = numberedPages({ parameter: "page", pages: "pages", items: "albums" });
 * const listAlbums = pagedOperation({ provider: "photos", method: "GET", path: "/albums", query: ["page"], result: "json", pagination });
 * const albums = [];
 * for await (const album of paginate(listAlbums, photos.session({ key: "nnch734d", secret: "pfkkdhi9" }))) albums.push(album);
 * albums; // => ["s", "2"]
 */
export function paginate<
  P extends string,
  Params extends object,
  Result,
  Item,
  L extends SessionLevel,
>(
  operation: PagedOperation<P, Params, Result, Item, L>,
  session: Session<P, L>,
  ...[options]: PaginateArguments<Params>
): Pages<Result, Item> {
  const { description } = operation;
  const start = (): AsyncGenerator<Page> => walk(description, session, { ...options });
  return {
    async *[Symbol.asyncIterator]() {
      for await (const { items } of start()) {
        for (const item of items) {
          options?.signal?.throwIfAborted();
          yield trusted<Item>(item);
        }
      }
    },
    async *pages() {
      for await (const { result } of start()) yield trusted<Result>(result);
    },
  };
}

async function* walk(
  description: PagedDescription<string>,
  session: Session<string, SessionLevel>,
  { params = {}, ...options }: PaginateOptions & { readonly params?: object },
): AsyncGenerator<Page> {
  const { items: path } = description.pagination;
  const seen = new Set<string>();
  let next: NextPage | undefined = { params: {} };
  let before: readonly unknown[] = [];
  let size: number | undefined;
  let at = "";
  while (next !== undefined) {
    const { url } = next;
    const merged = { ...params, ...next.params };
    const locate = (own: string): string =>
      (at = url === undefined ? own : followed({ url, at }, description, session.connection));
    const { result, response } = await perform(withQueryOf(description, next), session, {
      params: merged,
      locate,
      options,
    });
    // Where `fetch` tells it: there may have been redirects.
    at = response.url || at;
    const items = itemsAt(result, path);
    const previous = before;
    size ??= items.length;
    const page = {
      result,
      items,
      size,
      headers: response.headers,
      params: new Map(Object.entries(merged)),
      isRepeated: () => JSON.stringify(items) === JSON.stringify(previous),
    };
    yield page;
    before = items;
    const { next: following, key } = nextOf(description, page);
    next = following;
    if (seen.has(key)) throw endless(`${description.path} names the same next page twice`);
    seen.add(key);
  }
}

// Pages are compared as JSON, which the platform cannot write as deep as it can read it.
function nextOf(
  { path, pagination }: PagedDescription<string>,
  page: Page,
): { readonly next: NextPage | undefined; readonly key: string } {
  try {
    const next = pagination.next(page);
    return { next, key: JSON.stringify(next) };
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    const message = `The next page of ${path} cannot be told: the answer is nested too deep.`;
    throw new CallError("response_malformed", message, { cause });
  }
}

// A continuation may name parameters that no app sets itself.
function withQueryOf(
  description: OperationDescription,
  { params = {} }: NextPage,
): OperationDescription {
  const { query = [], headers = {}, body, path } = description;
  const known = new Set([...query, ...Object.keys(headers), ...(body?.fields ?? [])]);
  const further = Object.keys(params).filter(
    (name) => !known.has(name) && !path.includes(`{${name}}`),
  );
  return { ...description, query: [...query, ...further] };
}

// One that is alone comes without a list around it from some APIs, and none at all without the member.
function itemsAt(result: unknown, path: string): readonly unknown[] {
  const value = valueAt(result, path);
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function followed(
  { url, at }: { readonly url: string; readonly at: string },
  { host, path }: OperationDescription,
  connection: Connection,
): string {
  const base = new URL(connection.host(host));
  // A relative one is relative to the page that it stands on (RFC 3986 section 5.1.3).
  const target = URL.canParse(url, at) ? new URL(url, at) : undefined;
  const { href, username, password } = target ?? base;
  const place = connection.relocate(href);
  const hasUser = username + password !== "";
  if (target && !hasUser && new URL(place).origin === base.origin) return place;
  const shown = hasUser ? "a URL with a name and a password" : withoutQuery(url);
  throw new CallError(
    "redirect_refused",
    `The next page of ${path} is at ${shown}; a signed request goes there only on the origin of the API.`,
  );
}
