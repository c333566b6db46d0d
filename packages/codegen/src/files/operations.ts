import type {
  ClientValue,
  OperationModel,
  ParameterModel,
  ProviderModel,
} from "@oauth1/descriptor";
import { columnsOf } from "../columns.js";
import { hardline, indent, join, layOut, type Layout } from "../layout.js";
import { propertyName, quote } from "../literals.js";
import { WIDTH, type Property, type Statement } from "../print.js";
import { paramsOf } from "../sdk-names.js";
import { takesAnySession } from "../session-levels.js";
import { referencesOf, type TypeGraph } from "../type-graph.js";
import { givenType, propertyComment, typeArguments, typeText } from "../type-text.js";
import { operationComment } from "./operation-comment.js";
import { operationDescription, usedFunctions } from "./operation-description.js";

/** What a group of operations is emitted from. */
export interface OperationGroup {
  readonly model: ProviderModel;
  readonly graph: TypeGraph;
  readonly operations: readonly OperationModel[];
}

/** `src/operations/<group>.ts`: one exported value for each call, behind the interface of its parameters. */
export function operationsFile({ model, graph, operations }: OperationGroup): readonly Statement[] {
  const types = typeNames(operations, graph);
  return [
    { kind: "import", names: clientNames(operations, graph), from: "@oauth1/client" },
    ...(types.length === 0
      ? []
      : [{ kind: "import", names: types, from: "../types.js" } satisfies Statement]),
    ...operations.flatMap((operation) => [
      ...parametersStatement(operation),
      { kind: "text", text: operationText(operation, { model, graph }) } satisfies Statement,
    ]),
  ];
}

function clientNames(operations: readonly OperationModel[], graph: TypeGraph): readonly string[] {
  const makers = operations.map(makerOf);
  const values: readonly ClientValue[] = [
    ...makers,
    ...operations.flatMap((operation) => usedFunctions(operation, graph)),
  ];
  const types = [
    ...makers.map(typeOf),
    ...(operations.some(takesAnySession) ? ["SessionLevel"] : []),
  ];
  return [
    ...[...new Set(values)].sort(),
    ...[...new Set(types)].sort().map((name) => `type ${name}`),
  ];
}

/** The client's function that makes the value. */
function makerOf({ pagination }: OperationModel): Maker {
  return pagination === undefined ? "operation" : "pagedOperation";
}

type Maker = Extract<ClientValue, "operation" | "pagedOperation">;

function typeOf(maker: Maker): string {
  return { operation: "Operation", pagedOperation: "PagedOperation" }[maker];
}

function typeNames(operations: readonly OperationModel[], graph: TypeGraph): readonly string[] {
  const names = operations.flatMap((operation) => [
    ...operation.parameters.flatMap(({ type }) => referencesOf(type)),
    ...(operation.response === "json" ? referencesOf(operation.result) : []),
    ...itemOf(operation, graph).references,
  ]);
  return [...new Set(names)].sort().map((name) => `type ${name}`);
}

function parametersStatement(operation: OperationModel): readonly Statement[] {
  const name = paramsOf(operation);
  if (name === undefined) return [];
  return [
    {
      kind: "interface",
      name,
      documentation: `What {@link ${operation.id}} takes.`,
      properties: operation.parameters.map(parameterOf),
    },
  ];
}

function parameterOf(parameter: ParameterModel): Property {
  const { name, required, type } = parameter;
  return {
    name: propertyName(name),
    optional: !required,
    documentation: propertyComment(parameter),
    type: givenType(type, { optional: !required }),
  };
}

function operationText(
  operation: OperationModel,
  { model, graph }: Omit<OperationGroup, "operations">,
): Layout {
  const maker = makerOf(operation);
  const args: readonly Layout[] = [
    quote(model.id),
    paramsOf(operation) ?? "Record<string, never>",
    resultText(operation),
    ...(operation.pagination === undefined ? [] : [itemOf(operation, graph).text]),
    ...(takesAnySession(operation) ? ["SessionLevel"] : []),
  ];
  const value = operationDescription(operation, model, graph);
  return [
    ...[operationComment(operation, model, graph), hardline],
    ...assignment(`export const ${operation.id}: `, {
      name: typeOf(maker),
      args,
      maker: `/* @__PURE__ */ ${maker}(`,
      value,
    }),
  ];
}

interface Constant {
  readonly name: string;
  readonly args: readonly Layout[];
  /** What the value begins with, up to the bracket. */
  readonly maker: string;
  readonly value: Layout;
}

/**
 * A constant with its type. Where the first line is too long, prettier breaks the type if one of its arguments is generic,
 * and else moves the call to a line of its own, unless the type alone is too long. Where only the brace is too much, both stay
 * and the call is broken.
 */
function assignment(head: string, { name, args, maker, value }: Constant): readonly Layout[] {
  const type = layOut(typeArguments(name, args), { width: Infinity });
  const before = columnsOf(`${head}${type} =`);
  const width = before + 1 + maker.length;
  const call = [maker, value, ");"];
  const generic = args.some((arg) => /^\w+<.*>$/s.test(layOut(arg, { width: Infinity })));
  if (type.includes("\n") || width < WIDTH) {
    return [head, typeArguments(name, args), " = ", call];
  }
  if (width === WIDTH) {
    return [head, type, " = ", maker, indent([hardline, value, ","]), hardline, ");"];
  }
  return generic || before > WIDTH
    ? [head, name, "<", indent([hardline, join(args, [",", hardline])]), hardline, "> = ", call]
    : [head, type, " =", indent([hardline, call])];
}

function resultText({ response, result }: OperationModel): Layout {
  return response === "json" ? typeText(result) : RESULTS[response];
}

const RESULTS: Readonly<Record<Exclude<OperationModel["response"], "json">, string>> = {
  none: "void",
  text: "string",
  binary: "Blob",
};

/** One item of a list's pages: the type's own name, or where it has none the way to it. */
function itemOf(
  { pagination, result }: OperationModel,
  graph: TypeGraph,
): { readonly text: Layout; readonly references: readonly string[] } {
  const item = pagination === undefined ? undefined : graph.itemAt(result, pagination.items);
  if (item === undefined) return { text: "unknown", references: [] };
  return { text: typeText(item), references: referencesOf(item) };
}
