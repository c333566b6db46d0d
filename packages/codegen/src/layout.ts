import { columnsOf } from "./columns.js";

/**
 * Text that knows where it may break: a line breaks when the group it stands in does not fit the width. The rules are
 * those of prettier, so that generated files are formatted as they are printed.
 */
export type Layout =
  | string
  | readonly Layout[]
  | { readonly kind: "group"; readonly content: Layout; readonly width: number }
  | { readonly kind: "indent"; readonly content: Layout }
  | { readonly kind: "line"; readonly flat: string; readonly hard: boolean }
  | { readonly kind: "whenBroken"; readonly content: Layout }
  | { readonly kind: "forced" }
  | { readonly kind: "choice"; readonly flat: Layout; readonly options: readonly Layout[] };

/** A space that may become a line break. */
export const line: Layout = { kind: "line", flat: " ", hard: false };

/** Nothing, or a line break. */
export const softline: Layout = { kind: "line", flat: "", hard: false };

/** Always a line break; every group around it breaks. */
export const hardline: Layout = { kind: "line", flat: "", hard: true };

/** Nothing; every group around it breaks. */
export const forced: Layout = { kind: "forced" };

/**
 * Content whose lines break together, or not at all.
 *
 * @example
 * layOut(group(["[", indent([softline, "one,", line, "two"]), softline, "]"]), { width: 80 }); // => "[one, two]"
 */
export function group(content: Layout): Layout {
  return { kind: "group", content, width: widthOf(content) };
}

/**
 * Content whose lines begin two spaces further in.
 *
 * @example
 * layOut(["{", indent([hardline, "x"]), hardline, "}"], { width: 80 }); // => "{\n  x\n}"
 */
export function indent(content: Layout): Layout {
  return { kind: "indent", content };
}

/**
 * Content that is there only when the group around it breaks.
 *
 * @example
 * layOut(group(["a", whenBroken(","), line, "b"]), { width: 2 }); // => "a,\nb"
 */
export function whenBroken(content: Layout): Layout {
  return { kind: "whenBroken", content };
}

/**
 * Content in one of several forms: flat where it fits on one line, else the first form of which the first line fits, else
 * the last.
 *
 * @example
 * const forms = [["f(a, {", hardline, "})"], ["f(", hardline, "a)"]];
 * layOut(choice("f(a, { b })", forms), { width: 8 }); // => "f(a, {\n})"
 */
export function choice(flat: Layout, options: readonly Layout[]): Layout {
  return { kind: "choice", flat, options };
}

/**
 * Items with a separator between them.
 *
 * @example
 * layOut(join(["a", "b", "c"], ", "), { width: 80 }); // => "a, b, c"
 */
export function join(items: readonly Layout[], separator: Layout): Layout {
  const parts: Layout[] = [];
  for (const item of items) {
    if (parts.length > 0) parts.push(separator);
    parts.push(item);
  }
  return parts;
}

/** How much room there is: the width, and how much of the first and the last line is taken already. */
export interface Room {
  readonly width: number;
  readonly before?: number;
  readonly after?: number;
}

/** A piece of layout with what the pieces around it decided. */
interface Task {
  readonly layout: Layout;
  readonly depth: number;
  readonly broken: boolean;
}

/**
 * Lays text out. The first line begins after `before` columns, and the last leaves `after` columns free.
 *
 * @example
 * const list = group(["[", indent([softline, "one,", line, "two"]), softline, "]"]);
 * layOut(list, { width: 10 }); // => "[one, two]"
 * layOut(list, { width: 10, before: 1 }); // => "[\n  one,\n  two\n]"
 */
export function layOut(layout: Layout, { width, before = 0, after = 0 }: Room): string {
  const rest: Task[] = [{ layout: [layout, " ".repeat(after)], depth: 0, broken: true }];
  let text = "";
  let column = before;
  for (let task = rest.pop(); task !== undefined; task = rest.pop()) {
    const { layout: piece, depth, broken } = task;
    if (typeof piece === "string") {
      text += piece;
      column += columnsOf(piece);
    } else if (isLine(piece) && (broken || piece.hard)) {
      text += `\n${" ".repeat(depth)}`;
      column = depth;
    } else if (isGroup(piece)) {
      const isFlat = fitsIn(width - column - piece.width, rest);
      if (isFlat) {
        text += flatText(piece.content);
        column += piece.width;
      } else {
        rest.push({ layout: piece.content, depth, broken: true });
      }
    } else if (isChoice(piece)) {
      rest.push(chosen(piece, { depth, room: width - column, rest }));
    } else {
      pushParts(rest, task);
    }
  }
  return text.slice(0, text.length - after);
}

