import { findingAt, type DescriptorDocument, type Finding, type Rule } from "../document.js";
import type { VariableModel } from "../model.js";
import { closest } from "../suggest.js";
import {
  ACCOUNT,
  expandTemplate,
  templateVariables,
  transforms,
  type TemplateVariable,
} from "../templates.js";
import { entriesOf, nodeAt, textOf, valuesOf, type Node } from "../tree.js";
import { unknownName } from "./missing.js";
import { accountFieldsOf, endpointsOf, signingOf } from "./places.js";

/** What is wrong with where requests go, and with the templates that say so. */
export const urlRules: readonly Rule[] = [
  placeholdersAreKnown,
  urlsAreSafe,
  credentialsAreKnown,
  tokenIsCarried,
];

/** A template with variables. */
export interface Template {
  readonly node: Node;
  readonly text: string;
  readonly isUrl: boolean;
  /** What may stand in braces besides the variables. */
  readonly own: readonly string[];
  /** Whether fields of the account may stand in the path, and one of them for what the path is on. */
  readonly account?: "path" | "server";
}

/** Every template that can have variables: URLs and realms. */
export function templatesOf(root: Node | undefined): readonly Template[] {
  const authorization = nodeAt(root, "oauth", "authorization");
  const pages = [nodeAt(authorization, "url"), ...valuesOf(nodeAt(authorization, "variants"))];
  const urls = ["reverseAuth", "discovery"].map((name) => nodeAt(root, "oauth", name));
  const realms = signingOf(root).map(({ signing }) => nodeAt(signing, "realm"));
  const endpoints = endpointsOf(root).flatMap(({ key, value }) =>
    templateAt(nodeAt(value, "url"), WITHOUT_ACCOUNT.has(key) ? PLAIN : OF_ACCOUNT),
  );
  return [
    ...endpoints,
    ...pages.flatMap((node) => templateAt(node, PAGE)),
    ...urls.flatMap((one) => templateAt(nodeAt(one, "target") ?? nodeAt(one, "url"), PLAIN)),
    ...serverTemplatesOf(root),
    ...realms.flatMap((node) => templateAt(node, { isUrl: false, own: ["requestUrl"] })),
  ];
}

/** The templates of what the paths of operations are relative to. */
export function serverTemplatesOf(root: Node | undefined): readonly Template[] {
  const api = nodeAt(root, "api");
  const nodes = [nodeAt(api, "baseUrl"), ...valuesOf(nodeAt(api, "hosts"))];
  return nodes.flatMap((node) => templateAt(node, { ...PLAIN, account: "server" }));
}

type Scope = Omit<Template, "node" | "text">;

const PLAIN: Scope = { isUrl: true, own: [] };
const PAGE: Scope = { isUrl: true, own: ["oauth_token", "oauth_consumer_key"] };
const OF_ACCOUNT: Scope = { isUrl: true, own: ["oauth_token"], account: "path" };

// Renewal, revocation and exchanges are about an account; these lead to one.
const WITHOUT_ACCOUNT: ReadonlySet<string> = new Set([
  "temporaryCredentials",
  "tokenCredentials",
  "xAuth",
  "liveSession",
]);

function templateAt(node: Node | undefined, scope: Scope): readonly Template[] {
  const text = textOf(node);
  return node === undefined || text === undefined ? [] : [{ ...scope, node, text }];
}

function* placeholdersAreKnown({ root }: DescriptorDocument): Iterable<Finding> {
  const variables = variablesOf(root);
  const fields = accountFieldsOf(root).map(({ key }) => key);
  const areFieldsKnown = !lacksToken(root);
  for (const template of templatesOf(root)) {
    for (const placeholder of templateVariables(template.text)) {
      const problem = placeholder.name.startsWith(ACCOUNT)
        ? fieldProblem(placeholder, template, areFieldsKnown ? fields : undefined)
        : (nameProblem(placeholder, template, variables) ?? transformProblem(placeholder));
      if (problem !== undefined) yield findingAt(template.node, "template", problem);
    }
  }
}

/** Whether a login leads to no token, which is told of the login: the fields of its account stand with what is missing. */
function lacksToken(root: Node | undefined): boolean {
  const oauth = nodeAt(root, "oauth");
  const [page, token] = ["authorization", "tokenCredentials"].map((one) => nodeAt(oauth, one));
  return page !== undefined && token === undefined;
}

type Problem = readonly [message: string, suggestion?: string | undefined];

// What a URL may hold of the step that it is for.
const STEP_PLACES: ReadonlyMap<string, string> = new Map([
  ["oauth_token", '"authorization", "renewal", "revocation" or an exchange'],
  ["oauth_consumer_key", '"authorization"'],
]);

