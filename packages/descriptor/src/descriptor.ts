import type { DescribedErrors } from "./described-errors.js";
import type { DescribedPagination } from "./described-pagination.js";

/** A provider as a person writes it down in `providers/<id>.json`; `schema.json` explains every property. */
export interface Descriptor {
  readonly $schema?: string;
  readonly descriptorVersion: 1;
  readonly id: string;
  readonly name: string;
  readonly summary: string;
  readonly documentation: string;
  readonly state: ProviderState;
  readonly lastVerified: string;
  readonly sources: readonly string[];
  /** Sentences on what surprises whoever uses it. */
  readonly quirks?: readonly string[];
  /** Sentences on what no source says. */
  readonly unknown?: readonly string[];
  readonly retirement?: DescribedRetirement;
  readonly variables?: Readonly<Record<string, DescribedVariable>>;
  readonly oauth: DescribedOAuth;
  readonly api: DescribedApi;
  readonly operations: Readonly<Record<string, DescribedOperation>>;
  readonly types?: Readonly<Record<string, DescribedType>>;
}

/** Whether anybody still answers: hosted, being retired, software that people run themselves, or gone. */
export type ProviderState = "alive" | "legacy" | "self-hosted" | "dead";

/** That OAuth 1.0a ends at this provider: when, as a day, month or year, how, as a sentence, and what comes after it. */
export interface DescribedRetirement {
  readonly date?: string;
  readonly description?: string;
  readonly successor: string;
  readonly documentation?: string;
}

/** What every URL of a tenant, an installation or an environment has of its own. */
export interface DescribedVariable {
  readonly description: string;
  /** `url` is an absolute URL without a trailing slash, which a template can only begin with. `text` by default. */
  readonly type?: "text" | "url";
  readonly example: string;
  readonly default?: string;
  /** What the app may say, and what the template gets for it. */
  readonly values?: Readonly<Record<string, string>>;
}

/** How tokens are had, how requests are signed, and what users can be asked for. */
export interface DescribedOAuth {
  /** `1.0` has no verifier, and its callback travels with the user. */
  readonly revision?: "1.0a" | "1.0";
  /** In the provider's order: the client uses the first. */
  readonly signatureMethods: readonly string[];
  readonly consumer?: DescribedConsumer;
  readonly signing?: DescribedSigning;
  readonly temporaryCredentials?: DescribedEndpoint;
  readonly authorization?: DescribedAuthorization;
  readonly tokenCredentials?: DescribedTokenEndpoint;
  readonly callback?: DescribedCallback;
  /** The provider sends the verifier to the app, where nobody visits an authorization page. */
  readonly pushedVerifier?: { readonly description: string };
  /** Calls are signed with the consumer's credentials alone. */
  readonly twoLegged?: boolean | { readonly description: string };
  /** Tokens are issued on the provider's own pages. */
  readonly preIssued?: {
    readonly description: string;
    readonly documentation?: string;
    /** All credentials in one text, as the provider shows it. */
    readonly composite?: {
      readonly separator: string;
      readonly order: readonly CompositePart[];
    };
  };
  readonly xAuth?: Partial<Omit<DescribedTokenEndpoint, "verifierIn">>;
  /** A device that knows the user fetches the token; `target` is the URL that it posts to. */
  readonly reverseAuth?: { readonly target: string };
  readonly renewal?: Omit<DescribedTokenEndpoint, "verifierIn"> & {
    /** The field of the token answer that is sent back; `oauth_session_handle` by default, and `none` where the token alone is enough. */
    readonly handle?: string;
    /** Whether the token stays as it was, and only lives longer. */
    readonly keepsToken?: boolean;
  };
  readonly revocation?: DescribedCall;
  /** Calls that turn a token into something else, by the name of the client's method. */
  readonly exchanges?: Readonly<Record<string, DescribedExchange>>;
  /** Where app and provider agree on what calls are signed with, because the token's secret is encrypted. */
  readonly liveSession?: DescribedLiveSession;
  /** An index document that says where the endpoints are; the paths lead to their URLs. */
  readonly discovery?: {
    readonly url: string;
    readonly temporaryCredentials: string;
    readonly authorization: string;
    readonly tokenCredentials: string;
  };
  readonly lifetime?: DescribedLifetime;
  readonly access?: readonly AccessDescription[];
}

