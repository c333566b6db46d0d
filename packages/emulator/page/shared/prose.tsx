import type { VNode } from "preact";

/** A sentence in which `code` stands between backticks. */
export function Prose({ text }: { readonly text: string }): VNode {
  return (
    <>
      {text
        .split("`")
        .map((piece, index) => (index % 2 === 0 ? piece : <code key={index}>{piece}</code>))}
    </>
  );
}
