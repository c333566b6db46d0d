import type { StoryEvent } from "./contract.js";

type WithoutIndex<E> = E extends unknown ? Omit<E, "index"> : never;

/** An event that has no place in the order so far. */
export type NewEvent = WithoutIndex<StoryEvent>;

/** What has happened on a stage, for whoever comes when. */
export interface StoryLog {
  /** Says where in the order the event is. */
  readonly add: (event: NewEvent) => number;
  /** Hears what comes from now on, and that nothing will come any more. Returns what was heard before, and how to stop. */
  readonly subscribe: (subscriber: Subscriber) => {
    readonly past: readonly StoryEvent[];
    readonly stop: () => void;
  };
  readonly end: () => void;
}

/** Whoever follows a story. */
export interface Subscriber {
  readonly next: (event: StoryEvent) => void;
  readonly end: () => void;
}

/**
 * An empty log.
 *
 * @example
 * const log = createLog();
 * log.add({ kind: "state", step: "Sign in.", available: [] }); // => 0
 * log.subscribe({ next: () => undefined, end: () => undefined }).past.length; // => 1
 */
export function createLog(): StoryLog {
  const events: StoryEvent[] = [];
  const subscribers = new Set<Subscriber>();
  return {
    add(event) {
      const index = events.length;
      const placed = { ...event, index };
      events.push(placed);
      for (const { next } of subscribers) next(placed);
      return index;
    },
    subscribe(subscriber) {
      subscribers.add(subscriber);
      return { past: [...events], stop: () => void subscribers.delete(subscriber) };
    },
    end() {
      for (const { end } of subscribers) end();
      subscribers.clear();
    },
  };
}