function nameProblem(
  { name, index }: TemplateVariable,
  { text, isUrl, own }: Template,
  variables: readonly VariableModel[],
): Problem | undefined {
  if (own.includes(name)) {
    return isUrl && !isInPath(text, index) ? [`{${name}} can only stand in the path`] : undefined;
  }
  const variable = variables.find((one) => one.name === name);
  if (variable === undefined) {
    const place = STEP_PLACES.get(name);
    if (place !== undefined) return [`{${name}} is for the URL of ${place}`];
    const message = `there is no variable "${name}"`;
    const meant = closest(name, own);
    if (variables.length === 0 && meant === undefined)
      return [`${message}: declare it in "variables"`];
    return unknownName(message, name, [...variables.map((one) => one.name), ...own]);
  }
  if (!isUrl) return undefined;
  if (variable.type === "url" && index > 0)
    return [`"${name}" is a whole URL, which can only stand at the beginning`];
  if (variable.type === "text" && index === 0)
    return [`"${name}" is no URL: only a variable of "type": "url" can stand at the beginning`];
  return undefined;
}

function fieldProblem(
  { name, index }: TemplateVariable,
  { text, account }: Template,
  fields: readonly string[] | undefined,
): Problem | undefined {
  if (account === undefined) {
    return [
      `{${name}} is for the URL of the API, and for those of "renewal", "revocation" and exchanges`,
    ];
  }
  const field = name.slice(ACCOUNT.length);
  if (fields !== undefined && !fields.includes(field))
    return unknownName(`the account has no field "${field}"`, field, fields);
  if (isInPath(text, index) || (account === "server" && index === 0)) return undefined;
  return [
    `{${name}} can only stand ${account === "server" ? "at the beginning or " : ""}in the path`,
  ];
}

/** Whether a placeholder stands behind the host. */
function isInPath(text: string, index: number): boolean {
  return /^(?:https?:\/\/[^/?]+|\{[^{}]*\})\/[^?]*$/.test(text.slice(0, index));
}

function transformProblem(placeholder: TemplateVariable): Problem | undefined {
  const unknown = placeholder.transforms.find((name) => !transforms.has(name));
  if (unknown === undefined) return undefined;
  const names = [...transforms.keys()];
  return [`there is no transform "${unknown}" among ${names.join(", ")}`, closest(unknown, names)];
}

function* urlsAreSafe({ root }: DescriptorDocument): Iterable<Finding> {
  const isDead = textOf(nodeAt(root, "state")) === "dead";
  const variables = variablesOf(root);
  for (const { node, text, isUrl } of templatesOf(root)) {
    // Whoever runs the software decides about the beginning of such a URL.
    if (!isUrl || text.startsWith("{")) continue;
    const problem = problemOf(expandTemplate(text, { variables }), isDead);
    if (problem !== undefined) yield findingAt(node, "url", [problem]);
  }
}

function problemOf(text: string, isDead: boolean): string | undefined {
  // What is no variable, or none yet, may be anything: a digit fits wherever it stands.
  const filled = text.replace(/\{[^{}]*\}/g, "1");
  if (!URL.canParse(filled)) return `"${text}" is not a URL`;
  const url = new URL(filled);
  if (url.username !== "" || url.password !== "") return "a URL with a user's name in it leaks it";
  if (isDead || !isOpen(text)) return undefined;
  return "over http others can read and change requests and answers, tokens among them; http is for a dead provider, this machine, or a tenant's own host in a variable";
}

/** Whether what is sent to a URL crosses a network where others can read it. */
export function isOpen(text: string): boolean {
  return (
    /^http:/i.test(text) && !/^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/?#]|$)/i.test(text)
  );
}

function variablesOf(root: Node | undefined): readonly VariableModel[] {
  return entriesOf(nodeAt(root, "variables")).map(({ key, value }) => ({
    name: key,
    type: textOf(nodeAt(value, "type")) === "url" ? "url" : "text",
    description: "",
    example: textOf(nodeAt(value, "example")) ?? "",
    default: undefined,
    values: entriesOf(nodeAt(value, "values")).map(
      (one) => [one.key, textOf(one.value) ?? ""] as const,
    ),
  }));
}

function* credentialsAreKnown({ root }: DescriptorDocument): Iterable<Finding> {
  const authentication = nodeAt(root, "api", "authentication");
  for (const node of ["headers", "query"].flatMap((at) => valuesOf(nodeAt(authentication, at)))) {
    for (const { name } of templateVariables(textOf(node) ?? "")) {
      if (CREDENTIALS.includes(name)) continue;
      const message = `"${name}" is not one of ${CREDENTIALS.join(", ")}`;
      yield findingAt(node, "template", [message, closest(name, CREDENTIALS)]);
    }
  }
}

/** What authenticates calls with a token has to hold something of the token. */
function* tokenIsCarried({ root }: DescriptorDocument): Iterable<Finding> {
  const entry = entriesOf(nodeAt(root, "api")).find(({ key }) => key === "authentication");
  const values = ["headers", "query"].flatMap((at) => valuesOf(nodeAt(entry?.value, at)));
  if (entry === undefined || values.length === 0) return;
  const names = values.flatMap((node) => templateVariables(textOf(node) ?? ""));
  if (names.some(({ name }) => name !== "consumerKey")) return;
  const message = 'calls carry nothing of the token: write a value with "{key}" or "{secret}"';
  yield findingAt(entry.keyNode, "template", [message]);
}

const CREDENTIALS: readonly string[] = ["key", "secret", "consumerKey"];
