import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { methodNamed } from "../shared/methods.js";
import { FormField, useBench } from "./form-field.js";
import { makeKeyPair } from "./key-pair.js";

/** What the request is signed with: secrets, or a private key. */
export function KeyFields(): VNode {
  const { form } = useBench();
  const isSecret = methodNamed(form.value.signatureMethod).key === "secret";
  return (
    <fieldset class="group">
      <legend>Keys</legend>
      <div class="pair">
        <FormField name="consumerKey" label="Consumer key" />
        {isSecret && <FormField name="consumerSecret" label="Consumer secret" isSecret />}
      </div>
      {!isSecret && <PrivateKey />}
      <div class="pair">
        <FormField name="token" label="Token" hint="Empty where the consumer signs alone" />
        {isSecret && <FormField name="tokenSecret" label="Token secret" isSecret />}
      </div>
      <p class="small muted">Keys stay in this tab: nothing is sent, and nothing is stored.</p>
    </fieldset>
  );
}

function PrivateKey(): VNode {
  const { set } = useBench();
  const publicKey = useSignal<string | undefined>(undefined);
  const make = async (): Promise<void> => {
    const pair = await makeKeyPair();
    publicKey.value = pair.publicKey;
    set({ privateKey: pair.privateKey });
  };
  return (
    <>
      <FormField
        name="privateKey"
        label="Private key"
        hint="PEM of an RSA key: PKCS #8 or PKCS #1"
        rows={4}
        isSecret
      />
      <div>
        <button type="button" onClick={() => void make()}>
          Make a throw-away key pair
        </button>
      </div>
      {publicKey.value !== undefined && (
        <details>
          <summary>Its public key, for whoever verifies</summary>
          <pre class="public-key">{publicKey.value}</pre>
        </details>
      )}
    </>
  );
}
