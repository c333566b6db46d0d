import type { OperationBody } from "../body.js";

/**
 * One parameter that is the whole body as text of some other type, such as XML. It is not signed.
 *
 * @example
 * const body = wholeTextBody("order", "text/xml");
 * body.write({ value: () => "<order/>", pairs: () => [] }).headers; // => { "content-type": "text/xml" }
 */
export function wholeTextBody(param: string, contentType: string): OperationBody {
  return {
    fields: [param],
    write({ value }) {
      const given = value(param);
      if (given === undefined) return undefined;
      return { body: () => String(given), headers: { "content-type": contentType } };
    },
  };
}
