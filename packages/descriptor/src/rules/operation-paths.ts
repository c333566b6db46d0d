import { findingAt, type Finding, type Rule, type Subject } from "../document.js";
import { resolveType } from "../paths.js";
import { readParameterType } from "../schema.js";
import { closest } from "../suggest.js";
import { entriesOf, itemsOf, nodeAt, textOf, type Entry, type Node } from "../tree.js";
import { parameterPlace } from "./places.js";

/** What is wrong with the paths of operations, and with what stands in them. */
export const pathRules: readonly Rule[] = [
  forEachPath(
    bracesMatch,
    manyStandOnce,
    parametersMatch,
    parametersAreThere,
    slashesStay,
    segmentsStay,
    valuesAreSegments,
  ),
];

interface Path {
  readonly node: Node;
  readonly text: string;
  readonly placeholders: readonly Placeholder[];
  /** The parameters that are declared for it. */
  readonly declared: readonly Entry[];
  /** The names of all parameters, wherever they travel. */
  readonly named: ReadonlySet<string>;
}

interface Placeholder {
  readonly name: string;
  /** Whether it stands for several segments. */
  readonly isMany: boolean;
}

function forEachPath(
  ...checks: readonly ((path: Path, subject: Subject) => Iterable<Finding>)[]
): Rule {
  return (subject) =>
    entriesOf(nodeAt(subject.root, "operations")).flatMap(({ value }) => {
      const path = pathOf(value);
      return path === undefined ? [] : checks.flatMap((check) => [...check(path, subject)]);
    });
}

function pathOf(operation: Node | undefined): Path | undefined {
  const node = nodeAt(operation, "path");
  const text = textOf(node);
  if (node === undefined || text === undefined) return undefined;
  const placeholders = [...text.matchAll(/\{(\+?)([^}]*)\}/g)].map(([, many, name = ""]) => {
    return { name, isMany: many === "+" };
  });
  const parameters = entriesOf(nodeAt(operation, "parameters"));
  const declared = parameters.filter(({ value }) => parameterPlace(value) === "path");
  const named = new Set(parameters.map(({ key }) => key));
  return { node, text, placeholders, declared, named };
}

function* bracesMatch({ node, text }: Path): Iterable<Finding> {
  if (!hasLoneBrace(text)) return;
  const message = "a brace without its other one would be sent as it stands";
  const meant = text.replace(/\{(\+?[\w-]+)(?![\w}-])/g, "{$1}");
  yield findingAt(node, "path", [message, hasLoneBrace(meant) ? undefined : meant]);
}

function hasLoneBrace(text: string): boolean {
  return /[{}]/.test(text.replace(/\{[^{}]*\}/g, ""));
}

function* manyStandOnce({ node, placeholders }: Path): Iterable<Finding> {
  if (placeholders.filter(({ isMany }) => isMany).length < 2) return;
  const message = "only one placeholder can stand for many segments";
  yield findingAt(node, "path-parameter", [message]);
}

function* parametersMatch({ node, text, placeholders, declared, named }: Path): Iterable<Finding> {
  const used = placeholders.map(({ name }) => name);
  const unused = declared.filter(({ key }) => !used.includes(key));
  const meant = new Set<string>();
  for (const name of used) {
    if (declared.some(({ key }) => key === name)) continue;
    const suggestion = closest(
      name,
      unused.map(({ key }) => key),
    );
    if (suggestion !== undefined) meant.add(suggestion);
    const message = `the path parameter "${name}" is not declared`;
    const mend = named.has(name) ? `: say "in": "path" of "${name}"` : "";
    yield findingAt(node, "path-parameter", [message + mend, mend === "" ? suggestion : undefined]);
  }
  // A misspelling is one mistake, and has been told, and so has a brace that is missing.
  const left = hasLoneBrace(text) ? [] : unused.filter((entry) => !meant.has(entry.key));
  for (const { key, keyNode } of left) {
    const mend = text.split(/[/.]/).includes(`:${key}`) ? `: write {${key}} for :${key}` : "";
    const message = `the path does not use the parameter "${key}"${mend}`;
    yield findingAt(keyNode, "path-parameter", [message]);
  }
}

/** Without its parameter a path would be another one. */
function* parametersAreThere({ declared }: Path): Iterable<Finding> {
  for (const { value } of declared) {
    const [required, nullable] = ["required", "nullable"].map((name) => nodeAt(value, name));
    if (required?.value === false) {
      const message = 'a path parameter cannot be left out: leave "required" out';
      yield findingAt(required, "path-parameter", [message]);
    }
    if (nullable?.value === true) {
      const message = 'a path cannot hold null: leave "nullable" out';
      yield findingAt(nullable, "path-parameter", [message]);
    }
  }
}

/** A known value with a slash is meant for several segments, and would be encoded in one. */
function* slashesStay({ placeholders, declared }: Path, subject: Subject): Iterable<Finding> {
  const single = placeholders.filter(({ isMany }) => !isMany).map(({ name }) => name);
  for (const { key, keyNode, value } of declared.filter((one) => single.includes(one.key))) {
    const type = resolveType(subject, readParameterType(value));
    const long = type.kind === "enum" ? type.values.find((one) => one.includes("/")) : undefined;
    if (long === undefined) continue;
    const message = `"${long}" would be sent as "${long.replaceAll("/", "%2F")}": write {+${key}} to keep the slash, or leave it out of "enum"`;
    yield findingAt(keyNode, "path-parameter", [message]);
  }
}

function* segmentsStay({ node, text }: Path): Iterable<Finding> {
  if (!STEP.test(text)) return;
  const message = `a URL takes "." and ".." for steps, however they are written: say where they lead`;
  const meant = new URL(text, "https://a.example").pathname;
  yield findingAt(node, "path", [message, meant.replace(/%7B/g, "{").replace(/%7D/g, "}")]);
}

const STEP = /[/\\](?:\.|%2e){1,2}(?:[/\\]|$)/i;

/** What a client refuses to put into a path, because a URL would lead elsewhere with it. */
function* valuesAreSegments({ placeholders, declared }: Path): Iterable<Finding> {
  for (const { key, value } of declared) {
    const isMany = placeholders.some((one) => one.name === key && one.isMany);
    const example = nodeAt(value, "example");
    for (const node of [...[example ?? []].flat(), ...itemsOf(nodeAt(value, "enum"))]) {
      const text = textOf(node);
      const segments = isMany ? text?.split("/") : [text];
      if (text === undefined || segments?.some((one) => STEPS.has(one)) !== true) continue;
      const message = `"${text}" cannot stand in a path: what is empty, "." or ".." is no segment`;
      yield findingAt(node, "path-parameter", [message]);
    }
  }
}

const STEPS: ReadonlySet<string | undefined> = new Set(["", ".", ".."]);
