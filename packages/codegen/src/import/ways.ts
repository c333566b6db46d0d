import { familyUnion } from "./families.js";
import type { Found } from "./find.js";
import type { Importing, Ways } from "./importing.js";
import { at, entriesOf, itemsOf } from "./json.js";
import { partsOf } from "./parts.js";
import { resolved } from "./parameters.js";
import { followed, referencesIn, schemaName } from "./references.js";

/** Which ways the values of each named schema travel, in any of these operations. */
export function waysOf(
  operations: readonly Found[],
  { document, families }: Pick<Importing, "document" | "families">,
): (name: string) => Ways {
  const reached = (values: readonly unknown[]): ReadonlySet<string> => {
    const ways = new Set(values.flatMap(waysIn));
    // What is added on the way is walked too.
    for (const way of ways) {
      const target = followed(document, way);
      const children = families.get(schemaName(way) ?? "") ?? [];
      for (const next of waysIn([target, familyUnion(target, children)])) ways.add(next);
    }
    return new Set([...ways].flatMap((way) => schemaName(way) ?? []));
  };
  const sent = reached(operations.flatMap((found) => sentBy(found, document)));
  const answered = reached(operations.map(({ operation }) => at(operation, "responses")));
  return (name) => ({ sent: sent.has(name), answered: answered.has(name) });
}

function waysIn(value: unknown): readonly string[] {
  return referencesIn(value, "").map(({ way }) => way);
}

/** The parameters, and what the bodies are made of: a body itself becomes parameters, which have no name of a type. */
function sentBy({ operation, common }: Found, document: unknown): readonly unknown[] {
  const request = resolved(at(operation, "requestBody"), { document });
  const bodies = entriesOf(at(request, "content")).flatMap(([, content]) =>
    partsOf({ schema: at(content, "schema"), place: "" }, document).map(({ schema }) => schema),
  );
  return [...common, ...itemsOf(at(operation, "parameters")), ...bodies];
}
