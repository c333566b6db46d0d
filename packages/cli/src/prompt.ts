import { Interrupted, UsageError } from "./failure.js";

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
  const line = await answered(input, lineReader());
  if (line === undefined) throw ended(question.trim());
  return line.trim();
}

/** The same, where an empty line is no answer. */
export async function askText(question: string, terminal: Terminal = TERMINAL): Promise<string> {
  const text = await askLine(question, terminal);
  if (text !== "") return text;
  throw new UsageError(`There was no answer to "${question.trim()}"`);
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
  // Before the question, because a program may answer at once.
  input.setRawMode(true);
  output.write(`${question}: `);
  try {
    const secret = await answered(input, keyReader());
    if (secret === undefined) throw ended(question);
    return secret;
  } finally {
    input.setRawMode(false);
    output.write("\n");
  }
}

/** An answer, and what was typed after it; nothing where the input has ended without one. */
interface Answer {
  readonly text: string | undefined;
  readonly rest: string;
}

/** Takes text as it comes, until there is an answer in it. */
interface Reader {
  readonly take: (text: string) => Answer | undefined;
  /** What the end of the input makes of what was taken. */
  readonly end: () => string | undefined;
}

// What is left over is put back, because whoever pastes several answers at once means the next question.
function answered(input: NodeJS.ReadStream, reader: Reader): Promise<string | undefined> {
  if (input.readableEnded) return Promise.resolve(undefined);
  input.setEncoding("utf8");
  return new Promise((resolve, reject) => {
    const settle = (conclude: () => void, rest = ""): void => {
      input.off("data", take).off("end", end).off("error", fail);
      // Within its own event, Node.js goes on reading a pipe that is paused, and would not end before its writer does.
      queueMicrotask(() => {
        input.pause();
        if (rest !== "") input.unshift(rest);
        conclude();
      });
    };
    const fail = (error: unknown): void => settle(() => reject(error));
    const end = (): void => settle(() => resolve(reader.end()));
    const take = (text: string): void => {
      try {
        const answer = reader.take(text);
        if (answer !== undefined) settle(() => resolve(answer.text), answer.rest);
      } catch (error) {
        fail(error);
      }
    };
    input.on("data", take).on("end", end).on("error", fail).resume();
  });
}

function lineReader(): Reader {
  let text = "";
  return {
    take(more) {
      text += more;
      const [whole, line, rest] = /^(.*?)\r?\n(.*)$/s.exec(text) ?? [];
      return whole === undefined ? undefined : { text: line, rest: rest ?? "" };
    },
    end: () => (text === "" ? undefined : text),
  };
}

// In raw mode the terminal hands over every key, also those that it would act on itself.
function keyReader(): Reader {
  const typed: string[] = [];
  return {
    take(text) {
      const keys = [...text.replaceAll(SEQUENCE, "")];
      for (const [at, key] of keys.entries()) {
        if (key === INTERRUPT) throw new Interrupted("Interrupted.");
        if (key === END && typed.length === 0) return { text: undefined, rest: "" };
        if (key === ENTER || key === NEWLINE || key === END) {
          return {
            text: typed.join(""),
            rest: keys
              .slice(at + 1)
              .join("")
              .replace(/^\n/, ""),
          };
        }
        if (key === BACKSPACE || key === DELETE) typed.pop();
        else if (key === LINE) typed.length = 0;
        else if (!/\p{Cc}/u.test(key)) typed.push(key);
      }
      return undefined;
    },
    end: () => undefined,
  };
}

function ended(question: string): UsageError {
  return new UsageError(`The input ended before an answer to "${question}"`);
}

/** What arrows and other keys without a letter send, and what some terminals put around pasted text. */
const SEQUENCE = /\u001B(?:\[[\d;?]*[ -/]*[@-~]|O.)?/g;

const [INTERRUPT, END, BACKSPACE, NEWLINE, ENTER, LINE, DELETE] = [
  "\u0003",
  "\u0004",
  "\b",
  "\n",
  "\r",
  "\u0015",
  "\u007F",
];
