import type { VNode } from "preact";
import type { StorySignature } from "../contract.js";
import { BaseStringView } from "../shared/base-string-view.js";
import { KeyChip } from "./actors.js";

/** How a request was signed: with which key pairs, over which text, and whether that is right (RFC 5849 section 3.4). */
export function SignatureDetails({ signature }: { readonly signature: StorySignature }): VNode {
  const { method, signedBy, key, parts, right } = signature;
  return (
    <section class="signature">
      <div class="details-row">
        <h3>Signature</h3>
        <span class={`badge ${right ? "is-right" : "is-wrong"}`}>{right ? "right" : "wrong"}</span>
      </div>
      <dl class="facts">
        <dt>Signed with</dt>
        <dd class="chips">
          {signedBy.map((kind) => (
            <KeyChip key={kind} kind={kind} />
          ))}
          {signedBy.length === 0 ? "no key pair that the provider knows" : null}
        </dd>
        <dt>Method</dt>
        <dd>
          <code>{method}</code>
        </dd>
        <dt>Key</dt>
        <dd>
          <code>{key}</code>
        </dd>
        <dt>Signature</dt>
        <dd>
          <code>{signature.signature}</code>
          {right ? null : (
            <p class="signature-wrong">
              It is not what the provider computes from this request and the secrets that it keeps.
            </p>
          )}
        </dd>
      </dl>
      <h4>Base string</h4>
      <p class="muted small">
        The text that is signed: the method, the address and all parameters, encoded and sorted.
      </p>
      <BaseStringView parts={parts} />
    </section>
  );
}
