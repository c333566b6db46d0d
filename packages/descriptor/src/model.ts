import type {
  AccessDescription,
  AccountRole,
  AuthLevel,
  BodyKind,
  CompositePart,
  DescribedDenial,
  DescribedLifetime,
  DescribedRateLimit,
  DescribedRetirement,
  DescribedSigning,
  FieldTypeName,
  FlagTexts,
  HttpMethod,
  ListStyle,
  ParameterPlace,
  ProviderState,
  ResponseKind,
} from "./descriptor.js";
import type { DescribedErrorSign, RequestProblem } from "./described-errors.js";
import type { DescribedPagination } from "./described-pagination.js";
import type { ProviderNames } from "./names.js";

/** A provider with every default applied and every name resolved: all that generator and emulator read. */
export interface ProviderModel {
  readonly id: string;
  /** The provider's own spelling, for people. */
  readonly name: string;
  readonly names: ProviderNames;
  readonly summary: string;
  readonly documentation: string;
  readonly state: ProviderState;
  /** An ISO 8601 day. */
  readonly lastVerified: string;
  readonly sources: readonly string[];
  /** Sentences on what surprises whoever uses it. */
  readonly quirks: readonly string[];
  /** Sentences on what no source says. */
  readonly unknown: readonly string[];
  readonly retirement: DescribedRetirement | undefined;
  readonly variables: readonly VariableModel[];
  /** What the fields of an account hold in examples, by their names in templates, such as `account.shard`. */
  readonly accountTexts: readonly (readonly [name: string, text: string])[];
  readonly oauth: OAuthModel;
  readonly api: ApiModel;
  /** The distinct origins of the endpoints and of the API, each as the example values of the variables make it, in the order of their first use. */
  readonly origins: readonly string[];
  readonly operations: readonly OperationModel[];
  readonly types: readonly NamedTypeModel[];
}

/** A variable of URL templates. */
export interface VariableModel {
  readonly name: string;
  readonly type: "text" | "url";
  readonly description: string;
  readonly example: string;
  readonly default: string | undefined;
  /** What the app may say, and what the template gets for it. */
  readonly values: readonly (readonly [said: string, meant: string])[];
}

/** How tokens are had: every flow that the provider has, and how it is signed. */
export interface OAuthModel {
  readonly revision: "1.0a" | "1.0";
  /** In the provider's order; a client uses the first. */
  readonly signatureMethods: readonly [MethodModule, ...MethodModule[]];
  /** What a client signs with: the first of them, and those that single endpoints want. */
  readonly clientMethods: readonly MethodModule[];
  readonly consumer: {
    readonly secret: "required" | "none";
    /** What a client has to have for its methods, secrets first. */
    readonly keys: readonly ConsumerKey[];
    readonly registration: string | undefined;
    readonly description: string | undefined;
  };
  readonly signing: SigningModel;
  /** In this order: what an app does first comes first. */
  readonly flows: readonly FlowModel[];
  readonly lifetime: DescribedLifetime | undefined;
  readonly access: readonly AccessDescription[];
}

/** A secret, a private key, or what live sessions take: a key that secrets are encrypted for, and a Diffie-Hellman group. */
export type ConsumerKey = "secret" | "privateKey" | "liveSession";

/** Only what differs from the client's defaults is there. */
export type SigningModel = DescribedSigning;

/** A way to a token, or something that one can do with it, told apart by `kind`. */
export type FlowModel =
  | LoginModel
  | PushedLoginModel
  | { readonly kind: "two-legged"; readonly description: string | undefined }
  | {
      readonly kind: "pre-issued";
      readonly description: string;
      readonly documentation: string | undefined;
      readonly composite:
        { readonly separator: string; readonly order: readonly CompositePart[] } | undefined;
    }
  | { readonly kind: "x-auth"; readonly tokenCredentials: TokenEndpointModel }
  | {
      readonly kind: "reverse-auth";
      readonly target: string;
      readonly temporaryCredentials: EndpointModel;
    }
  | {
      readonly kind: "renewal";
      readonly tokenCredentials: TokenEndpointModel;
      /** The field of the token answer that is sent back, where there is one. */
      readonly handle: string | undefined;
      readonly keepsToken: boolean;
    }
  | { readonly kind: "revocation"; readonly endpoint: EndpointModel }
  | {
      readonly kind: "exchange";
      readonly name: string;
      readonly summary: string;
      readonly endpoint: EndpointModel;
      readonly fields: readonly FieldModel[];
    }
  | {
      readonly kind: "live-session";
      readonly endpoint: EndpointModel;
      readonly fields: readonly FieldModel[];
    };

