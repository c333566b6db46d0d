import type { Diagnosis, Difference } from "@oauth1/core/diagnose";
import type { VNode } from "preact";
import { Prose } from "../shared/prose.js";
import { Comparison, Right } from "./comparison.js";
import type { Mended } from "./mended.js";
import { Mistakes, Verdict } from "./verdict.js";

/** A diagnosis, what it was compared with, the request put right, and what is doubtful about the fields. */
export interface Finding {
  readonly diagnosis: Diagnosis;
  readonly expected: string | undefined;
  readonly right: Mended | undefined;
  /** What is doubtful about the fields, whatever was found. */
  readonly caveats: readonly string[];
}

/** Says what a diagnosis found, with what differs highlighted. */
export function DiagnosisView({
  finding,
}: {
  readonly finding: Finding | "searching" | undefined;
}): VNode {
  return (
    <>
      <p class={finding === "searching" ? "muted" : "unseen"} role="status">
        {statusOf(finding)}
      </p>
      {finding === undefined && <Method />}
      {typeof finding === "object" && (
        <>
          {finding.caveats.map((text) => (
            <p key={text} class="caveat">
              {text}
            </p>
          ))}
          <Found {...finding} />
        </>
      )}
    </>
  );
}

function Method(): VNode {
  return (
    <div class="verdict waiting">
      <h2>How the doctor works</h2>
      <p>
        It takes the request apart as a server does, and signs it with your secrets. Where that is
        not the signature that was sent, it makes the mistakes that signers are known to make, alone
        and in pairs, until one of them comes to that very signature.
      </p>
      <p>
        So it never guesses: what it names is what happened. With the base string that the server
        expected, it also says where the two part.
      </p>
    </div>
  );
}

function statusOf(finding: Finding | "searching" | undefined): string {
  if (finding === undefined) return "";
  return finding === "searching" ? "Searching …" : TITLES[finding.diagnosis.verdict];
}

const TITLES: Readonly<Record<Diagnosis["verdict"], string>> = {
  correct: "The signature is right",
  explained: "Found",
  differs: "The base strings differ",
  unknown: "No known mistake makes this signature",
  unreadable: "This request cannot be read",
};

function Found({ diagnosis, expected, right }: Finding): VNode {
  switch (diagnosis.verdict) {
    case "correct":
      return (
        <Verdict isGood title={TITLES.correct}>
          <p>
            <Prose text={diagnosis.advice} />
          </p>
        </Verdict>
      );
    case "explained":
      return <Explained {...diagnosis} right={right} />;
    case "differs":
      return (
        <>
          <Differs difference={diagnosis.difference} />
          <Mistakes list={diagnosis.mistakes ?? []} />
          <Comparison
            ours={diagnosis.baseString}
            theirs={expected}
            titles={["Of the request", "Of the server"]}
          />
        </>
      );
    case "unknown":
      return (
        <>
          <Verdict title={TITLES.unknown}>
            <p>
              None of {diagnosis.tried} other signatures is the one that was sent. Are these the
              secrets of the keys in the request, and is it byte for byte the request that was
              signed?
            </p>
          </Verdict>
          <Mistakes list={diagnosis.mistakes ?? []} />
          <Comparison ours={diagnosis.baseString} theirs={undefined} titles={["", ""]} />
        </>
      );
    case "unreadable":
      return (
        <Verdict title={TITLES.unreadable}>
          <p>{diagnosis.problem}</p>
        </Verdict>
      );
  }
}

function Explained({
  mistakes,
  alternatives,
  signed,
  baseString,
  right,
}: Extract<Diagnosis, { verdict: "explained" }> & { readonly right: Mended | undefined }): VNode {
  return (
    <>
      <Mistakes list={mistakes} />
      {alternatives.length > 0 && (
        <p class="alternatives">
          The same signature comes of:{" "}
          {alternatives.map((list) => list.map(({ title }) => title).join(" and ")).join("; or ")}
        </p>
      )}
      <Comparison
        ours={baseString}
        theirs={signed === baseString ? undefined : signed}
        titles={["As it should be", "As it was signed"]}
      />
      {right !== undefined && <Right {...right} />}
    </>
  );
}

function Differs({
  difference: { kind, parameter, ours, theirs, advice },
}: {
  readonly difference: Difference;
}): VNode {
  return (
    <Verdict title={`${TITLES.differs}: ${kind}`}>
      <>
        <p>
          <Prose text={advice} />
        </p>
        <dl class="sides">
          {parameter !== undefined && <Side name="Parameter" text={parameter} />}
          <Side name="Of the request" text={ours} />
          <Side name="Of the server" text={theirs} />
        </dl>
      </>
    </Verdict>
  );
}

function Side({ name, text }: { readonly name: string; readonly text: string }): VNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd class="mono">{text === "" ? <span class="muted">not there</span> : text}</dd>
    </div>
  );
}
