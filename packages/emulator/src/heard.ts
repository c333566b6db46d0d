import type { Route, Router } from "./routes.js";
import { visitOf } from "./visit.js";
import { partsOf, type Heard } from "./wire.js";

/** A message that an emulator's port has heard, and what its request leads to. */
export interface HeardMessage extends Heard {
  readonly route: HeardRoute;
}

/** What a request leads to: something described, a page of the emulator's own by its path, or nothing. */
export interface HeardRoute {
  readonly kind: Route["kind"] | "own" | "unknown";
  readonly name: string;
}

/** Says of a message what its request leads to. */
export function withRoute(find: Router, heard: Heard): HeardMessage {
  const visit = visitOf(partsOf(heard.answers ?? heard.message));
  const found = find(visit);
  if (visit.path.startsWith("/-/")) return { ...heard, route: { kind: "own", name: visit.path } };
  const { kind, name } =
    found.kind === "route" ? found.route : ({ kind: "unknown", name: visit.path } as const);
  return { ...heard, route: { kind, name } };
}

/** Somebody who hears messages, and what went wrong there. */
export interface Ear {
  readonly onMessage: (heard: HeardMessage) => void;
  /** Throws the first error that the one who hears has thrown. */
  readonly complain: () => void;
}

/** An ear whose errors wait: a message that nobody can hear is on its way all the same. */
export function earOf(onMessage: (heard: HeardMessage) => unknown): Ear {
  const errors: unknown[] = [];
  const keep = (error: unknown): void => {
    if (errors.length === 0) errors.push(error);
  };
  return {
    onMessage(heard) {
      try {
        const said = onMessage(heard);
        if (said instanceof Promise) said.catch(keep);
      } catch (error) {
        keep(error);
      }
    },
    complain() {
      for (const error of errors) throw error;
    },
  };
}
