import type { Importing } from "./importing.js";
import { at } from "./json.js";
import type { Part } from "./parts.js";
import { alternatives, isNull, membersOf } from "./unions.js";

/** Notes the words of a schema that a descriptor does not have. */
export function noteUnsaid({ schema, place }: Part, { note }: Pick<Importing, "note">): void {
  for (const word of UNKNOWN_WORDS) {
    if (at(schema, word) !== undefined) note(place, `"${word}" was left out`);
  }
  const all = alternatives(schema).filter((member) => !isNull(member));
  if (membersOf(schema).length < all.length) note(place, TOGETHER);
}

const UNKNOWN_WORDS = [
  "$dynamicRef",
  "dependentRequired",
  "dependentSchemas",
  "if",
  "not",
  "patternProperties",
  "prefixItems",
  "unevaluatedProperties",
];

/** What is said where not everything that an object may have can be there at once. */
export const TOGETHER = "which of its properties go together was left out";
