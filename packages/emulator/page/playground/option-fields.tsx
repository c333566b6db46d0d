import type { BodyHashRule, Transmission } from "@oauth1/core";
import type { VNode } from "preact";
import { Choice } from "../shared/choice.js";
import { Field } from "../shared/field.js";
import { METHODS } from "../shared/methods.js";
import { FormCheck, FormField, useBench } from "./form-field.js";

/** How the request is signed: method, transmission, and where providers differ. */
export function OptionFields(): VNode {
  const { form, problems, set } = useBench();
  const { signatureMethod, transmission, bodyHash } = form.value;
  return (
    <fieldset class="group">
      <legend>Signing</legend>
      <Field label="Signature method">
        <select
          value={signatureMethod}
          onChange={({ currentTarget }) => set({ signatureMethod: currentTarget.value })}
        >
          {METHODS.map(({ method: { name } }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </Field>
      <Choice
        label="The parameters travel in the"
        choices={TRANSMISSIONS}
        value={transmission}
        onChange={(value) => set({ transmission: value })}
        problem={problems.transmission}
      />
      <Moment />
      <details
        class="more"
        open={problems.realm !== undefined || problems.parameters !== undefined}
      >
        <summary>Realm, body hash, callback and more</summary>
        <FormField name="realm" label="Realm" hint="First in the header, and never signed" />
        <Choice
          label="Body hash"
          choices={BODY_HASHES}
          value={bodyHash}
          onChange={(value) => set({ bodyHash: value })}
        />
        <FormField
          name="parameters"
          label="Further oauth_ parameters"
          hint="One a line, such as oauth_callback=https://app.example/ or oauth_verifier=1234"
          rows={2}
        />
        <Separator />
        <FormCheck name="version" label="Send oauth_version" />
        <FormCheck name="emptyToken" label="Send an empty oauth_token where there is no token" />
        <FormCheck name="keyAmpersand" label="End the key with & where there is no token secret" />
      </details>
    </fieldset>
  );
}

const TRANSMISSIONS: readonly (readonly [Transmission, string])[] = [
  ["header", "Header"],
  ["query", "Query"],
  ["body", "Body"],
];

const BODY_HASHES: readonly (readonly [BodyHashRule, string])[] = [
  ["never", "Never"],
  ["auto", "With a body"],
  ["always", "Always"],
];

const SEPARATORS = [
  [", ", "a comma and a blank"],
  [",", "a comma"],
] as const;

function Moment(): VNode {
  const { form, set } = useBench();
  return (
    <>
      <FormCheck name="isFixed" label="Fixed nonce and timestamp" />
      {form.value.isFixed && (
        <div class="pair">
          <FormField name="nonce" label="Nonce" />
          <FormField name="timestamp" label="Timestamp" />
        </div>
      )}
      {!form.value.isFixed && (
        <div>
          <button type="button" onClick={() => set({})}>
            Sign again
          </button>
        </div>
      )}
    </>
  );
}

function Separator(): VNode {
  const { form, set } = useBench();
  return (
    <Field label="Between the parameters of the header">
      <select
        value={form.value.separator}
        onChange={({ currentTarget }) => set({ separator: currentTarget.value })}
      >
        {SEPARATORS.map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </Field>
  );
}
