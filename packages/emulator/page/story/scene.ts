import { computed, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { PageProviders, Stage, StoryAction, StoryEvent } from "../contract.js";
import { act, currentStage, listen, setStage, type Connection } from "./api.js";
import { loadProviders } from "../shared/providers.js";
import { createReveal } from "./reveal.js";
import { linesOf, outcomeOf, type Line } from "./timeline.js";

/** What the view shows, and what it can do. */
export interface Scene {
  readonly progress: ReadonlySignal<Progress>;
  readonly providers: ReadonlySignal<PageProviders["providers"]>;
  /** The id of the chosen provider. */
  readonly provider: ReadonlySignal<string>;
  readonly connection: ReadonlySignal<Connection>;
  /** What has been shown so far. */
  readonly events: ReadonlySignal<readonly StoryEvent[]>;
  /** What has happened, shown or not: where the person is. */
  readonly heard: ReadonlySignal<readonly StoryEvent[]>;
  readonly lines: ReadonlySignal<readonly Line[]>;
  /** The index of the message that the person has chosen; `undefined` to follow the newest one. */
  readonly chosen: Signal<number | undefined>;
  /** What the last experiment has led to. */
  readonly outcome: ReadonlySignal<Line | undefined>;
  /** The message whose details are shown. */
  readonly current: ReadonlySignal<Line | undefined>;
  /** Why the last experiment could not be done; empty when it could. */
  readonly refusal: ReadonlySignal<string>;
  /** Finds out what there is, and follows the stage that is set or sets the first one. Returns how to stop. */
  readonly open: () => () => void;
  readonly start: (provider: string) => Promise<void>;
  readonly experiment: (action: StoryAction) => Promise<void>;
}

/** How far the view has come. */
export type Progress =
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "loading" | "no-server" }
  | { readonly kind: "playing"; readonly stage: Stage };

/** A view without a stage so far. */
export function createScene(): Scene {
  const reveal = createReveal();
  const progress = signal<Progress>({ kind: "loading" });
  const providers = signal<PageProviders["providers"]>([]);
  const [provider, refusal] = [signal(""), signal("")];
  const connection = signal<Connection>("open");
  const chosen = signal<number | undefined>(undefined);
  const experimentFrom = signal<number | undefined>(undefined);
  const lines = computed(() => linesOf(reveal.shown.value));
  const outcome = computed(() => outcomeOf(lines.value, experimentFrom.value));
  const current = computed(
    () =>
      lines.value.find(({ message }) => message.index === chosen.value) ??
      outcome.value ??
      lines.value.findLast(({ message }) => message.phase !== "site") ??
      lines.value.at(-1),
  );
  let stop = (): void => undefined;

  function follow(stage: Stage): void {
    stop();
    reveal.clear();
    connection.value = "open";
    [chosen.value, experimentFrom.value, refusal.value] = [undefined, undefined, ""];
    provider.value = stage.provider.id;
    progress.value = { kind: "playing", stage };
    const onConnection = (heard: Connection): void => {
      const isBack = heard === "open" && connection.value !== "open";
      connection.value = heard;
      if (isBack) void compare(stage);
    };
    stop = listen({ onEvent: reveal.add, onConnection });
  }

  // Meanwhile another tab may have set another stage, or a server that was started again knows of none.
  async function compare(stage: Stage): Promise<void> {
    const now = await currentStage();
    if (now === undefined) await start(stage.provider.id);
    else if (now.start !== stage.start) follow(now);
  }

  async function start(id: string): Promise<void> {
    stop();
    provider.value = id;
    progress.value = { kind: "loading" };
    try {
      follow(await setStage(id));
    } catch (error) {
      progress.value = { kind: "failed", reason: reasonOf(error) };
    }
  }

  async function find(): Promise<void> {
    const found = await loadProviders();
    const first = found?.first ?? found?.providers[0]?.id;
    providers.value = found?.providers ?? [];
    if (found?.live !== true || first === undefined) {
      progress.value = { kind: "no-server" };
      return;
    }
    const stage = await currentStage();
    if (stage === undefined) await start(first);
    else follow(stage);
  }

  return {
    progress,
    providers,
    provider,
    connection,
    lines,
    chosen,
    outcome,
    current,
    refusal,
    events: reveal.shown,
    heard: reveal.heard,
    open() {
      void find();
      return () => stop();
    },
    start,
    async experiment(action) {
      [chosen.value, refusal.value] = [undefined, ""];
      experimentFrom.value = reveal.heard.value.length;
      const answer = await act(action).catch((error: unknown) => ({
        ok: false as const,
        reason: reasonOf(error),
      }));
      if (!answer.ok) refusal.value = answer.reason;
    },
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
