import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import "./copy-button.css";

/** A button that copies a text. `label` names the text, as in "the base string". */
export function CopyButton({
  text,
  label,
}: {
  readonly text: string;
  readonly label: string;
}): VNode {
  const said = useSignal("Copy");
  const copy = async (): Promise<void> => {
    said.value = await navigator.clipboard.writeText(text).then(
      () => "Copied",
      () => "The browser refuses",
    );
    setTimeout(() => (said.value = "Copy"), SHOWN_FOR);
  };
  return (
    <button type="button" class="copy-button" onClick={() => void copy()}>
      <span aria-live="polite">{said}</span>
      <span class="unseen"> {label}</span>
    </button>
  );
}

const SHOWN_FOR = 1500;
