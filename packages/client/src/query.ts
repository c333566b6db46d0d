import { encode, formatForm, type Parameter } from "@oauth1/core";

/** A name and its value, not yet encoded. */
export type Pair = readonly [name: string, value: string];

/**
 * A URL with further parameters in its query. What the URL has already stays as it is, byte for byte.
 *
 * @example
 * withQuery("https://photos.example.net/authorize?lang=en", [["oauth_token", "a b"]]); // => "https://photos.example.net/authorize?lang=en&oauth_token=a%20b"
 */
export function withQuery(url: string, pairs: readonly Pair[]): string {
  if (pairs.length === 0) return url;
  const extended = new URL(url);
  const between = extended.search === "" ? "" : "&";
  extended.search = `${extended.search}${between}${formOf(pairs)}`;
  return extended.href;
}

/**
 * The same for pairs whose name is not in the URL yet.
 *
 * @example
 * withMissing("https://photos.example.net/?a=1", [["a", "2"], ["b", "3"]]); // => "https://photos.example.net/?a=1&b=3"
 */
export function withMissing(url: string, pairs: readonly Pair[]): string {
  return withQuery(
    url,
    pairs.filter(([name]) => !new URL(url).searchParams.has(name)),
  );
}

/**
 * Pairs as a form, or a query.
 *
 * @example
 * formOf([["a b", "c&d"]]); // => "a%20b=c%26d"
 */
export function formOf(pairs: readonly Pair[]): string {
  return formatForm(pairs.map(([name, value]): Parameter => [encode(name), encode(value)]));
}

/**
 * A URL without its query, which may hold credentials.
 *
 * @example
 * withoutQuery("https://photos.example.net/a?oauth_token=b"); // => "https://photos.example.net/a"
 */
export function withoutQuery(url: string): string {
  return url.replace(/[?#].*/s, "");
}

/**
 * A URL as a header has it, with each byte beyond ASCII escaped: platforms give bytes as characters, and servers write UTF-8.
 *
 * @example
 * urlInHeader("/caf\u00c3\u00a9"); // => "/caf%C3%A9"
 */
export function urlInHeader(value: string | null): string | undefined {
  return value?.replace(
    /[\x80-\xff]/g,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
