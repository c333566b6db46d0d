import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import type { Stage, StageAction, StoryAction } from "../contract.js";
import { useScene } from "./scene-context.js";
import { nowOf } from "./timeline.js";
import "./experiments.css";

/** What can go wrong, each with a button that really does it. */
export function Experiments({ stage }: { readonly stage: Stage }): VNode {
  const { heard, experiment } = useScene();
  const running = useSignal<StoryAction | undefined>(undefined);
  const last = useSignal<StoryAction | undefined>(undefined);
  const available = nowOf(heard.value)?.available;
  const run = async (id: StoryAction): Promise<void> => {
    [running.value, last.value] = [id, id];
    await experiment(id);
    running.value = undefined;
  };
  return (
    <section class="experiments" aria-labelledby="experiments-title">
      <h2 id="experiments-title" class="panel-title">
        What can go wrong
      </h2>
      <p class="muted small">
        Each of these is really sent. Calls go well until the permission is taken back. To say no,
        press Deny on the provider’s page in the browser.
      </p>
      <ul>
        {stage.actions.map((action) => (
          <Experiment
            key={action.id}
            action={action}
            isAvailable={available?.includes(action.id) ?? action.available}
            isRunning={running.value === action.id}
            isLast={last.value === action.id}
            run={() => void run(action.id)}
          />
        ))}
      </ul>
    </section>
  );
}

function Experiment({
  action: { id, title, explanation },
  isAvailable,
  isRunning,
  isLast,
  run,
}: {
  readonly action: StageAction;
  readonly isAvailable: boolean;
  readonly isRunning: boolean;
  readonly isLast: boolean;
  readonly run: () => void;
}): VNode {
  const text = `experiment-${id}`;
  return (
    <li class="experiment">
      <div>
        <h3>{title}</h3>
        <p id={text} class="muted">
          {explanation}
        </p>
      </div>
      <button
        type="button"
        aria-describedby={text}
        aria-disabled={!isAvailable}
        onClick={isAvailable && !isRunning ? run : undefined}
      >
        {isAvailable ? "Try" : "Not yet"} <span class="unseen">“{title}”</span>
      </button>
      <div role="status">{isLast ? <Result isRunning={isRunning} /> : null}</div>
    </li>
  );
}

function Result({ isRunning }: { readonly isRunning: boolean }): VNode | null {
  const { refusal, outcome } = useScene();
  if (refusal.value !== "") return <p class="experiment-refusal">{refusal.value}</p>;
  if (isRunning || outcome.value === undefined) return isRunning ? <p>Sending …</p> : null;
  const { number, message } = outcome.value;
  return (
    <p class={message.failed === undefined ? "experiment-done" : "experiment-done is-failed"}>
      {message.failed === undefined
        ? `Message ${number}: it was accepted.`
        : `Message ${number}: refused. ${message.failed.why}`}
    </p>
  );
}
