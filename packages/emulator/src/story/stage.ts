import type { ProviderModel } from "@oauth1/descriptor";
import { methodsOf } from "../emulation.js";
import { startEmulator, type Emulator } from "../emulator.js";
import { openPort } from "../listen.js";
import type { ActionResult, PageProvider, Stage, StoryAction } from "./contract.js";
import { act, actionsOf } from "./experiments.js";
import type { Laboratory } from "./laboratory.js";
import { createKeyring } from "./keyring.js";
import type { KeptEmulator } from "./kept-emulator.js";
import { createLog, type StoryLog } from "./log.js";
import { nextStep } from "./next-step.js";
import { OLD_ALBUM } from "./old-album.js";
import { createRecorder, type Recorder } from "./recorder.js";
import { createMemory } from "./site/memory.js";
import { SITE_NAME } from "./site/pages.js";
import { registerSite, type Partner } from "./site/partner.js";
import { createStorySite } from "./site/site.js";

/** A chosen provider, a second one and a consumer, running, with all that passes between them and the user. */
export interface RunningStage {
  readonly describe: () => Stage;
  readonly log: StoryLog;
  readonly act: (action: StoryAction) => Promise<ActionResult>;
  /** Resolves when all that was heard so far is in the log. */
  readonly settled: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Whom the stage is for. */
export interface StageOptions {
  readonly model: ProviderModel;
  readonly provider: PageProvider;
  /** The origin of the page that frames both sites. */
  readonly framedBy: string;
  /** Set where the provider is emulated for others too. */
  readonly kept: KeptEmulator | undefined;
}

/** Sets a stage: both providers run, the consumer's site runs and is registered with both, and all of it is recorded. */
export async function setStage(options: StageOptions): Promise<RunningStage> {
  const running: Running[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(running.map((one) => one.close()));
  };
  try {
    return await setUp(options, (one) => void running.push(one), close);
  } catch (error) {
    await close();
    throw error;
  }
}

interface Running {
  readonly close: () => Promise<void>;
}

async function setUp(
  { model, provider, framedBy, kept }: StageOptions,
  add: (running: Running) => void,
  close: () => Promise<void>,
): Promise<RunningStage> {
  const log = createLog();
  const memory = createMemory();
  const steps = { tell: (): void => undefined };
  const keyring = kept?.keyring ?? createKeyring();
  const recorder = createRecorder({ log, keyring, after: () => steps.tell() });
  const models = [model, OLD_ALBUM] as const;
  const site = await openPort(
    0,
    recorder.site((id) => models.find((one) => one.id === id)),
  );
  add(site);
  const origin = `http://127.0.0.1:${site.port}`;
  const shared = { recorder, framedBy, origin, add };
  const chosen = await openPartner(model, { ...shared, kept });
  const second = await openPartner(OLD_ALBUM, { ...shared, kept: undefined });
  const partners = [chosen.partner, second.partner];
  const { emulator, partner } = chosen;
  const laboratory = { partner, emulator, other: second.partner, memory };
  site.serve(createStorySite(partners, memory), { origin, now: undefined, framedBy });
  steps.tell = stepTeller(log, { partners, laboratory });
  await recorder.settled();
  steps.tell();
  return {
    log,
    settled: recorder.settled,
    describe: () => ({
      provider,
      consumer: { origin, name: SITE_NAME },
      providerOrigin: emulator.origin,
      second: { id: OLD_ALBUM.id, name: OLD_ALBUM.name },
      start: `${origin}/`,
      connected: emulator.pages.connected,
      actions: actionsOf(laboratory),
    }),
    async act(action) {
      const result = await tried(action, laboratory, recorder);
      await recorder.settled();
      return result;
    },
    async close() {
      log.end();
      await close();
    },
  };
}

/** A provider that runs, and what the site knows of it. */
interface Opened {
  readonly emulator: Emulator;
  readonly partner: Partner;
}

async function openPartner(
  model: ProviderModel,
  {
    recorder,
    framedBy,
    origin,
    add,
    kept,
  }: Pick<StageOptions, "framedBy" | "kept"> & {
    readonly recorder: Recorder;
    readonly origin: string;
    readonly add: (running: Running) => void;
  },
): Promise<Opened> {
  const methods = await methodsOf(model);
  const ears = recorder.provider({ model, methods });
  // Nobody runs into a limit of calls while they click.
  const options = { ...ears, framedBy, calls: 1_000_000 };
  const emulator = kept?.emulator ?? (await startEmulator(model, options));
  const leave = kept?.follow(ears);
  add({ close: async () => (leave === undefined ? emulator.close() : leave()) });
  const callback = `${origin}/callback/${model.id}`;
  const partner = await registerSite(SITE_NAME, { model, emulator, callback, methods });
  return { emulator, partner };
}

// Tells what can be done next, whenever that has changed.
function stepTeller(
  log: StoryLog,
  {
    partners,
    laboratory,
  }: { readonly partners: readonly Partner[]; readonly laboratory: Laboratory },
): () => void {
  const told = { text: "" };
  return () => {
    const step = nextStep(partners, laboratory.memory);
    const available = actionsOf(laboratory).flatMap((one) => (one.available ? [one.id] : []));
    const text = JSON.stringify([step, available]);
    if (text !== told.text) log.add({ kind: "state", step, available });
    told.text = text;
  };
}

async function tried(
  action: StoryAction,
  laboratory: Laboratory,
  recorder: Recorder,
): Promise<ActionResult> {
  const found = actionsOf(laboratory).find(({ id }) => id === action);
  if (found?.available !== true) return { ok: false, reason: UNAVAILABLE };
  const run = (): Promise<void> => act(action, laboratory);
  try {
    await (EXPERIMENTAL.has(action) ? recorder.experiment(run) : run());
    return { ok: true };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

const UNAVAILABLE =
  "This needs an account that is linked first, or this provider has nothing like it.";

/** What is no part of an orderly story. */
const EXPERIMENTAL: ReadonlySet<StoryAction> = new Set<StoryAction>([
  "old-timestamp",
  "replay",
  "tamper",
  "wrong-secret",
  "wrong-verifier",
]);
