import type { AsymmetricKey, Secret, SignatureMethod } from "@oauth1/core";
import type { ProviderDescription } from "../description.js";
import type { LiveSessionKeys } from "../flows/live-session.js";
import type { OperationDescription } from "../operation-description.js";

/** A provider with what it answers. Generated packages hold one. */
export interface MockProvider {
  readonly description: ProviderDescription;
  /** The endpoints of its flows. */
  readonly endpoints?: readonly MockEndpoint[];
  /** Its operations, each with an example of its result, where there is one. */
  readonly examples?: readonly MockExample[];
}

/** The secrets of the tokens that a mock knows, by their keys; `undefined` for those that are worthless by now. */
export type HandedOut = Map<string, string | undefined>;

/**
 * An operation, and an example of what it returns. Where operations differ by nothing but what stands in their paths, such as the
 * name of a project's wiki or of its tracker, `path` has the values that mean this one, by parameter.
 */
export type MockExample = readonly [
  operation: { readonly description: OperationDescription },
  example?: unknown,
  path?: Readonly<Record<string, string>>,
];

/** An endpoint of a flow. */
export interface MockEndpoint {
  readonly method: string;
  /** A template. */
  readonly url: string;
  /** Which credentials its answer holds. */
  readonly gives: "temporary" | "token" | "live session" | "nothing";
  /** Whether it renews token credentials, where its URL gives the first ones too. */
  readonly renews?: boolean;
  /** Whether it makes the token worthless that it is asked with. */
  readonly revokes?: boolean;
  readonly signatureMethod?: SignatureMethod<never>;
  /** Whether it answers everybody, as an index of endpoints does. */
  readonly isOpen?: boolean;
  /** 200 by default. */
  readonly status?: number;
  /** `form` by default. */
  readonly format?: "form" | "json";
  /**
   * The text of the answer; `{token}` and `{secret}` stand for the credentials, `{response}` and `{signature}` for what a live
   * session is agreed on with.
   */
  readonly body?: string;
}

/** The consumer and the tokens that a mock accepts. */
export interface MockOptions {
  /** As the app has it; with a signature method of private keys, `publicKey` is the other half. */
  readonly consumer: {
    readonly key: string;
    readonly secret?: string | Secret;
    readonly publicKey?: AsymmetricKey;
  } & Partial<LiveSessionKeys>;
  /** The secrets of tokens that the mock has not handed out itself, by their keys. */
  readonly tokens?: Readonly<Record<string, string>>;
}
