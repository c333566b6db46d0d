import type { RequestParts } from "@oauth1/core";
import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { InputError, readRequest } from "../../src/input.js";
import { Field } from "../shared/field.js";
import { TextInput } from "../shared/text-input.js";

/** A place for a curl command or raw HTTP. What is pasted there is handed on as soon as it can be read. */
export function PastedRequest({
  onRequest,
}: {
  readonly onRequest: (request: RequestParts) => void;
}): VNode {
  const problem = useSignal<string | undefined>(undefined);
  const read = (text: string): void => {
    problem.value = undefined;
    if (text.trim() === "") return;
    try {
      onRequest(readRequest(text));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problem.value = error.message;
    }
  };
  return (
    <Field
      label="Paste a curl command or raw HTTP"
      hint="It fills the fields below. A signature that it carries is left out."
      problem={problem.value}
    >
      <TextInput
        rows={3}
        placeholder="curl -d status=hello https://api.example.com/statuses"
        onInput={read}
      />
    </Field>
  );
}
