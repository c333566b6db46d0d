import type { VNode } from "preact";
import type { KeyKind, Stage, StoryKeys } from "../contract.js";
import { CopyButton } from "../shared/copy-button.js";
import { KEY_PAIRS, providerName } from "./actors.js";
import { useScene } from "./scene-context.js";
import { keyRingsOf, type KeyRing } from "./timeline.js";
import "./key-pairs.css";

/** The three key pairs of each provider, as they appear and end. */
export function KeyPairs({ stage }: { readonly stage: Stage }): VNode {
  const rings = keyRingsOf(useScene().events.value, stage.provider.id);
  return (
    <section class="keys" aria-labelledby="keys-title">
      <h2 id="keys-title" class="panel-title">
        Three key pairs
      </h2>
      <div class="key-rings">
        {rings.map((ring) => (
          <Ring key={`${ring.provider} ${ring.app}`} ring={ring} stage={stage} />
        ))}
      </div>
    </section>
  );
}

function Ring({
  ring: { provider, app, pairs },
  stage,
}: {
  readonly ring: KeyRing;
  readonly stage: Stage;
}): VNode {
  return (
    <div class="key-ring">
      <h3>
        {providerName(stage, provider)}
        {app === undefined ? "" : `, for ${app}`}
      </h3>
      <ol>
        {KEY_PAIRS.map(({ kind, name, meaning }) => {
          const pair = pairs[kind];
          const state = pair?.state ?? (isUnused(kind, stage, provider) ? "unused" : "missing");
          return (
            <li key={kind} class={`key-card of-${kind} is-${state}`}>
              <p class="key-name">
                {name} <span class="badge">{STATES[state]}</span>
              </p>
              <p class="key-meaning">{meaning}</p>
              {pair === undefined ? null : <Pair pair={pair} />}
            </li>
          );
        })}
      </ol>
    </div>
  );
}

const STATES: Readonly<Record<StoryKeys["state"] | "missing" | "unused", string>> = {
  missing: "not yet",
  unused: "not used here",
  issued: "valid",
  spent: "used up",
  revoked: "taken back",
  denied: "denied",
};

// A provider without a request for temporary credentials hands out none.
function isUnused(kind: KeyKind, { provider: { id, samples } }: Stage, provider: string): boolean {
  return kind === "temporary" && provider === id && !samples.some(({ leg }) => leg === kind);
}

function Pair({ pair: { key, secret, message } }: { readonly pair: StoryKeys }): VNode {
  const { lines, chosen } = useScene();
  const line = lines.value.find((one) => one.message.index === message);
  return (
    <>
      <dl class="key-values">
        <dt>Key</dt>
        <dd>{key}</dd>
        <dd>
          <CopyButton text={key} label="the key" />
        </dd>
        <dt>Secret</dt>
        <dd>{secret === "" ? "none: a private key signs" : secret}</dd>
        {secret === "" ? null : (
          <dd>
            <CopyButton text={secret} label="the secret" />
          </dd>
        )}
      </dl>
      {line === undefined ? null : (
        <button type="button" class="link-button" onClick={() => (chosen.value = message)}>
          Message {line.number}
        </button>
      )}
    </>
  );
}
