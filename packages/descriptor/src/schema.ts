import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import schema from "../schema.json" with { type: "json" };
import type { DescribedType, Descriptor } from "./descriptor.js";
import { lowerType } from "./lowering/types.js";
import type { TypeModel } from "./model.js";
import { entriesOf, valueOf, type Node } from "./tree.js";

/** What the schema has to say of a whole document, and of a type alone. */
export interface Validators {
  readonly descriptor: ValidateFunction<Descriptor>;
  readonly type: ValidateFunction<DescribedType>;
}

/** The compiled schema. It is compiled at the first use, so that importing this module does nothing. */
export function validators(): Validators {
  if (compiled !== undefined) return compiled;
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    allowUnionTypes: true,
    discriminator: true,
    // What it would take to check the schema and to shorten the code is more than a run has to gain.
    validateSchema: false,
    code: { optimize: false },
  });
  ajv.addVocabulary(["patternErrorMessage"]).addSchema(schema, "descriptor");
  compiled = {
    descriptor: ajv.compile<Descriptor>({ $ref: "descriptor" }),
    type: ajv.compile<DescribedType>({ $ref: "descriptor#/$defs/type" }),
  };
  return compiled;
}

let compiled: Validators | undefined;

/** The type at a node; unknown where there is none, or none that is as the schema says. */
export function readType(node: Node | undefined): TypeModel {
  const value = valueOf(node);
  return validators().type(value) ? lowerType(value) : UNKNOWN;
}

/** The type of a parameter, which says other things besides. */
export function readParameterType(node: Node | undefined): TypeModel {
  const members = entriesOf(node).filter(({ key }) => !OF_PARAMETERS.has(key));
  const value: unknown = Object.fromEntries(
    members.map(({ key, value: member }) => [key, valueOf(member)]),
  );
  return validators().type(value) ? lowerType(value) : UNKNOWN;
}

const OF_PARAMETERS: ReadonlySet<string> = new Set([
  "example",
  "flag",
  "in",
  "required",
  "separator",
  "style",
  "value",
]);

const UNKNOWN: TypeModel = { kind: "unknown", nullable: false };
