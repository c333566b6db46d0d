import type { VNode } from "preact";
import "./http-view.css";

/** An HTTP message as it went over the wire. Texts of `mark` are highlighted wherever they occur. */
export function HttpView({
  start,
  headers,
  body,
  mark = [],
}: {
  readonly start: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  readonly mark?: readonly string[];
}): VNode {
  return (
    <pre class="http-view">
      <span class="http-start">{marked(start, mark)}</span>
      {"\n"}
      {headers.map(([name, value], index) => (
        <span key={index}>
          <span class="http-name">{name}:</span> {marked(value, mark)}
          {"\n"}
        </span>
      ))}
      {body !== "" && (
        <span class="http-body">
          {"\n"}
          {marked(body, mark)}
        </span>
      )}
    </pre>
  );
}

function marked(text: string, mark: readonly string[]): string | readonly (VNode | string)[] {
  const wanted = mark
    .filter((one) => one !== "")
    .map((one) => one.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  if (wanted.length === 0) return text;
  return text
    .split(new RegExp(`(${wanted.join("|")})`))
    .map((piece, index) => (index % 2 === 0 ? piece : <mark key={index}>{piece}</mark>));
}
