import { spawn } from "node:child_process";

/** How a program ended, and what it wrote. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to run a program, where the defaults do not fit. */
export interface ProcessOptions {
  readonly cwd?: string;
  /** Added to this process's own variables. */
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** After so many milliseconds the program is killed; 300 s by default, which is for one that hangs. */
  readonly timeout?: number;
}

/** Runs a program to its end. One that cannot be started ends with code 127. */
export function runProcess(
  command: string,
  args: readonly string[],
  { cwd, env, input, timeout = 300_000 }: ProcessOptions = {},
): Promise<Finished> {
  const child = spawn(command, args, {
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...process.env, ...env },
    timeout,
    killSignal: "SIGKILL",
  });
  const written = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => (written[name] += text));
  }
  // A program that ends before it has read everything says why by its code.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input ?? "");
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ ...written, code: 127, stderr: error.message }));
    child.once("close", (code) => resolve({ ...written, code }));
  });
}

/** Runs a program that has to succeed, and returns what it wrote. */
export async function output(
  command: string,
  args: readonly string[],
  options?: ProcessOptions,
): Promise<string> {
  const { code, stdout, stderr } = await runProcess(command, args, options);
  if (code === 0) return stdout;
  throw new Error(`${command} ${args.join(" ")} ended with ${code}: ${stderr || stdout}`);
}