/** A part of a composite text. */
export type CompositePart = "consumerKey" | "consumerSecret" | "token" | "tokenSecret";

/** What a consumer is, and how one becomes it. */
export interface DescribedConsumer {
  /** `none` where the secret is the empty text. Otherwise the signature method says which key it is. */
  readonly secret?: "required" | "none";
  /** Where an app registers. */
  readonly registration?: string;
  readonly description?: string;
}

/** Where a request differs from what RFC 5849 and most providers want. */
export interface DescribedSigning {
  readonly transmission?: TransmissionName;
  readonly realm?: string;
  readonly version?: boolean;
  readonly separator?: string;
  readonly emptyToken?: boolean;
  readonly keyAmpersand?: boolean;
  readonly bodyHash?: "never" | "auto" | "always";
  readonly bodyHashAlgorithm?: "SHA-1" | "SHA-256" | "SHA-512";
  readonly nonceLength?: number;
  readonly increasingTimestamps?: boolean;
  /** How many seconds a timestamp may be off. */
  readonly timestampWindow?: number;
}

/** Where the protocol parameters travel (RFC 5849 section 3.5); `json` is one query parameter `Authorization` that holds them as JSON. */
export type TransmissionName = "header" | "query" | "body" | "json";

/** An endpoint of a flow. */
export interface DescribedEndpoint {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** What is renewed, revoked or exchanged may stand in its path: `{oauth_token}`, and `{account.name}` for a field. */
  readonly url: string;
  /** What its form is written as: a JSON object is not signed. `form` by default. */
  readonly body?: "form" | "json";
  readonly signatureMethod?: string;
  readonly signing?: DescribedSigning;
  readonly parameters?: Readonly<Record<string, DescribedStepParameter>>;
  /** The status of success; 200 by default. */
  readonly status?: number;
  readonly format?: "form" | "json";
  readonly tokenAt?: string;
  readonly secretAt?: string;
  readonly secretOptional?: boolean;
}

/** An endpoint that hands out token credentials. */
export interface DescribedTokenEndpoint extends DescribedEndpoint {
  readonly fields?: Readonly<Record<string, DescribedField>>;
  /** Where the verifier travels; among the other protocol parameters by default. */
  readonly verifierIn?: "oauth" | "query" | "form" | "header";
}

/** An endpoint whose answer has no credentials in it. */
export type DescribedCall = Omit<DescribedEndpoint, "secretAt" | "secretOptional" | "tokenAt">;

/** A call that turns a token into something else. */
export interface DescribedExchange extends DescribedCall {
  readonly summary: string;
  readonly fields: Readonly<Record<string, DescribedField>>;
}

/** Where a live session is opened. Its signature method is the one that the token's decrypted secret stands in front of. */
export interface DescribedLiveSession extends DescribedCall {
  readonly signatureMethod: string;
  readonly fields?: Readonly<Record<string, DescribedField>>;
}

/** A parameter of a step: a type, and where it goes. */
export interface DescribedStepParameter extends DescribedParameterType {
  /** `oauth` is where `oauth_callback` travels too. `query` by default. */
  readonly in?: "query" | "form" | "oauth" | "header";
  readonly required?: boolean;
  /** Sent where the app gives no value. */
  readonly value?: string;
  /** Between the items of a list; a comma by default. */
  readonly separator?: string;
  /** How its boolean is written, where that is not `true` and `false`. */
  readonly flag?: FlagTexts;
  readonly example?: unknown;
}

/** Where the user is sent (RFC 5849 section 2.2). */
export interface DescribedAuthorization {
  /** A template; `{oauth_token}` and `{oauth_consumer_key}` may stand in its path. */
  readonly url: string;
  /** `GET` by default: a page. Otherwise the step is a call of the user's own, which answers with the verifier. */
  readonly method?: "GET" | "POST" | "PUT";
  /** Where the answer of such a call has the verifier. */
  readonly verifierAt?: string;
  /** Other pages for the same step, such as `authenticate`, by name. */
  readonly variants?: Readonly<Record<string, string>>;
  /** The field of the temporary credentials' answer that holds the URL. */
  readonly urlField?: string;
  /** `oauth_token` by default. */
  readonly tokenParameter?: string;
  /** The parameter that repeats the consumer key. */
  readonly consumerKeyParameter?: string;
  /** The parameter that repeats the callback. */
  readonly callbackParameter?: string;
  readonly parameters?: Readonly<Record<string, Omit<DescribedStepParameter, "in">>>;
}

