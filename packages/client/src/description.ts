import type { HashName, SignatureMethod, Transmission } from "@oauth1/core";
import type { ServersOfAccount } from "./reach.js";

/**
 * A provider as data: what a descriptor says, in the form that the client needs at run time. Every URL is a template:
 * `{name}` stands for a variable of the client, `{name|lower|hyphen}` for one that is changed on the way.
 */
export interface ProviderDescription<K = never> {
  /** Lower-case identifier; it is part of the session's type. */
  readonly id: string;
  readonly name: string;
  /** HMAC-SHA1 in nearly every case; a value, so that only its own code is bundled. */
  readonly signatureMethod: SignatureMethod<K>;
  readonly signing?: SigningRules;
  /** The ways to a user's token, and what else can be done with it: one value for each, such as `login({ ... })`. */
  readonly flows?: readonly FlowTargets[];
  /** What the provider lets sessions speak as; a user's token by default. */
  readonly sessions?: readonly ("token" | "consumer")[];
  readonly api: ApiDescription;
  /** What the templates mean by a variable's value, where that is not the value itself. */
  readonly variables?: Readonly<Record<string, VariableDescription>>;
}

/** A flow, as far as the client has to know it beforehand: `Flow` has its methods besides. */
export interface FlowTargets {
  /** The URL templates that its requests go to. */
  readonly urls: readonly string[];
}

/** A variable of URL templates. */
export interface VariableDescription {
  /** What the app says, and what the template gets for it, such as `production` and `api`. */
  readonly values?: Readonly<Record<string, string>>;
  readonly default?: string;
}

/** How requests are signed, where a provider wants it otherwise than RFC 5849 and most of the others. */
export interface SigningRules {
  /** Where the protocol parameters travel; `json` is one query parameter `Authorization` that holds them as JSON. The header by default. */
  readonly transmission?: Transmission | "json";
  /** A template; `{requestUrl}` stands for the request's URL without its query. */
  readonly realm?: string;
  /** Whether to send `oauth_version`; true by default. */
  readonly version?: boolean;
  /** Between the parameters of the header; `", "` by default. */
  readonly separator?: string;
  /** Whether a request without a token says so with an empty `oauth_token`. */
  readonly emptyToken?: boolean;
  readonly keyAmpersand?: boolean;
  readonly bodyHash?: "never" | "auto" | "always";
  readonly bodyHashAlgorithm?: HashName;
  /** How many letters and digits a nonce has; 30 hexadecimal digits by default. */
  readonly nonceLength?: number;
  /** Whether a timestamp below an earlier one is refused, also with another nonce. */
  readonly increasingTimestamps?: boolean;
}

/** What all calls of the API have in common. */
export interface ApiDescription {
  /** What the paths of operations are relative to. */
  readonly baseUrl: string;
  /** Further hosts, by the names that operations give them, such as `upload`. */
  readonly hosts?: Readonly<Record<string, string>>;
  /** Where `{account.name}` stands in these URLs: what puts the account's fields there, which is `accountServers`. */
  readonly servers?: ServersOfAccount;
  /** Sent with every call, unless the app says otherwise. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Query parameters of every call. */
  readonly query?: Readonly<Record<string, string>>;
  /** Where the consumer key stands in calls that are not signed, and only need to tell which app they come from. */
  readonly key?: { readonly in: "query" | "header"; readonly name: string };
  /** What authenticates calls with a token, where it is no signature. */
  readonly authentication?: AuthenticationDescription;
  readonly errors?: ErrorShape;
  readonly rateLimit?: RateLimitHeaders;
}

/** Names of common query parameters, and lower-case ones of common headers. */
export interface WithoutCommon {
  readonly query?: readonly string[];
  readonly headers?: readonly string[];
}

/** What a call carries instead of a signature. Values are templates of `{key}`, `{secret}` and `{consumerKey}`. */
export interface AuthenticationDescription {
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
}

/** Where errors say what is wrong. Paths are names and indexes with dots between them; the first that is there counts. */
export interface ErrorShape {
  /** What tells an error from a result where both come with a status of success. */
  readonly signs?: readonly ErrorSign[];
  readonly code?: readonly string[];
  readonly message?: readonly string[];
  /** What codes of the API mean, where that changes what the client does. */
  readonly problems?: Readonly<Record<string, "rate_limited" | "timestamp_refused">>;
  /** What reads an error that is no JSON, such as `readXml`; `undefined` for text that it cannot read. */
  readonly read?: (text: string) => unknown;
}

/** There is an error where something is at the path, or something of that value, or a number from a least value up. */
export interface ErrorSign {
  readonly at: string;
  readonly equals?: string | number | boolean;
  readonly least?: number;
}

