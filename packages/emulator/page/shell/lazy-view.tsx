import { useSignal } from "@preact/signals";
import type { ComponentType, VNode } from "preact";
import { useEffect } from "preact/hooks";
import type { View } from "./views.js";

/** A view whose code is fetched when it is shown for the first time, and which keeps its state while it is not. */
export function LazyView({
  view,
  isShown,
}: {
  readonly view: View;
  readonly isShown: boolean;
}): VNode | null {
  const state = useSignal<State>("unwanted");
  const fetchCode = (): void => {
    state.value = "loading";
    view.load().then(
      (Content) => (state.value = { Content }),
      () => (state.value = "failed"),
    );
  };
  useEffect(() => {
    if (isShown && state.value === "unwanted") fetchCode();
  }, [isShown]);
  if (state.value === "unwanted") return null;
  return (
    <div hidden={!isShown}>
      {typeof state.value === "object" ? (
        <state.value.Content />
      ) : (
        <Waiting hasFailed={state.value === "failed"} again={fetchCode} />
      )}
    </div>
  );
}

type State = "failed" | "loading" | "unwanted" | { readonly Content: ComponentType };

function Waiting({
  hasFailed,
  again,
}: {
  readonly hasFailed: boolean;
  readonly again: () => void;
}): VNode {
  if (!hasFailed) return <p class="view-waiting">Loading …</p>;
  return (
    <div class="view-waiting" role="alert">
      <p>This part of the page could not be fetched. Is its server still running?</p>
      <button type="button" onClick={again}>
        Fetch it again
      </button>
    </div>
  );
}
