import type { ProviderModel } from "@oauth1/descriptor";
import { shellQuoted } from "@oauth1/emulator/input";
import { UsageError } from "../failure.js";
import { askText, isInteractive } from "../prompt.js";

/** What a provider has to be told. */
export interface Detail {
  readonly name: string;
  readonly example: string;
  readonly description: string;
}

/** Texts by the names of what they are for. */
export type Details = Readonly<Record<string, string>>;

/** What was said, and on a terminal what is still missing of what is wanted. */
export async function completed(wanted: readonly Detail[], said: Details): Promise<Details> {
  if (!isInteractive()) return said;
  const answers: Record<string, string> = { ...said };
  for (const { name, example, description } of missing(wanted, said)) {
    answers[name] = await askText(`${description}\n${name}, such as ${example}: `);
  }
  return answers;
}

/** Throws a `UsageError` that names what is missing, as the flags that say it. */
export function demand(
  wanted: readonly Detail[],
  said: object,
  { sentence, flag }: { readonly sentence: string; readonly flag: string },
): void {
  const open = missing(wanted, said);
  if (open.length === 0) return;
  const lines = open.map(({ name, example, description }) =>
    `  ${flag} ${shellQuoted(`${name}=${example}`)}  ${description}`.trimEnd(),
  );
  throw new UsageError([sentence, ...lines].join("\n"));
}

/** The variables of a provider's URLs that have no default. */
export function openVariables({ variables }: ProviderModel): readonly Detail[] {
  return variables.filter((one) => one.default === undefined);
}

/**
 * The fields of an account that the provider's URLs are made of. An answer brings them, but a token that its pages show comes
 * without.
 */
export function fieldsInUrls({ api, oauth }: ProviderModel): readonly Detail[] {
  const names = JSON.stringify([api, oauth]).matchAll(/\{account\.([^{}|"]+)/g);
  const known = oauth.flows.flatMap((flow) => [
    ...("tokenCredentials" in flow ? flow.tokenCredentials.fields : []),
    ...("callback" in flow ? flow.callback.fields : []),
  ]);
  return [...new Set([...names].map(([, name = ""]) => name))].map((name) => {
    const { example, description } = known.find((field) => field.name === name) ?? {};
    return { name, example: example ?? "...", description: description ?? "" };
  });
}

function missing(wanted: readonly Detail[], said: object): readonly Detail[] {
  return wanted.filter(({ name }) => !Object.hasOwn(said, name));
}
