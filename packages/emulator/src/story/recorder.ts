import type { SignatureMethod } from "@oauth1/core";
import type { ProviderModel } from "@oauth1/descriptor";
import type { ProviderEvent } from "@oauth1/server";
import type { HiddenSecret } from "../emulation.js";
import type { HeardMessage } from "../heard.js";
import { visitOf } from "../visit.js";
import { partsOf, textOf, type Heard, type WireMessage } from "../wire.js";
import type { StoryMessage } from "./contract.js";
import type { ProviderExchange, SiteExchange } from "./exchange.js";
import { explainProvider, type Explanation } from "./explain-provider.js";
import { explainSite } from "./explain-site.js";
import { failureOf } from "./failure.js";
import type { KeyChange, Keyring } from "./keyring.js";
import type { StoryLog } from "./log.js";
import { parametersOf } from "./parameters.js";
import { proveAgain } from "./story-signature.js";

/** Makes events of what is heard at the sockets, one after another. */
export interface Recorder {
  /** Listens to an emulated provider. */
  readonly provider: (source: ProviderSource) => ProviderEars;
  /** Listens to the consumer's site; `find` has the providers by id. */
  readonly site: (find: (id: string) => ProviderModel | undefined) => (heard: Heard) => void;
  /** Runs an experiment: what providers hear meanwhile belongs to it. */
  readonly experiment: (run: () => Promise<void>) => Promise<void>;
  /** Resolves when everything that was heard is in the log; rejects where something could not be told. */
  readonly settled: () => Promise<void>;
}

/** A provider to be listened to. */
export interface ProviderSource {
  readonly model: ProviderModel;
  readonly methods: ReadonlyMap<string, SignatureMethod<never>>;
}

/** For the emulator's options of these names. */
export interface ProviderEars {
  readonly onMessage: (heard: HeardMessage) => void;
  readonly onEvent: (event: ProviderEvent) => void;
  readonly onLiveSession: (token: string, hidden: HiddenSecret) => void;
}

/** What a recorder works with. */
export interface RecorderOptions {
  readonly log: StoryLog;
  readonly keyring: Keyring;
  /** Is told of every answer once it is in the log. */
  readonly after: () => void;
}

/** A recorder that writes into a log. */
export function createRecorder({ log, keyring, after }: RecorderOptions): Recorder {
  const places = new WeakMap<WireMessage, number>();
  let queue = Promise.resolve();
  let isExperiment = false;
  const failures: unknown[] = [];
  // Signatures take their time, and what is told has to stay in order. What cannot be told holds up nothing else.
  const later = (work: () => Promise<void> | void): void => {
    queue = queue.then(work).catch((error: unknown) => void failures.push(error));
  };

  function write(
    heard: Heard,
    exchange: ProviderExchange | SiteExchange,
    told: Pick<StoryMessage, "at" | "phase" | "provider"> &
      Omit<Explanation, "phase"> &
      Pick<StoryMessage, "app" | "signature">,
  ): number {
    const { message, answers } = heard;
    const request = answers && places.get(answers);
    const failed = failureOf(exchange);
    const index = log.add({
      kind: "message",
      ...told,
      direction: message.kind,
      ...(request !== undefined && { answers: request }),
      http: { start: message.start, headers: message.headers, body: textOf(message) },
      parameters: parametersOf(exchange),
      ...(failed && { failed }),
    });
    places.set(message, index);
    if (message.kind === "response") after();
    return index;
  }

  function tellKeys(changes: readonly KeyChange[], message: number): void {
    for (const { provider, pair, key, secret, state, app } of changes) {
      const whose = app === undefined ? {} : { app };
      log.add({ kind: "keys", provider, ...whose, pair, key, secret, state, message });
    }
  }

  let last = 0;

  return {
    provider: ({ model, methods }) => ({
      onMessage(heard) {
        const [at, during] = [Date.now(), isExperiment];
        later(async () => {
          const visit = visitOf(partsOf(heard.answers ?? heard.message));
          const exchange = { model, route: heard.route, visit, message: heard.message };
          const explanation = explainProvider(exchange);
          const phase = during ? "experiment" : explanation.phase;
          const isRequest = heard.message.kind === "request";
          const signature = isRequest
            ? await proveAgain({ keyring, methods }, exchange)
            : undefined;
          const app = keyring.appOf(exchange);
          last = write(heard, exchange, {
            ...explanation,
            at,
            phase,
            provider: model.id,
            ...(app !== undefined && { app }),
            ...(signature && { signature }),
          });
          tellKeys(keyring.learn(exchange), last);
        });
      },
      onEvent(event) {
        later(() => {
          if (event.type === "token_credentials_issued") keyring.issued(model.id, event.grant);
          if (event.type === "grant_revoked") tellKeys(keyring.revoked(event.grant), last);
        });
      },
      onLiveSession: (token, hidden) => later(() => keyring.hide(model.id, token, hidden)),
    }),
    site: (find) => (heard) => {
      const at = Date.now();
      later(() => {
        const visit = visitOf(partsOf(heard.answers ?? heard.message));
        const model = find(visit.path.split("/")[2] ?? "");
        const exchange = { model, visit, message: heard.message };
        write(heard, exchange, { ...explainSite(exchange), at, provider: model?.id ?? "" });
      });
    },
    async experiment(run) {
      isExperiment = true;
      try {
        await run();
      } finally {
        isExperiment = false;
      }
    },
    async settled() {
      await queue;
      for (const failure of failures.splice(0)) throw failure;
    },
  };
}