/** The headers that tell how many calls are left. Of several for the same the first that is there counts. */
export interface RateLimitHeaders {
  readonly limit?: string | readonly string[];
  readonly remaining?: string | readonly string[];
  readonly reset?: string | readonly string[];
  /** What `reset` counts: seconds from now, or seconds or milliseconds since 1970. `epoch-seconds` by default. A date is read as one. */
  readonly resetUnit?: "seconds" | "epoch-seconds" | "epoch-milliseconds";
  /** The status of a refusal for want of calls, besides 429. Where codes of errors or what remains say otherwise, they count. */
  readonly status?: number;
}

/** A request of a flow. */
export interface StepDescription {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** A template. What is renewed, revoked or exchanged may stand in it: `{oauth_token}`. */
  readonly url: string;
  /** Where `{account.name}` stands in the URL: what puts the account's fields there, which is `accountUrl`. */
  readonly fill?: (template: string, account: unknown) => string;
  /** What writes its form, where that is written in another way, such as `jsonParameters()`. */
  readonly body?: StepBody;
  /** Signed otherwise than the rest. */
  readonly signatureMethod?: SignatureMethod<never>;
  readonly signing?: SigningRules;
  /** What else is sent, by wire name. */
  readonly parameters?: Readonly<Record<string, StepParameter>>;
}

/** An endpoint that hands out credentials. */
export interface EndpointDescription extends StepDescription {
  /** What the answer is written in; `form` by default. */
  readonly format?: "form" | "json";
  /** Where the answer has the credentials: names of a form, paths into JSON. `oauth_token` and `oauth_token_secret` by default. */
  readonly tokenAt?: string;
  readonly secretAt?: string;
  /** Whether the answer may come without a secret, which is the empty text then. */
  readonly secretOptional?: boolean;
}

/** Writes the form of a step in another way. */
export type StepBody = (
  request: Request,
  form: readonly (readonly [name: string, value: string])[],
) => Request;

/** An endpoint that hands out token credentials. */
export interface TokenEndpointDescription extends EndpointDescription {
  readonly fields?: Readonly<Record<string, FieldDescription>>;
  /** Where the verifier travels; among the other protocol parameters by default. */
  readonly verifierIn?: StepParameter["in"];
}

/** A parameter of a step of a flow. */
export interface StepParameter {
  /** Among the protocol parameters, where `oauth_callback` travels too, is `oauth`. */
  readonly in: "query" | "form" | "oauth" | "header";
  /** Sent where the app gives no value. */
  readonly value?: string;
  /** Between the items of a list; `","` by default. */
  readonly separator?: string;
  /** How a boolean is written, where that is not `true` and `false`. */
  readonly flag?: FlagTexts;
}

/** What is written for true and for false; nothing is sent for the one that is left out. */
export interface FlagTexts {
  readonly true?: string;
  readonly false?: string;
}

/** An extra field of the token answer: how its text becomes a value, whether it may be missing, and where it is. */
export interface FieldDescription {
  readonly type: FieldType;
  readonly optional?: boolean;
  /** A path into a JSON answer; the field's own name by default. */
  readonly at?: string;
  /** Whether it comes with the callback rather than with the token. */
  readonly from?: "callback";
}

/**
 * What the text of a field stands for. `integer` is for numbers below 2^53; dates become ISO 8601 text, so that an account
 * stays plain JSON. They come as ISO 8601 or as in HTTP (`date`), as seconds or milliseconds since 1970, or as seconds from now
 * (`expires-in`, where 0 means never and leaves the field out).
 */
export type FieldType =
  | "string"
  | "integer"
  | "number"
  | "boolean"
  | "date"
  | "date-seconds"
  | "date-milliseconds"
  | "expires-in";

/** Token credentials of a user, and what the provider said about them: plain JSON for the app to keep. */
export interface Account {
  readonly version: 1;
  readonly token: { readonly key: string; readonly secret: string };
}

/** The account of an endpoint's answer: its extra fields, typed. */
export type AccountOf<F> = Flat<Account & FieldsOf<F>>;

/** The same type, shown by its members. */
export type Flat<T> = { [K in keyof T]: T[K] } & {};

/** The extra fields of an answer, typed. */
export type FieldsOf<F> =
  F extends Readonly<Record<string, FieldDescription>>
    ? { readonly [K in RequiredNames<F>]: FieldValue<F[K]["type"]> } & {
        readonly [K in Exclude<keyof F, RequiredNames<F>>]?: FieldValue<F[K]["type"]>;
      }
    : unknown;

type RequiredNames<F extends Readonly<Record<string, FieldDescription>>> = {
  [K in keyof F]: F[K] extends { readonly optional: true } | { readonly type: "expires-in" }
    ? never
    : K;
}[keyof F];

type FieldValue<T extends FieldType> = T extends "integer" | "number"
  ? number
  : T extends "boolean"
    ? boolean
    : string;
