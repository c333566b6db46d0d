import type { ProviderModel } from "@oauth1/descriptor";

/** Why nobody should begin with a provider, in a sentence or three: when it ended or will end, how, and what comes after it. */
export function deprecation({ name, state, retirement }: ProviderModel): string | undefined {
  if (retirement === undefined) {
    return state === "dead" ? `${name} is gone: nobody answers any more.` : undefined;
  }
  const { date, description, successor, documentation } = retirement;
  const gone = state === "dead";
  const end = date === undefined ? "" : gone ? ` since ${date}` : ` by ${date}`;
  const what = gone ? `${name} no longer takes OAuth 1.0a` : `${name} gives OAuth 1.0a up`;
  const more = documentation === undefined ? "" : ` (${documentation})`;
  const how = description === undefined ? "" : ` ${sentence(description)}`;
  return `${what}${end}.${how} What comes after it: ${sentence(successor + more)}`;
}

function sentence(text: string): string {
  return `${text.replace(/\.$/, "")}.`;
}
