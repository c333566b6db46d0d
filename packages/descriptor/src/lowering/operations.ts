import type {
  DescribedApi,
  DescribedBody,
  DescribedOperation,
  DescribedParameter,
  DescribedType,
  Descriptor,
  ListStyle,
} from "../descriptor.js";
import type { DescribedPagination } from "../described-pagination.js";
import type {
  BodyModel,
  NamedTypeModel,
  OAuthModel,
  OperationModel,
  ParameterModel,
  TypeModel,
} from "../model.js";
import { resultName } from "../names.js";
import { lowerType } from "./types.js";

/** Operations, and the types of those answers that are described in place. */
export interface LoweredOperations {
  readonly operations: readonly OperationModel[];
  readonly named: readonly NamedTypeModel[];
}

/** What operations inherit from their provider. */
interface Inherited {
  readonly api: DescribedApi;
  readonly auth: "token" | "consumer";
  readonly types: Readonly<Record<string, DescribedType>>;
}

/** The operations with their defaults. An answer that is described in place gets a name, so that an app has one to say. */
export function lowerOperations(
  { operations, api, types = {} }: Descriptor,
  { flows }: OAuthModel,
): LoweredOperations {
  const hasTokens = flows.some(({ kind }) => !WITHOUT_TOKEN.has(kind));
  const inherited: Inherited = { api, auth: hasTokens ? "token" : "consumer", types };
  const lowered = Object.entries(operations).map(([id, operation]) => {
    const { result, named } = nameResult(id, lowerType(operation.result ?? {}));
    return { named, operation: { id, ...lowerOperation(operation, inherited), result } };
  });
  return {
    operations: lowered.map(({ operation }) => operation),
    named: lowered.flatMap(({ named }) => named),
  };
}

/** The flows that a consumer has by itself. */
const WITHOUT_TOKEN: ReadonlySet<string> = new Set(["two-legged", "exchange"]);

function lowerOperation(
  operation: DescribedOperation,
  inherited: Inherited,
): Omit<OperationModel, "id" | "result"> {
  const { group, summary, documentation, method, path, host, signing } = operation;
  const { query = {}, headers = {}, response = "json" } = operation;
  const { api, auth } = inherited;
  const lists = api.lists ?? "repeat";
  const parameters = Object.entries(operation.parameters ?? {});
  return {
    group,
    summary,
    documentation,
    method,
    path,
    host,
    signing,
    lists,
    response,
    deprecated: operation.deprecated === true ? "" : operation.deprecated || undefined,
    auth: operation.auth ?? auth,
    access: operation.access ?? [],
    idempotent: operation.idempotent ?? REPEATABLE.has(method),
    query: fixedOf(query),
    headers: fixedOf(headers),
    without: { query: leftOutOf(query), headers: leftOutOf(headers) },
    parameters: parameters.map(([name, parameter]) => {
      const isNeeded = isBytes(operation, parameter, inherited);
      return lowerParameter(name, { required: isNeeded, ...parameter }, inherited);
    }),
    body: lowerBody(operation),
    envelope: lowerEnvelope(operation, api),
    pagination: lowerPagination(operation, api),
    errors: operation.errors ?? [],
    example: operation.example,
  };
}

/** The methods whose requests may be sent again (RFC 9110 section 9.2.2), as far as operations use them. */
const REPEATABLE: ReadonlySet<string> = new Set(["GET", "HEAD", "PUT", "DELETE"]);

type Said = Readonly<Record<string, string | false>>;

function fixedOf(said: Said): readonly (readonly [name: string, value: string])[] {
  return Object.entries(said).flatMap(([name, value]) => (value === false ? [] : [[name, value]]));
}

function leftOutOf(said: Said): readonly string[] {
  return Object.keys(said).filter((name) => said[name] === false);
}

