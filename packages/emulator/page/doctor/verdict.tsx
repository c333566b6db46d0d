import type { Mistake } from "@oauth1/core/diagnose";
import type { VNode } from "preact";
import { Prose } from "../shared/prose.js";

/** What was found, under a title. */
export function Verdict({
  title,
  isGood = false,
  children,
}: {
  readonly title: string;
  readonly isGood?: boolean;
  readonly children: VNode;
}): VNode {
  return (
    <div class={isGood ? "verdict good" : "verdict"}>
      <h2>
        <Prose text={title} />
      </h2>
      {children}
    </div>
  );
}

/** The mistakes that were made, each with its mend. */
export function Mistakes({ list }: { readonly list: readonly Mistake[] }): VNode {
  return (
    <>
      {list.map(({ id, title, advice, detail }) => (
        <Verdict key={id} title={detail === undefined ? title : `${title} (${detail})`}>
          <p>
            <Prose text={advice} />
          </p>
        </Verdict>
      ))}
    </>
  );
}
