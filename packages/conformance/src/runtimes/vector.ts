import type { BaseString } from "@oauth1/core";

export type Pairs = readonly (readonly [name: string, value: string])[];

/** One entry of packages/testing/vectors/published.json. */
export interface Vector {
  readonly id: string;
  readonly source: string;
  readonly name: string;
  readonly kind: string;
  readonly input: VectorInput;
  readonly expected: Readonly<Record<string, unknown>>;
}

export interface VectorInput {
  readonly string?: string;
  readonly form?: string;
  readonly query?: string;
  readonly header?: string;
  readonly pairs?: Pairs;
  readonly method?: string;
  readonly url?: string;
  readonly host?: string;
  readonly oauth?: Pairs;
  readonly base_string?: BaseString;
  readonly signature_method?: string;
  readonly consumer_secret?: string;
  readonly token_secret?: string;
  readonly rsa_key?: string;
  readonly body?: string;
}
