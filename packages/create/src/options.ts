import { parseArgs } from "node:util";
import type { ProviderFacts } from "./facts.js";
import { findProvider } from "./nearest.js";
import { TEMPLATES, type Template } from "./templates.js";
import { UsageError } from "./usage.js";

/** What was said on the command line. */
export interface Options {
  readonly folder: string | undefined;
  readonly provider: ProviderFacts | undefined;
  readonly template: Template | undefined;
  readonly install: boolean;
  readonly yes: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

/** An app's place and kind, all of it known. */
export interface Wanted {
  readonly folder: string;
  readonly provider: ProviderFacts;
  readonly template: Template;
  readonly install: boolean;
}

/** Reads the command line. Throws a `UsageError` for whatever is not as `--help` says. */
export function readOptions(args: readonly string[], providers: readonly ProviderFacts[]): Options {
  const { values, positionals } = parsed(args);
  const [folder, surplus] = positionals;
  if (surplus !== undefined) {
    throw new UsageError(`There is one folder, so what is ${JSON.stringify(surplus)}? ${SEE_HELP}`);
  }
  const { provider, template, ...flags } = values;
  return {
    folder,
    provider: provider === undefined ? undefined : findProvider(provider, providers),
    template: template === undefined ? undefined : findTemplate(template),
    install: false,
    yes: false,
    json: false,
    help: false,
    ...flags,
  };
}

/** Fills in what was not said, for when nobody can be asked. Throws a `UsageError` that names the flags to add. */
export function withDefaults(options: Options): Wanted {
  const { folder, provider, template, install, yes } = options;
  if (provider === undefined) {
    throw new UsageError(
      `Say which provider: add --provider <id>, such as --provider twitter, with npm behind a -- of its own. ${SEE_HELP}`,
    );
  }
  const [first] = TEMPLATES;
  const chosen = template ?? (yes ? first : undefined);
  if (chosen === undefined) {
    throw new UsageError(`Say which template: add --template ${ids()}, or --yes for ${first?.id}.`);
  }
  const named = folder ?? (yes ? defaultFolder(provider) : undefined);
  if (named === undefined) {
    throw new UsageError(
      `Say which folder, such as ${defaultFolder(provider)}, or add --yes for that.`,
    );
  }
  return { folder: named, provider, template: chosen, install };
}

/** Where an app goes that has no folder. */
export function defaultFolder({ id }: ProviderFacts): string {
  return `${id}-app`;
}

/** What `--help` says. */
export function helpText(providers: readonly ProviderFacts[]): string {
  return `npm create oauth1 [folder] -- [options]

Starts an app that logs users in with an OAuth 1.0a provider, which is emulated
until you have keys.

  --provider <id>   one of those below
  --template <id>   ${TEMPLATES.map(({ id }) => id).join(", ")}
  --install         installs the packages, with what has started this
  --yes             asks nothing: node, and the folder <provider>-app
  --json            prints what was made, or what was wrong, as JSON
  --help

Questions are asked on a terminal only. Ends with 0, or 1 where that fails, 2
for wrong usage.

${providers.map(({ id, name }) => `  ${id.padEnd(20)}${name}`).join("\n")}
`;
}

const SEE_HELP = "--help says more.";

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError(`${error.message.split(/\. |\n/)[0] ?? ""}. ${SEE_HELP}`);
  }
}

const OPTIONS = {
  provider: { type: "string" },
  template: { type: "string" },
  install: { type: "boolean" },
  yes: { type: "boolean", short: "y" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

function findTemplate(id: string): Template {
  const found = TEMPLATES.find((template) => template.id === id);
  if (found !== undefined) return found;
  throw new UsageError(`There is no template ${JSON.stringify(id)}: it is one of ${ids()}.`);
}

function ids(): string {
  return TEMPLATES.map(({ id }) => id).join("|");
}