/** The three legs (RFC 5849 section 2), with a callback, with a verifier to type, or with either. */
export interface LoginModel {
  readonly kind: "login";
  readonly temporaryCredentials: EndpointModel;
  readonly authorization: AuthorizationModel;
  readonly tokenCredentials: TokenEndpointModel;
  readonly callback: CallbackModel;
  readonly discovery:
    | {
        readonly url: string;
        readonly temporaryCredentials: string;
        readonly authorization: string;
        readonly tokenCredentials: string;
      }
    | undefined;
}

/** The two signed legs, between which the provider sends the verifier to the app. */
export interface PushedLoginModel {
  readonly kind: "pushed-login";
  readonly description: string;
  readonly temporaryCredentials: EndpointModel;
  readonly tokenCredentials: TokenEndpointModel;
}

/** A signature method by its wire name, and the module of `@oauth1/core/methods` that exports it. */
export interface MethodModule {
  /** Where several have the same name on the wire, that of the module in upper case for those besides the usual one. */
  readonly name: string;
  /** What the consumer signs with; `token` where it has no key of its own, and the token's secret is all. */
  readonly key: "privateKey" | "secret" | "token";
  /** Whether its signature is the secrets themselves, and says nothing about the request. */
  readonly requiresTls?: boolean;
  readonly module: string;
  readonly export: string;
}

/** An endpoint of a flow. */
export interface EndpointModel {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** A template. */
  readonly url: string;
  readonly body: "form" | "json";
  /** The parameters that are numbers or booleans in a JSON body. */
  readonly bodyValues: readonly string[];
  /** Where this endpoint is signed otherwise than the rest. */
  readonly signatureMethod: MethodModule | undefined;
  readonly signing: SigningModel | undefined;
  readonly parameters: readonly StepParameterModel[];
  readonly status: number;
  readonly format: "form" | "json";
  readonly tokenAt: string;
  readonly secretAt: string;
  readonly secretOptional: boolean;
}

/** An endpoint that hands out token credentials. */
export interface TokenEndpointModel extends EndpointModel {
  readonly fields: readonly FieldModel[];
  readonly verifierIn: "oauth" | "query" | "form" | "header";
}

/** A parameter of a step. */
export interface StepParameterModel {
  readonly name: string;
  readonly in: "query" | "form" | "oauth" | "header";
  readonly required: boolean;
  readonly type: TypeModel;
  /** Sent where the app gives no value. */
  readonly value: string | undefined;
  readonly separator: string;
  /** How its boolean is written, where that is not `true` and `false`. */
  readonly flag: FlagTexts | undefined;
  readonly description: string | undefined;
  readonly example: unknown;
}

/** Where the user is sent, or what the user's own program calls. */
export interface AuthorizationModel {
  /** A template, with `{oauth_token}` and `{oauth_consumer_key}` besides the variables. */
  readonly url: string;
  readonly method: "GET" | "POST" | "PUT";
  readonly verifierAt: string | undefined;
  readonly variants: readonly (readonly [name: string, url: string])[];
  readonly urlField: string | undefined;
  /** Unset where the token stands in the path. */
  readonly tokenParameter: string | undefined;
  readonly consumerKeyParameter: string | undefined;
  readonly callbackParameter: string | undefined;
  readonly parameters: readonly StepParameterModel[];
}

/** How the user comes back. */
export interface CallbackModel {
  readonly modes: "both" | "callback" | "pin";
  readonly confirmed: boolean;
  readonly tokenParameter: string;
  readonly verifierParameter: string;
  readonly verifier: { readonly pattern: string; readonly example: string } | undefined;
  readonly denied: readonly DescribedDenial[];
  readonly fields: readonly FieldModel[];
  readonly rule: string | undefined;
}

/** An extra field of the token answer, or of the callback. */
export interface FieldModel {
  readonly name: string;
  readonly type: FieldTypeName;
  readonly optional: boolean;
  /** A path into a JSON answer. */
  readonly at: string | undefined;
  readonly role: AccountRole | undefined;
  readonly description: string | undefined;
  /** The text that the provider sends. */
  readonly example: string | undefined;
}

/** What all operations have in common. */
export interface ApiModel {
  /** A template without a trailing slash, in which `{account.name}` stands for a field of the account. */
  readonly baseUrl: string;
  readonly hosts: readonly (readonly [name: string, url: string])[];
  /** Lower-case names. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly key: { readonly in: "query" | "header"; readonly name: string } | undefined;
  /** Whether the API itself is not called over OAuth 1.0a. */
  readonly loginOnly: boolean;
  readonly authentication:
    | {
        readonly headers: readonly (readonly [name: string, value: string])[];
        readonly query: readonly (readonly [name: string, value: string])[];
      }
    | undefined;
  readonly profile: ProfileModel | undefined;
  readonly errors: ErrorsModel | undefined;
  readonly rateLimit: DescribedRateLimit | undefined;
}

