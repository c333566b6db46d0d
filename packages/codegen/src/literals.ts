import {
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
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name);
}

/**
 * A list literal: on one line, or one item a line.
 *
 * @example
 * print(list([quote("a"), quote("b")]), { width: 100 }); // => '["a", "b"]'
 */
export function list(items: readonly Layout[]): Layout {
  if (items.length === 0) return "[]";
  return group(["[", indent([softline, join(items, [",", line])]), whenBroken(","), softline, "]"]);
}

/** The members of an object literal, in order; those without a value are left out. */
export type Members = readonly (readonly [name: string, value: Layout | undefined])[];

/**
 * An object literal: on one line, or one member a line.
 *
 * @example
 * print(object([["method", quote("GET")], ["realm", undefined]]), { width: 100 }); // => '{ method: "GET" }'
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
 * print(block([["a", "1"]]), { width: 100 }); // => "{\n  a: 1,\n}"
 */
export function block(members: Members): Layout {
  const written = writtenMembers(members).map((member): Layout => [hardline, member, ","]);
  return ["{", indent(written), hardline, "}"];
}

function writtenMembers(members: Members): readonly Layout[] {
  return members.flatMap(([name, value]): Layout[] => {
    if (value === undefined) return [];
    return [value === name ? name : [`${propertyName(name)}: `, value]];
  });
}

/**
 * Any JSON value as a literal.
 *
 * @example
 * print(literal({ "user.fields": ["created_at"], max: 5 }), { width: 100 }); // => '{ "user.fields": ["created_at"], max: 5 }'
 */
export function literal(value: unknown): Layout {
  if (typeof value === "string") return quote(value);
  if (Array.isArray(value)) return list(value.map(literal));
  if (typeof value !== "object" || value === null) return String(value);
  return object(Object.entries(value).map(([name, part]) => [name, literal(part)]));
}

function count(text: string, mark: string): number {
  return text.split(mark).length - 1;
}
