import type { VNode } from "preact";
import { useLayoutEffect } from "preact/hooks";
import type { Actor, Stage } from "../contract.js";
import { ACTORS, nameOf, ROLES } from "./actors.js";
import { useFollowing } from "./following.js";
import { MessageLine } from "./message-line.js";
import { useScene } from "./scene-context.js";
import "./lifelines.css";

/** The messages between the three actors, from top to bottom as they were heard. */
export function Lifelines({ stage }: { readonly stage: Stage }): VNode {
  const { lines, chosen, current, outcome } = useScene();
  const { box, isAtEnd, toEnd, onScroll } = useFollowing(lines.value.length);
  const rowOf = (index: number): Element | null | undefined =>
    box.current?.querySelector(`[data-index="${index}"]`);
  const reached = outcome.value?.message.index;
  // What an experiment has led to may be far from its button.
  useLayoutEffect(() => {
    if (reached !== undefined) rowOf(reached)?.scrollIntoView({ block: "center" });
  }, [reached]);

  const choose = (index: number): void => {
    chosen.value = index;
  };
  const walk = (event: KeyboardEvent): void => {
    const target = placeAfter(event.key, {
      at: (current.value?.number ?? 1) - 1,
      count: lines.value.length,
    });
    const index = target === undefined ? undefined : lines.value[target]?.message.index;
    if (index === undefined) return;
    event.preventDefault();
    choose(index);
    const button = rowOf(index);
    if (button instanceof HTMLElement) button.focus();
  };

  return (
    <section class="diagram" aria-labelledby="diagram-title">
      <h2 id="diagram-title" class="unseen">
        The messages
      </h2>
      <div class="actors" aria-hidden="true">
        {ACTORS.map((actor) => (
          <ActorHead key={actor} actor={actor} stage={stage} />
        ))}
      </div>
      <div class="diagram-view" ref={box} onScroll={onScroll}>
        <ol class="lines" aria-describedby="diagram-hint" onKeyDown={walk}>
          {lines.value.map((line) => (
            <MessageLine
              key={line.message.index}
              line={line}
              stage={stage}
              isCurrent={line === current.value}
              onChoose={choose}
            />
          ))}
        </ol>
        {lines.value.length === 0 ? <p class="diagram-empty">No message so far.</p> : null}
      </div>
      <footer class="diagram-foot">
        <p id="diagram-hint">
          Choose a message to see what is in it. The arrow keys go from one to the next.
        </p>
        <button
          type="button"
          hidden={isAtEnd.value && chosen.value === undefined}
          onClick={() => {
            chosen.value = undefined;
            toEnd();
          }}
        >
          Follow the newest
        </button>
      </footer>
    </section>
  );
}

function placeAfter(
  key: string,
  { at, count }: { readonly at: number; readonly count: number },
): number | undefined {
  const places: Readonly<Record<string, number>> = {
    ArrowUp: Math.max(0, at - 1),
    ArrowDown: Math.min(count - 1, at + 1),
    Home: 0,
    End: count - 1,
  };
  return places[key];
}

function ActorHead({ actor, stage }: { readonly actor: Actor; readonly stage: Stage }): VNode {
  return (
    <p class={`actor-head is-${actor}`}>
      <strong>{nameOf(actor, stage, { provider: stage.provider.id })}</strong>
      <span>{ROLES[actor]}</span>
    </p>
  );
}
