import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";

/** A program in a process group of its own, which speaks in lines of JSON and is ended as a whole. */
export interface Program {
  /** What it says at first. */
  readonly hello: Readonly<Record<string, unknown>>;
  /** Asks it one thing and waits for the line that answers. */
  readonly ask: <T>(question: object) => Promise<T>;
  readonly close: () => Promise<void>;
}

// For a program that hangs: one that starts on a busy machine is slow.
const PATIENCE = 90_000;

/** Starts a program and waits for its first line. */
export async function startProgram(command: string, args: readonly string[]): Promise<Program> {
  const child = spawn(command, args, { detached: true, stdio: ["pipe", "pipe", "pipe"] });
  const abandon = (): void => kill(child);
  process.once("exit", abandon);
  const complaints: string[] = [];
  child.stderr.setEncoding("utf8").on("data", (text: string) => complaints.push(text));
  // A program that has ended says why on stderr.
  child.stdin.on("error", () => undefined);
  const ended = new Promise<void>((resolve) => {
    child.once("error", (error) => (complaints.push(error.message), resolve()));
    child.once("close", () => resolve());
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const read = async <T>(): Promise<T> => {
    const { value, done } = await within(lines.next(), command);
    if (done !== true) return JSON.parse(value);
    throw new Error(`${command} has ended: ${complaints.join("").trim()}`);
  };
  const close = async (): Promise<void> => {
    kill(child);
    await ended;
    process.removeListener("exit", abandon);
  };
  try {
    const hello = await read<Program["hello"]>();
    const ask = <T>(question: object): Promise<T> => {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      return read<T>();
    };
    return { hello, ask, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function kill({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

async function within<T>(pending: Promise<T>, command: string): Promise<T> {
  const { promise, stop } = alarm(`${command} has not answered for ${PATIENCE / 1000} s`);
  return Promise.race([pending, promise]).finally(stop);
}

function alarm(message: string): { readonly promise: Promise<never>; readonly stop: () => void } {
  const timer: { id?: NodeJS.Timeout } = {};
  const promise = new Promise<never>((_, reject) => {
    timer.id = setTimeout(() => reject(new Error(message)), PATIENCE);
  });
  return { promise, stop: () => clearTimeout(timer.id) };
}
