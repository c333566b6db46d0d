import type { ExplainedParameter } from "@oauth1/core/explain";
import type { VNode } from "preact";

/** The parameters in the order of the signature: where each was found, what it is, and how it is written. */
export function Collected({
  parameters,
}: {
  readonly parameters: readonly ExplainedParameter[];
}): VNode {
  const sorted = [...parameters].sort((a, b) => a.place - b.place);
  return (
    <table class="collected">
      <thead>
        <tr>
          <th scope="col" class="place">
            #
          </th>
          <th scope="col">Name</th>
          <th scope="col">Value</th>
          <th scope="col" class="source">
            From
          </th>
        </tr>
      </thead>
      <tbody>
        {sorted.map((parameter) => (
          <Row key={parameter.place} {...parameter} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ place, name, value, encoded, source }: ExplainedParameter): VNode {
  return (
    <tr>
      <td class="place">{place}</td>
      <th scope="row">
        {name}
        <Encoded text={encoded[0]} plain={name} />
      </th>
      <td class="mono">
        {value === "" ? <span class="muted">empty</span> : value}
        <Encoded text={encoded[1]} plain={value} />
      </td>
      <td class="source">{source}</td>
    </tr>
  );
}

function Encoded({ text, plain }: { readonly text: string; readonly plain: string }): VNode | null {
  if (text === plain) return null;
  return <div class="encoded muted">{text}</div>;
}
