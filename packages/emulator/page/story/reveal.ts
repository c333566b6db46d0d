import { batch, computed, signal, type ReadonlySignal } from "@preact/signals";
import type { StoryEvent } from "../contract.js";

/** Shows events one after another, slowly enough to be followed. */
export interface Reveal {
  readonly shown: ReadonlySignal<readonly StoryEvent[]>;
  /** All that has happened, shown or not. */
  readonly heard: ReadonlySignal<readonly StoryEvent[]>;
  /** Takes an event in; one that is there already is dropped, because a server repeats itself when it is heard again. */
  readonly add: (event: StoryEvent) => void;
  /** Starts from nothing. */
  readonly clear: () => void;
}

/** An empty one. */
export function createReveal(): Reveal {
  const heard = signal<readonly StoryEvent[]>([]);
  const count = signal(0);
  let timer: ReturnType<typeof setTimeout> | undefined;

  function show(): void {
    const waiting = heard.value.slice(count.value);
    // What belongs to a message appears with it.
    const next = waiting.findIndex(({ kind }, at) => at > 0 && kind === "message");
    count.value += next === -1 || isHurried(waiting.length) ? waiting.length : next;
    timer = count.value === heard.value.length ? undefined : setTimeout(show, PAUSE);
  }

  return {
    shown: computed(() => heard.value.slice(0, count.value)),
    heard,
    add(event) {
      if (event.index < heard.value.length) return;
      heard.value = [...heard.value, event];
      timer ??= setTimeout(show, 0);
    },
    clear() {
      clearTimeout(timer);
      timer = undefined;
      batch(() => {
        heard.value = [];
        count.value = 0;
      });
    },
  };
}

// A story that has gone on elsewhere is not told again, and who wants no motion gets none.
function isHurried(waiting: number): boolean {
  return waiting > MOST_WAITING || matchMedia("(prefers-reduced-motion: reduce)").matches;
}

const PAUSE = 320;

const MOST_WAITING = 30;
