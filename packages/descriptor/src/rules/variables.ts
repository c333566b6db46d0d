import { findingAt, type DescriptorDocument, type Finding, type Rule } from "../document.js";
import { closest } from "../suggest.js";
import { templateVariables } from "../templates.js";
import { entriesOf, nodeAt, textOf, valuesOf, type Entry } from "../tree.js";
import { templatesOf } from "./urls.js";

/** What is wrong with the variables themselves. */
export const variableRules: readonly Rule[] = [
  variablesAreUsed,
  variablesAreFilled,
  forEachVariable(exampleFits),
  forEachVariable(valuesAreKnown),
  forEachVariable(valuesAreUrls),
];

function forEachVariable(check: (variable: Entry) => Iterable<Finding>): Rule {
  return ({ root }) => entriesOf(nodeAt(root, "variables")).flatMap((entry) => [...check(entry)]);
}

function* variablesAreUsed({ root }: DescriptorDocument): Iterable<Finding> {
  const used = new Set(
    templatesOf(root).flatMap(({ text }) => templateVariables(text).map(({ name }) => name)),
  );
  const variables = entriesOf(nodeAt(root, "variables"));
  const names = variables.map(({ key }) => key);
  // Where a URL misspells it, that is told there.
  for (const name of [...used].filter((one) => !names.includes(one))) {
    used.add(closest(name, names) ?? name);
  }
  for (const { key, keyNode } of variables) {
    if (key === "requestUrl") {
      yield findingAt(keyNode, "variable", ["a realm has its own {requestUrl}"]);
    } else if (!used.has(key)) {
      yield findingAt(keyNode, "variable", [`no URL and no realm uses the variable "${key}"`]);
    }
  }
}

/** What every call sends besides is sent as it is written. */
function* variablesAreFilled({ root }: DescriptorDocument): Iterable<Finding> {
  const names = entriesOf(nodeAt(root, "variables")).map(({ key }) => key);
  for (const node of ["headers", "query"].flatMap((one) => valuesOf(nodeAt(root, "api", one)))) {
    const used = templateVariables(textOf(node) ?? "").find(({ name }) => names.includes(name));
    if (used === undefined) continue;
    const message = `variables are for URLs and realms: "{${used.name}}" would be sent as it stands`;
    yield findingAt(node, "variable", [message]);
  }
}

function* exampleFits({ value }: Entry): Iterable<Finding> {
  if (nodeAt(value, "values") !== undefined) return;
  const isUrl = textOf(nodeAt(value, "type")) === "url";
  for (const name of ["example", "default"]) {
    const node = nodeAt(value, name);
    const text = textOf(node);
    if (node === undefined || text === undefined) continue;
    if (isUrl && !isBaseUrl(text)) {
      yield findingAt(node, "variable", [noBaseUrl(text)]);
    } else if (!isUrl && !NAME.test(text)) {
      const message = `"${text}" is not made of letters, digits and .-_~: a "type": "url" may be more`;
      yield findingAt(node, "variable", [message]);
    }
  }
}

function isBaseUrl(text: string): boolean {
  return URL.canParse(text) && BASE_URL.test(text);
}

function noBaseUrl(text: string): string {
  return `"${text}" is not an http(s) URL without a query and a slash at the end`;
}

// What a client takes from an app.
const BASE_URL = /^https?:\/\/[^?#\s]*[^/?#\s]$/;
const NAME = /^(?!\.+$)[\w.~-]+$/;

function* valuesAreKnown({ value }: Entry): Iterable<Finding> {
  const known = entriesOf(nodeAt(value, "values")).map(({ key }) => key);
  for (const name of ["example", "default"]) {
    const node = nodeAt(value, name);
    const text = textOf(node);
    if (known.length === 0 || node === undefined || text === undefined) continue;
    if (known.includes(text)) continue;
    yield findingAt(node, "variable", [
      `"${text}" is not one of the values ${known.join(", ")}`,
      closest(text, known),
    ]);
  }
}

/** What a URL gets for a value, a client takes as it is. */
function* valuesAreUrls({ value }: Entry): Iterable<Finding> {
  if (textOf(nodeAt(value, "type")) !== "url") return;
  for (const node of valuesOf(nodeAt(value, "values"))) {
    const text = textOf(node);
    if (text === undefined || isBaseUrl(text)) continue;
    yield findingAt(node, "variable", [noBaseUrl(text)]);
  }
}
