import type { Signal } from "@preact/signals";
import type { VNode } from "preact";
import { Field } from "../shared/field.js";
import { SecretInput } from "../shared/secret-input.js";
import { TextInput } from "../shared/text-input.js";
import { isHeaderAlone, isSignedByPair, type Case, type ReadCase } from "./case.js";

/** The fields of the doctor: the request, its secrets, and what else may help. */
export function CaseFields({
  given,
  refused,
}: {
  readonly given: Signal<Case>;
  readonly refused: Extract<ReadCase, { ok: false }> | undefined;
}): VNode {
  const field = (name: keyof Case): FieldState => ({
    value: given.value[name],
    problem: refused?.field === name ? refused.problem : undefined,
    onInput: (text) => (given.value = { ...given.value, [name]: text }),
  });
  return (
    <>
      <fieldset class="group">
        <legend>Refused request</legend>
        <Text
          {...field("request")}
          label="Request"
          hint="A curl command, raw HTTP, or an Authorization header"
          rows={8}
        />
        {isHeaderAlone(given.value.request) && (
          <div class="method-and-url">
            <Text {...field("method")} label="Method" />
            <Text {...field("url")} label="URL" hint="With its query" />
          </div>
        )}
      </fieldset>
      <fieldset class="group">
        <legend>Keys that belong to it</legend>
        {isSignedByPair(given.value) ? (
          <Text
            {...field("publicKey")}
            label="Consumer’s public key"
            hint="PEM: PUBLIC KEY or CERTIFICATE. openssl rsa -in private.pem -pubout writes it."
            rows={4}
          />
        ) : (
          <>
            <Secret {...field("consumerSecret")} label="Consumer secret" />
            <Secret
              {...field("tokenSecret")}
              label="Token secret"
              hint="Empty where there is no token"
            />
            <Secret
              {...field("otherSecrets")}
              label="Other secrets"
              hint="Taken by mistake, perhaps, as that of the temporary credentials; with blanks between them"
            />
          </>
        )}
      </fieldset>
      <fieldset class="group">
        <legend>What the server says</legend>
        <Text
          {...field("answer")}
          label="Expected base string, or the whole answer"
          hint="Not every server tells it. It is found in a header, a form, JSON or HTML."
          rows={3}
        />
      </fieldset>
      <div class="ask">
        <button type="submit" class="primary">
          Find the mistake
        </button>
        <p class="small muted">
          Everything stays in this tab: nothing is sent, and nothing is stored.
        </p>
      </div>
    </>
  );
}

interface FieldState {
  readonly value: string;
  readonly problem: string | undefined;
  readonly onInput: (text: string) => void;
}

interface Labelled extends FieldState {
  readonly label: string;
  readonly hint?: string;
}

function Text({ value, onInput, rows, ...field }: Labelled & { readonly rows?: number }): VNode {
  return (
    <Field {...field}>
      <TextInput value={value} onInput={onInput} rows={rows} />
    </Field>
  );
}

function Secret({ value, onInput, ...field }: Labelled): VNode {
  return (
    <Field {...field}>
      <SecretInput name={field.label.toLowerCase()} value={value} onInput={onInput} />
    </Field>
  );
}
