import {
  parametersName,
  type OperationModel,
  type ParameterModel,
  type ProviderModel,
  type TypeModel,
} from "@oauth1/descriptor";
import { docComment } from "../comments.js";
import { hardline, indent, join, print, type Layout } from "../layout.js";
import { block, list, object, quote } from "../literals.js";
import { WIDTH, type Statement } from "../print.js";
import { callText } from "../sample.js";
import { typeArguments, typeText } from "../type-text.js";
import { propertyOf } from "./types.js";

/** `src/operations/<group>.ts`: one exported value for each call, behind the interface of its parameters. */
export function operationsFile(
  model: ProviderModel,
  operations: readonly OperationModel[],
): readonly Statement[] {
  const types = namesIn(operations);
  return [
    { kind: "import", names: ["operation", "type Operation"], from: "@oauth1/client" },
    ...(types.length === 0
      ? []
      : [{ kind: "import", names: types, from: "../types.js" } satisfies Statement]),
    ...operations.flatMap((operation) => [
      ...parametersStatement(operation),
      { kind: "text", text: operationText(model, operation) } satisfies Statement,
    ]),
  ];
}

function parametersStatement({ id, parameters }: OperationModel): readonly Statement[] {
  if (parameters.length === 0) return [];
  return [
    {
      kind: "interface",
      name: parametersName(id),
      documentation: `What {@link ${id}} takes.`,
      properties: parameters.map(propertyOf),
    },
  ];
}

function operationText({ id: provider }: ProviderModel, operation: OperationModel): Layout {
  const { id, parameters } = operation;
  const params = parameters.length === 0 ? NO_PARAMETERS : parametersName(id);
  const args = [quote(provider), params, resultText(operation)];
  const call = ["/* @__PURE__ */ operation(", description(provider, operation), ");"];
  return [
    ...[operationComment(operation), hardline, `export const ${id}: `],
    ...assignment(args, { call, taken: `export const ${id}: `.length }),
  ];
}

const NO_PARAMETERS = "Record<string, never>";

/**
 * What follows the name. Where the first line is too long, prettier breaks the type if one of its arguments is generic,
 * and else moves the call to a line of its own, unless the type alone is too long.
 */
function assignment(
  args: readonly Layout[],
  { call, taken }: { readonly call: Layout; readonly taken: number },
): readonly Layout[] {
  const type = print(typeArguments("Operation", args), { width: Infinity });
  const first = print(call, { width: WIDTH }).split("\n")[0] ?? "";
  const before = taken + `${type} =`.length;
  const generic = args.some((arg) => /^\w+<.*>$/s.test(print(arg, { width: Infinity })));
  if (type.includes("\n") || before + 1 + first.length <= WIDTH) {
    return [typeArguments("Operation", args), " = ", call];
  }
  return generic || before > WIDTH
    ? ["Operation<", indent([hardline, join(args, [",", hardline])]), hardline, "> = ", call]
    : [type, " =", indent([hardline, call])];
}

function description(provider: string, operation: OperationModel): Layout {
  const { method, path, parameters, body, response } = operation;
  const fields = namesOf(parameters, "body");
  return block([
    ["provider", quote(provider)],
    ["method", quote(method)],
    ["path", quote(path)],
    ["query", namesOf(parameters, "query")],
    [
      "body",
      body &&
        fields &&
        object([
          ["type", quote(body)],
          ["fields", fields],
        ]),
    ],
    ["lists", listStyle(operation)],
    ["result", quote(response)],
  ]);
}

function namesOf(parameters: readonly ParameterModel[], place: string): Layout | undefined {
  const names = parameters
    .filter((parameter) => parameter.in === place)
    .map(({ name }) => quote(name));
  return names.length === 0 ? undefined : list(names);
}

/** Said only where there is a list to write, and not as the client would write it anyway. */
function listStyle({ parameters, body, lists }: OperationModel): string | undefined {
  const written = parameters.some(
    ({ in: place, type }) =>
      type.kind === "array" && (place === "query" || (place === "body" && body === "form")),
  );
  return written && lists !== "repeat" ? quote(lists) : undefined;
}

function resultText({ response, result }: OperationModel): Layout {
  if (response === "none") return "void";
  return response === "text" ? "string" : typeText(result);
}

function operationComment(operation: OperationModel): string {
  const { summary, documentation } = operation;
  const see = documentation === undefined ? "" : `@see ${documentation}\n`;
  const example = print(callText(operation, "answer"), { width: WIDTH - 3 });
  // In a string literal `*\/` says the same, and does not end the comment.
  const lines = example
    .replaceAll("*/", "*\\/")
    .split("\n")
    .map((text) => ` * ${text}`);
  return docComment(`${summary}\n\n${see}@example`).replace(/ \*\/$/, `${lines.join("\n")}\n */`);
}

function namesIn(operations: readonly OperationModel[]): readonly string[] {
  const types = operations.flatMap(({ result, parameters }) => [
    result,
    ...parameters.map(({ type }) => type),
  ]);
  return [...new Set(types.flatMap(references))].sort().map((name) => `type ${name}`);
}

function references(type: TypeModel): readonly string[] {
  switch (type.kind) {
    case "reference":
      return [type.name];
    case "array":
      return references(type.items);
    case "map":
      return references(type.values);
    case "object":
      return type.properties.flatMap((property) => references(property.type));
    case "unknown":
    case "primitive":
    case "enum":
      return [];
  }
}
