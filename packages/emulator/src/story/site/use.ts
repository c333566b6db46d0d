import { textOf } from "../samples.js";
import { callOf } from "./call.js";
import type { Memory } from "./memory.js";
import type { Result } from "./pages.js";
import type { Partner } from "./partner.js";

/** Calls a provider for a user of the site. Rejects as the client does. */
export async function callFor(partner: Partner, user: string, memory: Memory): Promise<Result> {
  const { id, name } = partner.model;
  const link = memory.linkOf(user, id);
  const call = callOf(partner, link.account !== undefined);
  if (call === undefined) return { name, title: "No call is described.", text: "" };
  try {
    const answer = await call.send(partner.client, link.account);
    memory.keep(user, id, { ...link, isRefused: false });
    return { name, title: call.title, text: excerpt(answer) };
  } catch (error) {
    memory.keep(user, id, { ...link, isRefused: true });
    throw error;
  }
}

function excerpt(answer: unknown): string {
  const text = typeof answer === "string" ? answer : textOf(answer ?? "Done.");
  return text.length > 500 ? `${text.slice(0, 500)} …` : text;
}
