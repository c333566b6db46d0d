import { useSignal, type ReadonlySignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/** A box that scrolls to what is new in it, until the person scrolls up. */
export interface Following {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly isAtEnd: ReadonlySignal<boolean>;
  readonly toEnd: () => void;
  readonly onScroll: () => void;
}

/** Follows a list that has this many entries. */
export function useFollowing(count: number): Following {
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useSignal(true);
  const top = useRef(0);
  const toEnd = (): void => {
    isAtEnd.value = true;
    box.current?.scrollTo({ top: box.current.scrollHeight });
  };
  const onScroll = (): void => {
    if (box.current === null) return;
    const { scrollTop, scrollHeight, clientHeight } = box.current;
    // New entries make the way to the end longer, and only a person goes up.
    if (scrollTop < top.current) isAtEnd.value = false;
    if (scrollHeight - scrollTop - clientHeight < NEAR) isAtEnd.value = true;
    top.current = scrollTop;
  };
  useLayoutEffect(() => {
    if (isAtEnd.peek()) toEnd();
  }, [count]);
  return { box, isAtEnd, toEnd, onScroll };
}

/** So near to the end, in pixels, is at the end. */
const NEAR = 40;
