/**
 * What a path leads to: names and indexes with dots between them. A name that has dots itself counts first, and the empty
 * path leads to the value itself. `undefined` where nothing is there.
 *
 * @example
 * valueAt({ data: [{ id: "7" }], "lp.context": "ubuntu" }, "data.0.id"); // => "7"
 * valueAt({ "lp.context": "ubuntu" }, "lp.context"); // => "ubuntu"
 */
export function valueAt(value: unknown, path: string): unknown {
  if (path === "") return value;
  const members = membersOf(value);
  if (members.has(path)) return members.get(path);
  const [name, rest] = split(path);
  return rest === undefined ? undefined : valueAt(members.get(name), rest);
}

/**
 * A copy in which a path leads to something else; with `undefined`, to nothing any more.
 *
 * @example
 * withValueAt({ meta: { next: "a", count: 2 } }, "meta.next", undefined); // => { meta: { count: 2 } }
 * withValueAt([{ id: 1 }], "0.id", 2); // => [{ id: 2 }]
 * withValueAt(["a", "b"], "0", undefined); // => ["b"]
 * withValueAt({}, "data.1.id", 2); // => { data: [null, { id: 2 }] }
 */
export function withValueAt(value: unknown, path: string, put: unknown): unknown {
  if (path === "") return put;
  const members = membersOf(value);
  const [name, rest] = members.has(path) ? [path, undefined] : split(path);
  const inner = rest === undefined ? put : withValueAt(members.get(name), rest, put);
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

function split(path: string): readonly [name: string, rest: string | undefined] {
  const dot = path.indexOf(".");
  return dot < 0 ? [path, undefined] : [path.slice(0, dot), path.slice(dot + 1)];
}
