import { callOf } from "./site/call.js";
import type { Link, Memory } from "./site/memory.js";
import { SITE_NAME } from "./site/pages.js";
import type { Partner } from "./site/partner.js";

/** What the person can do next, as a sentence. */
export function nextStep(partners: readonly Partner[], memory: Memory): string {
  const { user } = memory;
  if (user === "") return `Sign in to ${SITE_NAME}: any name will do.`;
  const rows = partners.map((partner) => ({ partner, link: linkOf(memory, user, partner) }));
  const waiting = rows.find(({ link }) => link.pending !== undefined);
  if (waiting !== undefined) return whileWaiting(waiting.partner);
  const refused = rows.find(({ link }) => link.isRefused === true);
  if (refused !== undefined)
    return `${nameOf(refused)} has refused the call. Link the account again, or try an experiment.`;
  const linked = rows.filter(({ link }) => link.account !== undefined);
  const ready = rows.filter((row) => linked.includes(row) || needsNoAccount(row.partner));
  const open = rows.find(
    (row) => !ready.includes(row) && row.partner.entrance.kind !== "two-legged",
  );
  const [first] = ready;
  if (first === undefined) return open === undefined ? "" : `Link your account at ${nameOf(open)}.`;
  if (open !== undefined) return `${printFrom(first)}, or link ${nameOf(open)} as well.`;
  return whenReady(ready, linked);
}

function whenReady(ready: readonly Row[], linked: readonly Row[]): string {
  const [first] = linked;
  const isBoth = linked.length > 1;
  const print = `Print from ${isBoth ? "both" : ready.map(nameOf).join(" or ")}`;
  if (first === undefined) return `${print}.`;
  const done = isBoth ? "Both are linked. " : "";
  return `${done}${print}, then take the permission back at ${nameOf(first)}: the next call fails.`;
}

function printFrom(row: Row): string {
  const why = row.link.account === undefined ? ", which needs no account" : "";
  return `Print from ${nameOf(row)}${why}`;
}

// The app alone can print, where a call for it is described.
function needsNoAccount(partner: Partner): boolean {
  return partner.entrance.kind === "two-legged" && callOf(partner, false) !== undefined;
}

interface Row {
  readonly partner: Partner;
  readonly link: Link;
}

function linkOf(memory: Memory, user: string, { model }: Partner): Link {
  return memory.linkOf(user, model.id);
}

function nameOf({ partner }: Pick<Row, "partner">): string {
  return partner.model.name;
}

function whileWaiting({ model, entrance }: Partner): string {
  if (entrance.kind !== "login") return `Go on at ${model.name}.`;
  if (entrance.authorization.method !== "GET")
    return `Let your own program say yes to ${model.name}.`;
  return entrance.callback.modes === "pin"
    ? `Say yes or no at ${model.name}, and carry the PIN back to ${SITE_NAME}.`
    : `Say yes or no at ${model.name}.`;
}
