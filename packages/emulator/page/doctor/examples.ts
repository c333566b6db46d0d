import { encode, sign, type RequestParts } from "@oauth1/core";
import { rawText } from "../../src/input.js";
import { NO_CASE, type Case } from "./case.js";

/** A mistake that many make, to see what the doctor says of it. */
export interface Example {
  readonly title: string;
  readonly make: () => Promise<Case>;
}

/** Requests that are refused, each signed with one mistake when it is asked for. */
export const EXAMPLES: readonly Example[] = [
  example("Secret of the earlier leg", { secrets: ["consumer-secret", "temporary-secret"] }),
  example("Plus decoded twice", {
    count: (pairs) => pairs.map((pair) => pair.replace("%2B", "%20")),
  }),
  example("Query left out", {
    count: (pairs) => pairs.filter((pair) => pair.startsWith("oauth_")),
  }),
  example("Realm signed", { count: (pairs) => [...pairs, "realm=Photos"].sort() }),
  example("Not sorted", {
    count: (pairs) => {
      const isOwn = (pair: string): boolean => pair.startsWith("oauth_");
      // As the URL has them, which is the other way round.
      return [...pairs.filter(isOwn), ...pairs.filter((pair) => !isOwn(pair)).reverse()];
    },
  }),
  example("Token secret missing", { secrets: ["consumer-secret", ""] }),
];

/** What a signer does otherwise. */
interface Flaw {
  readonly secrets?: readonly [consumer: string, token: string];
  readonly count?: (pairs: readonly string[]) => readonly string[];
}

function example(title: string, flaw: Flaw): Example {
  const make = async (): Promise<Case> => ({
    ...NO_CASE,
    request: await refusedRequest(flaw),
    consumerSecret: "consumer-secret",
    tokenSecret: "token-secret",
    otherSecrets: flaw.secrets?.[1] ?? "",
  });
  return { title, make };
}

const REQUEST: RequestParts = {
  method: "GET",
  url: "https://api.example.com/photos?tag=black%2Bwhite&size=large&page=2",
};

async function refusedRequest({
  secrets = ["consumer-secret", "token-secret"],
  count = (pairs) => pairs,
}: Flaw): Promise<string> {
  const credentials = {
    consumer: { key: "consumer-key", secret: "consumer-secret" },
    token: { key: "token-key", secret: "token-secret" },
  };
  const right = await sign(REQUEST, credentials, { realm: "Photos" });
  const [method = "", uri = ""] = right.baseString.split("&");
  const pairs = count(right.normalizedParameters.split("&"));
  const text = [method, uri, encode(pairs.join("&"))].join("&");
  const wrong = await hmacSha1(secrets.map(encode).join("&"), text);
  return rawText(right.request).replace(encode(right.signature), encode(wrong)).trimEnd();
}

// Core signs nothing wrong, so the mistakes are signed by hand.
async function hmacSha1(key: string, text: string): Promise<string> {
  const encoder = new TextEncoder();
  const algorithm = { name: "HMAC", hash: "SHA-1" };
  const imported = await crypto.subtle.importKey("raw", encoder.encode(key), algorithm, false, [
    "sign",
  ]);
  const bytes = await crypto.subtle.sign("HMAC", imported, encoder.encode(text));
  return btoa(String.fromCharCode(...new Uint8Array(bytes)));
}
