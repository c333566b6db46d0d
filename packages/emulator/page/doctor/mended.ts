import { encode, expose, type RequestParts, type Signature } from "@oauth1/core";
import type { Diagnosis } from "@oauth1/core/diagnose";
import { claimsOf } from "../../src/input.js";
import { methodNamed } from "../shared/methods.js";
import { partsOf, type Question } from "./case.js";

/** The refused request with the signature that it should have had. */
export interface Mended {
  readonly request: RequestParts;
  /** As it stands in the request. */
  readonly signature: string;
}

/** Puts the right signature into a request; `undefined` where no secret can make one. */
export async function mended(
  { request, credentials }: Question,
  { baseString }: Extract<Diagnosis, { verdict: "explained" }>,
): Promise<Mended | undefined> {
  const { consumer, token } = credentials;
  if (consumer.secret === undefined) return undefined;
  const parts = partsOf(request);
  const right = await methodNamed(claimsOf(parts).method ?? "").method.sign(baseString, {
    consumer: { key: "", secret: expose(consumer.secret), privateKey: "" },
    ...(token !== undefined && { token: { key: "", ...token } }),
  });
  return { request: withSignature(parts, right), signature: encode(right) };
}

function withSignature(request: RequestParts, signature: Signature): RequestParts {
  const put = (text: string): string =>
    text.replace(/(\boauth_signature\s*=\s*"?)[^",&\s]*/, `$1${encode(signature)}`);
  const { method, url, headers, body } = request;
  const fields = [...new Headers(headers)].map(([name, value]): [string, string] => [
    name,
    name === "authorization" ? put(value) : value,
  ]);
  return {
    method,
    url: put(url),
    headers: fields,
    ...(typeof body === "string" && { body: put(body) }),
  };
}
