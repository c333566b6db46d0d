import type { VNode } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import type { Stage } from "../contract.js";
import { ProviderSelect } from "../shared/provider-select.js";
import { Announcer } from "./announcer.js";
import { BrowserFrame } from "./browser-frame.js";
import { Experiments } from "./experiments.js";
import { Intro } from "./intro.js";
import { KeyPairs } from "./key-pairs.js";
import { Lifelines } from "./lifelines.js";
import { MessageDetails } from "./message-details.js";
import { NextStep } from "./next-step.js";
import { SceneContext } from "./scene-context.js";
import { createScene, type Scene } from "./scene.js";
import "./story.css";
import { WithoutServer } from "./without-server.js";

/** A real login with an emulated provider, and every message of it. */
export function Story(): VNode {
  const scene = useMemo(createScene, []);
  useEffect(scene.open, [scene]);
  return (
    <SceneContext.Provider value={scene}>
      <div class="story">
        <Head scene={scene} />
        <Content scene={scene} />
      </div>
    </SceneContext.Provider>
  );
}

function Head({
  scene: { providers, provider, progress, start },
}: {
  readonly scene: Scene;
}): VNode {
  if (progress.value.kind === "no-server")
    return (
      <header class="story-head">
        <h1>Follow a login</h1>
      </header>
    );
  return (
    <header class="story-head">
      <div>
        <h1>Follow a login</h1>
        <p class="lede">Click through a login in the browser below, and see every message of it.</p>
      </div>
      <div class="choice">
        <ProviderSelect
          providers={providers.value}
          value={provider.value}
          onChange={(id: string) => void start(id)}
        />
        <button type="button" onClick={() => void start(provider.value)}>
          Start again
        </button>
      </div>
    </header>
  );
}

function Content({ scene: { progress, provider, start } }: { readonly scene: Scene }): VNode {
  const now = progress.value;
  if (now.kind === "playing") return <Play key={now.stage.start} stage={now.stage} />;
  if (now.kind === "no-server") return <WithoutServer />;
  if (now.kind === "failed")
    return (
      <div class="story-waiting" role="alert">
        <p>{now.reason}</p>
        <button type="button" onClick={() => void start(provider.value)}>
          Try again
        </button>
      </div>
    );
  return (
    <p class="story-waiting" role="status">
      Setting the stage …
    </p>
  );
}

function Play({ stage }: { readonly stage: Stage }): VNode {
  return (
    <>
      <Intro />
      <NextStep />
      <div class="play">
        <BrowserFrame stage={stage} />
        <Lifelines stage={stage} />
        <MessageDetails stage={stage} />
        <KeyPairs stage={stage} />
        <Experiments stage={stage} />
      </div>
      <Announcer />
    </>
  );
}
