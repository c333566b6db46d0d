import type { VNode } from "preact";
import { useId } from "preact/hooks";
import "./choice.css";

/** A few choices side by side, of which one is made. */
export function Choice<T extends string>({
  label,
  choices,
  value,
  onChange,
  problem,
}: {
  readonly label: string;
  readonly choices: readonly (readonly [value: T, name: string])[];
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly problem?: string | undefined;
}): VNode {
  const id = useId();
  return (
    <fieldset class="choice-field" aria-describedby={problem && `${id}-problem`}>
      <legend>{label}</legend>
      <div class="choice-row">
        {choices.map(([one, name]) => (
          <label key={one} class="choice-one">
            <input type="radio" name={id} checked={one === value} onChange={() => onChange(one)} />
            <span>{name}</span>
          </label>
        ))}
      </div>
      {problem !== undefined && (
        <p class="field-problem" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
    </fieldset>
  );
}
