import type { PrivateKey, SharedKey, SignatureMethod } from "@oauth1/core";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { UsageError } from "./failure.js";

/** A signature method, and what the consumer signs with; `token` where the token's secret is all. */
export interface KeyedMethod {
  readonly key: "privateKey" | "secret" | "token";
  readonly method: SignatureMethod<SharedKey & PrivateKey>;
}

/** The method of nearly every provider. */
export const USUAL: KeyedMethod = { key: "secret", method: hmacSha1 };

/** What a method is found by. */
interface Listed {
  readonly name: string;
  readonly key: KeyedMethod["key"];
  readonly module: string;
  readonly export: string;
}

/**
 * The signature method of a wire name. Throws a `UsageError` for a name that there is not, with those that there are.
 *
 * @example
 * const { key, method } = await methodNamed("rsa-sha1");
 * [key, method.name]; // => ["privateKey", "RSA-SHA1"]
 */
export async function methodNamed(name: string = USUAL.method.name): Promise<KeyedMethod> {
  if (name === USUAL.method.name) return USUAL;
  const { methods } = await import("@oauth1/descriptor/methods");
  const found = methods.find((one) => one.name === name.toUpperCase());
  if (found !== undefined) return loadMethod(found);
  throw new UsageError(
    `There is no signature method ${JSON.stringify(name)}: choose among ${methods.map((one) => one.name).join(", ")}.`,
  );
}

/** Loads a method that is listed. */
export async function loadMethod({ key, module, export: name }: Listed): Promise<KeyedMethod> {
  const exports: Readonly<Record<string, KeyedMethod["method"] | undefined>> = await import(
    `@oauth1/core/methods/${module}`
  );
  const method = exports[name];
  if (method === undefined) throw new Error(`@oauth1/core/methods/${module} has no ${name}.`);
  return { key, method };
}
