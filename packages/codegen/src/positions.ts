import { FOREIGN, namesIn, replaceNames, type Declared, type Surface } from "./surface.js";

/** Where values of interfaces and types stand. Many stand at both sides. */
export interface Positions {
  /** Apps make them: of parameters, options and accounts, and all that these hold. */
  readonly taken: ReadonlySet<string>;
  /** Apps get them, or may: all but what is only taken. */
  readonly given: ReadonlySet<string>;
}

/** Where what a package declares stands. */
export function positionsOf(surface: Surface): Positions {
  const names = [...surface].flatMap(([name, { owner }]) => (owner === undefined ? [name] : []));
  const isPassed = (name: string): boolean => surface.get(name)?.isPassed === true;
  const uses = usesIn(surface);
  const passed = names.filter((name) => isPassed(name) || isAccount(surface.get(name)));
  const taken = reachable(passed, uses);
  const others = names.filter((name) => !taken.has(name));
  const mentioned = (name: string): readonly string[] =>
    (uses.get(name) ?? []).filter((used) => !isPassed(used));
  const given = reachable(others, new Map(names.map((name) => [name, mentioned(name)])));
  return { taken, given };
}

/** What comes with a token is kept by the app, which may make it anew of the columns of a table. */
function isAccount(declared: Declared | undefined): boolean {
  return declared?.type.replace("interface extends ", "") === `${FOREIGN}Account`;
}

type Uses = ReadonlyMap<string, readonly string[]>;

/** The types that each type is made of, members and bases included. */
function usesIn(surface: Surface): Uses {
  const uses = new Map<string, string[]>();
  for (const [name, { type, owner = name }] of surface) {
    uses.set(owner, [...(uses.get(owner) ?? []), ...namesIn(type)]);
  }
  return uses;
}

function reachable(start: readonly string[], uses: Uses): ReadonlySet<string> {
  const met = new Set(start);
  // What is added on the way is walked too.
  for (const name of met) for (const used of uses.get(name) ?? []) met.add(used);
  return met;
}

/**
 * Says a type as it would have been said before: new names often stand for what was written out, or add only what can be left
 * out.
 */
export function inTermsOf(old: Surface, now: Surface): (type: string) => string {
  const known = new Map<string, string>();
  const meaning = (name: string): string => {
    const said = known.get(name);
    if (said !== undefined) return said;
    // Where it leads to itself, it stays.
    known.set(name, name);
    const meant = old.has(name) ? undefined : standInOf(name, now);
    const text = meant === undefined ? name : translate(meant);
    known.set(name, text.length > LONGEST ? name : text);
    return known.get(name) ?? name;
  };
  const translate = (type: string): string =>
    replaceNames(type, (name, list) => {
      const text = meaning(name);
      return list === "" || /^[\w<>]*$/.test(text) ? `${text}${list}` : `(${text})${list}`;
    });
  return translate;
}

/** Nobody has written more out. */
const LONGEST = 10_000;

/** What a name stands for: an alias for its type, and an interface for its base, if every member of its own is optional. */
function standInOf(name: string, surface: Surface): string | undefined {
  const { type, parameters = [], isPassed } = surface.get(name) ?? {};
  if (type === undefined || parameters.length > 0) return undefined;
  const [, base] = /^interface (?:extends (.*))?$/.exec(type) ?? [];
  if (!type.startsWith("interface ")) return type;
  const isOpen = [...surface.values()].every(
    ({ owner, inside, optional }) => owner !== name || inside !== undefined || optional,
  );
  return isOpen ? (base ?? (isPassed ? NOTHING : undefined)) : undefined;
}

/** The parameters of an operation that has none. */
const NOTHING = "Record<string, never>";
