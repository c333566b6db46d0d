import { signal, type ReadonlySignal } from "@preact/signals";
import type { ComponentType } from "preact";

/** A part of the page, under a hash of its own. */
export interface View {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  /** Fetches its code. */
  readonly load: () => Promise<ComponentType>;
}

/** The first one is shown where the hash names none. */
export const VIEWS: readonly [View, ...View[]] = [
  {
    id: "story",
    name: "Story",
    title: "Follow a login",
    load: async () => (await import("../story/story.js")).Story,
  },
  {
    id: "playground",
    name: "Playground",
    title: "Playground",
    load: async () => (await import("../playground/playground.js")).Playground,
  },
  {
    id: "doctor",
    name: "Doctor",
    title: "Doctor",
    load: async () => (await import("../doctor/doctor.js")).Doctor,
  },
];

const shown = signal(viewOf(location.hash));
addEventListener("hashchange", () => {
  shown.value = viewOf(location.hash);
});

/** The view that the hash names. */
export const view: ReadonlySignal<View> = shown;

function viewOf(hash: string): View {
  return VIEWS.find(({ id }) => hash === `#/${id}`) ?? VIEWS[0];
}
