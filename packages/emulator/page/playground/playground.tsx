import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import { loadProviders, providers } from "../shared/providers.js";
import { ProviderSelect } from "../shared/provider-select.js";
import "../shared/workbench.css";
import { FIRST_FORM, providerFields, sampleFields, type Form } from "./form.js";
import { BenchContext, type Bench } from "./form-field.js";
import { KeyFields } from "./key-fields.js";
import { OptionFields } from "./option-fields.js";
import "./playground.css";
import { RequestFields } from "./request-fields.js";
import { Result } from "./result.js";
import { signForm, type Outcome } from "./signing.js";

/** Signs a request as it is typed, and shows every stage. Nothing leaves the page. */
export function Playground(): VNode {
  const form = useSignal(FIRST_FORM);
  const chosen = useSignal("");
  const outcome = useOutcome(form.value);
  useEffect(() => void loadProviders(), []);
  const list = providers.value?.providers ?? [];
  const provider = list.find(({ id }) => id === chosen.value);
  const set = (fields: Partial<Form>): void => {
    form.value = { ...form.value, ...fields };
  };
  const choose = (id: string): void => {
    chosen.value = id;
    const found = list.find((one) => one.id === id);
    const [sample] = found?.samples ?? [];
    if (found === undefined) set(FIRST_FORM);
    else set({ ...providerFields(found), ...(sample && sampleFields(sample)) });
  };
  const problems = outcome?.ok === false ? outcome.problems : NONE;
  const bench = useMemo((): Bench => ({ form, problems, set }), [problems]);
  return (
    <BenchContext.Provider value={bench}>
      <div class="workbench-head">
        <h1>Playground</h1>
        <p class="lede">
          Type or paste a request, and see what is signed, with what, and what comes of it.
        </p>
      </div>
      <div class="workbench">
        <form class="workbench-in" autocomplete="off" onSubmit={(event) => event.preventDefault()}>
          {list.length > 0 && (
            <ProviderSelect
              providers={list}
              value={chosen.value}
              onChange={choose}
              none="None: as RFC 5849 has it"
            />
          )}
          <RequestFields key={chosen.value} provider={provider} />
          <KeyFields />
          <OptionFields />
        </form>
        <section class="workbench-out" aria-label="The signature and how it comes about">
          <Result outcome={outcome} form={form.value} provider={provider} />
        </section>
      </div>
    </BenchContext.Provider>
  );
}

const NONE = {} as const;

// The last one stays until the next is there, and one that has been overtaken is dropped.
function useOutcome(form: Form): Outcome | undefined {
  const outcome = useSignal<Outcome | undefined>(undefined);
  useEffect(() => {
    let isCurrent = true;
    void signForm(form).then((signed) => {
      if (isCurrent) outcome.value = signed;
    });
    return (): void => {
      isCurrent = false;
    };
  }, [form]);
  return outcome.value;
}
