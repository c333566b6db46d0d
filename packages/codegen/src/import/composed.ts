import type { DescribedType } from "@oauth1/descriptor";
import { openCircles } from "./endless.js";
import type { Composed, Importing } from "./importing.js";
import { at, entriesOf, itemsOf, textOf, textsOf } from "./json.js";
import { freeName, pascalCase } from "./names.js";
import { objectOf } from "./objects.js";
import { blended, hasProperties, isChoice, partsOf, type Part } from "./parts.js";
import { nearest } from "./places.js";
import { schemaName } from "./references.js";
import { discriminatorOf, membersOf, unionOf } from "./unions.js";
import { noteUnsaid, TOGETHER } from "./unsaid.js";

/** Whether a schema is several at once: `allOf`, or one of several beside properties of its own. */
export function isComposed(schema: unknown): boolean {
  const part = { schema, place: "" };
  return at(schema, "allOf") !== undefined || (isChoice(part) && hasProperties(part));
}

/** Several schemas at once, as a type with a name where it holds itself or is deep in others: to write it out would never end. */
export function composedType(part: Part, importing: Importing): DescribedType {
  const { composing, ways } = importing;
  const { open, named, waiting } = composing;
  const isSame = ({ schema, ways: { sent, answered } }: Composed): boolean =>
    schema === part.schema && sent === ways.sent && answered === ways.answered;
  const known = named.get(part.schema)?.find(isSame)?.name;
  if (known !== undefined) return { $ref: known };
  const here: Composed = { ...part, ways };
  const start = open.findIndex(isSame);
  if (start < 0 && open.length < MOST_OPEN) return openedType(here, importing);
  if (start < 0) waiting.push(here);
  // All that lie on the way back are circles too.
  const [name = ""] = (start < 0 ? [here] : open.slice(start)).map((one) => nameOf(one, importing));
  return { $ref: name };
}

// What is deeper than people nest schemas is likely to come again in many places.
const MOST_OPEN = 3;

function nameOf(one: Composed, { composing: { named }, taken }: Importing): string {
  if (one.name !== undefined) return one.name;
  one.name = freeName(pascalCase(nearest(one.place)), taken);
  named.set(one.schema, [...(named.get(one.schema) ?? []), one]);
  return one.name;
}

function openedType(here: Composed, importing: Importing): DescribedType {
  const { open } = importing.composing;
  open.push(here);
  const type = writtenOut(here, { ...importing, ways: here.ways });
  open.pop();
  if (here.name === undefined) return type;
  importing.types.set(here.name, type);
  openCircles([[here.place, here.name]], importing);
  return { $ref: here.name };
}

/** Reads what was so deep that it has got a name. */
export function readWaiting(importing: Importing): void {
  const { waiting } = importing.composing;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    openedType({ ...next, place: nearest(next.place) }, importing);
  }
}

/** An object with the properties of all; where one of them is a choice, a choice of such objects. */
function writtenOut(part: Part, importing: Importing): DescribedType {
  const only = onlyOne(part.schema, importing);
  if (only !== undefined) return importing.read(only, part.place, importing);
  const parts = partsOf(part, importing.document);
  const [choice, ...more] = parts.filter(isChoice);
  for (const one of parts) noteUnsaid(one, importing);
  const objects = parts.filter(isObject);
  if (choice === undefined && !objects.some(hasProperties)) return simpleType(parts, importing);
  noteLeftOut(parts, importing);
  if (choice === undefined) return objectOf(objects, importing);
  if (more.length > 0) importing.note(part.place, TOGETHER);
  const others = more.map((one) => blended(one, importing.document));
  return choiceType(choice, [...objects, ...others], importing);
}

/** What an object may have, whichever of its alternatives it is. */
export function wholeObject(part: Part, importing: Importing): DescribedType {
  const parts = partsOf(part, importing.document);
  for (const one of parts) noteUnsaid(one, importing);
  const choices = parts.filter(isChoice);
  if (choices.length > 0) importing.note(part.place, TOGETHER);
  const others = choices.map((one) => blended(one, importing.document));
  return objectOf([...parts.filter(isObject), ...others], importing);
}