/** How the user comes back. */
export interface DescribedCallback {
  /** `both` by default: to a callback URL, or with a verifier to type (`oob`). */
  readonly modes?: "both" | "callback" | "pin";
  /** Whether the provider answers `oauth_callback_confirmed`; true by default. */
  readonly confirmed?: boolean;
  /** `oauth_token` and `oauth_verifier` by default. */
  readonly tokenParameter?: string;
  readonly verifierParameter?: string;
  /** What a verifier that is typed looks like. */
  readonly verifier?: { readonly pattern: string; readonly example: string };
  /** How the callback tells that the user said no, besides `oauth_problem`. */
  readonly denied?: readonly DescribedDenial[];
  /** Further parameters of the callback that the account keeps. */
  readonly fields?: Readonly<Record<string, DescribedField>>;
  /** What has to be registered, as a sentence. */
  readonly rule?: string;
}

/** A parameter that is there, one that has a value, or a verifier that is empty or missing. */
export interface DescribedDenial {
  readonly parameter: string;
  readonly equals?: string;
}

/** How long a token lives. */
export interface DescribedLifetime {
  readonly description: string;
  readonly seconds?: number;
}

/** One thing that an app asks the user for. */
export interface AccessDescription {
  readonly name: string;
  readonly description: string;
}

/** A field of the token answer besides the credentials themselves. */
export interface DescribedField {
  readonly type: FieldTypeName;
  readonly optional?: boolean;
  readonly at?: string;
  readonly role?: AccountRole;
  readonly description?: string;
  readonly example?: string;
}

/** What the text of a token field stands for. */
export type FieldTypeName =
  | "string"
  | "integer"
  | "number"
  | "boolean"
  | "date"
  | "date-seconds"
  | "date-milliseconds"
  | "expires-in";

/** What a value says about the account that signed in. */
export type AccountRole = "id" | "username";

/** What all operations have in common. */
export interface DescribedApi {
  /** A template, which `{account.name}` may begin: the URL of the user's own server, by a field of the account. */
  readonly baseUrl: string;
  /** The same of further ones. */
  readonly hosts?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly lists?: ListStyle;
  /** How a boolean is written, where that is not `true` and `false`. */
  readonly flags?: FlagTexts;
  readonly key?: { readonly in: "query" | "header"; readonly name: string };
  /** Whether the API itself is not called over OAuth 1.0a. */
  readonly loginOnly?: boolean;
  readonly authentication?: {
    readonly headers?: Readonly<Record<string, string>>;
    readonly query?: Readonly<Record<string, string>>;
  };
  readonly profile?: { readonly operation: string } & { readonly [R in AccountRole]?: string };
  readonly errors?: DescribedErrors;
  readonly rateLimit?: DescribedRateLimit;
  /** The path in every JSON answer to what is meant, where results are wrapped. */
  readonly envelope?: string;
  /** The pagination of operations that say `true`. */
  readonly pagination?: DescribedPagination;
}

/** The headers that tell how many calls are left: of several for the same the first that is there counts. */
export interface DescribedRateLimit {
  readonly limit?: string | readonly string[];
  readonly remaining?: string | readonly string[];
  readonly reset?: string | readonly string[];
  readonly resetUnit?: "seconds" | "epoch-seconds" | "epoch-milliseconds";
  /** The status of a refusal for want of calls, besides 429. Where codes of errors or what remains say otherwise, they count. */
  readonly status?: number;
  /** How many calls in how many seconds, as far as it is the same for all. */
  readonly calls?: number;
  readonly seconds?: number;
  readonly description?: string;
}

/** How a list is written in a query or a form. */
export type ListStyle =
  | "comma"
  | "pipe"
  | "space"
  | "semicolon"
  | "repeat"
  /** `a[]=1&a[]=2` */
  | "brackets"
  /** `a[0]=1&a[1]=2` */
  | "indexed"
  /** `a[b][c]=1`, for objects and lists of any depth. */
  | "deep"
  | "json";

