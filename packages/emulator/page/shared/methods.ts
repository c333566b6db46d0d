import type { PrivateKey, SharedKey, SignatureMethod } from "@oauth1/core";
import { methods } from "@oauth1/descriptor/methods";

/** A secret and a private key, of which a signature method looks at one. */
export type AnyKey = SharedKey & PrivateKey;

/** A signature method, and what it is keyed with and imported from. */
export interface KnownMethod {
  readonly method: SignatureMethod<AnyKey>;
  readonly key: "privateKey" | "secret";
  readonly module: string;
  readonly export: string;
}

const modules = import.meta.glob<Readonly<Record<string, SignatureMethod<AnyKey> | undefined>>>(
  "../../../core/dist/methods/*.js",
  { eager: true },
);

/** Every signature method of `@oauth1/core/methods` that a consumer has a key of its own for. */
export const METHODS: readonly KnownMethod[] = methods.flatMap(({ key, ...listed }) => {
  const method = modules[`../../../core/dist/methods/${listed.module}.js`]?.[listed.export];
  return method === undefined || key === "token" ? [] : [{ ...listed, key, method }];
});

/** The method of a name on the wire; HMAC-SHA1 for one that nobody knows. */
export function methodNamed(name: string): KnownMethod {
  const found = METHODS.find(({ method }) => method.name === name) ?? METHODS[0];
  if (found === undefined) throw new Error("The page was built without signature methods.");
  return found;
}
