import { createServer } from "node:http";
import type { ProviderModel } from "@oauth1/descriptor";
import { ownOrigin } from "../ports.js";
import { bind } from "../relay.js";
import type { Stage, StoryEvent } from "./contract.js";
import type { Emulator } from "../emulator.js";
import { keepEmulator, type KeptEmulator, type KeptEmulatorOptions } from "./kept-emulator.js";
import { pageProvider, pageProviders } from "./page-providers.js";
import { answerPage, type CurrentStage } from "./page-requests.js";
import { setStage } from "./stage.js";

/** The page, and what it is about. */
export interface PageOptions {
  /** The providers that can be chosen. */
  readonly providers: readonly ProviderModel[];
  /** The id of the one that is chosen in the beginning; the first by default. */
  readonly first?: string;
  /** On 127.0.0.1; any free one by default, and when the given one is taken. */
  readonly port?: number;
  /** Hears what happens on the stage. */
  readonly onEvent?: (event: StoryEvent) => void;
}

/** The page, served on this machine. */
export interface ServedPage {
  readonly origin: string;
  readonly port: number;
  /** Sets the stage for a provider, by its id. Rejects with a TypeError for one that there is not. */
  readonly stage: (provider: string) => Promise<Stage>;
  /**
   * Emulates a provider, by its id, for as long as the page is served: for a program of the user's, beside the site of the
   * story. The stages of this provider are set in front of this emulator, so the page shows what the program sends.
   * Rejects where the site cannot reach it at the option `origin`.
   */
  readonly emulate: (provider: string, options?: KeptEmulatorOptions) => Promise<Emulator>;
  /** Resolves when all that has happened so far was told. */
  readonly settled: () => Promise<void>;
  /** Stops listening, and ends the stage. */
  readonly close: () => Promise<void>;
}

/**
 * Serves the page on 127.0.0.1: a login to follow with any of the providers, the playground and the doctor. The login
 * really happens, between emulated providers and a site that runs here.
 *
 * @example
 * import { readFileSync } from "node:fs";
 * import { lower } from "@oauth1/descriptor";
 * const model = lower(JSON.parse(readFileSync("providers/twitter.json", "utf8")));
 * const page = await startPage({ providers: [model] });
 * const { consumer } = await page.stage("twitter");
 * consumer.name; // => "Photo Printer"
 * await page.close();
 */
export async function startPage(options: PageOptions): Promise<ServedPage> {
  const server = createServer();
  const port = await bind(server, options.port ?? 0);
  const origin = ownOrigin({ port });
  const stages = createStages(options, origin);
  const { first = options.providers[0]?.id } = options;
  const providers = pageProviders(options.providers);
  const listed = { live: true, ...(first !== undefined && { first }), providers };
  server.on("request", (incoming, outgoing) => {
    void answerPage({ origin, listed, ...stages }, incoming, outgoing);
  });
  return {
    origin,
    port,
    emulate: stages.emulate,
    async stage(provider) {
      const { running } = await stages.set(provider);
      return running.describe();
    },
    settled: async () => stages.current()?.running.settled(),
    async close() {
      await stages.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

interface Stages {
  readonly current: () => CurrentStage | undefined;
  readonly set: (provider: string) => Promise<CurrentStage>;
  readonly emulate: ServedPage["emulate"];
  readonly close: () => Promise<void>;
}

// One stage at a time; whoever asks for one waits for those who have asked before.
function createStages({ providers, onEvent }: PageOptions, framedBy: string): Stages {
  const state: { current?: CurrentStage | undefined } = {};
  const kept = new Map<string, KeptEmulator>();
  let turn: Promise<unknown> = Promise.resolve();
  let count = 0;
  const end = async (): Promise<void> => {
    const { current } = state;
    state.current = undefined;
    await current?.running.close();
  };
  function modelOf(id: string): ProviderModel {
    const model = providers.find((one) => one.id === id);
    if (model !== undefined) return model;
    throw new TypeError(`There is no provider ${JSON.stringify(id)} on this page.`);
  }
  async function replace(id: string): Promise<CurrentStage> {
    const model = modelOf(id);
    const provider = pageProvider(model);
    await end();
    const running = await setStage({ model, provider, framedBy, kept: kept.get(id) });
    count += 1;
    state.current = { running, number: count };
    if (onEvent !== undefined) follow(running.log, onEvent);
    return state.current;
  }
  async function keep(id: string, options: KeptEmulatorOptions = {}): Promise<Emulator> {
    const model = modelOf(id);
    if (kept.has(id)) throw new TypeError(`${model.name} is emulated by this page already.`);
    const one = await keepEmulator(model, { ...options, framedBy });
    kept.set(id, one);
    try {
      await replace(id);
    } catch (error) {
      // Nobody has it, so nobody else could close it.
      kept.delete(id);
      await one.emulator.close();
      throw error;
    }
    return one.emulator;
  }
  async function endAll(): Promise<void> {
    await end();
    await Promise.all([...kept.values()].map(({ emulator }) => emulator.close()));
  }
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  };
  return {
    current: () => state.current,
    set: (id) => inTurn(() => replace(id)),
    emulate: (id, options) => inTurn(() => keep(id, options)),
    close: () => inTurn(endAll),
  };
}

function follow(
  { subscribe }: CurrentStage["running"]["log"],
  next: (event: StoryEvent) => void,
): void {
  for (const event of subscribe({ next, end: () => undefined }).past) next(event);
}
