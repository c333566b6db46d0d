import type { NamedTypeModel, PropertyModel, ProviderModel } from "@oauth1/descriptor";
import { DOC_WIDTH, docComment, documentation } from "../comments.js";
import { hardline } from "../layout.js";
import { propertyName } from "../literals.js";
import type { Property, Statement } from "../print.js";
import { assignedType } from "../type-text.js";

/** `src/types.ts`: the types that the descriptor names. */
export function typesFile(model: ProviderModel): readonly Statement[] {
  return model.types.map(typeStatement);
}

function typeStatement({ name, description, type }: NamedTypeModel): Statement {
  const text = description ?? `${name}, as the provider sends it.`;
  if (type.kind !== "object" || type.nullable || type.properties.length === 0) {
    const head = [docComment(text), hardline, `export type ${name} =`];
    return { kind: "text", text: [...head, assignedType(type), ";"] };
  }
  return {
    kind: "interface",
    name,
    documentation: documentation(text, DOC_WIDTH),
    properties: type.properties.map(propertyOf),
  };
}

/** A property of a described object, or a parameter of an operation. */
export function propertyOf(property: PropertyModel): Property {
  const { name, required, type, description } = property;
  return {
    name: propertyName(name),
    optional: !required,
    documentation: description && documentation(description, DOC_WIDTH - 2),
    type: assignedType(type),
  };
}
