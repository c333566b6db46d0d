import type { Signal } from "@preact/signals";
import { createContext, type VNode } from "preact";
import { useContext } from "preact/hooks";
import { Field } from "../shared/field.js";
import { SecretInput } from "../shared/secret-input.js";
import { TextInput } from "../shared/text-input.js";
import type { Form } from "./form.js";
import type { Problems } from "./signing.js";

/** The fields and what is wrong with them, for every component below. */
export interface Bench {
  readonly form: Signal<Form>;
  readonly problems: Problems;
  readonly set: (fields: Partial<Form>) => void;
}

/** Holds the bench of the playground. */
export const BenchContext: ReturnType<typeof createContext<Bench | undefined>> = createContext<
  Bench | undefined
>(undefined);

/** The bench of the playground around a component. */
export function useBench(): Bench {
  const bench = useContext(BenchContext);
  if (bench === undefined) throw new Error("This component stands in the playground.");
  return bench;
}

type TextName = {
  [Name in keyof Form]: string extends Form[Name] ? Name : never;
}[keyof Form];

/** A text of the form, on one line or more; a secret one is shown only when somebody asks for it. */
export function FormField({
  name,
  label,
  hint,
  rows,
  isSecret = false,
}: {
  readonly name: TextName;
  readonly label: string;
  readonly hint?: string;
  readonly rows?: number;
  readonly isSecret?: boolean;
}): VNode {
  const { form, problems, set } = useBench();
  const value = form.value[name];
  const change = (text: string): void => set({ [name]: text });
  return (
    <Field label={label} hint={hint} problem={problems[name]}>
      {isSecret ? (
        <SecretInput name={label.toLowerCase()} value={value} onInput={change} rows={rows} />
      ) : (
        <TextInput value={value} onInput={change} rows={rows} />
      )}
    </Field>
  );
}

/** A yes or no of the form. */
export function FormCheck({
  name,
  label,
}: {
  readonly name: { [Name in keyof Form]: boolean extends Form[Name] ? Name : never }[keyof Form];
  readonly label: string;
}): VNode {
  const { form, set } = useBench();
  return (
    <label class="form-check">
      <input
        type="checkbox"
        checked={form.value[name]}
        onChange={({ currentTarget }) => set({ [name]: currentTarget.checked })}
      />
      <span>{label}</span>
    </label>
  );
}
