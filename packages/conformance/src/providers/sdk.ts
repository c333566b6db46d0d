import { join } from "node:path";
import type {
  Account,
  Begun,
  Completion,
  CompositeCredentials,
  ConnectionOptions,
  ConsumerCalls,
  Exchange,
  Identity,
  LiveSession,
  PagedOperation,
  PushedLogin,
  Renewal,
  ReverseAuth,
  Revocation,
  SessionLevel,
  TemporaryCredentials,
  TokenCalls,
  XAuth,
} from "@oauth1/client";
import type { SignatureMethod } from "@oauth1/core";
import type { ProviderModel } from "@oauth1/descriptor";

/** An account of any provider, with the fields that its descriptor names. */
export type AnyAccount = Account & Readonly<Record<string, unknown>>;

/** A client of any provider. What it has of this, its descriptor says. */
export type AnyClient = TokenCalls &
  ConsumerCalls &
  PushedLogin<AnyAccount> &
  XAuth<AnyAccount> &
  ReverseAuth &
  Renewal &
  Revocation &
  LiveSession<AnyAccount> &
  Identity &
  AnyLogin &
  Exchange<string>;

/** A login of any kind. */
export interface AnyLogin {
  readonly begin: (options: AnyBegin) => Promise<Begun>;
  readonly complete: (completion: AnyCompletion) => Promise<AnyAccount>;
}

/** What a login of any kind can be begun with. */
export interface AnyBegin {
  readonly callback?: string;
  readonly variant?: string;
  readonly params?: object;
}

/** How a user comes back, also from a provider that has no verifiers. */
export type AnyCompletion = Completion | { readonly temporary: TemporaryCredentials };

/** An operation of any provider. */
export type AnyOperation = PagedOperation<string, object, unknown, unknown, SessionLevel>;

/** What the factory of any provider takes. */
export interface AnyOptions extends ConnectionOptions {
  readonly consumer: object;
  readonly signatureMethod?: SignatureMethod<never>;
}

/** The exports of a generated package, by what they are. */
export interface Sdk {
  readonly create: (options: AnyOptions) => AnyClient;
  readonly operation: (id: string) => AnyOperation;
  /** Takes the one text with all credentials apart, where the provider shows them so. */
  readonly readKey: (text: string) => CompositeCredentials;
}

/** Loads the sources of a provider's generated package. Rejects where there is none, and throws for an export that is missing. */
export async function loadSdk({ id, names }: ProviderModel, folder: string): Promise<Sdk> {
  const file = join(folder, "src/index.ts");
  const factories: Readonly<Record<string, Sdk["create"]>> = await import(file);
  const operations: Readonly<Record<string, AnyOperation>> = await import(file);
  const readers: Readonly<Record<string, Sdk["readKey"]>> = await import(file);
  const named = <T>(exports: Readonly<Record<string, T>>, name: string): T => {
    const found = exports[name];
    if (found === undefined) throw new Error(`@oauth1/${id} exports no ${name}.`);
    return found;
  };
  return {
    create: named(factories, names.factory),
    operation: (name) => named(operations, name),
    readKey: (text) => named(readers, `read${names.pascal}Key`)(text),
  };
}
