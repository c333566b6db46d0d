/**
 * What a path leads to in a JSON answer: names and indexes with dots between them. Names can have dots themselves: the
 * longest that is there counts. The empty path leads to the answer itself. `undefined` where nothing is there.
 *
 * @example
 * valueAt({ data: [{ id: "7" }], "lp.context": "ubuntu" }, "data.0.id"); // => "7"
 * valueAt({ data: [{ id: "7" }], "lp.context": "ubuntu" }, "lp.context"); // => "ubuntu"
 * valueAt({ "odata.error": { code: "-1" } }, "odata.error.code"); // => "-1"
 */
export function valueAt(value: unknown, path: string): unknown {
  if (path === "") return value;
  if (typeof value !== "object" || value === null) return undefined;
  const members = new Map<string, unknown>(Object.entries(value));
  for (let end = path.length; end > 0; end = path.lastIndexOf(".", end - 1)) {
    const name = path.slice(0, end);
    if (members.has(name)) return valueAt(members.get(name), path.slice(end + 1));
  }
  return undefined;
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