function lowerParameter(
  name: string,
  parameter: DescribedParameter,
  { api: { lists = "repeat", flags }, types }: Inherited,
): ParameterModel {
  const { in: place = "query", required = false, style = lists, flag, ...rest } = parameter;
  const { description, example, ...described } = rest;
  const type = lowerType(described);
  // In a header a list has commas, whatever is said of others.
  const written = place === "header" ? "comma" : style;
  return {
    name,
    in: place,
    required: required || place === "path",
    type,
    style,
    flag: flag ?? (hasFlags(described, { style: written, types }) ? flags : undefined),
    description,
    example,
  };
}

// Text of a body may be left out, and its bytes nobody means to leave out: they are what such a call is made for.
function isBytes(
  { body }: DescribedOperation,
  { in: place, ...type }: DescribedParameter,
  { types }: Pick<Inherited, "types">,
): boolean {
  const kind = typeof body === "string" ? body : body?.kind;
  return place === "body" && kind === "binary" && !isText(type, new Map(Object.entries(types)));
}

function isText(
  { $ref, type, format, enum: values }: Pick<DescribedType, "$ref" | "enum" | "format" | "type">,
  types: ReadonlyMap<string, DescribedType>,
): boolean {
  if ($ref === undefined) return type === "string" && format !== "binary" && values === undefined;
  const named = types.get($ref);
  return named !== undefined && isText(named, types);
}

interface Written extends Pick<Inherited, "types"> {
  readonly style: ListStyle;
}

/** Whether there are booleans in a parameter that are written as text: alone, in a list, in an object in brackets, or among other types. */
function hasFlags(
  { $ref, oneOf, type, items, properties = {}, additionalProperties }: DescribedType,
  written: Written,
  seen: Set<string> = new Set(),
): boolean {
  const holds = (part: DescribedType | undefined): boolean =>
    part !== undefined && hasFlags(part, written, seen);
  if ($ref !== undefined) {
    if (seen.has($ref)) return false;
    seen.add($ref);
    return holds(new Map(Object.entries(written.types)).get($ref));
  }
  if (oneOf !== undefined) return oneOf.some(holds);
  if (type === "array") return written.style !== "json" && holds(items);
  if (type !== "object" || written.style !== "deep") return type === "boolean";
  return [...Object.values(properties), additionalProperties].some(holds);
}

function lowerBody({ body, parameters = {} }: DescribedOperation): BodyModel | undefined {
  if (body === undefined) return undefined;
  const {
    kind,
    fixed = {},
    whole,
    contentType,
    signed,
  }: DescribedBody = typeof body === "string" ? { kind: body } : body;
  const only = Object.keys(parameters).find((name) => parameters[name]?.in === "body");
  return {
    kind,
    fixed: Object.entries(fixed),
    whole: whole ?? (kind === "binary" ? only : undefined),
    // Of a range, what is sent says which it is.
    contentType: contentType?.includes("*") === true ? undefined : contentType,
    signed: signed ?? kind === "form",
  };
}

function lowerEnvelope(
  { envelope, response = "json" }: DescribedOperation,
  api: DescribedApi,
): string | undefined {
  if (envelope === false || response !== "json") return undefined;
  return envelope ?? api.envelope;
}

function lowerPagination(
  { pagination = false }: DescribedOperation,
  api: DescribedApi,
): DescribedPagination | undefined {
  if (typeof pagination === "object") return pagination;
  return pagination ? api.pagination : undefined;
}

function nameResult(
  id: string,
  type: TypeModel,
): { readonly result: TypeModel; readonly named: readonly NamedTypeModel[] } {
  if (!hasParts(type)) return { result: type, named: [] };
  const name = resultName(id);
  const named = { name, description: `The answer of ${id}.`, type: { ...type, nullable: false } };
  return { result: { kind: "reference", name, nullable: type.nullable }, named: [named] };
}

/** Whether a type, or what it is a list of, has parts that somebody will want to name. */
function hasParts(type: TypeModel): boolean {
  if (type.kind === "array") return hasParts(type.items);
  return type.kind === "object" || type.kind === "union";
}
