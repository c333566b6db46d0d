/** Where the layout of a text shows that something has not been closed, or has been closed too early. */
export interface Tear {
  readonly offset: number;
  readonly message: string;
}

/** A brace or a bracket that is open. */
interface Opened {
  readonly character: string;
  readonly line: Line;
}

interface Line {
  /** Counted from 1. */
  readonly number: number;
  readonly indent: number;
}

/**
 * The first place where braces and brackets are not as the indentation says. Of a text that a person has laid out, that is where
 * one is missing or too many; the parser notices it at the end only.
 */
export function tornAt(text: string): Tear | undefined {
  const open: Opened[] = [];
  const lines = text.split(/(?<=\n|\r(?!\n))/);
  let begin = 0;
  for (const [index, content] of lines.entries()) {
    const indent = content.search(/\S/);
    const line = { number: index + 1, indent };
    const tear = indent < 0 ? undefined : tearIn(content, { line, open });
    if (tear !== undefined) return { ...tear, offset: begin + tear.offset };
    begin += content.length;
  }
  return undefined;
}

function tearIn(
  content: string,
  { line, open }: { readonly line: Line; readonly open: Opened[] },
): Tear | undefined {
  const { indent } = line;
  const outer = open.at(-1);
  const isCloser = /[\]}]/.test(content[indent] ?? "");
  // At the left margin stands everything that nobody has indented.
  const isOut = outer !== undefined && indent > 0 && indent <= outer.line.indent;
  if (isOut && !isCloser) return unclosed(outer, indent);
  for (const { 0: token, index } of content.matchAll(TOKEN)) {
    if (token === "{" || token === "[") open.push({ character: token, line });
    if (token !== "}" && token !== "]") continue;
    const last = open.pop();
    if (last === undefined) return undefined;
    const isLevel = last.line.number === line.number || last.line.indent === indent;
    if (isLevel && CLOSERS.get(last.character) === token) continue;
    return last.line.indent < indent ? superfluous(token, last, index) : unclosed(last, index);
  }
  return undefined;
}

// A text, also one without an end, or something that opens or closes.
const TOKEN = /"(?:[^"\\\r\n]|\\.)*"?|[[\]{}]/g;

const CLOSERS: ReadonlyMap<string, string> = new Map([
  ["{", "}"],
  ["[", "]"],
]);

function unclosed({ character, line }: Opened, offset: number): Tear {
  const name = character === "{" ? "brace" : "bracket";
  const message = `a closing ${name} is missing before this: the "${character}" in line ${line.number} is still open`;
  return { offset, message };
}

function superfluous(token: string, { character, line }: Opened, offset: number): Tear {
  const own = token === "}" ? "{" : "[";
  const message = `this "${token}" closes the "${character}" in line ${line.number}: it is one too many, or its own "${own}" is missing`;
  return { offset, message };
}
