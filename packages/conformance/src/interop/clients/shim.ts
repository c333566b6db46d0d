import { fileURLToPath } from "node:url";
import { CALLBACKS, PATHS } from "../../contract.js";
import { PRIVATE_KEY_FILE } from "../our-client.js";
import type { Answer, Client, ClientPeer, Keys, Setup } from "../party.js";
import { startProgram, type Program } from "../program.js";

/** A client in another language: a program that is handed one job at a time. */
export interface Foreign extends Pick<ClientPeer, "name" | "package" | "probe"> {
  readonly command: string;
  /** In the folder `programs`. */
  readonly script: string;
}

/** The peer that a program is. */
export function foreignClient({ command, script, ...peer }: Foreign): ClientPeer {
  const file = fileURLToPath(new URL(`../programs/${script}`, import.meta.url));
  return {
    ...peer,
    role: "client",
    async open() {
      const program = await startProgram(command, [file]);
      const version = String(program.hello["version"]);
      return { version, client: (setup) => clientOf(program, setup), close: program.close };
    },
  };
}

interface Outcome {
  readonly error?: string;
}

function clientOf(program: Program, setup: Setup): Client {
  const job = async <T extends object>(step: object): Promise<T> => {
    const question = { ...setup, privateKeyFile: PRIVATE_KEY_FILE, ...step };
    const outcome = await program.ask<T & Outcome>(question);
    if (outcome.error !== undefined) throw new Error(outcome.error.trim());
    return outcome;
  };
  const url = (path: string): string => `${setup.base}${path}`;
  return {
    callback: CALLBACKS[1],
    temporary: (callback) => job<Keys>({ step: "temporary", url: url(PATHS.initiate), callback }),
    token: (token, { verifier }) =>
      job<Keys>({ step: "token", url: url(PATHS.token), token, verifier }),
    call: (call) => job<Answer>({ step: "call", ...call }),
    close: async () => undefined,
  };
}
