import type { VNode } from "preact";
import type { PageProvider } from "../contract.js";
import { Field } from "../shared/field.js";
import { requestFields, sampleFields } from "./form.js";
import { FormField, useBench } from "./form-field.js";
import { PastedRequest } from "./pasted-request.js";

/** The request that is signed: pasted, one of the provider's, or put together. */
export function RequestFields({
  provider,
}: {
  readonly provider: PageProvider | undefined;
}): VNode {
  const { form, set } = useBench();
  const hasForm = /^content-type:\s*application\/x-www-form-urlencoded/im.test(form.value.headers);
  return (
    <fieldset class="group">
      <legend>Request</legend>
      {provider !== undefined && provider.samples.length > 0 && <Samples provider={provider} />}
      <PastedRequest onRequest={(request) => set(requestFields(request))} />
      <div class="method-and-url">
        <FormField name="method" label="Method" />
        <FormField name="url" label="URL" />
      </div>
      <FormField
        name="headers"
        label="Headers"
        rows={2}
        hint="One a line, such as Content-Type: application/json"
      />
      <FormField name="body" label="Body" rows={3} />
      {form.value.body !== "" && (
        <p class="small muted" role="note">
          {hasForm
            ? "The body is a form: its parameters are signed."
            : "The body is no form by its Content-Type: it takes no part in the signature, but for a body hash."}
        </p>
      )}
    </fieldset>
  );
}

function Samples({ provider: { name, samples } }: { readonly provider: PageProvider }): VNode {
  const { set } = useBench();
  const choose = (index: number): void => {
    const sample = samples[index];
    if (sample !== undefined) set(sampleFields(sample));
  };
  return (
    <Field label={`Requests to ${name}`}>
      <select onChange={({ currentTarget }) => choose(currentTarget.selectedIndex)}>
        {samples.map(({ title }) => (
          <option key={title}>{title}</option>
        ))}
      </select>
    </Field>
  );
}
