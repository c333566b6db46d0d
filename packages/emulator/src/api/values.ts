import {
  resolvePath,
  resolveType,
  textFormat,
  unionMembers,
  type ParameterModel,
  type ProviderModel,
  type ResolvedType,
  type TypeModel,
} from "@oauth1/descriptor";

/**
 * Whether a value of a type is a number.
 *
 * @example
 * isNumber({ kind: "primitive", name: "integer", format: undefined, nullable: false }); // => true
 */
export function isNumber(type: TypeModel): boolean {
  return type.kind === "primitive" && (type.name === "integer" || type.name === "number");
}

/** What is wrong with the text of a parameter, as a sentence: a number, a date, a UUID or a boolean that is none. */
export function textProblem(
  model: ProviderModel,
  parameter: ParameterModel,
  text: string,
): string | undefined {
  const type = resolveType(model, parameter.type);
  if (parameter.in !== "header" && isNumber(type)) return numberProblem(parameter, type, text);
  return flagProblem(model, parameter, text) ?? formatProblem(parameter, type, text);
}

/**
 * What is wrong with a value of JSON, as a sentence: another kind of value than the type says, an object without what it
 * needs, or text that is no date or UUID where it has to be one.
 *
 * @example
 * const day = { kind: "primitive", name: "string", format: "date", nullable: false };
 * const type = { kind: "object", properties: [{ name: "due", required: true, type: day }], nullable: false };
 * valueProblem({ types: [] }, { name: "task", type }, {}); // => "The body parameter task.due is missing."
 * valueProblem({ types: [] }, { name: "task", type }, "oops"); // => "The body parameter task has to be an object, and is a text."
 * const kind = { name: "kind", required: true, type: { kind: "enum", values: ["task"], nullable: false } };
 * const task = { kind: "object", properties: [kind], nullable: false };
 * const union = { kind: "union", members: [task], discriminator: "kind", nullable: false };
 * valueProblem({ types: [] }, { name: "one", type: union }, { kind: "day" }); // => 'The body parameter one.kind has to be "task", and is "day".'
 */
