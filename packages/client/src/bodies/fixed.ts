import type { OperationBody } from "../body.js";
import { pairsOf } from "../lists.js";

/**
 * A body with fields that are the same in every call, such as a dispatch `action`. They come where the body has their names,
 * and no parameter can be called so.
 *
 * @example
 * const body = fixedFields({ action: "create" }, formBody(["action", "title"]));
 * body.fields; // => ["title"]
 * body.write({ value: () => "a b", pairs: (name) => [[name, "a b"]] }).body(); // => "action=create&title=a%20b"
 */
export function fixedFields(
  fixed: Readonly<Record<string, unknown>>,
  body: OperationBody,
): OperationBody {
  const values = new Map(Object.entries(fixed));
  return {
    fields: body.fields.filter((name) => !values.has(name)),
    fixed,
    write: (params) =>
      body.write({
        ...params,
        value: (name) => (values.has(name) ? values.get(name) : params.value(name)),
        pairs: (name) =>
          values.has(name) ? pairsOf([name, values.get(name)], "repeat") : params.pairs(name),
        style: (name) => (values.has(name) ? "repeat" : (params.style?.(name) ?? "repeat")),
      }),
  };
}
