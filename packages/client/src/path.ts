/**
 * What a path leads to in a JSON answer: names and indexes with dots between them. A name that has dots itself is taken as
 * it stands first, and the empty path leads to the answer itself. `undefined` where nothing is there.
 *
 * @example
 * valueAt({ data: [{ id: "7" }], "lp.context": "ubuntu" }, "data.0.id"); // => "7"
 * valueAt({ data: [{ id: "7" }], "lp.context": "ubuntu" }, "lp.context"); // => "ubuntu"
 */
export function valueAt(value: unknown, path: string): unknown {
  if (path === "") return value;
  if (typeof value !== "object" || value === null) return undefined;
  const members = new Map<string, unknown>(Object.entries(value));
  if (members.has(path)) return members.get(path);
  const dot = path.indexOf(".");
  return dot < 0 ? undefined : valueAt(members.get(path.slice(0, dot)), path.slice(dot + 1));
}

/**
 * What a path leads to in a JSON answer, as text. `undefined` also for objects, and for a number that JavaScript cannot hold: it
 * has lost digits by then, and would be another id.
 *
 * @example
 * textAt({ data: { id: 7, followers: { count: 1 } } }, "data.id"); // => "7"
 * textAt({ id: 9007199254740993 }, "id"); // => undefined
 */
export function textAt(answer: unknown, path: string): string | undefined {
  const value = valueAt(answer, path);
  if (typeof value === "number") {
    return Number.isInteger(value) && !Number.isSafeInteger(value) ? undefined : String(value);
  }
  return typeof value === "string" || typeof value === "boolean" ? String(value) : undefined;
}
