import { columnsOf } from "./columns.js";
import {
  choice,
  forced,
  group,
  hardline,
  indent,
  join,
  line,
  softline,
  whenBroken,
  type Layout,
} from "./layout.js";

/**
 * A string literal with the quotes that need fewer escapes, double ones if in doubt.
 *
 * @example
 * quote("user.fields"); // => '"user.fields"'
 * quote('say "hi"'); // => "'say \"hi\"'"
 */
export function quote(text: string): string {
  const literal = JSON.stringify(text);
  if (count(text, '"') <= count(text, "'")) return literal;
  return `'${literal.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/**
 * A property name, quoted only where it has to be.
 *
 * @example
 * propertyName("screen_name"); // => "screen_name"
 * propertyName("user.fields"); // => '"user.fields"'
 */
export function propertyName(name: string): string {
  // Without the brackets it would set the prototype.
  if (name === "__proto__") return '["__proto__"]';
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : quote(name);
}

/**
 * A list literal: on one line, or one item a line.
 *
 * @example
 * layOut(list([quote("a"), quote("b")]), { width: 100 }); // => '["a", "b"]'
 */
export function list(items: readonly Layout[]): Layout {
  if (items.length === 0) return "[]";
  return group(["[", indent([softline, join(items, [",", line])]), whenBroken(","), softline, "]"]);
}

/**
 * A list literal with one item a line, as prettier keeps several lists, or several objects, of more than one member each.
 *
 * @example
 * layOut(rows([list(["1", "2"]), list(["3", "4"])]), { width: 100 }); // => "[\n  [1, 2],\n  [3, 4],\n]"
 */
export function rows(items: readonly Layout[]): Layout {
  return opened(list(items));
}

/**
 * A call: its arguments on one line, else the last one's members on lines of their own, else all arguments.
 *
 * @example
 * layOut(call("jsonBody", [list([quote("text")])]), { width: 100 }); // => 'jsonBody(["text"])'
 */
export function call(name: string, args: readonly Layout[]): Layout {
  const [last = ""] = args.slice(-1);
  const flat = [`${name}(`, join(args, ", "), ")"];
  if (args.length < 2) return flat;
  const others = args.slice(0, -1).flatMap((arg): Layout[] => [arg, ", "]);
  return choice(flat, [
    [`${name}(`, ...others, opened(last), ")"],
    [`${name}(`, indent([hardline, join(args, [",", hardline]), ","]), hardline, ")"],
  ]);
}

/**
 * A call whose arguments are lists: on one line, or one argument a line.
 *
 * @example
 * layOut(separateCall("rows", [list(["1"]), list(["2"])]), { width: 10 }); // => "rows(\n  [1],\n  [2],\n)"
 */
export function separateCall(name: string, args: readonly Layout[]): Layout {
  // One argument keeps its brackets beside those of the call.
  if (args.length < 2) return call(name, args);
  return group([
    `${name}(`,
    indent([softline, join(args, [",", line])]),
    whenBroken(","),
    softline,
    ")",
  ]);
}

/** A literal that is broken, if it can be. */
function opened(layout: Layout): Layout {
  const isGroup = typeof layout === "object" && "kind" in layout && layout.kind === "group";
  return isGroup ? group([layout.content, forced]) : layout;
}

/** The members of an object literal, in order; those without a value are left out. */
export type Members = readonly (readonly [name: string, value: Layout | undefined])[];

/**
 * An object literal: on one line, or one member a line.
 *
 * @example
 * layOut(object([["method", quote("GET")], ["realm", undefined]]), { width: 100 }); // => '{ method: "GET" }'
 */
export function object(members: Members): Layout {
  const written = writtenMembers(members);
  if (written.length === 0) return "{}";
  return group(["{", indent([line, join(written, [",", line])]), whenBroken(","), line, "}"]);
}

/**
 * An object literal with one member a line, however short.
 *
 * @example
 * layOut(block([["a", "1"]]), { width: 100 }); // => "{\n  a: 1,\n}"
 */
export function block(members: Members): Layout {
  const written = writtenMembers(members).map((member): Layout => [hardline, member, ","]);
  return ["{", indent(written), hardline, "}"];
}

function writtenMembers(members: Members): readonly Layout[] {
  return members.flatMap(([name, value]): Layout[] => {
    if (value === undefined) return [];
    return [value === name ? name : memberText(propertyName(name), value)];
  });
}

/** A long string moves to a line of its own, unless that would win next to nothing. */
function memberText(name: string, value: Layout): Layout {
  const isString = typeof value === "string" && /^["']/.test(value);
  return isString && columnsOf(name) > 4
    ? [`${name}:`, group(indent([line, value]))]
    : [`${name}: `, value];
}

/**
 * Any JSON value as a literal. Of several objects, or several lists, with more than one member each, every one has a line.
 *
 * @example
 * layOut(literal({ "user.fields": ["created_at"], max: 5 }), { width: 100 }); // => '{ "user.fields": ["created_at"], max: 5 }'
 */
export function literal(value: unknown): Layout {
  if (typeof value === "string") return quote(value);
  if (isList(value)) return listLiteral(value);
  if (typeof value !== "object" || value === null) return String(value);
  return object(Object.entries(value).map(([name, part]) => [name, literal(part)]));
}

function listLiteral(items: readonly unknown[]): Layout {
  const parts = items.map(literal);
  if (items.length < 2) return list(parts);
  if (items.every((item) => typeof item === "number")) return numberList(parts);
  const isTable =
    items.every((item) => isList(item) && item.length > 1) ||
    items.every((item) => isObject(item) && Object.keys(item).length > 1);
  return isTable ? rows(parts) : list(parts);
}

/** Numbers fill their lines. */
function numberList(numbers: readonly Layout[]): Layout {
  const filled = join(numbers, [",", group(line)]);
  return group(["[", indent([softline, filled]), whenBroken(","), softline, "]"]);
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function count(text: string, mark: string): number {
  return text.split(mark).length - 1;
}
