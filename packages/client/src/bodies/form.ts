import type { OperationBody } from "../body.js";
import { formOf } from "../query.js";

/**
 * A form whose fields are the given parameters. It is signed (RFC 5849 section 3.4.1.3.1).
 *
 * @example
 * const body = formBody(["status"]);
 * body.write({ value: () => undefined, pairs: (name) => [[name, "a b"]] }).body(); // => "status=a%20b"
 */
export function formBody(fields: readonly string[]): OperationBody {
  return {
    fields,
    write({ pairs }) {
      const text = formOf(fields.flatMap(pairs));
      return {
        body: () => text,
        headers: { "content-type": "application/x-www-form-urlencoded" },
      };
    },
  };
}