export function valueProblem(
  model: Pick<ProviderModel, "types">,
  { name, type, flag, depth = 0 }: Named,
  value: unknown,
): string | undefined {
  if (value === undefined || depth > MAX_DEPTH) return undefined;
  const here = resolveType(model, type);
  const problem = kindProblem(model, { name, type, flag }, value);
  if (problem !== undefined) return problem;
  if (here.kind === "primitive" && typeof value === "string") {
    return formatProblem({ name, in: "body" }, here, value);
  }
  if (here.kind === "union") return memberProblem(model, here, { name, depth, value });
  for (const part of partsOf(here, value)) {
    const inner = { name: `${name}.${part.name}`, type: part.type, depth: depth + 1 };
    if (part.value === undefined && part.isNeeded)
      return `The body parameter ${inner.name} is missing.`;
    const wrong = valueProblem(model, inner, part.value);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

// A query or a form has texts alone, while JSON has kinds of values.
function kindProblem(
  model: Pick<ProviderModel, "types">,
  { name, type, flag }: Pick<Named, "flag" | "name" | "type">,
  value: unknown,
): string | undefined {
  // Null is no kind of its own: it stands for what is not there.
  if (value === null) return undefined;
  const kinds = unionMembers(model, type).map((one) => jsonKind(one, flag !== undefined));
  if (kinds.length === 0 || kinds.some((kind) => kind === undefined || isKind(kind, value)))
    return undefined;
  const wanted = [...new Set(kinds)].join(" or ");
  return `The body parameter ${name} has to be ${wanted}, and is ${kindOf(value)}.`;
}

type JsonKind = "a boolean" | "a list" | "a number" | "a text" | "a whole number" | "an object";

// What a flag is written as is the provider's own affair.
function jsonKind(type: ResolvedType, isFlag: boolean): JsonKind | undefined {
  switch (type.kind) {
    case "array":
      return "a list";
    case "map":
    case "object":
      return "an object";
    case "enum":
      return "a text";
    case "primitive":
      return type.name === "boolean" && isFlag ? undefined : PRIMITIVE_KINDS[type.name];
    case "union":
    case "unknown":
      return undefined;
  }
}

const PRIMITIVE_KINDS = {
  boolean: "a boolean",
  integer: "a whole number",
  number: "a number",
  string: "a text",
} as const;

function isKind(wanted: JsonKind, value: unknown): boolean {
  return wanted === "a whole number" ? Number.isInteger(value) : kindOf(value) === wanted;
}

function kindOf(value: unknown): JsonKind {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "string") return "a text";
  if (typeof value === "number") return "a number";
  return typeof value === "boolean" ? "a boolean" : "an object";
}

// What tells the members of a union apart has to name one, which the value has to be then.
function memberProblem(
  model: Pick<ProviderModel, "types">,
  union: Extract<ResolvedType, { kind: "union" }>,
  { name, depth, value }: Omit<Named, "type"> & { readonly value: unknown },
): string | undefined {
  const { discriminator } = union;
  const isTold = typeof value === "object" && value !== null && !Array.isArray(value);
  if (discriminator === undefined || !isTold) return undefined;
  const said = new Map<string, unknown>(Object.entries(value)).get(discriminator);
  const told = unionMembers(model, union).map((type) => ({
    type,
    known: knownAt(model, type, discriminator),
  }));
  const meant = told.filter(({ known }) => known.length === 0 || known.some((one) => one === said));
  const [only, ...others] = meant;
  if (only !== undefined)
    return others.length > 0
      ? undefined
      : valueProblem(model, { name, type: only.type, depth: (depth ?? 0) + 1 }, value);
  if (said === undefined) return `The body parameter ${name}.${discriminator} is missing.`;
  const known = told.flatMap((one) => one.known).map((one) => JSON.stringify(one));
  return `The body parameter ${name}.${discriminator} has to be ${known.join(" or ")}, and is ${JSON.stringify(said)}.`;
}

function knownAt(
  model: Pick<ProviderModel, "types">,
  type: TypeModel,
  name: string,
): readonly string[] {
  const tag = resolvePath(model, type, name);
  const here = tag && resolveType(model, tag);
  return here?.kind === "enum" ? here.values : [];
}

// Deeper than this nobody nests a value who wants to know what is wrong with it.
const MAX_DEPTH = 100;

/** A value's name and type, and how many others it stands in. */
type Named = Pick<ParameterModel, "name" | "type"> &
  Partial<Pick<ParameterModel, "flag">> & { readonly depth?: number };

function partsOf(
  type: ResolvedType,
  value: unknown,
): readonly (Named & { readonly value: unknown; readonly isNeeded?: boolean })[] {
  if (typeof value !== "object" || value === null) return [];
  const members = Object.entries(value);
  const all = (inner: TypeModel) =>
    members.map(([name, one]) => ({ name, type: inner, value: one }));
  if (type.kind === "array") return Array.isArray(value) ? all(type.items) : [];
  if (type.kind === "map") return all(type.values);
  if (type.kind !== "object") return [];
  const given = new Map<string, unknown>(members);
  return type.properties.map((property) => ({
    name: property.name,
    type: property.type,
    value: given.get(property.name),
    isNeeded: property.required,
  }));
}

function formatProblem(
  { name, in: place }: Pick<ParameterModel, "in" | "name">,
  type: TypeModel,
  text: string,
): string | undefined {
  const format = type.kind === "primitive" ? textFormat(type.format) : undefined;
  if (format === undefined) return undefined;
  const wanted = format.pattern.test(text)
    ? "name a day that there is"
    : `look like ${JSON.stringify(format.example)}`;
  if (format.pattern.test(text) && isDay(text)) return undefined;
  return `The ${place} parameter ${name} has to ${wanted}, and is ${JSON.stringify(text)}.`;
}

// A month has its own number of days. What does not begin with one is no date.
function isDay(text: string): boolean {
  const [day] = /^\d{4}-\d\d-\d\d/.exec(text) ?? [];
  const time = Date.parse(day ?? "1970-01-01");
  return day === undefined || new Date(time || 0).toISOString().startsWith(day);
}

// As JavaScript writes it, which has exponents for what is very small or large.
function numberProblem(
  { name, in: place }: ParameterModel,
  type: TypeModel,
  text: string,
): string | undefined {
  const isWhole = type.kind === "primitive" && type.name === "integer";
  const pattern = isWhole ? /^-?\d+$/ : /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;
  if (pattern.test(text)) return undefined;
  const wanted = isWhole ? "a whole number" : "a number";
  return `The ${place} parameter ${name} has to be ${wanted}, and is ${JSON.stringify(text)}.`;
}

function flagProblem(
  model: ProviderModel,
  { name, in: place, type, flag = PLAIN }: ParameterModel,
  text: string,
): string | undefined {
  const resolved = resolveType(model, type);
  if (resolved.kind !== "primitive" || resolved.name !== "boolean") return undefined;
  const known = Object.values(flag);
  if (known.includes(text)) return undefined;
  const wanted = known.map((one) => JSON.stringify(one)).join(" or ");
  return `The ${place} parameter ${name} has to be ${wanted}, and is ${JSON.stringify(text)}.`;
}

const PLAIN = { true: "true", false: "false" } as const;
