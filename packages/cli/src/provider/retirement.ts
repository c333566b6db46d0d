import type { ProviderModel } from "@oauth1/descriptor";

/**
 * What becomes of a provider that gives OAuth 1.0a up, on one line; none for any other.
 *
 * @example
 * const retirement = { date: "2026-12-31", successor: "OAuth 2.0", documentation: undefined, description: undefined };
 * retirementOf({ name: "Photos", state: "legacy", retirement });
 * // => ["Photos gives OAuth 1.0a up by 2026-12-31. What comes after it: OAuth 2.0."]
 */
export function retirementOf({
  name,
  state,
  retirement,
}: Pick<ProviderModel, "name" | "retirement" | "state">): readonly string[] {
  if (retirement === undefined) return [];
  const { date, description, successor, documentation } = retirement;
  const isOver = state === "dead";
  const end = date === undefined ? "" : ` ${isOver ? "since" : "by"} ${date}`;
  const what = isOver ? "no longer takes OAuth 1.0a" : "gives OAuth 1.0a up";
  const where = documentation === undefined ? "" : ` (${documentation})`;
  const sentences = [
    `${name} ${what}${end}`,
    ...(description === undefined ? [] : [description]),
    `What comes after it: ${successor}${where}`,
  ];
  return [sentences.map((sentence) => `${sentence.replace(/\.$/, "")}.`).join(" ")];
}
