import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Key and secret of a consumer or a token. */
export interface Key {
  readonly key: string;
  readonly secret: string;
}

/** Where a server is, and who may call it. */
export interface Ready {
  readonly origin: string;
  readonly consumer: Key;
  readonly token: Key;
}

/** A server in a process of its own. */
export interface ServerProcess extends Ready {
  /** The seconds of processor time that it has taken so far. */
  readonly processorTime: () => Promise<number>;
  readonly stop: () => void;
}

/** Starts a server; `protect` puts a guard in front of it. */
export function startServer(name: string, protection: "bare" | "protect"): Promise<ServerProcess> {
  const child = fork(fileURLToPath(new URL("server.mjs", import.meta.url)), [name, protection]);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`The server ${name} ended with ${code}.`)));
    child.once("message", (ready: Ready) => {
      const processorTime = (): Promise<number> =>
        new Promise((tell) => {
          child.once("message", ({ user, system }: NodeJS.CpuUsage) => tell((user + system) / 1e6));
          child.send("processorTime");
        });
      resolve({ ...ready, processorTime, stop: () => void child.kill() });
    });
  });
}
