import type { HttpMethod } from "@oauth1/descriptor";
import { at, entriesOf, itemsOf, textOf } from "./json.js";
import { camelCase, freeName, wordsOf } from "./names.js";

/** An operation of the document, before it is taken apart. */
export interface Found {
  /** Its name in the descriptor. */
  readonly id: string;
  readonly path: string;
  readonly method: HttpMethod;
  /** Where it is found, for people. */
  readonly place: string;
  readonly operation: unknown;
  /** The parameters of all operations at this path. */
  readonly common: readonly unknown[];
}

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] as const;

/** The operations of a document, each with a name of its own. */
export function findOperations(document: unknown, taken: Set<string>): readonly Found[] {
  return entriesOf(at(document, "paths")).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = at(item, method.toLowerCase());
      if (operation === undefined) return [];
      const id = freeName(nameOf(operation, method, path), taken);
      const common = itemsOf(at(item, "parameters"));
      return [{ id, path, method, place: `${method} ${path}`, operation, common }];
    }),
  );
}

function nameOf(operation: unknown, method: HttpMethod, path: string): string {
  const fallback = camelCase(`${method} ${path}`);
  const said = textOf(at(operation, "operationId"));
  // A name of one word is likely to be one of JavaScript's own.
  return said === undefined || wordsOf(said).length < 2 ? fallback : camelCase(said);
}
