import type { VNode } from "preact";
import { rawText } from "../../src/input.js";
import { baseStringParts } from "../../src/story/base-parts.js";
import { BaseStringView } from "../shared/base-string-view.js";
import { CodeBlock } from "../shared/code-block.js";
import { RawView } from "../shared/raw-view.js";
import type { Mended } from "./mended.js";

/** The base string as it should be, compared with another where there is one. */
export function Comparison({
  ours,
  theirs,
  titles,
}: {
  readonly ours: string;
  readonly theirs: string | undefined;
  readonly titles: readonly [string, string];
}): VNode {
  return (
    <div class="stage">
      <h2>Base string</h2>
      {theirs === undefined && (
        <p class="muted">This is what has to be signed. The text is not where the mistake is.</p>
      )}
      <BaseStringView parts={baseStringParts(ours)} expected={theirs} titles={titles} />
    </div>
  );
}

/** The request put right. */
export function Right({ request, signature }: Mended): VNode {
  const text = rawText(request);
  return (
    <div class="stage">
      <h2>The request with the right signature</h2>
      <CodeBlock
        text={text}
        label="the request"
        shown={<RawView text={text} mark={[signature]} />}
      />
    </div>
  );
}
