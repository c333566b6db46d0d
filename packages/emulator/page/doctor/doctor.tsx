import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import "../shared/workbench.css";
import { NO_CASE, readCase, type Case, type ReadCase } from "./case.js";
import { CaseFields } from "./case-fields.js";
import { DiagnosisView, type Finding } from "./diagnosis-view.js";
import "./doctor.css";
import { EXAMPLES, type Example } from "./examples.js";
import { find } from "./find.js";
import { openSurgery } from "./run.js";

/** Says why a request was refused. Nothing leaves the page. */
export function Doctor(): VNode {
  const given = useSignal<Case>(NO_CASE);
  const refused = useSignal<Extract<ReadCase, { ok: false }> | undefined>(undefined);
  const finding = useSignal<Finding | "searching" | undefined>(undefined);
  const answer = useRef<HTMLElement>(null);
  const surgery = useMemo(openSurgery, []);
  const ask = async (): Promise<void> => {
    const read = readCase(given.value);
    refused.value = read.ok ? undefined : read;
    finding.value = undefined;
    if (!read.ok) return;
    finding.value = "searching";
    const found = await find(surgery, read.question);
    if (found.ok) finding.value = found.finding;
    else {
      finding.value = undefined;
      refused.value = { ok: false, field: "publicKey", problem: found.problem };
    }
  };
  const show = async (example: Example): Promise<void> => {
    given.value = await example.make();
    await ask();
  };
  useEffect(() => surgery.close, [surgery]);
  useEffect(() => {
    if (typeof finding.value === "object") answer.current?.focus();
  }, [finding.value]);
  return (
    <>
      <div class="workbench-head">
        <h1>Doctor</h1>
        <p class="lede">
          Paste a request that was refused, and the secrets that belong to it. Known mistakes are
          tried until one makes the very signature that was sent.
        </p>
        <Examples onChoose={(example) => void show(example)} />
      </div>
      <div class="workbench">
        <form
          class="workbench-in"
          autocomplete="off"
          onSubmit={(event) => {
            event.preventDefault();
            void ask();
          }}
        >
          <CaseFields given={given} refused={refused.value} />
        </form>
        <section class="workbench-out" aria-label="Diagnosis" tabIndex={-1} ref={answer}>
          <DiagnosisView finding={finding.value} />
        </section>
      </div>
    </>
  );
}

function Examples({ onChoose }: { readonly onChoose: (example: Example) => void }): VNode {
  return (
    <div class="examples" role="group" aria-label="Examples">
      <span class="muted">Mistakes to try:</span>
      {EXAMPLES.map((example) => (
        <button key={example.title} type="button" onClick={() => onChoose(example)}>
          {example.title}
        </button>
      ))}
    </div>
  );
}
