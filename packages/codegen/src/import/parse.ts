import { expansionProblem } from "./expansion.js";
import { positionIn, type Problem } from "./problem.js";

/** What a text holds, and what of it is not meant; or why it cannot be read. */
export type Parsed =
  | { readonly ok: true; readonly document: unknown; readonly notes: readonly string[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Reads JSON or YAML, of one document. */
export async function parseText(text: string): Promise<Parsed> {
  const { isTooDeep, notes, comment } = scanned(text);
  try {
    const document: unknown = JSON.parse(text);
    return isTooDeep ? refused([TOO_DEEP]) : { ok: true, document, notes };
  } catch (error) {
    // To YAML a comment of JavaScript is the beginning of the name behind it.
    if (comment !== undefined)
      return refused([{ message: COMMENT, at: positionIn(text, comment) }]);
    const yaml = await parsedYaml(text);
    // In the sentences of YAML brackets stay open, as in "[0, 1)".
    if (!yaml.ok && isTooDeep) return refused([TOO_DEEP]);
    // What YAML says of a broken JSON text is about YAML.
    return yaml.ok || !/^\s*\{/.test(text) ? yaml : refused([jsonProblem(error, text)]);
  }
}

/** How deep a document may be: what reads it calls itself for each level, and there is only so much room for that. */
const MOST_LEVELS = 500;

const TOO_DEEP: Problem = { message: `this is nested deeper than ${MOST_LEVELS} levels` };

const COMMENT = "this is no JSON: a comment begins here";

interface Scanned {
  readonly isTooDeep: boolean;
  readonly notes: readonly string[];
  /** Where what is meant to be JSON has its first comment. */
  readonly comment?: number;
}

/** What can be told without reading: the depth, comments, and members that JSON holds twice, of which it reads the last. */
function scanned(text: string): Scanned {
  const open: Set<string>[] = [];
  const notes: string[] = [];
  const comments: number[] = [];
  for (const { 0: token, 1: name, index } of text.matchAll(TOKENS)) {
    const here = open.at(-1);
    if (token.startsWith("/")) comments.push(index);
    else if (token === "[" || token === "{") open.push(new Set());
    else if (token === "]" || token === "}") open.pop();
    else if (name !== undefined && here?.has(name)) {
      if (notes.length >= MOST_PROBLEMS) continue;
      const { line, column } = positionIn(text, index);
      notes.push(`${line}:${column}: ${name} stands here again, and only the last was taken over`);
    } else if (name !== undefined) here?.add(name);
    if (open.length > MOST_LEVELS) return { isTooDeep: true, notes };
  }
  const [comment] = /^\s*(?:\{|\/[/*])/.test(text) ? comments : [];
  return { isTooDeep: false, notes, ...(comment !== undefined && { comment }) };
}

// A comment is what no URL has before its slashes.
const TOKENS =
  /("(?:[^"\\\n]|\\.)*")(?=\s*:)|"(?:[^"\\\n]|\\.)*"|(?<=^|[\s,{}[\]"]|":)\/[/*]|[[\]{}]/g;

function jsonProblem(error: unknown, text: string): Problem {
  const said = error instanceof Error ? error.message : String(error);
  const [, offset = text.length] = / at position (\d+)/.exec(said) ?? [];
  const message = said.replace(/ in JSON at position .*| \(line \d+ column \d+\)$/s, "");
  return { message: `this is no JSON: ${message}`, at: positionIn(text, Number(offset)) };
}

async function parsedYaml(text: string): Promise<Parsed> {
  const { LineCounter, parseAllDocuments } = await import("yaml");
  const { keepTexts } = await import("./yaml-texts.js");
  const lineCounter = new LineCounter();
  try {
    const options = { lineCounter, merge: true, prettyErrors: false } as const;
    // What it warns of is printed by Node.js: a list or an object as a name becomes its text.
    const all = parseAllDocuments(text, { ...options, logLevel: "error" });
    const [parsed, second] = Array.isArray(all) ? all : [];
    if (parsed === undefined) return { ok: true, document: undefined, notes: [] };
    const positionOf = (offset: number): { readonly line: number; readonly column: number } => {
      const { line, col } = lineCounter.linePos(offset);
      return { line, column: col };
    };
    const errors = parsed.errors.map(({ message, pos: [offset] }) => {
      return { message: message.trimEnd(), at: positionOf(offset) };
    });
    if (second !== undefined) {
      errors.push({ message: SECOND, at: positionOf(second.range[0]) });
    }
    if (errors.some(({ message }) => NO_ROOM.test(message))) return refused([TOO_DEEP]);
    if (errors.length > 0) return refused(distinct(errors));
    keepTexts(parsed);
    const document: unknown = parsed.toJS({ maxAliasCount: 1000 });
    const problem = expansionProblem(document, MOST_LEVELS);
    if (problem !== undefined) return refused([{ message: problem }]);
    return { ok: true, document, notes: [] };
  } catch (error) {
    if (error instanceof RangeError) return refused([TOO_DEEP]);
    // Of aliases, such as one without an anchor.
    return refused([{ message: error instanceof Error ? error.message : String(error) }]);
  }
}

/** What engines say where there is no room for another call. */
const NO_ROOM = /call stack/;

const SECOND = "here a second YAML document begins: an import takes one";

// What is no YAML at all breaks a rule on every line.
const MOST_PROBLEMS = 10;

/** Each mistake once: YAML tells the same of every level that it is in. */
function distinct(problems: readonly Problem[]): readonly Problem[] {
  const known = new Map(problems.map((problem) => [JSON.stringify(problem), problem]));
  return [...known.values()].slice(0, MOST_PROBLEMS);
}

function refused(problems: readonly Problem[]): Parsed {
  return { ok: false, problems };
}
