import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, it } from "vitest";
import schema from "../schema.json" with { type: "json" };

/** A node of the schema, with every reference followed. */
type Shape = ReadonlyMap<string, unknown>;

const file = fileURLToPath(new URL("../src/descriptor.ts", import.meta.url));
const program = ts.createProgram([file], { strict: true, exactOptionalPropertyTypes: true });
const checker = program.getTypeChecker();

it("says in the schema what the types say", () => {
  expect(differencesOf("Descriptor", shapeOf(schema))).toEqual([]);
});

it("would notice a property, an obligation or a value that only one of them knows", () => {
  const changed = JSON.parse(
    JSON.stringify(schema.$defs.endpoint)
      .replace('"tokenAt"', '"tokenPath"')
      .replace('["method","url"]', '["method"]')
      .replace('"PUT",', ""),
  );
  expect(differencesOf("DescribedEndpoint", shapeOf(changed))).toEqual([
    "DescribedEndpoint has tokenPath in the schema only",
    "DescribedEndpoint has tokenAt in the types only",
    "DescribedEndpoint.method has PUT in the types only",
    "DescribedEndpoint.url is required in the types only",
  ]);
});

/** Where we are, and the types that have been compared: one that refers to itself is compared once. */
interface Place {
  readonly path: string;
  readonly seen: Set<ts.Type>;
}

function differencesOf(name: string, shape: Shape): readonly string[] {
  return differences(typeNamed(name), shape, { path: name, seen: new Set() });
}

function differences(type: ts.Type, shape: Shape, place: Place): readonly string[] {
  const { path, seen } = place;
  const objects = objectsIn(type);
  const [first] = objects;
  const variants = listOf(shape.get("oneOf"));
  if (variants.length > 0) {
    return objects.flatMap((one) => differences(one, variantOf(one, variants), place));
  }
  const values = literalsIn(type);
  if (values.length > 0) return compared(values, listOf(shape.get("enum")).map(String), path);
  if (first === undefined || seen.has(first)) return [];
  const element = checker.getIndexTypeOfType(first, ts.IndexKind.Number);
  if (element !== undefined)
    return differences(element, shapeOf(shape.get("items")), { path: `${path}[]`, seen });
  const named = checker.getIndexTypeOfType(first, ts.IndexKind.String);
  if (named !== undefined) {
    return differences(named, shapeOf(shape.get("additionalProperties")), {
      path: `${path}.*`,
      seen,
    });
  }
  seen.add(first);
  return propertyDifferences(first, shape, place);
}

function propertyDifferences(
  type: ts.Type,
  shape: Shape,
  { path, seen }: Place,
): readonly string[] {
  const described = new Map(Object.entries(Object(shape.get("properties"))));
  const required = listOf(shape.get("required"));
  const properties = checker.getPropertiesOfType(type);
  const inner = properties.flatMap((property) => {
    const { name } = property;
    const isRequired = (property.flags & ts.SymbolFlags.Optional) === 0;
    const here = `${path}.${name}`;
    if (!described.has(name)) return [];
    const only = isRequired ? "types" : "schema";
    return [
      ...(isRequired === required.includes(name)
        ? []
        : [`${here} is required in the ${only} only`]),
      ...differences(checker.getTypeOfSymbol(property), shapeOf(described.get(name)), {
        path: here,
        seen,
      }),
    ];
  });
  const names = properties.map(({ name }) => name);
  return [...compared(names, [...described.keys()], path), ...inner];
}

function compared(
  types: readonly string[],
  described: readonly string[],
  path: string,
): readonly string[] {
  return [
    ...described.filter((one) => !types.includes(one)).map((one) => [one, "schema"]),
    ...types.filter((one) => !described.includes(one)).map((one) => [one, "types"]),
  ].map(([one, where]) => `${path} has ${one} in the ${where} only`);
}

/** The parts of a union that have properties or items. */
function objectsIn(type: ts.Type): readonly ts.Type[] {
  const parts = type.isUnion() ? type.types : [type];
  return parts.filter(
    ({ flags }) => (flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0,
  );
}

/** The texts of a union that is made of nothing else. */
function literalsIn(type: ts.Type): readonly string[] {
  const parts = (type.isUnion() ? type.types : [type]).filter(
    ({ flags }) => (flags & ts.TypeFlags.Undefined) === 0,
  );
  const values = parts.flatMap((part) => (part.isStringLiteral() ? [part.value] : []));
  return values.length === parts.length && values.length > 1 ? values : [];
}

/** The variant of the schema that has the type's `kind`. */
function variantOf(type: ts.Type, variants: readonly unknown[]): Shape {
  const property = checker.getPropertyOfType(type, "kind");
  const kind = property && literalOf(checker.getTypeOfSymbol(property));
  const found = variants.map(shapeOf).find((variant) => {
    const properties = shapeOf(variant.get("properties"));
    return shapeOf(properties.get("kind")).get("const") === kind;
  });
  return found ?? new Map();
}

function literalOf(type: ts.Type): string | undefined {
  return type.isStringLiteral() ? type.value : undefined;
}

/** What a node says itself, through a reference or in the branch for objects. */
function shapeOf(node: unknown): Shape {
  const shape = new Map<string, unknown>(Object.entries(Object(node)));
  const reference = shape.get("$ref");
  if (typeof reference === "string") {
    const names = reference.split("/").slice(1);
    return shapeOf(names.reduce((here: unknown, name) => Object(here)[name], schema));
  }
  return shape.has("else") ? shapeOf(shape.get("else")) : shape;
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value : [];
}

function typeNamed(name: string): ts.Type {
  const source = program.getSourceFile(file);
  const found = source?.statements.find(
    (one) => ts.isInterfaceDeclaration(one) && one.name.text === name,
  );
  if (found === undefined) throw new Error(`descriptor.ts has no interface ${name}`);
  return checker.getTypeAtLocation(found);
}
