import { lower, parseDescriptor, type FlowModel, type ProviderModel } from "@oauth1/descriptor";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { table } from "./markdown.js";
import { ROOT } from "./paths.js";

/** Every provider that has a descriptor, in the order of their ids. */
export async function readModels(): Promise<readonly ProviderModel[]> {
  const files = (await readdir(join(ROOT, "providers"))).filter((file) => file.endsWith(".json"));
  return Promise.all(files.sort().map((file) => readModel(join(ROOT, "providers", file))));
}

/** The page of each provider and the list of them, by their paths in the site. */
export async function providerPages(
  models: readonly ProviderModel[],
): Promise<ReadonlyMap<string, string>> {
  const pages = models.map(async (model): Promise<[string, string]> => {
    const readme = await readFile(join(ROOT, `packages/sdk/${model.id}/README.md`), "utf8");
    return [`providers/${model.id}.md`, providerPage(model, readme)];
  });
  return new Map([["providers/index.md", listPage(models)], ...(await Promise.all(pages))]);
}

async function readModel(file: string): Promise<ProviderModel> {
  const result = parseDescriptor(await readFile(file, "utf8"), { file });
  if (!result.ok) throw new TypeError(`${file} has issues: validate it with oauth1 providers.`);
  return lower(result.descriptor);
}

// The README of an SDK is made of the descriptor already, its code is compiled by the tests, and it is what a user sees.
function providerPage(model: ProviderModel, readme: string): string {
  const [, ...body] = readme.split("\n");
  const facts = [
    ["State", model.state],
    ["Ways to a token", waysOf(model).join(", ")],
    ["Signature methods", methodsOf(model).join(", ")],
    ["Parameters travel in", `the ${model.oauth.signing.transmission ?? "header"}`],
    ["Operations", String(model.operations.length)],
  ];
  const list = facts.map(([name, fact]) => `- ${name}: ${fact}\n`).join("");
  const text = body
    .join("\n")
    .replace("```sh\nnpm install", () => `${list}\n\`\`\`sh\nnpm install`);
  return `${frontMatter(model.name, model.summary)}# ${model.name}\n${text}`;
}

function listPage(models: readonly ProviderModel[]): string {
  const rows = models.map((model) => [
    `[${model.name}](./${model.id}.md)`,
    model.state,
    waysOf(model).join(", "),
    methodsOf(model).join(", "),
    String(model.operations.length),
  ]);
  const head = ["provider", "state", "ways to a token", "methods", "operations"];
  const text =
    "Each is a package, `@oauth1/<id>`, that is made of a descriptor. One that is missing is [one JSON file](../guides/add-a-provider.md).";
  return `${frontMatter("Providers", "All providers that have an SDK.")}# Providers\n\n${text}\n\n${table(head, rows)}`;
}

function frontMatter(title: string, description: string): string {
  return `---\ntitle: ${JSON.stringify(title)}\ndescription: ${JSON.stringify(description)}\n---\n\n`;
}

function methodsOf({ oauth }: ProviderModel): readonly string[] {
  return oauth.signatureMethods.map(({ name }) => name);
}

function waysOf({ oauth }: ProviderModel): readonly string[] {
  return oauth.flows.flatMap((flow) => WAYS[flow.kind](flow));
}

const WAYS: {
  readonly [K in FlowModel["kind"]]: (flow: FlowModel) => readonly string[];
} = {
  login: (flow) => (flow.kind === "login" ? MODES[flow.callback.modes] : []),
  "pushed-login": () => ["pushed verifier"],
  "two-legged": () => ["consumer alone"],
  "pre-issued": () => ["pre-issued token"],
  "x-auth": () => ["xAuth"],
  "reverse-auth": () => ["reverse auth"],
  renewal: () => [],
  revocation: () => [],
  exchange: () => [],
  "live-session": () => [],
};

const MODES = {
  both: ["callback", "PIN"],
  callback: ["callback"],
  pin: ["PIN"],
} as const;
