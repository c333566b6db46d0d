import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { TYPESCRIPT } from "../src/paths.js";

/** A server of the interop contract, in a process of its own and on the built packages. */
export interface Serving {
  readonly base: string;
  readonly close: () => Promise<void>;
}

const SOURCES = new URL("../src/", import.meta.url);

export function serve(...args: readonly string[]): Promise<Serving> {
  const script = fileURLToPath(new URL("serve.ts", SOURCES));
  const child = spawn(process.execPath, [...TYPESCRIPT, script, ...args]);
  const output: string[] = [];
  return new Promise((resolve, reject) => {
    const exited = new Promise<void>((done) => child.once("exit", () => done()));
    child.stderr.on("data", (text: Buffer) => output.push(String(text)));
    child.stdout.on("data", (text: Buffer) => {
      const base = /^listening on (\S+)/m.exec(String(text))?.[1];
      if (base !== undefined) resolve({ base, close: () => (child.kill("SIGTERM"), exited) });
    });
    void exited.then(() => reject(new Error(`The server stopped: ${output.join("")}`)));
  });
}

/** Runs a program to its end. */
export function run(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn(command, args, { env: { ...process.env, ...env } });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (text: Buffer) => output.push(String(text)));
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ code: 127, output: error.message }));
    child.once("close", (code) => resolve({ code, output: output.join("") }));
  });
}

/** Runs our client of the interop contract, on the built packages. */
export function runClient(
  env: Readonly<Record<string, string>>,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const script = fileURLToPath(new URL("client.ts", SOURCES));
  return run(process.execPath, [...TYPESCRIPT, script], env);
}
