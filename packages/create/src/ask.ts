import * as prompts from "@clack/prompts";
import type { ProviderFacts } from "./facts.js";
import { fault } from "./folder.js";
import { defaultFolder, type Options, type Wanted } from "./options.js";
import type { Manager } from "./manager.js";
import type { Surroundings } from "./surroundings.js";
import { TEMPLATES, type Template } from "./templates.js";

/** Asks for what was not said, on a terminal. `undefined` where the person has had enough. */
export async function ask(
  options: Options,
  { supplies, manager }: Pick<Surroundings, "manager" | "supplies">,
): Promise<Wanted | undefined> {
  prompts.intro("An app that logs in with OAuth 1.0a");
  const provider = options.provider ?? given(await askProvider(supplies.facts.providers));
  if (provider === undefined) return canceled();
  const template = options.template ?? given(await askTemplate());
  if (template === undefined) return canceled();
  const folder = options.folder ?? given(await askFolder(provider));
  if (folder === undefined) return canceled();
  const install = options.install || given(await askInstall(manager));
  return install === undefined ? canceled() : { folder, provider, template, install };
}

function askProvider(providers: readonly ProviderFacts[]): Promise<ProviderFacts | symbol> {
  return prompts.autocomplete({
    message: "Which provider?",
    placeholder: "type to search",
    maxItems: 8,
    options: providers.map((value) => ({ value, label: value.name, hint: value.id })),
  });
}

function askTemplate(): Promise<Template | symbol> {
  return prompts.select({
    message: "On what?",
    options: TEMPLATES.map((value) => ({ value, label: value.name })),
  });
}

function askFolder(provider: ProviderFacts): Promise<string | symbol> {
  const folder = defaultFolder(provider);
  return prompts.text({
    message: "Where?",
    placeholder: folder,
    defaultValue: folder,
    validate(text = "") {
      const wrong = fault(text === "" ? folder : text);
      return wrong && `That ${wrong}`;
    },
  });
}

function askInstall(manager: Manager): Promise<boolean | symbol> {
  return prompts.confirm({ message: `Run ${manager} install?` });
}

function given<T>(answer: T | symbol): T | undefined {
  return typeof answer === "symbol" ? undefined : answer;
}

function canceled(): undefined {
  prompts.cancel("Nothing was written.");
}
