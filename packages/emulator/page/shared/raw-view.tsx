import type { VNode } from "preact";
import { HttpView } from "./http-view.js";

/** A request or response of one text, drawn as an HTTP message. */
export function RawView({
  text,
  mark = [],
}: {
  readonly text: string;
  readonly mark?: readonly string[];
}): VNode {
  const [head = "", ...body] = text.split("\n\n");
  const [start = "", ...lines] = head.split("\n");
  const headers = lines.map((line): [string, string] => {
    const [name = "", ...value] = line.split(": ");
    return [name, value.join(": ")];
  });
  return <HttpView start={start} headers={headers} body={body.join("\n\n")} mark={mark} />;
}
