import {
  resolveType,
  textFormat,
  type ParameterModel,
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

// A list within itself ends empty, and what may be null within itself ends there.
function sampleOf(
  model: ProviderModel,
  type: TypeModel,
  { name, within }: { readonly name: string; readonly within: readonly TypeModel[] },
): unknown {
  const resolved = resolveType(model, type);
  if ((type.nullable || resolved.nullable) && within.includes(resolved)) return null;
  const inside = { name, within: [...within, resolved] };
  switch (resolved.kind) {
    case "primitive":
      if (isFile(resolved)) return FILE;
      return PRIMITIVES[resolved.name] ?? textFormat(resolved.format)?.example ?? name;
    case "enum":
      return resolved.values[0] ?? name;
    case "array":
      return within.length > MAX_DEPTH ? [] : [sampleOf(model, resolved.items, inside)];
    case "union":
      return resolved.members[0] === undefined ? {} : sampleOf(model, resolved.members[0], inside);
    case "object":
      return Object.fromEntries(
        resolved.properties
          .filter(({ required }) => required)
          .map((property) => [
            property.name,
            sampleOf(model, property.type, { ...inside, name: property.name }),
          ]),
      );
    case "map":
      return within.length > MAX_DEPTH ? {} : { [name]: sampleOf(model, resolved.values, inside) };
    case "unknown":
      return {};
  }
}

const MAX_DEPTH = 6;

const PRIMITIVES: Readonly<Record<string, unknown>> = { integer: 1, number: 1.5, boolean: true };
