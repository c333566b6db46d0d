import type { AccountOf, EndpointDescription, TokenEndpointDescription } from "../description.js";
import type { KeysOf } from "../flow.js";
import type { AuthorizationDescription } from "./authorization.js";
import type { CallbackDescription } from "./callback.js";
import type { StepOptions } from "./step.js";
import type { StepValue } from "./step-parameters.js";

/** The three legs of a login (RFC 5849 section 2). */
export interface LoginDescription {
  readonly temporaryCredentials: EndpointDescription;
  readonly authorization: AuthorizationDescription;
  readonly tokenCredentials: TokenEndpointDescription;
  readonly callback?: CallbackDescription;
  readonly discovery?: DiscoveryDescription;
}

/** An index document that says where the endpoints of a login are: paths into its JSON lead to their URLs. */
export interface DiscoveryDescription {
  readonly url: string;
  readonly temporaryCredentials: string;
  readonly authorization: string;
  readonly tokenCredentials: string;
}

/** The account that a described login ends with. */
export type LoginAccount<D extends LoginDescription> = AccountOf<D["tokenCredentials"]["fields"]>;

/** What the legs of a described login are signed with, where they have a signature method of their own. */
export type LoginKeys<D extends LoginDescription> = KeysOf<D["temporaryCredentials"]> &
  KeysOf<D["tokenCredentials"]>;

/** What an app can ask a described login for. */
export type LoginParams<D extends LoginDescription> = {
  readonly [
    N in
      | NamesOf<D["temporaryCredentials"]["parameters"]>
      | NamesOf<D["authorization"]["parameters"]>
      | NamesOf<D["tokenCredentials"]["parameters"]>
  ]?: StepValue;
};

/** What every login can be begun with. `params` may be left out where none is required. */
export type BeginOptions<P extends object, V extends string = string> = StepOptions & {
  /** Another of the provider's pages, by the name that its description gives it. */
  readonly variant?: V;
} & (Record<never, never> extends P ? { readonly params?: P } : { readonly params: P });

/** The URL templates that the requests of a login go to. */
export function loginUrls({
  temporaryCredentials,
  tokenCredentials,
  discovery,
}: LoginDescription): readonly string[] {
  return [temporaryCredentials.url, tokenCredentials.url, ...(discovery ? [discovery.url] : [])];
}

type NamesOf<T> = T extends object ? keyof T & string : never;
