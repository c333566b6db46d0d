import {
  resolveType,
  textFormat,
  type ParameterModel,
  type PropertyModel,
  type ProviderModel,
  type StepParameterModel,
  type TypeModel,
} from "@oauth1/descriptor";

/** What a value of a parameter is made from. */
type Sampled = Pick<ParameterModel, "example" | "name" | "type">;

/** Values for parameters by wire name: the described examples, or something of their types. */
export function paramsOf(
  model: ProviderModel,
  parameters: readonly (ParameterModel | StepParameterModel)[],
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(parameters.map((one) => [one.name, valueOf(model, one)]));
}

/** The same for those that are required. */
export function neededParams(
  model: ProviderModel,
  parameters: readonly (ParameterModel | StepParameterModel)[],
): Readonly<Record<string, unknown>> {
  return paramsOf(
    model,
    parameters.filter(({ required }) => required),
  );
}

/**
 * What names and indexes with dots between them lead to, the longest name that is there first; the empty path leads to the
 * value itself.
 */
export function valueAt(value: unknown, path: string): unknown {
  if (path === "") return value;
  const members = Object.entries(Object(value));
  const [name, member] =
    members
      .filter(([one]) => `${path}.`.startsWith(`${one}.`))
      .toSorted(([one], [other]) => other.length - one.length)[0] ?? [];
  return name === undefined ? undefined : valueAt(member, path.slice(name.length + 1));
}

function valueOf(model: ProviderModel, { name, type, example }: Sampled): unknown {
  // An example of a file is its name.
  return isFile(resolveType(model, type))
    ? FILE
    : (example ?? sampleOf(model, type, { name, within: [] }));
}

function isFile(type: TypeModel): boolean {
  return type.kind === "primitive" && type.format === "binary";
}

const FILE = new Blob(["a file"]);

interface Spot {
  readonly name: string;
  /** The types around it. */
  readonly within: readonly TypeModel[];
}

// What is within itself ends as soon as it can: with null, with an empty list, or as another member of a union.
function sampleOf(model: ProviderModel, type: TypeModel, { name, within }: Spot): unknown {
  const resolved = resolveType(model, type);
  if (within.includes(resolved)) return type.nullable || resolved.nullable ? null : undefined;
  const sample = (inner: TypeModel, own = name): unknown =>
    sampleOf(model, inner, { name: own, within: [...within, resolved] });
  switch (resolved.kind) {
    case "primitive":
      if (isFile(resolved)) return FILE;
      return PRIMITIVES[resolved.name] ?? textFormat(resolved.format)?.example ?? name;
    case "enum":
      return resolved.values[0] ?? name;
    case "array":
      return [sample(resolved.items)].filter((item) => item !== undefined);
    case "union":
      return firstOf(resolved.members, sample);
    case "object":
      return sampleMembers(resolved.properties, sample);
    case "map": {
      const value = sample(resolved.values);
      return value === undefined ? {} : { [name]: value };
    }
    case "unknown":
      return {};
  }
}

type Sample = (type: TypeModel, name?: string) => unknown;

function firstOf(types: readonly TypeModel[], sample: Sample): unknown {
  for (const type of types) {
    const value = sample(type);
    if (value !== undefined) return value;
  }
  return types.length === 0 ? {} : undefined;
}

function sampleMembers(properties: readonly PropertyModel[], sample: Sample): object | undefined {
  const members = properties
    .filter(({ required }) => required)
    .map(({ name, type }) => [name, sample(type, name)] as const);
  return members.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(members);
}

const PRIMITIVES: Readonly<Record<string, unknown>> = { integer: 1, number: 1.5, boolean: true };