/** The operation that tells who is signed in, and the way through its answer to each role. */
export interface ProfileModel {
  readonly operation: string;
  readonly id: readonly string[] | undefined;
  readonly username: readonly string[] | undefined;
}

/** Where errors say what is wrong; the first path that leads somewhere counts. */
export interface ErrorsModel {
  readonly signs: readonly DescribedErrorSign[];
  readonly code: readonly string[];
  readonly message: readonly string[];
  readonly example: unknown;
  /** An error in XML, as the tree that it is read as. */
  readonly xml: unknown;
  readonly status: number;
  readonly codes: readonly (readonly [code: string, meaning: string])[];
  /** The codes that are described for problems of a request; of several for one, the first counts. */
  readonly problems: readonly (readonly [problem: RequestProblem, code: string])[];
  /** The codes that say for certain what a client can mend: it waits, or puts its clock right. */
  readonly mendable: readonly (readonly [code: string, problem: MendableProblem])[];
}

/** A problem that a client can mend itself. */
export type MendableProblem = Extract<RequestProblem, "rate_limited" | "timestamp_refused">;

/** One API call. */
export interface OperationModel {
  readonly id: string;
  readonly group: string;
  readonly summary: string;
  readonly documentation: string | undefined;
  /** Why, or what to use in its place; the empty text where nobody says. */
  readonly deprecated: string | undefined;
  readonly method: HttpMethod;
  /** Relative to the host's URL; `{name}` stands for a path parameter. */
  readonly path: string;
  /** The name of one of the API's further hosts. */
  readonly host: string | undefined;
  readonly auth: AuthLevel;
  readonly access: readonly string[];
  readonly idempotent: boolean;
  /** Where it is signed otherwise than the rest. */
  readonly signing: SigningModel | undefined;
  /** What makes it this operation, such as a dispatch `method`. */
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** What every call of the API carries, and this one does not, by name. */
  readonly without: { readonly query: readonly string[]; readonly headers: readonly string[] };
  readonly parameters: readonly ParameterModel[];
  /** Set exactly when there are body parameters, or fixed fields. */
  readonly body: BodyModel | undefined;
  readonly lists: ListStyle;
  readonly response: ResponseKind;
  readonly envelope: string | undefined;
  readonly pagination: DescribedPagination | undefined;
  readonly errors: readonly string[];
  /** What the call returns: inside the envelope, where there is one. */
  readonly result: TypeModel;
  /** As `result`: without the envelope. */
  readonly example: unknown;
}

/** What a request's body is made of. */
export interface BodyModel {
  readonly kind: BodyKind;
  /** What makes it this operation's, such as a dispatch `action`. */
  readonly fixed: readonly (readonly [name: string, value: unknown])[];
  /** The parameter that is the whole body. */
  readonly whole: string | undefined;
  readonly contentType: string | undefined;
  readonly signed: boolean;
}

/** A parameter by its wire name. */
export interface ParameterModel {
  readonly name: string;
  readonly in: ParameterPlace;
  readonly required: boolean;
  readonly type: TypeModel;
  /** How its list is written. */
  readonly style: ListStyle;
  /** How its boolean is written, where that is not `true` and `false`. */
  readonly flag: FlagTexts | undefined;
  readonly description: string | undefined;
  readonly example: unknown;
}

/** A type that the descriptor names. */
export interface NamedTypeModel {
  readonly name: string;
  readonly description: string | undefined;
  readonly type: TypeModel;
}

/** A type, told apart by `kind`. */
export type TypeModel = TypeShape & { readonly nullable: boolean };

type TypeShape =
  | { readonly kind: "unknown" }
  | {
      readonly kind: "primitive";
      readonly name: PrimitiveName;
      readonly format: string | undefined;
    }
  /** Open: the provider may send values that the descriptor does not know. */
  | { readonly kind: "enum"; readonly values: readonly string[] }
  | { readonly kind: "array"; readonly items: TypeModel }
  | { readonly kind: "map"; readonly values: TypeModel }
  | { readonly kind: "object"; readonly properties: readonly PropertyModel[] }
  | { readonly kind: "reference"; readonly name: string }
  | {
      readonly kind: "union";
      readonly members: readonly TypeModel[];
      readonly discriminator: string | undefined;
    };

/** The types that have no parts. */
export type PrimitiveName = "string" | "integer" | "number" | "boolean";

/** A property of an object type. */
export interface PropertyModel {
  readonly name: string;
  readonly required: boolean;
  readonly type: TypeModel;
  readonly description: string | undefined;
}
