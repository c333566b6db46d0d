import { UsageError } from "../failure.js";
import { isRecord, knownNames, textAt, type JsonObject } from "../json.js";
import type { Item } from "./item.js";

/**
 * A request as JSON: `method` (GET by default), `url`, `headers`, `body`, and what it is signed or checked with. Throws a
 * `UsageError` for anything else.
 *
 * @example
 * jsonItem({ url: "https://example.com/", consumer: { key: "ck" } }).given.consumerKey; // => "ck"
 */
export function jsonItem(value: unknown): Item {
  if (!isRecord(value)) throw new UsageError("A request as JSON is an object.");
  if ("log" in value) throw new UsageError(HAR);
  knownNames(value, NAMES);
  const url = textAt(value, "url");
  if (url === undefined) throw new UsageError("A request as JSON needs a url.");
  const body = textAt(value, "body");
  const request = {
    method: textAt(value, "method") ?? "GET",
    url,
    headers: headersOf(value["headers"]),
    ...(body !== undefined && { body }),
  };
  return { request, given: givenOf(value) };
}

const HAR =
  "This is a HAR file, which holds every request of a page: copy the one that is meant as cURL instead, in the network panel that has made the file.";

const NAMES = [
  ...["method", "url", "headers", "body", "consumer", "token", "signatureMethod"],
  ...["nonce", "timestamp", "realm", "signature", "baseString"],
];

function givenOf(value: JsonObject): Item["given"] {
  const { timestamp } = value;
  return {
    consumerKey: textAt(value, "consumer", "key"),
    consumerSecret: textAt(value, "consumer", "secret"),
    privateKey: textAt(value, "consumer", "privateKey"),
    publicKey: textAt(value, "consumer", "publicKey"),
    token: textAt(value, "token", "key"),
    tokenSecret: textAt(value, "token", "secret"),
    method: textAt(value, "signatureMethod"),
    nonce: textAt(value, "nonce"),
    timestamp: typeof timestamp === "number" ? String(timestamp) : textAt(value, "timestamp"),
    realm: textAt(value, "realm"),
    signature: textAt(value, "signature"),
    baseString: textAt(value, "baseString"),
  };
}

function headersOf(headers: unknown = {}): [string, string][] {
  const pairs: readonly unknown[] = isRecord(headers)
    ? Object.entries(headers)
    : Array.isArray(headers)
      ? headers
      : [headers];
  return pairs.map((pair) => {
    const [name, value]: readonly unknown[] = Array.isArray(pair) ? pair : [];
    if (typeof name === "string" && typeof value === "string") return [name, value];
    throw new UsageError("headers is an object of texts, or a list of pairs.");
  });
}
