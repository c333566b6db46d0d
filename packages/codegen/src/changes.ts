import { createHash } from "node:crypto";
import { inTermsOf, positionsOf, type Positions } from "./positions.js";
import { FOREIGN, surfaceOf, type Declared } from "./surface.js";
import type { Files } from "./write.js";

/** How what a package exports has changed: names of exports, and of the members of interfaces, as in `User.name`. */
export interface Changes {
  /** They are gone, or nobody can use them as before. */
  readonly removed: readonly string[];
  readonly changed: readonly string[];
  /** They are new, or all that they were and more. */
  readonly added: readonly string[];
}

/**
 * Compares the surface of two states of a generated package. Values of open unions are only suggestions, and no change.
 *
 * @example
 * const before = new Map([["src/types.ts", "export interface User { readonly id: string }"]]);
 * const after = new Map([["src/types.ts", "export interface User { readonly id: number; readonly name?: string }"]]);
 * changesBetween(before, after); // => { removed: [], changed: ["User.id"], added: ["User.name"] }
 */
export function changesBetween(before: Files, after: Files): Changes {
  const [old, now] = [surfaceOf(before), surfaceOf(after)];
  // What apps do today is what can break.
  const positions = positionsOf(old);
  const plain = inTermsOf(old, now);
  const both = [...now].flatMap(([name, to]): readonly (readonly [string, Effect])[] => {
    const from = old.get(name);
    if (from !== undefined) return [[name, effectOf(name, { from, to, plain }, positions)]];
    // What an app passes would lack it.
    const owner = to.optional ? undefined : to.owner;
    const isThere = owner !== undefined && old.has(to.inside ?? owner);
    const isNeeded = isThere && positions.taken.has(owner);
    return [[name, isNeeded ? "changed" : "added"]];
  });
  const having = (wanted: Effect): readonly string[] =>
    both.flatMap(([name, effect]) => (effect === wanted ? [name] : [])).sort();
  return {
    removed: withoutMembers([...old.keys()].filter((name) => !now.has(name)).sort()),
    changed: having("changed"),
    added: withoutMembers(having("added")),
  };
}

/**
 * How much of a release a change takes. Before 1.0.0 a minor one is all there is for what breaks.
 *
 * @example
 * bumpOf({ removed: ["getUser"], changed: [], added: [] }, "1.4.2"); // => "major"
 */
export function bumpOf(
  { removed, changed, added }: Changes,
  version: string,
): "major" | "minor" | "patch" {
  if (removed.length + changed.length > 0) return version.startsWith("0.") ? "minor" : "major";
  return added.length > 0 ? "minor" : "patch";
}

/** A file for `.changeset`. */
export interface Changeset {
  /** The same for the same change, so that it is described once. */
  readonly name: string;
  readonly text: string;
}

/**
 * Describes a change of a package for `changeset`, as a start for whoever knows why it was made. Without changes the
 * package is new.
 *
 * @example
 * const changes = { removed: ["getUser"], changed: [], added: [] };
 * const { text } = changesetOf({ id: "acme", name: "@oauth1/acme", version: "1.4.2" }, changes);
 * text; // => '---\n"@oauth1/acme": major\n---\n\nRemoved: `getUser`.\n'
 */
export function changesetOf(
  owner: { readonly id: string; readonly name: string; readonly version: string },
  changes?: Changes,
): Changeset {
  const bump = changes === undefined ? "minor" : bumpOf(changes, owner.version);
  const body = changes === undefined ? "The first version." : summaryOf(changes);
  const text = `---\n"${owner.name}": ${bump}\n---\n\n${body}\n`;
  const digest = createHash("sha256").update(owner.version).update(text).digest("hex");
  return { name: `${owner.id}-${digest.slice(0, 8)}.md`, text };
}

function summaryOf({ removed, changed, added }: Changes): string {
  const sentences = [
    sentence("Removed", removed),
    sentence("Changed", changed),
    sentence("Added", added),
  ].filter((text) => text !== "");
  return sentences.length === 0 ? "Calls and types are as before." : sentences.join(" ");
}

function sentence(verb: string, names: readonly string[]): string {
  return names.length === 0 ? "" : `${verb}: ${names.map((name) => `\`${name}\``).join(", ")}.`;
}

type Effect = "none" | "changed" | "added";

/** A thing before and after, and what says types as before. */
interface Change {
  readonly from: Declared;
  readonly to: Declared;
  readonly plain: (type: string) => string;
}

function effectOf(name: string, change: Change, positions: Positions): Effect {
  const { from, to } = change;
  const place = from.owner ?? name;
  const type = typeEffect(change, place, positions);
  const parameters = parametersEffect(from, to);
  if (type === "changed" || parameters !== "none") return type === "changed" ? type : parameters;
  if (from.optional === to.optional) return type;
  const hurt = to.optional ? positions.given : positions.taken;
  return hurt.has(place) ? "changed" : "added";
}

function typeEffect(
  { from, to, plain }: Change,
  place: string,
  { taken, given }: Positions,
): Effect {
  const now = plain(to.type);
  if (from.type === to.type || isAlike(from.type, now)) return "none";
  const parts = to.parts.map(plain);
  const isMore = from.parts.every((part) => parts.includes(part));
  const isHarmless = taken.has(place)
    ? !given.has(place) && isWider(from.type, now)
    : isMore || isMoreCallable(from.type, now);
  return isHarmless ? "added" : "changed";
}

/** Whether an operation still is what it was: one of pages is one too, and one that takes any session takes those of users. */
function isMoreCallable(from: string, to: string): boolean {
  if (ANY_SESSION.test(from) && !ANY_SESSION.test(to)) return false;
  const [before, after] = [from.replace(ANY_SESSION, ">"), to.replace(ANY_SESSION, ">")] as const;
  const paged = `${FOREIGN}Paged${before.slice(FOREIGN.length, -1)}, `;
  return after === before || after.startsWith(paged);
}

const ANY_SESSION = new RegExp(`, ${FOREIGN}SessionLevel>$`);

/** Whether a union has room for all that another has room for. */
function isWider(from: string, to: string): boolean {
  const room = membersOf(to);
  return membersOf(from).every(
    (one) => room.includes(one) || (/^["']/.test(one) && room.includes("string")),
  );
}

/** The members of a union; one in which something stands in brackets counts as one. */
function membersOf(type: string): readonly string[] {
  return /[(<{]/.test(type) ? [type] : type.split(" | ");
}

/** Another name for a type may become an interface of its own; its members are looked at by themselves. */
function isAlike(from: string, to: string): boolean {
  return from === to || `interface extends ${from}` === to;
}

/** A type may get parameters, where it is what it was without them. */
function parametersEffect(
  { parameters: old = [] }: Declared,
  { parameters: now = [] }: Declared,
): Effect {
  const [before, after] = [old, now].map((list) => list.map(({ text }) => text).join());
  if (before === after) return "none";
  const isOpen = now.every(({ preset }) => preset !== undefined);
  return old.length === 0 && isOpen ? "added" : "changed";
}

/** A member goes and comes with its interface, or with the object that it is in. */
function withoutMembers(names: readonly string[]): readonly string[] {
  const all = new Set(names);
  return names.filter(
    (name) => ![...name.matchAll(/\./g)].some(({ index }) => all.has(name.slice(0, index))),
  );
}
