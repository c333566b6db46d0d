import type { VNode } from "preact";
import type { Stage, StoryMessage } from "../contract.js";
import { HttpView } from "../shared/http-view.js";
import { ParameterTable } from "../shared/parameter-table.js";
import { ActorName, nameOf } from "./actors.js";
import { useScene } from "./scene-context.js";
import { SignatureDetails } from "./signature-details.js";
import { exchangeOf, type Exchange, type Line } from "./timeline.js";
import "./message-details.css";

/** Everything about the chosen message, and what it answers or is answered by. */
export function MessageDetails({ stage }: { readonly stage: Stage }): VNode {
  const { current, lines } = useScene();
  const line = current.value;
  if (line === undefined)
    return (
      <section class="details is-empty" aria-label="The chosen message">
        <p>
          What is in a message is shown here: what was sent, what each parameter is for, and how it
          is signed.
        </p>
      </section>
    );
  const exchange = exchangeOf(lines.value, line);
  const signed = exchange.request?.message.signature;
  return (
    <section class="details" aria-labelledby="details-title">
      <Head line={line} stage={stage} />
      <Refusal exchange={exchange} line={line} />
      <Wire line={line} exchange={exchange} />
      {line.message.parameters.length > 0 ? (
        <section>
          <h3>Parameters</h3>
          <ParameterTable rows={line.message.parameters} />
        </section>
      ) : null}
      {signed === undefined ? null : <SignatureDetails signature={signed} />}
    </section>
  );
}

function Head({
  line: { message, number },
  stage,
}: {
  readonly line: Line;
  readonly stage: Stage;
}): VNode {
  const { from, to, direction, title, purpose } = message;
  return (
    <header class="details-head">
      <p class="details-way">
        <span class="line-number">{number}</span>
        <ActorName actor={from}>{nameOf(from, stage, message)}</ActorName>
        <span aria-hidden="true">→</span>
        <span class="unseen">to</span>
        <ActorName actor={to}>{nameOf(to, stage, message)}</ActorName>
        <span class="badge">{direction}</span>
      </p>
      <h2 id="details-title">{title}</h2>
      <p class="details-purpose">{purpose}</p>
    </header>
  );
}

function Refusal({
  exchange,
  line,
}: {
  readonly exchange: Exchange;
  readonly line: Line;
}): VNode | null {
  const failed = line.message.failed ?? exchange.response?.message.failed;
  if (failed === undefined) return null;
  return (
    <div class="refusal">
      <p class="refusal-where">
        <strong>Refused.</strong> {failed.where}
      </p>
      <p>{failed.why}</p>
    </div>
  );
}

function Wire({ line, exchange }: { readonly line: Line; readonly exchange: Exchange }): VNode {
  const { message } = line;
  const other = message.direction === "request" ? exchange.response : exchange.request;
  return (
    <section>
      <div class="details-row">
        <h3>On the wire</h3>
        {other === undefined ? null : <OtherHalf other={other} />}
      </div>
      <div class="wire" role="region" aria-label="The raw message" tabIndex={0}>
        <HttpView {...message.http} mark={marksOf(message)} />
      </div>
    </section>
  );
}

function OtherHalf({ other: { message, number } }: { readonly other: Line }): VNode {
  const { chosen } = useScene();
  const words = message.direction === "request" ? "The request" : "The answer";
  return (
    <button type="button" class="link-button" onClick={() => (chosen.value = message.index)}>
      {words}: {number}
    </button>
  );
}

// The signature stands in quotes in a header, and without in a query or a form.
function marksOf({ signature }: StoryMessage): readonly string[] {
  if (signature === undefined) return [];
  const sent = encodeURIComponent(signature.signature);
  return [`oauth_signature="${sent}"`, `oauth_signature=${sent}`];
}
