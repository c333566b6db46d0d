/** What a server was asked for, and how it did. */
export interface Load {
  readonly perSecond: number;
  readonly answered: number;
  /** Answers other than 200, of which there should be none. */
  readonly refused: number;
}

/** A way to send requests. */
export type Sender = (origin: string, headers: readonly string[], seconds: number) => Promise<Load>;

/** What signed requests are sent to. */
export const TARGET = "/photos?file=vacation.jpg&size=original";

/** How many requests are under way at once. */
export const CONNECTIONS = 16;
