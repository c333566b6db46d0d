import { useSignal, useSignalEffect } from "@preact/signals";
import type { VNode } from "preact";
import { useRef } from "preact/hooks";
import { useScene } from "./scene-context.js";

/** Tells who cannot see the diagram what is new in it, when it has calmed down. */
export function Announcer(): VNode {
  const { lines } = useScene();
  const text = useSignal("");
  const told = useRef(0);
  useSignalEffect(() => {
    const all = lines.value;
    const timer = setTimeout(() => {
      const [news, last] = [all.length - told.current, all.at(-1)];
      told.current = all.length;
      if (news <= 0 || last === undefined) return;
      const { title, failed } = last.message;
      const end = failed === undefined ? "" : ` Refused: ${failed.why}`;
      text.value = `${news} new ${news === 1 ? "message" : "messages"}. The last one is ${last.number}: ${title}.${end}`;
    }, CALM);
    return () => clearTimeout(timer);
  });
  return (
    <p class="unseen" role="status">
      {text.value}
    </p>
  );
}

const CALM = 1000;
