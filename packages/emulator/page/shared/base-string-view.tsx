import { explainBaseString } from "@oauth1/core/explain";
import type { VNode } from "preact";
import type { BaseStringPart, StorySignature } from "../contract.js";
import "./base-string-view.css";
import { compare, type Run } from "./difference.js";

/**
 * A base string with its parts in their colors. With `expected`, that text is shown below, and what differs is highlighted
 * in both; `titles` names the two.
 */
export function BaseStringView({
  parts,
  expected,
  titles = ["Of the request", "Expected"],
}: {
  readonly parts: StorySignature["parts"];
  readonly expected?: string | undefined;
  readonly titles?: readonly [ours: string, theirs: string];
}): VNode {
  const text = parts.map((one) => one.text).join("");
  if (expected === undefined) {
    return (
      <div class="base-string">
        <Legend parts={parts} />
        <p class="base-string-text">{parts.map(shownPart)}</p>
      </div>
    );
  }
  const { ours, theirs } = compare(text, expected);
  return (
    <div class="base-string">
      <Compared title={titles[0]} runs={ours} />
      <Compared title={titles[1]} runs={theirs} />
    </div>
  );
}

function Legend({ parts }: { readonly parts: readonly BaseStringPart[] }): VNode {
  return (
    <ul class="base-string-legend" aria-label="Parts of the base string">
      {LEGEND.filter(({ part }) => parts.some((one) => one.part === part)).map(
        ({ part, name, what }) => (
          <li key={part}>
            <span class={`base-string-key part-${part}`}>{name}</span>
            <span class="muted">{what}</span>
          </li>
        ),
      )}
    </ul>
  );
}

const LEGEND = [
  { part: "method", name: "1 Method", what: "in upper case" },
  { part: "uri", name: "2 URI", what: "without its query" },
  { part: "parameters", name: "3 Parameters", what: "sorted, encoded again" },
] as const;

function shownPart({ part, text }: BaseStringPart, index: number): VNode {
  if (part === "separator") {
    return (
      <b key={index} class="part-separator">
        {text}
      </b>
    );
  }
  return (
    <span key={index} class={`part-${part}`}>
      {part === "parameters" ? parameterSpans(text) : text}
    </span>
  );
}

// What each parameter is once it is decoded twice, as far as this is a list of parameters.
function parameterSpans(text: string): string | readonly VNode[] {
  const explained = explainBaseString(`GET&http%3A%2F%2Fa&${text}`);
  if (!explained.ok) return text;
  return explained.parameters.map(({ name, value, text: shown }, index) => (
    <span key={index}>
      {index > 0 && <i class="base-string-and">%26</i>}
      <span class="base-string-parameter" title={`${name} = ${value}`}>
        {shown}
      </span>
    </span>
  ));
}

function Compared({
  title,
  runs,
}: {
  readonly title: string;
  readonly runs: readonly Run[];
}): VNode {
  return (
    <figure>
      <figcaption>{title}</figcaption>
      <p class="base-string-text">
        {runs.map((run, index) =>
          run.isDifferent ? <Mark key={index} text={run.text} /> : run.text,
        )}
      </p>
    </figure>
  );
}

function Mark({ text }: { readonly text: string }): VNode {
  if (text !== "") return <mark>{text}</mark>;
  return (
    <mark class="absent" title="Only the other one has something here">
      …
    </mark>
  );
}
