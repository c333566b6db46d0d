import type { PrivateKey, SharedKey, SignatureMethod } from "@oauth1/core";
import type { MethodModule } from "@oauth1/descriptor";

/** A secret and a private key, of which a signature method looks at one. */
export type AnyKey = SharedKey & PrivateKey;

/** A signature method of any kind. */
export type AnyMethod = SignatureMethod<AnyKey>;

/**
 * Loads a described signature method. Rejects with a TypeError where core has none of this name.
 *
 * @example
 * const described = { name: "HMAC-SHA1", key: "secret", module: "hmac-sha1", export: "hmacSha1" };
 * (await loadMethod(described)).name; // => "HMAC-SHA1"
 */
export async function loadMethod({
  module,
  export: name,
}: Pick<MethodModule, "export" | "module">): Promise<AnyMethod> {
  const exports: Readonly<Record<string, AnyMethod | undefined>> = await import(
    `@oauth1/core/methods/${module}`
  );
  const method = exports[name];
  if (method === undefined)
    throw new TypeError(`@oauth1/core/methods/${module} has no export ${name}.`);
  return method;
}
