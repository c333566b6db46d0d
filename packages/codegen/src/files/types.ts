import type { NamedTypeModel, PropertyModel, ProviderModel } from "@oauth1/descriptor";
import { docComment } from "../comments.js";
import { hardline } from "../layout.js";
import { propertyName } from "../literals.js";
import { code } from "../markdown.js";
import type { Property, Statement } from "../print.js";
import type { TypeGraph } from "../type-graph.js";
import { assignedType, propertyComment, propertyType, type TypePlace } from "../type-text.js";

/** `src/types.ts`: the types that the descriptor names. */
export function typesFile(
  { types, operations }: ProviderModel,
  graph: TypeGraph,
): readonly Statement[] {
  const answered = graph.reachableFrom(operations.map(({ result }) => result));
  return types.map((type) => {
    const usual = `${type.name}, as the provider ${answered.has(type.name) ? "sends" : "takes"} it.`;
    return typeStatement(type, { graph, usual });
  });
}

function typeStatement(
  { name, description, type }: NamedTypeModel,
  { graph, usual }: { readonly graph: TypeGraph; readonly usual: string },
): Statement {
  const told = type.kind === "union" ? type.discriminator : undefined;
  const text = description ?? (told === undefined ? usual : `${name}: ${code(told)} tells which.`);
  const isRecursive = graph.isRecursive(name);
  if (type.kind !== "object" || type.nullable || type.properties.length === 0) {
    const head = [docComment(text), hardline, `export type ${name} =`];
    return { kind: "text", text: [...head, assignedType(type, { isRecursive }), ";"] };
  }
  const place: TypePlace = { discriminator: graph.discriminatorOf(name) };
  return {
    kind: "interface",
    name,
    documentation: text,
    properties: type.properties.map((property) => propertyOf(property, place)),
  };
}

/** A property of a described object. */
function propertyOf(property: PropertyModel, place: TypePlace = {}): Property {
  return {
    name: propertyName(property.name),
    optional: !property.required,
    documentation: propertyComment(property),
    type: propertyType(property, place),
  };
}