/** What is written for true and for false; nothing is sent for the one that is left out, so `{ "true": "" }` is a name alone. */
export interface FlagTexts {
  readonly true?: string;
  readonly false?: string;
}

/** One API call. */
export interface DescribedOperation {
  readonly group: string;
  readonly summary: string;
  readonly documentation?: string;
  readonly deprecated?: boolean | string;
  readonly method: HttpMethod;
  readonly path: string;
  /** The name of one of `api.hosts`. */
  readonly host?: string;
  readonly auth?: AuthLevel;
  /** The scopes or access levels that it needs. */
  readonly access?: readonly string[];
  /** Whether it may be sent again after a failure; so may GET, HEAD, PUT and DELETE. */
  readonly idempotent?: boolean;
  /** Where it is signed otherwise than the rest. */
  readonly signing?: DescribedSigning;
  /** Query parameters that make it this operation, such as a dispatch `method`; `false` for one of `api.query` that it goes without. */
  readonly query?: Readonly<Record<string, string | false>>;
  /** The same for headers, and those of `api.headers`. */
  readonly headers?: Readonly<Record<string, string | false>>;
  readonly parameters?: Readonly<Record<string, DescribedParameter>>;
  readonly body?: BodyKind | DescribedBody;
  readonly response?: ResponseKind;
  /** `false` where this operation's answers are not wrapped. */
  readonly envelope?: string | false;
  readonly pagination?: DescribedPagination | boolean;
  readonly errors?: readonly string[];
  readonly result?: DescribedType;
  readonly example?: unknown;
}

/** What a call has to be authenticated with: nothing, the consumer key as a parameter, the consumer's signature, or a user's token. */
export type AuthLevel = "none" | "key" | "consumer" | "token";

/** The methods that operations use. */
export type HttpMethod = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";

/** A form is signed, JSON is not; a binary body is one parameter, which is the whole body. */
export type BodyKind = "json" | "form" | "multipart" | "binary";

/** A body that is more than its kind. */
export interface DescribedBody {
  readonly kind: BodyKind;
  /** Fields that make it this operation, such as a dispatch `action`: text in a form, anything in JSON. */
  readonly fixed?: Readonly<Record<string, unknown>>;
  /** The one body parameter that is the whole body, not a field of it. */
  readonly whole?: string;
  /** The media type of JSON or of a binary body, where it is another than the kind's; of `image/*` the app's Blob says which. */
  readonly contentType?: string;
  /** Whether the text fields of a multipart body are signed; false by default. */
  readonly signed?: boolean;
}

/** What the answer's body is; `none` where there is nothing to read. */
export type ResponseKind = "json" | "text" | "binary" | "none";

/** Where a parameter travels. */
export type ParameterPlace = "path" | "query" | "header" | "body";

/** A parameter: a type, and where it goes. */
export interface DescribedParameter extends DescribedParameterType {
  /** `query` by default. */
  readonly in?: ParameterPlace;
  readonly required?: boolean;
  /** How its list is written, where that is not `api.lists`. In a header a list has commas, and an object is JSON. */
  readonly style?: ListStyle;
  /** How its boolean is written, where that is not `api.flags`. */
  readonly flag?: FlagTexts;
  readonly example?: unknown;
}

/** The type of a parameter: `required` says whether calls need it, so an object's properties are described under `types`. */
export type DescribedParameterType = Omit<DescribedType, "properties" | "required">;

/** The readable subset of JSON Schema that describes values. Nothing at all means `unknown`. */
export interface DescribedType {
  readonly $ref?: string;
  readonly type?: "string" | "integer" | "number" | "boolean" | "array" | "object";
  readonly description?: string;
  readonly format?: string;
  readonly nullable?: boolean;
  readonly enum?: readonly string[];
  readonly items?: DescribedType;
  readonly properties?: Readonly<Record<string, DescribedType>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: DescribedType;
  /** One of several types; told apart by a property of theirs where `discriminator` names one. */
  readonly oneOf?: readonly DescribedType[];
  readonly discriminator?: string;
}
