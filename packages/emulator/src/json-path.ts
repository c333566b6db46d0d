/**
 * What a path leads to: names and indexes with dots between them. Names can have dots themselves: the longest that is there
 * counts. The empty path leads to the value itself. `undefined` where nothing is there.
 *
 * @example
 * valueAt({ data: [{ id: "7" }], "lp.context": "ubuntu" }, "data.0.id"); // => "7"
 * valueAt({ "lp.context": "ubuntu" }, "lp.context"); // => "ubuntu"
 * valueAt({ "odata.error": { code: "-1" } }, "odata.error.code"); // => "-1"
 */
export function valueAt(value: unknown, path: string): unknown {
  if (path === "") return value;
  const members = membersOf(value);
  const [name, rest] = split(path, members);
  return valueAt(members.get(name), rest);
}

/**
 * A copy in which a path leads to something else; with `undefined`, to nothing any more.
 *
 * @example
 * withValueAt({ meta: { next: "a", count: 2 } }, "meta.next", undefined); // => { meta: { count: 2 } }
 * withValueAt([{ id: 1 }], "0.id", 2); // => [{ id: 2 }]
 * withValueAt(["a", "b"], "0", undefined); // => ["b"]
 * withValueAt({ "odata.error": {} }, "odata.error.code", "-1"); // => { "odata.error": { code: "-1" } }
 * withValueAt({}, "data.1.id", 2); // => { data: [null, { id: 2 }] }
 */
export function withValueAt(value: unknown, path: string, put: unknown): unknown {
  if (path === "") return put;
  const members = membersOf(value);
  const [name, rest] = split(path, members);
  const inner = withValueAt(members.get(name), rest, put);
  if (Array.isArray(value) || (value === undefined && /^\d+$/.test(name))) {
    // Where there was nothing, nothing stands before it either.
    const items: readonly unknown[] = value ?? new Array<null>(Number(name)).fill(null);
    if (inner === undefined) return items.filter((_, at) => String(at) !== name);
    const isNext = name === String(items.length);
    return isNext
      ? [...items, inner]
      : items.map((item, at) => (String(at) === name ? inner : item));
  }
  if (inner === undefined) members.delete(name);
  else members.set(name, inner);
  return Object.fromEntries(members);
}

/**
 * A value of JSON as text: text as it is, and anything else as JSON; the empty text for what is nested too deeply to be
 * written. It calls nothing of the value's own, as `String` would.
 *
 * @example
 * jsonText({ toString: 1 }); // => '{"toString":1}'
 */
export function jsonText(value: unknown): string {
  if (typeof value === "string") return value;
  try {
    return JSON.stringify(value);
  } catch {
    return "";
  }
}

/**
 * Whether two values of JSON are the same.
 *
 * @example
 * isSameJson({ a: 1 }, { a: 1 }); // => true
 * isSameJson(1, "1"); // => false
 */
export function isSameJson(one: unknown, other: unknown): boolean {
  return typeof one === typeof other && jsonText(one) === jsonText(other);
}

function membersOf(value: unknown): Map<string, unknown> {
  return new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);
}

/** The name that a path begins with, the longest that is there, and the path behind it. */
function split(
  path: string,
  members: ReadonlyMap<string, unknown>,
): readonly [name: string, rest: string] {
  const parts = path.split(".");
  const longest = parts.findLastIndex((_, at) => members.has(parts.slice(0, at + 1).join(".")));
  const length = Math.max(longest, 0) + 1;
  return [parts.slice(0, length).join("."), parts.slice(length).join(".")];
}
