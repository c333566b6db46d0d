import type { ProviderModel } from "@oauth1/descriptor";
import { methodsOf } from "../emulation.js";
import { startEmulator, type Emulator, type EmulatorOptions } from "../emulator.js";
import { createKeyring, type Keyring } from "./keyring.js";
import { createLog } from "./log.js";
import { createRecorder, type ProviderEars } from "./recorder.js";

/** Where and how a provider is emulated that a page shows: whom it is heard by is the page's. */
export type KeptEmulatorOptions = Omit<
  EmulatorOptions,
  "framedBy" | "onEvent" | "onLiveSession" | "onMessage"
>;

/** An emulator that stages come and go in front of, and the key pairs that it has handed out, whoever was listening. */
export interface KeptEmulator {
  readonly emulator: Emulator;
  readonly keyring: Keyring;
  /** Lets a stage hear what there is to hear, up to 2000 messages. Returns how to stop. */
  readonly follow: (ears: ProviderEars) => () => void;
}

/** Starts an emulator for others than the site of the story. What it hands out without a message is introduced to the story. */
export async function keepEmulator(
  model: ProviderModel,
  options: KeptEmulatorOptions & Pick<EmulatorOptions, "framedBy">,
): Promise<KeptEmulator> {
  const keyring = createKeyring();
  const methods = await methodsOf(model);
  const log = { ...createLog(), add: () => 0 };
  const unheard = createRecorder({ log, keyring, after: () => undefined });
  const own = unheard.provider({ model, methods });
  let ears = own;
  const emulator = await startEmulator(model, {
    ...options,
    onMessage: (heard) => ears.onMessage(heard),
    onEvent: (event) => ears.onEvent(event),
    onLiveSession: (token, hidden) => ears.onLiveSession(token, hidden),
  });
  return {
    emulator: introduced(emulator, model, keyring),
    keyring,
    follow(next) {
      let left = MOST_MESSAGES;
      const limited: ProviderEars = {
        ...next,
        onMessage: (heard) => (left-- > 0 ? next : own).onMessage(heard),
      };
      ears = limited;
      return () => {
        if (ears === limited) ears = own;
      };
    },
  };
}

// A program may send more than anybody reads, or than there is memory for.
const MOST_MESSAGES = 2000;

function introduced(
  emulator: Emulator,
  { id: provider }: ProviderModel,
  keyring: Keyring,
): Emulator {
  let app = "";
  return {
    ...emulator,
    async register(registration) {
      const registered = await emulator.register(registration);
      const { key, secret } = registered;
      const { publicKey } = registration ?? {};
      app = registered.name;
      const pair = { provider, pair: "client", key, secret, app } as const;
      keyring.introduce(publicKey === undefined ? pair : { ...pair, publicKey });
      return registered;
    },
    async issueToken(user, options) {
      const issued = await emulator.issueToken(user, options);
      const { key, secret } = issued;
      keyring.introduce({ provider, pair: "token", key, secret, app });
      return issued;
    },
  };
}
