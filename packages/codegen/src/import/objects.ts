import type { DescribedType } from "@oauth1/descriptor";
import type { Importing } from "./importing.js";
import { at, entriesOf, textOf, textsOf } from "./json.js";
import { isChoice, type Part } from "./parts.js";
import { within } from "./places.js";
import { followed } from "./references.js";
import { refusalOfMember } from "./refusals.js";

/** An object with the properties of all parts; of parts without any, one whose properties have any names. */
export function objectOf(parts: readonly Part[], importing: Importing): DescribedType {
  const properties = new Map<string, DescribedType>();
  const demanded = new Set(parts.flatMap(({ schema }) => textsOf(at(schema, "required"))));
  for (const { schema, place } of parts) {
    for (const [name, property] of entriesOf(at(schema, "properties"))) {
      const there = within(place, `.${name}`);
      const travels = travelling(name, property, importing);
      if (travels === "never") demanded.delete(name);
      if (travels === "sometimes" && demanded.delete(name)) {
        importing.note(there, "it goes one way only, and became optional");
      }
      // What several parts have is what all of them say, and a list of values says most.
      if (travels === "never" || properties.get(name)?.enum !== undefined) continue;
      const isOptional = importing.ways.sent && !demanded.has(name);
      const refusal = isOptional ? refusalOfMember(name) : undefined;
      if (refusal === undefined) properties.set(name, importing.read(property, there, importing));
      else importing.note(there, refusal);
    }
  }
  if (properties.size === 0) return mapOf(parts, importing);
  noteOthers(parts, importing);
  const required = [...demanded].filter((name) => properties.has(name));
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    ...(required.length === 0 ? {} : { required }),
  };
}

/** Whether a property is there whichever way its object travels: what is read only is in no request. */
function travelling(
  name: string,
  property: unknown,
  { document, tellers, ways: { sent, answered } }: Importing,
): "always" | "sometimes" | "never" {
  const reference = textOf(at(property, "$ref"));
  const target = reference === undefined ? undefined : followed(document, reference);
  const says = (word: string): boolean => (at(property, word) ?? at(target, word)) === true;
  const [isReadOnly, isWriteOnly] = [says("readOnly"), says("writeOnly")];
  if (!(isReadOnly && sent) && !(isWriteOnly && answered)) return "always";
  return (sent && answered) || tellers.has(name) ? "sometimes" : "never";
}

function mapOf(parts: readonly Part[], importing: Importing): DescribedType {
  const [open] = parts.flatMap(({ schema, place }) => {
    const values = at(schema, "additionalProperties");
    return entriesOf(values).length === 0 ? [] : [{ values, place }];
  });
  const values =
    open === undefined ? {} : importing.read(open.values, within(open.place, ".*"), importing);
  return { type: "object", additionalProperties: values };
}

function noteOthers(parts: readonly Part[], { note }: Importing): void {
  for (const part of parts) {
    const others = at(part.schema, "additionalProperties");
    const hasOthers = others === true || entriesOf(others).length > 0;
    if (hasOthers && !isChoice(part)) note(part.place, "its unnamed properties were left out");
  }
}
