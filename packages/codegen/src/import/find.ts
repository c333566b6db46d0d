import type { HttpMethod } from "@oauth1/descriptor";
import type { Importing } from "./importing.js";
import { at, entriesOf, itemsOf, textOf } from "./json.js";
import { camelCase, freeName, wordsOf } from "./names.js";
import { resolved } from "./parameters.js";

/** An operation of the document, before it is taken apart. */
export interface Found {
  /** Its name in the descriptor. */
  readonly id: string;
  /** The same without the number that tells it from another. */
  readonly name: string;
  readonly path: string;
  /** What stands behind it after a question mark, which no path of a descriptor has. */
  readonly query: URLSearchParams;
  readonly method: HttpMethod;
  /** Where it is found, for people. */
  readonly place: string;
  readonly operation: unknown;
  /** The parameters of all operations at this path. */
  readonly common: readonly unknown[];
  /** Where the operations at this path are, if it is elsewhere. */
  readonly servers: readonly unknown[];
}

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] as const;

/** The operations of a document, each with a name of its own. */
export function findOperations(document: unknown, taken: Set<string>): readonly Found[] {
  return pathsOf(document).flatMap(([whole, item]) =>
    METHODS.flatMap((method) => {
      const operation = at(item, method.toLowerCase());
      if (!isOperation(operation)) return [];
      const name = nameOf(operation, `${method} ${whole}`, taken);
      const id = freeName(name, taken);
      const common = itemsOf(at(item, "parameters"));
      const [path = "", query] = whole.replace(/#.*/, "").split(/\?(.*)/s);
      const where = { path, query: new URLSearchParams(query), place: `${method} ${whole}` };
      const servers = itemsOf(at(operation, "servers") ?? at(item, "servers"));
      return [{ id, name, ...where, method, operation, common, servers }];
    }),
  );
}

/** Names the operations that have no place in a descriptor. */
export function noteOthers({ document, note }: Pick<Importing, "document" | "note">): void {
  noteEmpty(document, note);
  for (const [template, item] of entriesOf(at(document, "paths"))) {
    const path = pathOf(template);
    if (at(resolved(item, { document }), "$ref") !== undefined)
      note(path, "its reference leads in a circle: it was left out");
    if (FORMS.test(template))
      note(template, `its path became ${path}, which writes values plainly`);
  }
  for (const [path, item] of pathsOf(document)) {
    const odd = METHODS.filter((method) => {
      const operation = at(item, method.toLowerCase());
      return operation !== undefined && !isOperation(operation);
    });
    for (const method of odd) note(`${method} ${path}`, "this is no operation: it was left out");
    const others = OTHERS.filter((method) => at(item, method.toLowerCase()) !== undefined);
    const more = entriesOf(at(item, "additionalOperations")).map(([method]) => method);
    for (const method of [...others, ...more]) note(`${method} ${path}`, "it was left out");
  }
  for (const [name] of entriesOf(at(document, "webhooks")))
    note(`webhook ${name}`, "it was left out");
}

function isOperation(value: unknown): boolean {
  return typeof value === "object" && !Array.isArray(value);
}

function noteEmpty(document: unknown, note: Importing["note"]): void {
  const paths = at(document, "paths");
  const isOdd = paths !== undefined && !isOperation(paths);
  if (isOdd) note("paths", "this is no object, and there are no operations");
  const isNothing = entriesOf(at(document, "components", "schemas")).length === 0;
  if (isNothing && !isOdd && entriesOf(paths).length === 0)
    note("paths", "there are no operations");
}

// Those that have a word of their own; more can be named since OpenAPI 3.2.
const OTHERS = ["OPTIONS", "TRACE", "QUERY"] as const;

/** The paths, and what is there. */
function pathsOf(document: unknown): readonly (readonly [path: string, item: unknown])[] {
  const paths = entriesOf(at(document, "paths"));
  return paths.map(([template, item]) => [pathOf(template), resolved(item, { document })]);
}

// Operators and modifiers of RFC 6570, of which a descriptor has the plain form and `+`.
const FORMS = /\{(?:[.;/?&#][^{}]*|[^{}*:]+\*)\}/;

/** Some frameworks say with a pattern behind the name what may stand there, such as `.*` for anything. */
function pathOf(template: string): string {
  return template
    .replace(/\{[?&#][^{}]*\}/g, "")
    .replace(/\{[.;/]?([^{}*:]+)\*?\}/g, "{$1}")
    .replace(/\{\*([^{}*]+)\}/g, "{+$1}")
    .replace(/\{([^{}:+]+):\.[*+]\}/g, "{+$1}")
    .replace(/\{([^{}:]+):[^{}]*\}/g, "{$1}");
}

/** What the document calls it, or what it does where: of one word, a name can be taken already, or say nothing. */
function nameOf(operation: unknown, place: string, taken: ReadonlySet<string>): string {
  const said = textOf(at(operation, "operationId")) ?? "";
  const [word = "", ...more] = wordsOf(said);
  const isFree = !VAGUE.has(word) && !taken.has(word) && !Object.hasOwn(Object.prototype, word);
  return more.length > 0 || (/^[a-z]/.test(word) && isFree) ? camelCase(said) : camelCase(place);
}

// What frameworks call operations on whatever it may be.
const VAGUE: ReadonlySet<string> = new Set(
  (
    "add all call create destroy edit execute fetch find get handle handler head index invoke list " +
    "modify patch post put query read remove replace retrieve run save set show store update"
  ).split(" "),
);
