import {
  parametersName,
  parseDescriptor,
  providerNames,
  resultName,
  type DescribedType,
} from "@oauth1/descriptor";
import { withBytesInPlace, withoutBytes } from "./bytes.js";
import { readOpenApi } from "./document.js";
import { endTypes } from "./endless.js";
import { familiesIn, tellersIn } from "./families.js";
import { findOperations, noteOthers } from "./find.js";
import type { Importing } from "./importing.js";
import { at, textOf } from "./json.js";
import { importTypes, nameTypes } from "./named-types.js";
import { importOperation } from "./operations.js";
import { nearest } from "./places.js";
import { formatProblem } from "./problem.js";
import { withoutRefused } from "./refused-operations.js";
import { serversOf } from "./servers.js";
import { typeOf } from "./types.js";
import { waysOf } from "./ways.js";

/** A descriptor for a person to finish, or why the document cannot be used. */
export type Imported =
  | {
      readonly ok: true;
      /** The text of `providers/<id>.json`. What has to be filled in begins with `TODO`. */
      readonly text: string;
      /** What was not taken over, as `place: what`. */
      readonly notes: readonly string[];
    }
  | {
      readonly ok: false;
      /** Each as `file:line:column what`, as far as that is known. */
      readonly problems: readonly string[];
    };

/**
 * Makes a descriptor of an OpenAPI 3 or Swagger 2 document, which is JSON or YAML: the operations, their parameters and
 * bodies, and the types. No sentences are copied. What such a document does not know, above all the login of OAuth 1.0a,
 * is left for a person: `parseDescriptor` names every such place. Bytes can be UTF-8 or UTF-16; `file` is what the document is
 * called in problems.
 *
 * @example
 * const result = await importOpenApi("openapi: 3.0.0\npaths: {}\n", { id: "acme" });
 * result.ok && JSON.parse(result.text).id; // => "acme"
 */
export async function importOpenApi(
  openApi: string | Uint8Array,
  { id, file }: { readonly id: string; readonly file?: string | undefined },
): Promise<Imported> {
  const read = await readOpenApi(openApi);
  if (!read.ok) {
    return { ok: false, problems: read.problems.map((problem) => formatProblem(problem, file)) };
  }
  const { document } = read;
  const names = findOperations(document, new Set()).map((operation) => operation.id);
  const operations = findOperations(document, namesRefused(id, names));
  const taken = typeNamesTaken(
    id,
    operations.map((operation) => operation.id),
  );
  const { note, noteMany, notes } = notesAfter(read.notes);
  const servers = serversOf(document, TODO, note);
  const importing: Importing = {
    document,
    note,
    noteMany,
    typeNames: nameTypes(document, taken),
    types: new Map(),
    taken,
    families: familiesIn(document),
    tellers: tellersIn(document),
    ways: { sent: false, answered: false },
    composing: { open: [], named: new Map(), waiting: [] },
    hostOf: servers.hostOf,
    read: typeOf,
  };
  noteOthers(importing);
  importTypes(importing, waysOf(operations, importing));
  const described = operations.map((found) => ({
    found,
    operation: withBytesInPlace(importOperation(found, importing)),
  }));
  endTypes(importing);
  const api = servers.described();
  const types = Object.fromEntries(
    [...importing.types].map(([name, type]) => [name, textual(type)]),
  );
  const descriptor = {
    ...headOf(document, id),
    oauth: LOGIN,
    ...api,
    operations: withoutRefused(described, { ...api, types }, note),
    types,
  };
  return { ok: true, text: `${JSON.stringify(descriptor, undefined, 2)}\n`, notes: notes() };
}

/** Notes, each once, behind those that there are. */
function notesAfter(
  first: readonly string[],
): Pick<Importing, "note" | "noteMany"> & { readonly notes: () => readonly string[] } {
  const single = new Set(first);
  const shared = new Map<string, Set<string>>();
  return {
    note: (place, text) => single.add(`${nearest(place)}: ${text}`),
    noteMany: (place, text) =>
      shared.set(text, (shared.get(text) ?? new Set()).add(nearest(place))),
    notes: () => [
      ...single,
      ...[...shared].map(([text, places]) => `${listed([...places])}: ${text}`),
    ],
  };
}

function listed(places: readonly string[]): string {
  const others = places.length - MOST_PLACES;
  const end = others > 0 ? ` and ${others} more` : "";
  return places.slice(0, MOST_PLACES).join(", ") + end;
}

const MOST_PLACES = 20;

/** Named bytes may be a part of a form; what has them as a member is JSON. */
function textual(type: DescribedType): DescribedType {
  return type.format === "binary" ? type : withoutBytes(type);
}

/** Which of these no operation may have, as whoever validates the descriptor will say. */
function namesRefused(id: string, names: readonly string[]): Set<string> {
  // Names of parameters are made of those of operations.
  const operations = Object.fromEntries(names.map((name) => [name, { parameters: { a: {} } }]));
  const result = parseDescriptor(JSON.stringify({ id, operations }), { file: `${id}.json` });
  const issues = result.ok ? [] : result.issues.filter(({ rule }) => rule === "operation-name");
  return new Set(issues.map(({ path }) => path.slice("operations.".length)));
}

function typeNamesTaken(id: string, operations: readonly string[]): Set<string> {
  const { account, session, pascal } = providerNames(id);
  const own = ["Client", "LiveSession", "LoginParams", "Options", "Variables", "XAuthParams"].map(
    (end) => `${pascal}${end}`,
  );
  const used = [
    "Operation",
    "PagedOperation",
    "Session",
    "SessionLevel",
    "Readonly",
    "ReadonlyArray",
    "Record",
    "Blob",
    "Uint8Array",
  ];
  const ofOperations = operations.flatMap((name) => [parametersName(name), resultName(name)]);
  return new Set([account, session, ...own, ...used, ...ofOperations]);
}

function headOf(document: unknown, id: string): object {
  const documentation = linkOf(document) ?? `${TODO}: the provider's page about OAuth 1.0a`;
  return {
    descriptorVersion: 1,
    id,
    name: textOf(at(document, "info", "title")) || id,
    summary: `${TODO}: what the provider is for, in one sentence.`,
    documentation,
    state: "alive",
    lastVerified: `${TODO}: the day, as YYYY-MM-DD`,
    sources: [linkOf(document) ?? `${TODO}: where this comes from`],
    unknown: [
      "Which operations need a user's token: the document that they were imported from does not say it for OAuth 1.0a.",
    ],
  };
}

const TODO = "TODO";

function linkOf(document: unknown): string | undefined {
  const url = textOf(at(document, "externalDocs", "url"));
  return url !== undefined && /^https?:\/\/\S+$/.test(url) ? url : undefined;
}

/** No document knows it: OpenAPI has no words for OAuth 1.0a. Every line of it is a mistake until it is filled in. */
const LOGIN = {
  signatureMethods: [`${TODO}: HMAC-SHA1, or what the provider wants`],
  temporaryCredentials: { method: "POST", url: `${TODO}: the request token URL` },
  authorization: { url: `${TODO}: the page where users agree` },
  tokenCredentials: { method: "POST", url: `${TODO}: the access token URL` },
};
