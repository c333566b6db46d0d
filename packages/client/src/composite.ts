/** A part of a text that holds all credentials of an app. */
export type CompositePart = "consumerKey" | "consumerSecret" | "token" | "tokenSecret";

/** How such a text is made: what stands between its parts, and which part comes when. */
export interface CompositeFormat {
  readonly separator: string;
  readonly order: readonly CompositePart[];
}

/** The credentials of such a text: for `createClient`, and for the client's `session`. Parts that it lacks are empty. */
export interface CompositeCredentials {
  readonly consumer: { readonly key: string; readonly secret: string };
  readonly token: { readonly key: string; readonly secret: string };
}

/**
 * Takes apart the one text in which some providers show all credentials. Throws a TypeError for a text of another number of
 * parts.
 *
 * @example
 * compositeCredentials("ck:tk:ts", { separator: ":", order: ["consumerKey", "token", "tokenSecret"] });
 * // => { consumer: { key: "ck", secret: "" }, token: { key: "tk", secret: "ts" } }
 */
export function compositeCredentials(
  text: string,
  { separator, order }: CompositeFormat,
): CompositeCredentials {
  const parts = text.trim().split(separator);
  if (parts.length !== order.length) {
    throw new TypeError(
      `These credentials are ${order.length} parts with ${JSON.stringify(separator)} between them, and not ${parts.length}: copy them whole.`,
    );
  }
  const part = (name: CompositePart): string => parts[order.indexOf(name)] ?? "";
  return {
    consumer: { key: part("consumerKey"), secret: part("consumerSecret") },
    token: { key: part("token"), secret: part("tokenSecret") },
  };
}
