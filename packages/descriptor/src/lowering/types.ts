import type { DescribedType } from "../descriptor.js";
import type { TypeModel } from "../model.js";

/** A described type with its defaults, told apart by kind. */
export function lowerType(type: DescribedType): TypeModel {
  const nullable = type.nullable ?? false;
  if (type.$ref !== undefined) return { kind: "reference", name: type.$ref, nullable };
  if (type.oneOf !== undefined) {
    const members = type.oneOf.map(lowerType);
    return { kind: "union", members, discriminator: type.discriminator, nullable };
  }
  if (type.enum !== undefined) return { kind: "enum", values: type.enum, nullable };
  if (type.type === undefined) return { kind: "unknown", nullable };
  if (type.type === "array") return { kind: "array", items: lowerType(type.items ?? {}), nullable };
  if (type.type === "object") return lowerObject(type);
  return { kind: "primitive", name: type.type, format: type.format, nullable };
}

function lowerObject({
  properties,
  required = [],
  additionalProperties = {},
  nullable = false,
}: DescribedType): TypeModel {
  if (properties === undefined) {
    return { kind: "map", values: lowerType(additionalProperties), nullable };
  }
  const described = Object.entries(properties).map(([name, property]) => ({
    name,
    required: required.includes(name),
    type: lowerType(property),
    description: property.description,
  }));
  return { kind: "object", properties: described, nullable };
}
