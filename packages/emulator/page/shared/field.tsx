import { cloneElement, type VNode } from "preact";
import { useId } from "preact/hooks";
import "./field.css";

/** What a control gets from the field around it. */
export interface ControlProps {
  readonly id?: string;
  readonly "aria-describedby"?: string | undefined;
  readonly "aria-invalid"?: "true" | undefined;
}

/** A label, the one control that it is for, a hint, and what is wrong with what the control holds. */
export function Field({
  label,
  hint,
  problem,
  children,
}: {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly problem?: string | undefined;
  readonly children: VNode;
}): VNode {
  const id = useId();
  const described = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(" ");
  const props: ControlProps = {
    id,
    "aria-describedby": described || undefined,
    "aria-invalid": problem === undefined ? undefined : "true",
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {cloneElement(children, props)}
      {hint !== undefined && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {problem !== undefined && (
        <p class="field-problem" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
