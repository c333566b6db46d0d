import type { ProviderModel } from "./model.js";

type Retiring = Pick<ProviderModel, "lastVerified" | "name" | "retirement" | "state">;

/**
 * What becomes of a provider that is retiring OAuth 1.0a, or has: when, how, and what comes after it. Nothing for any other.
 *
 * @example
 * const retirement = { date: "2026-12-31", successor: "OAuth 2.0", documentation: undefined, description: undefined };
 * retirementText({ name: "Photos", state: "legacy", lastVerified: "2026-11-21", retirement });
 * // => "Photos is retiring OAuth 1.0a by 2026-12-31. What comes after it: OAuth 2.0."
 */
export function retirementText(model: Retiring): string | undefined {
  const { name, retirement } = model;
  if (retirement === undefined) {
    return model.state === "dead" ? `${name} is gone: nobody answers any more.` : undefined;
  }
  const { date, description, successor, documentation } = retirement;
  const over = isOver(model);
  const end = date === undefined ? "" : ` ${over ? "since" : "by"} ${date}`;
  const where = documentation === undefined ? "" : ` (${documentation})`;
  const sentences = [
    `${name} ${over ? "no longer takes" : "is retiring"} OAuth 1.0a${end}`,
    ...(description === undefined ? [] : [description]),
    `What comes after it: ${successor.replace(/\.$/, "")}${where}`,
  ];
  return sentences.map((sentence) => `${sentence.replace(/\.$/, "")}.`).join(" ");
}

/**
 * Whether nobody should begin with a provider any more: it is gone, or its time was up when the descriptor was last compared with
 * its sources. What is generated says the same on any day.
 *
 * @example
 * const retirement = { date: "2026-10", successor: "OAuth 2.0", documentation: undefined, description: undefined };
 * isOver({ state: "legacy", lastVerified: "2026-11-21", retirement }); // => true
 */
export function isOver({ state, lastVerified, retirement }: Omit<Retiring, "name">): boolean {
  if (state === "dead") return true;
  const { date } = retirement ?? {};
  // A month, or a year, is over with its last day.
  return date !== undefined && date + "-12-31".slice(date.length - "2026".length) <= lastVerified;
}
