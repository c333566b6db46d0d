import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import type { Stage } from "../contract.js";
import { nameOf } from "./actors.js";
import { useScene } from "./scene-context.js";
import { addressOf } from "./timeline.js";
import "./browser-frame.css";

/** The user's browser: really a browser, in a frame, on the consumer's and the provider's own origins. */
export function BrowserFrame({ stage }: { readonly stage: Stage }): VNode {
  // The same address can be asked for twice, so a visit has a number.
  const visit = useSignal({ url: stage.start, number: 0 });
  const go = (url: string): void => {
    visit.value = { url, number: visit.value.number + 1 };
  };
  return (
    <section class="browser" aria-labelledby="browser-title">
      <header class="browser-bar">
        <h2 id="browser-title" class="panel-title is-user">
          User’s browser
        </h2>
        <AddressLine stage={stage} />
        <div class="browser-buttons">
          <button type="button" onClick={() => go(stage.start)}>
            {stage.consumer.name}
          </button>
          <button type="button" onClick={() => go(stage.connected)}>
            Connected apps
          </button>
        </div>
      </header>
      <iframe
        key={visit.value.number}
        class="browser-window"
        title="The user’s browser"
        src={visit.value.url}
        sandbox="allow-forms allow-same-origin allow-scripts"
      />
    </section>
  );
}

function AddressLine({ stage }: { readonly stage: Stage }): VNode | null {
  const address = addressOf(useScene().heard.value);
  if (address === undefined) return null;
  const { host, path, to } = address;
  return (
    <p class="browser-address" title={`${host}${path}`}>
      <span class="unseen">Address: </span>
      <span class={`browser-site is-${to}`}>{nameOf(to, stage, address)}</span>
      <span class="browser-path">
        {host}
        {path}
      </span>
    </p>
  );
}