/** The form of a choice that fits, as a task. */
function chosen(
  { flat, options }: Extract<Layout, { kind: "choice" }>,
  { depth, room, rest }: { depth: number; room: number; rest: readonly Task[] },
): Task {
  const whole: Task = { layout: flat, depth, broken: false };
  if (fitsIn(room - widthOf(flat), rest)) return whole;
  const forms = options.map((layout): Task => ({ layout, depth, broken: false }));
  return forms.find((form) => fitsIn(room, rest, form)) ?? forms.at(-1) ?? whole;
}

/** Whether what follows fits, up to the next place where a line breaks anyway: a first task, and then the rest. */
function fitsIn(room: number, rest: readonly Task[], first?: Task): boolean {
  const tasks = first === undefined ? [] : [first];
  let left = room;
  for (let next = rest.length - 1; left >= 0;) {
    const task = tasks.pop() ?? rest[next--];
    if (task === undefined) return true;
    const { layout, broken } = task;
    if (typeof layout === "string") left -= columnsOf(layout);
    else if (isLine(layout) && (broken || layout.hard)) return true;
    else pushParts(tasks, task);
  }
  return false;
}

/** Puts what a task consists of on a stack: the last part first. */
function pushParts(stack: Task[], { layout, depth, broken }: Task): void {
  if (typeof layout === "string") return;
  if (isList(layout)) {
    for (const part of layout.toReversed()) stack.push({ layout: part, depth, broken });
    return;
  }
  switch (layout.kind) {
    case "forced":
      return;
    case "line":
      stack.push({ layout: layout.flat, depth, broken });
      return;
    case "indent":
      stack.push({ layout: layout.content, depth: depth + 2, broken });
      return;
    case "choice":
      stack.push({ layout: layout.flat, depth, broken: false });
      return;
    case "whenBroken":
      if (broken) stack.push({ layout: layout.content, depth, broken });
      return;
    case "group":
      stack.push({ layout: layout.content, depth, broken: broken || layout.width === Infinity });
  }
}

/** How many columns a layout takes on one line; `Infinity` where it has to break. */
function widthOf(layout: Layout): number {
  if (typeof layout === "string") return columnsOf(layout);
  if (isList(layout)) return layout.reduce((sum, part) => sum + widthOf(part), 0);
  switch (layout.kind) {
    case "forced":
      return Infinity;
    case "line":
      return layout.hard ? Infinity : layout.flat.length;
    case "indent":
      return widthOf(layout.content);
    case "choice":
      return widthOf(layout.flat);
    case "whenBroken":
      return widthOf(layout.content) === Infinity ? Infinity : 0;
    case "group":
      return layout.width;
  }
}

/** A layout on one line. */
function flatText(layout: Layout): string {
  if (typeof layout === "string") return layout;
  if (isList(layout)) return layout.reduce((text: string, part) => text + flatText(part), "");
  switch (layout.kind) {
    case "forced":
    case "whenBroken":
      return "";
    case "line":
    case "choice":
      return flatText(layout.flat);
    case "indent":
    case "group":
      return flatText(layout.content);
  }
}

function isList(layout: Layout): layout is readonly Layout[] {
  return Array.isArray(layout);
}

function isLine(layout: Layout): layout is Extract<Layout, { kind: "line" }> {
  return typeof layout !== "string" && !isList(layout) && layout.kind === "line";
}

function isGroup(layout: Layout): layout is Extract<Layout, { kind: "group" }> {
  return typeof layout !== "string" && !isList(layout) && layout.kind === "group";
}

function isChoice(layout: Layout): layout is Extract<Layout, { kind: "choice" }> {
  return typeof layout !== "string" && !isList(layout) && layout.kind === "choice";
}
