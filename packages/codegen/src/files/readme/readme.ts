import type { ProviderModel, ProviderState } from "@oauth1/descriptor";
import { bullets, code, fence, GENERATED_FROM, prose } from "../../markdown.js";
import { deprecation } from "../../retirement.js";
import type { TypeGraph } from "../../type-graph.js";
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
  const { id, name, summary, state } = model;
  const context: ReadmeContext = { model, graph, package: `${scope}/${id}` };
  const deprecated = deprecation(model);
  return [
    `# ${context.package}`,
    `${prose(name)}: ${prose(summary)}`,
    ...(deprecated === undefined ? [] : [`> **Deprecated.** ${prose(deprecated)}`]),
    `This package gets tokens over OAuth 1.0a and calls the API with signed, typed requests.${STATES[state]}`,
    fence("sh", `npm install ${context.package}`),
    ...registration(model),
    ...ways(context).flatMap(({ title, text, code: example }) => [
      `## ${title}`,
      ...(text === undefined ? [] : [prose(text)]),
      fence("ts", example),
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
  legacy: " The provider is retiring this API, or has left its future open.",
  "self-hosted": " It is software that people run themselves.",
  dead: " The provider is gone; the package is kept for tests and archives.",
};

function registration({ oauth, state }: ProviderModel): readonly string[] {
  const { registration: page, description } = oauth.consumer;
  const where = page === undefined || state === "dead" ? [] : [`Register your app at <${page}>.`];
  const parts = [...where, ...(description === undefined ? [] : [prose(description)])];
  return parts.length === 0 ? [] : [parts.join(" ")];
}

function sources({ model, source, command }: ReadmeSource): readonly string[] {
  return [
    "## Sources",
    `The provider's own documentation is at <${model.documentation}>. ${GENERATED_FROM}${code(source)}, which was last compared with these on ${model.lastVerified}:`,
    bullets(model.sources.map((url) => `<${url}>`)),
    `To change this package, change that file and run ${code(command)}.`,
  ];
}
