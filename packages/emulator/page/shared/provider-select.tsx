import type { VNode } from "preact";
import type { PageProvider } from "../contract.js";
import { Field } from "./field.js";

/** Chooses a provider by its id; `none` names the choice of none, which has the empty id. */
export function ProviderSelect({
  providers,
  value,
  onChange,
  none,
}: {
  readonly providers: readonly PageProvider[];
  readonly value: string;
  readonly onChange: (id: string) => void;
  readonly none?: string;
}): VNode {
  const chosen = providers.find(({ id }) => id === value);
  return (
    <Field label="Provider" hint={chosen?.way}>
      <select value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        {none !== undefined && <option value="">{none}</option>}
        {providers.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </Field>
  );
}
