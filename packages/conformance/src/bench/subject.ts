import type { Credentials, RequestParts } from "@oauth1/core";

/** What everybody signs: a POST with a form of eight parameters. */
export interface Subject {
  readonly name: string;
  readonly pairs: readonly (readonly [name: string, value: string])[];
  readonly parts: RequestParts;
}

export const URL_OF_CALL = "https://api.example.com/1.1/statuses/update.json";

export const CREDENTIALS: Credentials & {
  readonly consumer: { readonly secret: string };
  readonly token: { readonly key: string; readonly secret: string };
} = {
  consumer: {
    key: "xvz1evFS4wEEPTGEFPHBog",
    secret: "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw",
  },
  token: {
    key: "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb",
    secret: "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE",
  },
};

/** The key of HMAC and PLAINTEXT. Neither secret needs encoding. */
export const KEY: string = `${CREDENTIALS.consumer.secret}&${CREDENTIALS.token.secret}`;

const COMMON = [
  ["include_entities", "true"],
  ["lat", "37.7821120598956"],
  ["long", "-122.400612831116"],
  ["display_coordinates", "true"],
  ["place_id", "df51dec6f4ee2b2c"],
  ["media_ids", "471592142565957632"],
  ["trim_user", "1"],
] as const;

/** The values of most calls need no encoding. */
export const PLAIN: Subject = subject("plain values", ["status", "published"]);

/** Text that somebody has written has to be encoded once for the body and twice for the base string. */
export const TEXT: Subject = subject("one of them text", [
  "status",
  "Hello Ladies + Gentlemen, a signed OAuth request!",
]);

function subject(name: string, first: readonly [string, string]): Subject {
  const pairs = [first, ...COMMON];
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const body = pairs.map(([field, value]) => `${field}=${encodeURIComponent(value)}`).join("&");
  return { name, pairs, parts: { method: "POST", url: URL_OF_CALL, headers, body } };
}

/** Looks at what a contender has made, or the compiler might leave out the making. */
export function keep(made: string | undefined): void {
  if (made === undefined || made === "") throw new Error("A contender has made nothing.");
}

/** The same as it comes out of a socket: what has just been signed is text in a hundred pieces, and joining them is no part of verifying. */
export function received<T>(sent: T): T {
  return JSON.parse(JSON.stringify(sent));
}
