/** Why a document cannot be used, and where that is to be seen, counted from 1. */
export interface Problem {
  readonly message: string;
  readonly at?: { readonly line: number; readonly column: number };
}

/** A problem as editors and terminals can follow it: `file:line:column what`. */
export function formatProblem({ message, at }: Problem, file: string | undefined): string {
  const place = at === undefined ? [] : [`${at.line}:${at.column}`];
  if (file === undefined) return [...place, message].join(" ");
  return `${[file, ...place].join(":")}${at === undefined ? ":" : ""} ${message}`;
}

/** The line and the column of a place in a text. */
export function positionIn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
