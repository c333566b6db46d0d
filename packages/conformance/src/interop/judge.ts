import { LEGS } from "./legs.js";
import type { Cannot, Failure, Place } from "./limits.js";
import type { Way } from "./party.js";
import type { Outcome } from "./scenario.js";

/** One way of one peer: a row of the matrix. */
export interface Row extends Way {
  readonly peer: string;
}

/** What is said of a leg. `unreached` is what comes after a leg that fails, as expected, or that the peer has no means for. */
export type Mark =
  // What was seen is not what was expected.
  | { readonly mark: "wrong"; readonly reason: string }
  | { readonly mark: "passes" | "unreached" }
  | { readonly mark: "cannot" | "fails"; readonly reason: string };

/** The limits of all peers. */
export interface Limits {
  readonly cannot: readonly Cannot[];
  readonly failures: readonly Failure[];
}

/** The marks of a row, by leg, and what of them is not as the limits say. */
export interface Judged {
  readonly marks: Readonly<Record<string, Mark>>;
  readonly problems: readonly string[];
}

/** Finds the first limit that holds for a leg. */
export function limitOf<L extends Place>(
  limits: readonly L[],
  row: Row,
  leg: string,
): L | undefined {
  return limits.find(
    ({ peers, methods, transmissions, legs }) =>
      peers?.includes(row.peer) !== false &&
      methods?.includes(row.method) !== false &&
      transmissions?.includes(row.transmission) !== false &&
      legs?.some((one) => leg === one || leg.startsWith(`${one} `)) !== false,
  );
}

/** Compares what was seen with what was expected. */
export function judge(
  row: Row,
  outcomes: ReadonlyMap<string, Outcome>,
  { cannot, failures }: Limits,
): Judged {
  const problems: string[] = [];
  const markOf = (leg: string): Mark => {
    const unable = limitOf(cannot, row, leg);
    if (unable !== undefined) return { mark: "cannot", reason: unable.reason };
    const outcome = outcomes.get(leg);
    if (outcome === undefined) return { mark: "unreached" };
    const expected = limitOf(failures, row, leg);
    const problem = problemOf(outcome, expected);
    if (problem !== undefined) {
      problems.push(`${row.peer}, ${row.method} by ${row.transmission}, ${leg}: ${problem}`);
      return { mark: "wrong", reason: problem };
    }
    return expected === undefined ? { mark: "passes" } : { mark: "fails", reason: expected.reason };
  };
  const marks = Object.fromEntries(LEGS.map((leg) => [leg, markOf(leg)]));
  const seen = new Set(Object.values(marks).map(({ mark }) => mark));
  seen.delete("cannot");
  if (seen.size === 1 && seen.has("unreached"))
    problems.push(`${row.peer}, ${row.method} by ${row.transmission}: nothing was played`);
  return { marks, problems };
}

function problemOf(outcome: Outcome, expected: Failure | undefined): string | undefined {
  if (outcome.ok)
    return expected === undefined
      ? undefined
      : `passes now, though expected to fail: ${expected.reason}`;
  if (expected === undefined) return `fails: ${outcome.seen}`;
  return expected.seen.test(outcome.seen)
    ? undefined
    : `fails for another reason than "${expected.reason}": ${outcome.seen}`;
}

/** The limits that name a peer and concern none of its rows: they are out of date. */
export function idle(
  { cannot, failures }: Limits,
  peer: string,
  rows: readonly (Row & Pick<Judged, "marks">)[],
): readonly string[] {
  const used = new Set<Place | undefined>();
  for (const row of rows) {
    for (const [leg, { mark }] of Object.entries(row.marks)) {
      if (mark === "cannot") used.add(limitOf(cannot, row, leg));
      if (mark === "fails") used.add(limitOf(failures, row, leg));
    }
  }
  return [...cannot, ...failures]
    .filter((limit) => limit.peers?.includes(peer) === true && !used.has(limit))
    .map(({ reason }) => `${peer}: this limit concerns nothing any more: ${reason}`);
}
