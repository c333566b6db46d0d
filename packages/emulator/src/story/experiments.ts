import type { StageAction, StoryAction } from "./contract.js";
import {
  callAs,
  canCall,
  guessVerifier,
  signable,
  signedRequest,
  verifiedLogin,
  type Laboratory,
} from "./laboratory.js";
import { newPair } from "./rsa-pair.js";

/** Every action, and whether it can be done now. */
export function actionsOf(laboratory: Laboratory): readonly StageAction[] {
  return ACTIONS.map((id) => {
    const { title, explanation, isAvailable } = EXPERIMENTS[id];
    return { id, title, explanation, available: isAvailable(laboratory) };
  });
}

/** The action of a name; `undefined` where there is none. */
export function actionNamed(name: unknown): StoryAction | undefined {
  return ACTIONS.find((id) => id === name);
}

/** Does an action: really sends what it is about. */
export function act(action: StoryAction, laboratory: Laboratory): Promise<void> {
  return EXPERIMENTS[action].run(laboratory);
}

/** Something that a person can try. */
interface Experiment extends Omit<StageAction, "available" | "id"> {
  readonly isAvailable: (laboratory: Laboratory) => boolean;
  readonly run: (laboratory: Laboratory) => Promise<void>;
}

const ACTIONS: readonly StoryAction[] = [
  "call",
  "call-linked",
  "replay",
  "tamper",
  "wrong-secret",
  "old-timestamp",
  "wrong-verifier",
];

const DAY = 86_400_000;

const EXPERIMENTS: Readonly<Record<StoryAction, Experiment>> = {
  call: {
    title: "Call the API",
    explanation: "The consumer makes a call of the chosen provider's API.",
    isAvailable: ({ partner, memory }) => canCall(partner, memory),
    run: ({ partner, memory }) => callAs(partner, memory),
  },
  "call-linked": {
    title: "Call the second API",
    explanation: "The consumer makes a call of the second provider's API, signed in the query.",
    isAvailable: ({ other, memory }) => canCall(other, memory),
    run: ({ other, memory }) => callAs(other, memory),
  },
  replay: {
    title: "Send a request again",
    explanation:
      "Somebody has overheard a request, and sends the same bytes once more. Its nonce was used, so it is refused.",
    isAvailable: isFresh,
    async run(laboratory) {
      const request = await signedRequest(laboratory);
      await send(request.clone());
      await send(request);
    },
  },
  tamper: {
    title: "Change a request on its way",
    explanation:
      "Somebody adds a parameter after the request was signed. The signature does not fit any more.",
    isAvailable: isFresh,
    async run(laboratory) {
      const request = await signedRequest(laboratory);
      const url = new URL(request.url);
      url.searchParams.append("tampered", "yes");
      await send(new Request(url, request));
    },
  },
  "wrong-secret": {
    title: "Sign with a wrong secret",
    explanation: "Somebody knows the keys, which everybody may see, and guesses the secret.",
    isAvailable: (laboratory) => signable(laboratory) !== undefined,
    async run(laboratory) {
      const { consumer } = laboratory.partner.client;
      const privateKey = consumer.privateKey === "" ? "" : newPair().privateKey;
      const guessed = { ...consumer, secret: "a guess", privateKey };
      await send(await signedRequest(laboratory, { consumer: guessed }));
    },
  },
  "old-timestamp": {
    title: "Send an old request",
    explanation: "Somebody has kept a request for a day. Its timestamp is too old by now.",
    isAvailable: isFresh,
    run: async (laboratory) =>
      send(await signedRequest(laboratory, { now: () => Date.now() - DAY })),
  },
  "wrong-verifier": {
    title: "Come back with a wrong verifier",
    explanation:
      "A login is begun and approved, and somebody else tries to end it with a guess instead of the verifier.",
    isAvailable: ({ partner }) => verifiedLogin(partner) !== undefined,
    run: guessVerifier,
  },
};

// A method without a nonce signs nothing of the request: it can be sent again, and changed.
function isFresh(laboratory: Laboratory): boolean {
  return signable(laboratory)?.method?.usesNonce === true;
}

async function send(request: Request): Promise<void> {
  await (await fetch(request)).arrayBuffer();
}
