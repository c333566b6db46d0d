import { decode } from "@oauth1/core";
import { headerOf, statusOf, textOf, type WireMessage } from "../wire.js";
import type { StoryMessage } from "./contract.js";
import type { ProviderExchange, SiteExchange } from "./exchange.js";

/** Where and why a request was refused; `undefined` for any other message. */
export function failureOf(exchange: ProviderExchange | SiteExchange): StoryMessage["failed"] {
  const { message } = exchange;
  if (message.kind === "request") return undefined;
  if (!("route" in exchange))
    return statusOf(message) < 400
      ? undefined
      : { where: "At the consumer", why: reasonOf(message) };
  const { model, route, visit } = exchange;
  const isDenial = route.name === "authorization" && visit.value("decision") === "deny";
  if (isDenial)
    return {
      where: `At ${model.name}, on the page where the user decides`,
      why: "The user has said no: the temporary credentials are worthless from now on.",
    };
  if (!isRefusal(message)) return undefined;
  return { where: `At ${model.name}, ${PLACES[route.kind]}`, why: reasonOf(message) };
}

/** Whether a response refuses: some providers do so with a status of success. */
export function isRefusal(message: WireMessage): boolean {
  return statusOf(message) >= 400 || challengeOf(message).includes("oauth_problem");
}

function challengeOf(message: WireMessage): string {
  return headerOf(message, "x-emulator-refusal") ?? headerOf(message, "www-authenticate") ?? "";
}

const PLACES: Readonly<Record<ProviderExchange["route"]["kind"], string>> = {
  endpoint: "where key pairs are handed out",
  operation: "in front of the API",
  page: "on a page for users",
  own: "on a page of its own",
  unknown: "where nothing is",
};

// The header of the OAuth Problem Reporting extension, what a page says, or the text itself.
function reasonOf(message: WireMessage): string {
  const challenge = challengeOf(message);
  const quoted = (name: string): string | undefined => {
    const value = new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1];
    return value === undefined ? undefined : decode(value);
  };
  const problem = quoted("oauth_problem");
  if (problem !== undefined) return `${problem}: ${quoted("oauth_problem_advice") ?? ""}`;
  const text = textOf(message);
  const [, title = "", words = ""] = /<h1>([^<]*)<\/h1>\s*<p[^>]*>([^<]*)/.exec(text) ?? [];
  if (title !== "") return unescaped(`${title}. ${words.trim()}`);
  return text === "" ? message.start : text.slice(0, 500);
}

function unescaped(text: string): string {
  const names: Readonly<Record<string, string>> = {
    amp: "&",
    lt: "<",
    gt: ">",
    quot: '"',
    "#39": "'",
  };
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (whole, name: string) => names[name] ?? whole);
}
