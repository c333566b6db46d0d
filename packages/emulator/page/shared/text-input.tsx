import type { VNode } from "preact";
import type { ControlProps } from "./field.js";

/** Text that no browser corrects, completes or remembers; with `rows` on several lines. */
export function TextInput({
  value,
  onInput,
  rows,
  ...control
}: ControlProps & {
  readonly value?: string;
  readonly onInput: (value: string) => void;
  readonly rows?: number | undefined;
  readonly placeholder?: string;
}): VNode {
  const props = {
    ...control,
    ...(value !== undefined && { value }),
    class: "mono small",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: false,
    onInput: ({ currentTarget }: { readonly currentTarget: { readonly value: string } }): void =>
      onInput(currentTarget.value),
  } as const;
  return rows === undefined ? <input {...props} /> : <textarea {...props} rows={rows} />;
}
