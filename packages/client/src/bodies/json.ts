import type { OperationBody } from "../body.js";

/**
 * A JSON object whose members are the given parameters. It is not signed (RFC 5849 section 3.4.1.3.1). The content type is
 * `application/json` or one of its kind, such as `application/vnd.api+json`.
 *
 * @example
 * const body = jsonBody(["text", "reply"]);
 * body.write({ value: (name) => ({ text: "hello" })[name], pairs: () => [] }).body(); // => '{"text":"hello"}'
 */
export function jsonBody(fields: readonly string[], contentType?: string): OperationBody {
  return {
    fields,
    write: ({ value }) =>
      json(Object.fromEntries(fields.map((name) => [name, value(name)])), contentType),
  };
}

/**
 * One parameter that is the whole JSON body.
 *
 * @example
 * const body = wholeJsonBody("items");
 * body.write({ value: () => [1, 2], pairs: () => [] }).body(); // => "[1,2]"
 */
export function wholeJsonBody(param: string, contentType?: string): OperationBody {
  return {
    fields: [param],
    write({ value }) {
      const given = value(param);
      return given === undefined ? undefined : json(given, contentType);
    },
  };
}

function json(
  value: unknown,
  contentType = "application/json",
): ReturnType<OperationBody["write"]> {
  const text = JSON.stringify(value);
  return { body: () => text, headers: { "content-type": contentType } };
}
