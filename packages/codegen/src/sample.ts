import type { OperationModel, ParameterModel, TypeModel } from "@oauth1/descriptor";
import type { Layout } from "./layout.js";
import { literal } from "./literals.js";

/** A call of an operation with all that it requires, its answer kept in a variable. */
export function callText({ id, parameters, response }: OperationModel, variable: string): Layout {
  const required = parameters.filter((parameter) => parameter.required);
  const params = Object.fromEntries(required.map((one) => [one.name, sampleOf(one)]));
  const args: Layout = required.length === 0 ? "" : [", ", literal(params)];
  const target = response === "none" ? "" : `const ${variable} = `;
  return [`${target}await ${id}(session`, args, ");"];
}

function sampleOf({ name, type, example }: ParameterModel): unknown {
  return example ?? sampleOfType(type, name);
}

function sampleOfType(type: TypeModel, name: string): unknown {
  switch (type.kind) {
    case "primitive":
      return { string: name, integer: 1, number: 1, boolean: true }[type.name];
    case "enum":
      return type.values[0];
    case "array":
      return [sampleOfType(type.items, name)];
    case "unknown":
    case "map":
    case "object":
    case "reference":
      return {};
  }
}
