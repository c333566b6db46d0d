import { Worker } from "node:worker_threads";

/** Writes files on a thread of its own, because the file system takes a quarter of the time of a thousand packages. */
export interface Writer {
  /** Begins to write a file, and waits while many are not written yet. Throws why an earlier one could not be. */
  readonly put: (file: string, text: string) => Promise<void>;
  /** Waits for all of them. Throws why one could not be written. */
  readonly end: () => Promise<void>;
  /** Stops, whatever is not written yet. It has to be called. */
  readonly close: () => Promise<void>;
}

/** Opens a writer, which makes the folders of its files too. */
export function openWriter(): Writer {
  let thread: Worker | undefined;
  let waiting = 0;
  let failure: Error | undefined;
  let goOn = (): void => undefined;
  const start = (): Worker => {
    const started = new Worker(WORK, { eval: true, execArgv: [] });
    started.on("message", (trouble: Trouble | undefined) => {
      waiting -= 1;
      if (trouble !== undefined) failure ??= Object.assign(new Error(trouble.message), trouble);
      goOn();
    });
    started.on("error", (error: Error) => {
      failure ??= error;
      goOn();
    });
    return started;
  };
  const room = async (most: number): Promise<void> => {
    while (waiting > most && failure === undefined) {
      await new Promise<void>((resolve) => (goOn = resolve));
    }
    if (failure !== undefined) throw failure;
  };
  return {
    async put(file, text) {
      thread ??= start();
      waiting += 1;
      thread.postMessage([file, text]);
      await room(MOST_WAITING);
    },
    end: () => room(0),
    async close() {
      await thread?.terminate();
    },
  };
}

const MOST_WAITING = 200;

/** What an error of the system says; of an `Error` itself, threads hand on less. */
interface Trouble {
  readonly message: string;
  readonly code: string;
}

// As text, because this module runs from its source, from two builds and from other people's bundles, and each would have the
// thread's file elsewhere.
const WORK = `
const { mkdirSync, writeFileSync } = require("node:fs");
const { dirname } = require("node:path");
const { parentPort } = require("node:worker_threads");

const folders = new Set();
parentPort.on("message", ([file, text]) => {
  try {
    const folder = dirname(file);
    if (!folders.has(folder)) mkdirSync(folder, { recursive: true });
    folders.add(folder);
    writeFileSync(file, text);
    parentPort.postMessage(undefined);
  } catch (error) {
    parentPort.postMessage({ ...error, message: error.message });
  }
});
`;
