import type { VNode } from "preact";
import "./code-block.css";
import "./http-view.css";
import { CopyButton } from "./copy-button.js";

/** Text to be read and copied. `label` names it, as in "the signature". */
export function CodeBlock({
  text,
  label,
  shown = text,
  isUnbroken = false,
}: {
  readonly text: string;
  readonly label: string;
  /** In place of the text, where that is drawn in another way. */
  readonly shown?: VNode | string;
  /** Whether it has no words to break lines between. */
  readonly isUnbroken?: boolean;
}): VNode {
  return (
    <div class={isUnbroken ? "code-block unbroken" : "code-block"}>
      {typeof shown === "string" ? <pre>{shown}</pre> : shown}
      <CopyButton text={text} label={label} />
    </div>
  );
}
