import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import type { ControlProps } from "./field.js";
import "./secret-input.css";

/** A text that is shown only when somebody asks for it. With `rows` it may have several lines, as a PEM does. */
export function SecretInput({
  name,
  value,
  onInput,
  rows,
  ...control
}: ControlProps & {
  /** What it is, for the button that reveals it. */
  readonly name: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly rows?: number | undefined;
}): VNode {
  const isShown = useSignal(false);
  const props = {
    ...control,
    value,
    autocomplete: "off",
    spellcheck: false,
    class: isShown.value ? "secret-text" : "secret-text concealed",
    onInput: ({ currentTarget }: { readonly currentTarget: { readonly value: string } }): void =>
      onInput(currentTarget.value),
  } as const;
  return (
    <div class="secret-input">
      {rows !== undefined ? (
        <textarea {...props} rows={rows} />
      ) : isShown.value ? (
        <input {...props} type="text" />
      ) : (
        <input {...props} type="password" />
      )}
      <button
        type="button"
        aria-pressed={isShown.value}
        onClick={() => (isShown.value = !isShown.value)}
      >
        {isShown.value ? "Hide" : "Show"}
        <span class="unseen"> {name}</span>
      </button>
    </div>
  );
}
