import { EXIT, failureOf, type ExitCode } from "../failure.js";
import { createProgress, print, printJson } from "../terminal.js";
import type { Item } from "./item.js";
import type { Input } from "./read.js";

/** What a command says about one request. */
export interface Said {
  readonly exit: ExitCode;
  /** The same as JSON. */
  readonly json: object;
  /** For people; written when it is asked for. */
  readonly text: () => string;
}

/**
 * Answers every request: one as text or JSON, a batch as JSON lines, of which a bad one spoils no other. Resolves to the
 * worst of what the answers end with.
 */
export async function answerAll(
  { isBatch, items }: Input,
  answer: (item: Item) => Promise<Said>,
  { json = false }: { readonly json?: boolean },
): Promise<ExitCode> {
  const [first] = items;
  if (!isBatch && first !== undefined) {
    const said = await answer(first());
    if (json) printJson(said.json);
    else print(said.text());
    return said.exit;
  }
  const progress = createProgress();
  let worst: ExitCode = EXIT.fine;
  for (const [at, read] of items.entries()) {
    const { exit, json: line } = await answerLine(read, answer);
    printJson(line, { compact: true });
    if (exit > worst) worst = exit;
    // On one terminal, the answers tell how far it is.
    if (!process.stdout.isTTY) progress.update({ done: at + 1, total: items.length });
  }
  progress.stop();
  return worst;
}

async function answerLine(
  read: () => Item,
  answer: (item: Item) => Promise<Said>,
): Promise<Pick<Said, "exit" | "json">> {
  try {
    return await answer(read());
  } catch (error) {
    const { exit, code, message, details } = failureOf(error);
    return { exit, json: { ok: false, error: { code, message, details } } };
  }
}