/** The one part that says something. A type that others extend stands for these, and so is taken apart. */
function onlyOne(schema: unknown, { families }: Importing): unknown {
  const { allOf, ...own } = Object.fromEntries(entriesOf(schema));
  const [only, ...more] = [...itemsOf(allOf), own].filter(says);
  const isBase = families.has(schemaName(textOf(at(only, "$ref")) ?? "") ?? "");
  return more.length > 0 || isBase || isChoice({ schema, place: "" }) ? undefined : only;
}

/** Whether a part of `allOf` says more than that there is an object. */
function says(schema: unknown): boolean {
  return entriesOf(schema).some(([word, value]) => {
    if (word === "type") return [value].flat().some((kind) => kind !== "object" && kind !== "null");
    if (!SAYING.has(word)) return false;
    return typeof value !== "object" || Object.keys(value ?? {}).length > 0;
  });
}

/** The words of a schema that say what its values are, beyond their kind. */
export const SAYING: ReadonlySet<string> = new Set([
  "$ref",
  "additionalProperties",
  "allOf",
  "anyOf",
  "const",
  "enum",
  "items",
  "oneOf",
  "properties",
  "required",
]);

function isObject(part: Part): boolean {
  const { schema } = part;
  const isOpen = entriesOf(at(schema, "additionalProperties")).length > 0;
  return hasProperties(part) || isOpen || textsOf(at(schema, "required")).length > 0;
}

function noteLeftOut(parts: readonly Part[], { note }: Importing): void {
  const left = parts.filter((part) => says(part.schema) && !isObject(part) && !isChoice(part));
  const others = left.filter(({ schema }) => at(schema, "additionalProperties") !== true);
  for (const { place } of others)
    note(place, "what is no object with properties was left out of allOf");
}

/** Parts without properties and choices: the first that says something. */
function simpleType(parts: readonly Part[], importing: Importing): DescribedType {
  const telling = parts.filter(
    ({ schema }) => says(schema) && textsOf(at(schema, "required")).length === 0,
  );
  const types = telling.map(({ schema, place }) => importing.read(schema, place, importing));
  // A list of values says more than that they are texts.
  const type = types.find((one) => one.enum !== undefined) ?? types[0];
  return type ?? { type: "object", additionalProperties: {} };
}

function choiceType(choice: Part, objects: readonly Part[], importing: Importing): DescribedType {
  const { schema, place } = choice;
  const members = membersOf(schema);
  const types = members.flatMap((member) =>
    memberType({ schema: member, place }, objects, importing),
  );
  if (types.length < members.length) {
    importing.note(place, "a member that is no object was left out");
  }
  if (types.length === 0) return objectOf(objects, importing);
  const union = unionOf(types);
  if (union.oneOf === undefined) return union;
  const properties = Object.fromEntries(
    objects.flatMap((part) => entriesOf(at(part.schema, "properties"))),
  );
  const whole = { ...Object.fromEntries(entriesOf(schema)), properties };
  return { ...union, ...discriminatorOf(whole, place, importing) };
}

/** A member, itself where it has all that the others have. */
function memberType(
  member: Part,
  objects: readonly Part[],
  importing: Importing,
): readonly DescribedType[] {
  const parts = partsOf(member, importing.document);
  const inner = parts.filter(isChoice).map((one) => blended(one, importing.document));
  const own = [...parts.filter(isObject), ...inner];
  const [named, demanded] = [namesOf(own), demandsOf(own)];
  const isWhole =
    [...namesOf(objects)].every((name) => named.has(name)) &&
    [...demandsOf(objects)].every((name) => demanded.has(name));
  if (isWhole) return [importing.read(member.schema, member.place, importing)];
  const isOther = own.length === 0 && parts.some(({ schema }) => says(schema));
  return isOther ? [] : [objectOf([...objects, ...own], importing)];
}

function namesOf(parts: readonly Part[]): ReadonlySet<string> {
  return new Set(parts.flatMap(({ schema }) => Object.keys(Object(at(schema, "properties")))));
}

function demandsOf(parts: readonly Part[]): ReadonlySet<string> {
  return new Set(parts.flatMap(({ schema }) => textsOf(at(schema, "required"))));
}
