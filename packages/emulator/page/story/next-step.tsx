import type { VNode } from "preact";
import type { Connection } from "./api.js";
import { useScene } from "./scene-context.js";
import { nowOf } from "./timeline.js";

/** What the person can do next, or what is wrong with the connection and how to mend it. */
export function NextStep(): VNode {
  const { heard, connection } = useScene();
  const trouble = TROUBLES[connection.value];
  const step = nowOf(heard.value)?.step ?? "";
  return (
    <div class={trouble === undefined ? "next-step" : "next-step is-troubled"} role="status">
      <strong>{trouble === undefined ? "Next" : "Not connected"}</strong>
      <span>{trouble ?? step}</span>
    </div>
  );
}

const TROUBLES: Readonly<Record<Connection, string | undefined>> = {
  open: undefined,
  lost: "The server does not answer. If it was stopped, start it again: the page tries to reach it by itself.",
  gone: "The server has ended this story. Press “Start again”, or reload the page.",
};
