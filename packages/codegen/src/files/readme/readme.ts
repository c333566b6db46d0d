import { isOver, retirementText, type ProviderModel, type ProviderState } from "@oauth1/descriptor";
import { bullets, code, fence, GENERATED_FROM, listed, prose } from "../../markdown.js";
import type { TypeGraph } from "../../type-graph.js";
import { hasAccount } from "../accounts.js";
import {
  accountSection,
  errorsSection,
  notesSection,
  operationsSection,
  paginationSection,
  rateLimitSection,
  testingSection,
  tokenSection,
  variablesSection,
  type Section,
} from "./sections.js";
import type { ReadmeContext } from "./code.js";
import { ways } from "./ways.js";

/** What the README says of its package. */
export interface ReadmeSource {
  readonly model: ProviderModel;
  readonly graph: TypeGraph;
  readonly scope: string;
  /** The descriptor's path. */
  readonly source: string;
  /** What makes the package again. */
  readonly command: string;
}

/** `README.md`: what the package is for, the calls of each way to a token in their order, and tables of what there is. */
export function readmeFile(readme: ReadmeSource): string {
  const { model, graph, scope } = readme;
  const { id, name, summary } = model;
  const context: ReadmeContext = { model, graph, package: `${scope}/${id}` };
  const { note, state } = future(model);
  return [
    `# ${context.package}`,
    `**${prose(name.replace(/\.$/, ""))}.** ${prose(summary)}`,
    ...note,
    `${purpose(model)}${state}`,
    fence("sh", `npm install ${context.package}`),
    ...registration(model),
    ...ways(context).flatMap(({ title, text, code: example }) => [
      `## ${title}`,
      ...(text === undefined ? [] : [prose(text)]),
      ...(example === undefined ? [] : [fence("ts", example)]),
    ]),
    ...variablesSection(context),
    ...accountSection(context),
    ...tokenSection(context),
    ...operationsSection(context),
    ...paginationSection(context),
    ...errorsSection(context),
    ...rateLimitSection(context),
    ...testingSection(context),
    ...notesSection(context),
    ...sources(readme),
  ]
    .map((part) => `${part.trimEnd()}\n`)
    .join("\n");
}

const STATES: Readonly<Record<ProviderState, string>> = {
  alive: "",
  legacy: " Whether the API has a future is unclear.",
  "self-hosted": " It is software that people run themselves.",
  dead: " The provider is gone; the package is kept for tests and archives.",
};

function purpose(model: ProviderModel): string {
  const { api } = model;
  const calls =
    api.authentication === undefined
      ? "calls the API with signed, typed requests"
      : "calls the API with typed requests, which carry the token in place of a signature";
  const acts = [
    ...(hasAccount(model) ? ["gets tokens over OAuth 1.0a"] : []),
    ...(api.loginOnly ? [] : [calls]),
  ];
  return `This package ${listed(acts)}.`;
}

/** What becomes of the provider; how it retires is more than that it does. */
function future(model: ProviderModel): { readonly note: Section; readonly state: string } {
  const retirement = retirementText(model);
  const state = STATES[model.state];
  if (retirement === undefined) return { note: [], state };
  const mark = isOver(model) ? "Deprecated" : "Note";
  const isTold = model.state === "legacy";
  return { note: [`> **${mark}.** ${prose(retirement)}`], state: isTold ? "" : state };
}

function registration({ oauth, state }: ProviderModel): readonly string[] {
  const { registration: page, description } = oauth.consumer;
  const where = page === undefined || state === "dead" ? [] : [`Register your app at <${page}>.`];
  const what = description === undefined ? [] : [`Credentials: ${prose(inSentence(description))}`];
  const parts = [...where, ...what];
  return parts.length === 0 ? [] : [parts.join(" ")];
}

function inSentence(text: string): string {
  return text.replace(/^(?:An?|The)(?= )/, (article) => article.toLowerCase());
}

function sources({ model, source, command }: ReadmeSource): readonly string[] {
  return [
    "## Sources",
    `The provider's own documentation is at <${model.documentation}>. ${GENERATED_FROM}${code(source)}, which was last compared with these on ${model.lastVerified}:`,
    bullets(model.sources.map((url) => `<${url}>`)),
    `To change this package, change that file and run ${code(command)}.`,
  ];
}
