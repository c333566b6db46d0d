import type { Supplies } from "./facts.js";

/** What the program has around it. */
export interface Surroundings {
  readonly supplies: Supplies;
  /** The folder that others are relative to. */
  readonly cwd: string;
  /** Whether somebody can be asked. */
  readonly isTerminal: boolean;
  /** Writes to stdout, and to stderr. */
  readonly write: (text: string) => void;
  readonly complain: (text: string) => void;
}
