import { UsageError } from "./failure.js";

/** Where questions are asked and answered. */
export interface Terminal {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WritableStream;
}

/** The terminal that the program runs in. Questions go to stderr, because answers of the program go to stdout. */
export const TERMINAL: Terminal = { input: process.stdin, output: process.stderr };

/** Whether somebody is there to answer. */
export function isInteractive({ input }: Terminal = TERMINAL): boolean {
  return input.isTTY;
}

/** Asks for a line of text; from a pipe it is read without asking. Throws a `UsageError` where the input ends before. */
export async function askLine(
  question: string,
  { input, output }: Terminal = TERMINAL,
): Promise<string> {
  if (input.isTTY) output.write(question);
  const { createInterface } = await import("node:readline");
  const lines = createInterface({ input, terminal: false });
  try {
    for await (const line of lines) return line.trim();
  } finally {
    lines.close();
  }
  throw ended(question.trim());
}

/**
 * Asks for a secret on a terminal, without showing what is typed. Throws a `UsageError` where there is no terminal, which
 * says what to set instead.
 */
export async function askSecret(
  question: string,
  mend: string,
  terminal: Terminal = TERMINAL,
): Promise<string> {
  const { input, output } = terminal;
  if (!isInteractive(terminal)) throw new UsageError(`${question} is missing: ${mend}.`);
  output.write(`${question}: `);
  input.setRawMode(true);
  input.setEncoding("utf8");
  try {
    return await typed(question, input);
  } finally {
    input.setRawMode(false);
    input.pause();
    output.write("\n");
  }
}

// In raw mode the terminal hands over every key, also those that it would act on itself.
function typed(question: string, input: NodeJS.ReadStream): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const end = (conclude: () => void): void => {
      input.off("data", take);
      conclude();
    };
    const take = (keys: string): void => {
      for (const key of keys) {
        if (key === END && text === "") return end(() => reject(ended(question)));
        if (key === ENTER || key === NEWLINE || key === END) return end(() => resolve(text));
        if (key === INTERRUPT) return end(() => reject(new UsageError("Interrupted.")));
        text = key === BACKSPACE || key === DELETE ? text.slice(0, -1) : text + key;
      }
    };
    input.on("data", take);
    input.resume();
  });
}

function ended(question: string): UsageError {
  return new UsageError(`The input ended before an answer to "${question}"`);
}

const [INTERRUPT, END, BACKSPACE, NEWLINE, ENTER, DELETE] = [
  "\u0003",
  "\u0004",
  "\b",
  "\n",
  "\r",
  "\u007F",
];
