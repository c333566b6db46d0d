import { encode, type RequestParts, type SignedRequest } from "@oauth1/core";
import type { Explanation, LeftOut } from "@oauth1/core/explain";
import type { VNode } from "preact";
import { rawText } from "../../src/input.js";
import { baseStringParts } from "../../src/story/base-parts.js";
import type { PageProvider } from "../contract.js";
import { BaseStringView } from "../shared/base-string-view.js";
import { CodeBlock } from "../shared/code-block.js";
import { methodNamed } from "../shared/methods.js";
import { RawView } from "../shared/raw-view.js";
import { CodeStage } from "./code-stage.js";
import { Collected } from "./collected.js";
import type { Form } from "./form.js";
import { readForm, type Outcome } from "./signing.js";

/** Every stage of the signature, in the order in which they follow each other. */
export function Result({
  outcome,
  form,
  provider,
}: {
  readonly outcome: Outcome | undefined;
  readonly form: Form;
  readonly provider: PageProvider | undefined;
}): VNode {
  if (outcome === undefined) return <p class="muted">Signing …</p>;
  if (!outcome.ok) return <Refused problems={outcome.problems} />;
  const { signed, explanation } = outcome;
  const read = readForm(form);
  return (
    <ol class="stages">
      <li>
        <h2>Parameters</h2>
        <p class="muted">Collected from the request, with the protocol’s own; then sorted.</p>
        <Collected parameters={explanation.parameters} />
        <Left list={explanation.leftOut} />
      </li>
      <li>
        <h2>Normalized</h2>
        <CodeBlock
          isUnbroken
          text={explanation.normalizedParameters}
          label="the normalized parameters"
        />
      </li>
      <li>
        <h2>Base string</h2>
        <CodeBlock
          text={signed.baseString}
          label="the base string"
          shown={<BaseStringView parts={baseStringParts(signed.baseString)} />}
        />
      </li>
      <li>
        <h2>Signature</h2>
        <Key explanation={explanation} />
        <CodeBlock
          text={signed.signature}
          label="the signature"
          isUnbroken
          shown={<pre class="signature">{signed.signature}</pre>}
        />
      </li>
      <li>
        <h2>Request as it is sent</h2>
        <Sent {...signed} request={signed.request} />
      </li>
      <li>
        <h2>Code</h2>
        {read.ok && (
          <CodeStage form={form} read={read} request={signed.request} sdk={provider?.sdk} />
        )}
      </li>
    </ol>
  );
}

function Refused({ problems }: { readonly problems: object }): VNode {
  const count = Object.keys(problems).length;
  return (
    <p class="notice" role="status">
      Not signed: {count === 1 ? "one field has" : `${count} fields have`} to be put right.
    </p>
  );
}

function Left({ list }: { readonly list: readonly LeftOut[] }): VNode | null {
  if (list.length === 0) return null;
  return (
    <ul class="left-out">
      {list.map(({ what, why }) => (
        <li key={what}>
          Left out: <span class="mono">{what}</span>. {why}
        </li>
      ))}
    </ul>
  );
}

function Key({
  explanation: { key, signatureMethod },
}: {
  readonly explanation: Explanation;
}): VNode {
  if (methodNamed(signatureMethod).key === "privateKey") {
    return <p class="key-shape">{signatureMethod} of the base string, with the private key</p>;
  }
  return (
    <p class="key-shape">
      <span>{signatureMethod} with the key</span>
      <span class="key-part">consumer secret{suffix(key.consumerSecret)}</span>
      {key.ampersand && <b>&amp;</b>}
      <span class="key-part">token secret{suffix(key.tokenSecret)}</span>
    </p>
  );
}

function suffix(state: Explanation["key"]["tokenSecret"]): string {
  return state === "present" ? "" : ` (${state === "empty" ? "empty" : "none"})`;
}

function Sent({
  request,
  signature,
  authorization = "",
}: Pick<SignedRequest<RequestParts>, "authorization" | "request" | "signature">): VNode {
  const text = rawText(request);
  return (
    <>
      <CodeBlock
        text={text}
        label="the request"
        shown={<RawView text={text} mark={[encode(signature)]} />}
      />
      {authorization !== "" && (
        <details>
          <summary>The Authorization header alone</summary>
          <CodeBlock text={authorization} label="the Authorization header" />
        </details>
      )}
    </>
  );
}
