import type { HttpMethod } from "@oauth1/descriptor";
import { at, entriesOf, itemsOf, textOf } from "./json.js";
import { camelCase, freeName, wordsOf } from "./names.js";
import { resolved } from "./parameters.js";
import type { Importing } from "./types.js";

/** An operation of the document, before it is taken apart. */
export interface Found {
  /** Its name in the descriptor. */
  readonly id: string;
  readonly path: string;
  /** What stands behind it after a question mark, which no path of a descriptor has. */
  readonly query: URLSearchParams;
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
  return pathsOf(document).flatMap(([whole, item]) =>
    METHODS.flatMap((method) => {
      const operation = at(item, method.toLowerCase());
      if (operation === undefined) return [];
      const id = freeName(nameOf(operation, method, whole), taken);
      const common = itemsOf(at(item, "parameters"));
      const [path = "", query] = whole.replace(/#.*/, "").split(/\?(.*)/s);
      const where = { path, query: new URLSearchParams(query), place: `${method} ${whole}` };
      return [{ id, ...where, method, operation, common }];
    }),
  );
}

/** Names the operations that have no place in a descriptor. */
export function noteOthers({ document, note }: Pick<Importing, "document" | "note">): void {
  for (const [path, item] of pathsOf(document)) {
    const others = OTHERS.filter((method) => at(item, method.toLowerCase()) !== undefined);
    for (const method of others) note(`${method} ${path}`, "it was left out");
  }
  for (const [name] of entriesOf(at(document, "webhooks")))
    note(`webhook ${name}`, "it was left out");
}

const OTHERS = ["OPTIONS", "TRACE", "QUERY"] as const;

/** The paths, and what is there. */
function pathsOf(document: unknown): readonly (readonly [path: string, item: unknown])[] {
  const paths = entriesOf(at(document, "paths"));
  return paths.map(([template, item]) => [pathOf(template), resolved(item, { document })]);
}

/** Some frameworks say with a pattern behind the name what may stand there, such as `.*` for anything. */
function pathOf(template: string): string {
  return template
    .replace(/\{([^{}:+]+):\.[*+]\}/g, "{+$1}")
    .replace(/\{([^{}:]+):[^{}]*\}/g, "{$1}");
}

function nameOf(operation: unknown, method: HttpMethod, path: string): string {
  const fallback = camelCase(`${method} ${path}`);
  const said = textOf(at(operation, "operationId"));
  // A name of one word is likely to be one of JavaScript's own.
  return said === undefined || wordsOf(said).length < 2 ? fallback : camelCase(said);
}
