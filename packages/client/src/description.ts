import type { SignatureMethod, Transmission } from "@oauth1/core";

/** A provider as data: what a descriptor says, in the form that the client needs at run time. */
export interface ProviderDescription {
  /** Lower-case identifier; it is part of the session's type. */
  readonly id: string;
  readonly name: string;
  /** HMAC-SHA1 in nearly every case; a value, so that only its own code is bundled. */
  readonly signatureMethod: SignatureMethod;
  /** Where the protocol parameters travel; the Authorization header by default. */
  readonly transmission?: Transmission;
  /** Where temporary credentials come from (RFC 5849 section 2.1). */
  readonly temporaryCredentials: EndpointDescription;
  /** Where the user is sent (RFC 5849 section 2.2). */
  readonly authorization: { readonly url: string };
  /** Where token credentials come from (RFC 5849 section 2.3), and what else the answer carries. */
  readonly tokenCredentials: EndpointDescription & {
    readonly fields?: Readonly<Record<string, FieldDescription>>;
  };
  /** The callback's parameter that tells of a refusal, besides `oauth_problem`. */
  readonly deniedParameter?: string;
  readonly api: {
    /** What the paths of operations are relative to. */
    readonly baseUrl: string;
    /** Sent with every call, unless the app says otherwise. */
    readonly headers?: Readonly<Record<string, string>>;
  };
}

/** One of the two endpoints that hand out credentials. */
export interface EndpointDescription {
  readonly method: "GET" | "POST";
  readonly url: string;
}

/** An extra field of the token answer: how its text becomes a value, and whether it may be missing. */
export interface FieldDescription {
  readonly type: FieldType;
  readonly optional?: boolean;
}

/**
 * What the text of a field stands for. `integer` is for numbers below 2^53; dates, which providers send as
 * seconds or milliseconds since 1970, become ISO 8601 text, so that an account stays plain JSON.
 */
export type FieldType = "string" | "integer" | "boolean" | "date-seconds" | "date-milliseconds";

/** Token credentials of a user, and what the provider said about them: plain JSON for the app to keep. */
export interface Account {
  readonly version: 1;
  readonly token: { readonly key: string; readonly secret: string };
}

/** The account of a described provider: its extra fields, typed. */
export type AccountOf<D extends ProviderDescription> = Account &
  FieldsOf<D["tokenCredentials"]["fields"]>;

type FieldsOf<F> =
  F extends Readonly<Record<string, FieldDescription>>
    ? { readonly [K in RequiredNames<F>]: FieldValue<F[K]["type"]> } & {
        readonly [K in Exclude<keyof F, RequiredNames<F>>]?: FieldValue<F[K]["type"]>;
      }
    : unknown;

type RequiredNames<F extends Readonly<Record<string, FieldDescription>>> = {
  [K in keyof F]: F[K] extends { readonly optional: true } ? never : K;
}[keyof F];

type FieldValue<T extends FieldType> = T extends "integer"
  ? number
  : T extends "boolean"
    ? boolean
    : string;
