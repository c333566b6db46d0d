import type { Supplies } from "./facts.js";
import type { Manager } from "./manager.js";

/** What the program has around it. */
export interface Surroundings {
  readonly supplies: Supplies;
  /** The folder that others are relative to. */
  readonly cwd: string;
  /** What the program was started with. */
  readonly manager: Manager;
  /** Whether somebody can be asked. */
  readonly isTerminal: boolean;
  /** Writes to stdout, and to stderr. */
  readonly write: (text: string) => void;
  readonly complain: (text: string) => void;
}
