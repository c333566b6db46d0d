import type {
  AccessDescription,
  AccountRole,
  BodyKind,
  FieldTypeName,
  HttpMethod,
  ListStyle,
  ParameterPlace,
  ProviderState,
  ResponseKind,
  TransmissionName,
} from "./descriptor.js";
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
  readonly oauth: OAuthModel;
  readonly api: ApiModel;
  /** The distinct origins of the endpoints and of the API, in the order of their first use. */
  readonly origins: readonly string[];
  readonly operations: readonly OperationModel[];
  readonly types: readonly NamedTypeModel[];
}

/** The login. */
export interface OAuthModel {
  /** In the provider's order; a client uses the first. */
  readonly signatureMethods: readonly [MethodModule, ...MethodModule[]];
  readonly transmission: TransmissionName;
  readonly temporaryCredentials: EndpointModel;
  readonly authorization: { readonly url: string };
  readonly tokenCredentials: EndpointModel & { readonly fields: readonly FieldModel[] };
  readonly callback: { readonly oob: boolean; readonly deniedParameter: string | undefined };
  readonly access: readonly AccessDescription[];
}

/** A signature method by its wire name, and the module of `@oauth1/core/methods` that exports it. */
export interface MethodModule {
  readonly name: string;
  /** What the consumer signs with. */
  readonly key: "privateKey" | "secret";
  readonly module: string;
  readonly export: string;
}

/** An endpoint that hands out credentials. */
export interface EndpointModel {
  readonly method: "GET" | "POST";
  readonly url: string;
}

/** An extra field of the token answer. */
export interface FieldModel {
  readonly name: string;
  readonly type: FieldTypeName;
  readonly optional: boolean;
  readonly role: AccountRole | undefined;
  readonly description: string | undefined;
  /** The text that the provider sends. */
  readonly example: string | undefined;
}

/** What all operations have in common. */
export interface ApiModel {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  /** Lower-case names. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly profile: ProfileModel | undefined;
}

/** The operation that tells who is signed in, and the way through its answer to each role. */
export interface ProfileModel {
  readonly operation: string;
  readonly id: readonly string[] | undefined;
  readonly username: readonly string[] | undefined;
}

/** One API call. */
export interface OperationModel {
  readonly id: string;
  readonly group: string;
  readonly summary: string;
  readonly documentation: string | undefined;
  readonly method: HttpMethod;
  /** Relative to the base URL; `{name}` stands for a path parameter. */
  readonly path: string;
  readonly parameters: readonly ParameterModel[];
  /** Set exactly when there are body parameters. */
  readonly body: BodyKind | undefined;
  readonly lists: ListStyle;
  readonly response: ResponseKind;
  readonly result: TypeModel;
  readonly example: unknown;
}

/** A parameter by its wire name. */
export interface ParameterModel {
  readonly name: string;
  readonly in: ParameterPlace;
  readonly required: boolean;
  readonly type: TypeModel;
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
  | { readonly kind: "reference"; readonly name: string };

/** The types that have no parts. */
export type PrimitiveName = "string" | "integer" | "number" | "boolean";

/** A property of an object type. */
export interface PropertyModel {
  readonly name: string;
  readonly required: boolean;
  readonly type: TypeModel;
  readonly description: string | undefined;
}
