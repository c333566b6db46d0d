import type { ErrorObject } from "ajv/dist/2020.js";
import { suggestionFor } from "./schema-mends.js";
import { closest } from "./suggest.js";
import { entriesOf, itemsOf, nodeAt, textOf, type Node, type Place } from "./tree.js";

/** What has been found out of misspelled names and words. */
export type Meaning = Map<Place["parsed"], string>;

/** Notes what a misspelled word means, and tells whether it is one. Where that is there already, it is not what was meant. */
export function correct(error: ErrorObject, root: Node, meant: Meaning): boolean {
  const word = MISSPELLED.has(error.keyword) ? suggestionFor(error) : undefined;
  const { wrong, words } = wordsAt(error, root);
  const isThere = words.some(({ text, place }) => (meant.get(place.parsed) ?? text) === word);
  if (word === undefined || isThere) return false;
  for (const { place } of wrong) meant.set(place.parsed, word);
  return wrong.length > 0;
}

interface Word {
  readonly text: string | undefined;
  readonly place: Place;
}

/** The word, or the name, that an error is about, and all that stand side by side with it. */
function wordsAt(
  { keyword, instancePath, params }: ErrorObject,
  root: Node,
): { readonly wrong: readonly Word[]; readonly words: readonly Word[] } {
  const here = nodeAtPointer(root, instancePath);
  if (keyword === "enum") {
    const list = nodeAtPointer(root, instancePath.replace(/\/[^/]*$/, ""));
    const wrong = [here ?? []].flat().filter((node) => textOf(node) !== undefined);
    return { wrong: wrong.map(wordOf), words: itemsOf(list).map(wordOf) };
  }
  const words = entriesOf(here).map(({ key, keyNode }) => ({ text: key, place: keyNode }));
  return { wrong: words.filter(({ text }) => text === params["additionalProperty"]), words };
}

function wordOf(node: Node): Word {
  return { text: textOf(node), place: node };
}

const MISSPELLED: ReadonlySet<string> = new Set(["additionalProperties", "enum"]);

/** Where one property decides about all others, nobody looks at a name that is none while that one is missing. */
export function asMisspelled(error: ErrorObject): ErrorObject {
  const { keyword, params, parentSchema, data } = error;
  if (keyword !== "required" || parentSchema?.["discriminator"] === undefined) return error;
  const missing = String(params["missingProperty"]);
  const names = Object.keys(Object(data));
  const name = names.find((one) => one !== missing && closest(one, [missing]) !== undefined);
  if (name === undefined) return error;
  return { ...error, keyword: "additionalProperties", params: { additionalProperty: name } };
}

/** The node that ajv names. */
export function nodeAtPointer(root: Node, pointer: string): Node | undefined {
  let here: Node | undefined = root;
  for (const part of pointer.split("/").slice(1)) {
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    here = here?.type === "array" ? itemsOf(here)[Number(name)] : nodeAt(here, name);
  }
  return here;
}
