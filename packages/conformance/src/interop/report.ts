import { asTable } from "../table.js";
import type { Mark } from "./judge.js";
import { GROUPS } from "./legs.js";
import { CANNOT } from "./limits.js";
import type { Played } from "./matrix.js";

/** A reason, and where it holds. */
interface Remark {
  readonly peer: string;
  readonly legs: string;
  readonly ways: string;
  readonly reason: string;
}

/** The matrix for people: what passes of what was tried, and beneath it what does not, with the reasons. */
export function asText(all: readonly Played[]): string {
  const lines = all.flatMap(linesOf);
  const absent = all.filter(({ missing }) => missing === true);
  return [
    asTable([Object.keys(lines[0] ?? {}), ...lines.map((line) => Object.values(line))]),
    ...["", "Fails, as expected:", ...byReason(remarks(all, "fails"))],
    ...["", "Cannot be tried:", ...byReason(remarks(all, "cannot"))],
    ...absent.map(({ peer, package: from }) => `\n${peer} is not installed: it is in ${from}.`),
  ].join("\n");
}

/**
 * The matrix for the documentation: the cells of the table, and every leg that does not pass, with its reason. It says nothing
 * of when and where it was made, so it changes only with what it shows.
 */
export function asProof(all: readonly Played[]): object {
  return {
    matrix: all.flatMap(linesOf),
    failures: remarks(all, "fails"),
    cannot: remarks(all, "cannot"),
    peers: all.map(({ peer, role, package: from, version }) => ({ peer, role, from, version })),
  };
}

function linesOf({ peer, role, rows }: Played): readonly Readonly<Record<string, string>>[] {
  return rows.map(({ method, transmission, marks }) => {
    const cells = Object.entries(GROUPS).map(([group, legs]) => [
      group,
      cell(legs.map((leg) => marks[`${group} ${leg}`])),
    ]);
    return { peer, as: role, method, by: transmission, ...Object.fromEntries(cells) };
  });
}

function cell(marks: readonly (Mark | undefined)[]): string {
  const tried = marks.filter((mark) => mark?.mark !== "cannot" && mark?.mark !== "unreached");
  if (tried.length > 0)
    return `${tried.filter((mark) => mark?.mark === "passes").length}/${tried.length}`;
  return marks.some((mark) => mark?.mark === "unreached") ? "·" : "-";
}

/** One for each reason and each set of legs that a peer has it for. */
function remarks(all: readonly Played[], wanted: "cannot" | "fails"): readonly Remark[] {
  return all.flatMap(({ peer, rows }) => {
    const found = new Map<string, Remark>();
    for (const { method, transmission, marks } of rows) {
      for (const [reason, names] of reasonsIn(marks, wanted)) {
        const legs = briefly(names);
        const key = JSON.stringify([reason, legs]);
        const before = found.get(key)?.ways.concat(", ") ?? "";
        found.set(key, { peer, legs, ways: `${before}${method} by ${transmission}`, reason });
      }
    }
    return [...found.values()];
  });
}

function reasonsIn(
  marks: Readonly<Record<string, Mark>>,
  wanted: "cannot" | "fails",
): ReadonlyMap<string, ReadonlySet<string>> {
  const legs = new Map<string, Set<string>>();
  for (const [leg, mark] of Object.entries(marks)) {
    if (mark.mark === wanted) legs.set(mark.reason, (legs.get(mark.reason) ?? new Set()).add(leg));
  }
  return legs;
}

function briefly(legs: ReadonlySet<string>): string {
  const isAll = ([group, names]: readonly [string, readonly string[]]): boolean =>
    names.every((name) => legs.has(`${group} ${name}`));
  const groups = Object.entries(GROUPS);
  if (groups.every(isAll)) return "all of it";
  return groups
    .flatMap(([group, names]) =>
      isAll([group, names])
        ? [group]
        : names.map((name) => `${group} ${name}`).filter((leg) => legs.has(leg)),
    )
    .join(", ");
}

function byReason(found: readonly Remark[]): readonly string[] {
  const general = new Set(
    CANNOT.filter(({ peers }) => peers === undefined).map(({ reason }) => reason),
  );
  const places = new Map<string, Set<string>>();
  for (const { peer, legs, reason } of found) {
    const place = general.has(reason) ? "everybody" : `${peer} (${legs})`;
    places.set(reason, (places.get(reason) ?? new Set()).add(place));
  }
  return [...places].map(([reason, where]) => `- ${[...where].join("; ")}: ${reason}`);
}
