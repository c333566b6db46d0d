import type { VNode } from "preact";
import type { StoryParameter } from "../contract.js";
import "./parameter-table.css";

/** The parameters of a message: where each stands, what it holds and what it is for. */
export function ParameterTable({ rows }: { readonly rows: readonly StoryParameter[] }): VNode {
  return (
    <table class="parameter-table">
      <thead>
        <tr>
          <th scope="col">Parameter</th>
          <th scope="col">Value</th>
          <th scope="col">In the</th>
          <th scope="col">Purpose</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, value, place, purpose }, index) => (
          <tr key={index}>
            <th scope="row">{name}</th>
            <td class="mono">{value === "" ? <span class="muted">empty</span> : value}</td>
            <td>{place}</td>
            <td class="parameter-purpose">{purpose}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
