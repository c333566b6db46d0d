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
  readonly oauth: DescribedOAuth;
  readonly api: DescribedApi;
  readonly operations: Readonly<Record<string, DescribedOperation>>;
  readonly types?: Readonly<Record<string, DescribedType>>;
}

/** Whether anybody still answers: hosted, being retired, software that people run themselves, or gone. */
export type ProviderState = "alive" | "legacy" | "self-hosted" | "dead";

/** The three legs of the login (RFC 5849 section 2). */
export interface DescribedOAuth {
  readonly signatureMethods: readonly string[];
  readonly transmission?: TransmissionName;
  readonly temporaryCredentials: DescribedEndpoint;
  readonly authorization: { readonly url: string };
  readonly tokenCredentials: DescribedEndpoint & {
    readonly fields?: Readonly<Record<string, DescribedField>>;
  };
  readonly callback?: { readonly oob?: boolean; readonly deniedParameter?: string };
  readonly access?: readonly AccessDescription[];
}

/** Where the protocol parameters travel (RFC 5849 section 3.5). */
export type TransmissionName = "header" | "query" | "body";

/** An endpoint that hands out credentials. */
export interface DescribedEndpoint {
  readonly method: "GET" | "POST";
  readonly url: string;
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
  readonly role?: AccountRole;
  readonly description?: string;
  readonly example?: string;
}

/** What the text of a token field stands for. */
export type FieldTypeName = "string" | "integer" | "boolean" | "date-seconds" | "date-milliseconds";

/** What a value says about the account that signed in. */
export type AccountRole = "id" | "username";

/** What all operations have in common. */
export interface DescribedApi {
  readonly baseUrl: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly lists?: ListStyle;
  readonly profile?: { readonly operation: string } & { readonly [R in AccountRole]?: string };
}

/** How a list is written in a query or a form. */
export type ListStyle = "comma" | "pipe" | "repeat";

/** One API call. */
export interface DescribedOperation {
  readonly group: string;
  readonly summary: string;
  readonly documentation?: string;
  readonly method: HttpMethod;
  readonly path: string;
  readonly parameters?: Readonly<Record<string, DescribedParameter>>;
  readonly body?: BodyKind;
  readonly response?: ResponseKind;
  readonly result?: DescribedType;
  readonly example?: unknown;
}

/** The methods that operations use. */
export type HttpMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** A form is signed, JSON is not. */
export type BodyKind = "json" | "form";

/** What the answer's body is; `none` where there is nothing to read. */
export type ResponseKind = "json" | "text" | "none";

/** Where a parameter travels. */
export type ParameterPlace = "path" | "query" | "body";

/** A parameter: a type, and where it goes. An object's properties are described under `types`. */
export interface DescribedParameter extends Omit<
  DescribedType,
  "properties" | "required" | "additionalProperties"
> {
  readonly in: ParameterPlace;
  readonly required?: boolean;
  readonly example?: unknown;
}

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
}
