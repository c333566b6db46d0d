import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createReveal } from "../page/story/reveal.js";
import type { StoryEvent } from "../src/story/contract.js";

beforeEach(() => void vi.useFakeTimers());

afterEach(() => void vi.useRealTimers());

const MESSAGE = {
  kind: "message",
  at: 0,
  from: "consumer",
  to: "provider",
  provider: "twitter",
  title: "Call the API",
  purpose: "",
  phase: "use",
  direction: "request",
  http: { start: "", headers: [], body: "" },
  parameters: [],
} as const;

const EVENTS: readonly StoryEvent[] = [
  { ...MESSAGE, index: 0 },
  { kind: "state", index: 1, step: "Print.", available: [] },
  { ...MESSAGE, index: 2 },
  { kind: "state", index: 3, step: "Print again.", available: [] },
];

/** How much is shown each time that something is, of two messages and what belongs to them, which arrive together. */
function shownBy(person: { readonly wantsMotion: boolean }): readonly number[] {
  vi.stubGlobal("matchMedia", () => ({ matches: !person.wantsMotion }));
  const { add, shown } = createReveal();
  const counts: number[] = [];
  shown.subscribe(({ length }) => {
    if (length !== counts.at(-1)) counts.push(length);
  });
  for (const event of EVENTS) add(event);
  vi.runAllTimers();
  return counts;
}

describe("what has happened in the story", () => {
  it("appears one message after another, each with what belongs to it", () => {
    expect(shownBy({ wantsMotion: true })).toEqual([0, 2, 4]);
  });

  it("appears at once for who wants no motion", () => {
    expect(shownBy({ wantsMotion: false })).toEqual([0, 4]);
  });
});
