import type {
  Actor,
  KeyKind,
  Phase,
  StoryAction,
  StoryEvent,
  StoryKeys,
  StoryMessage,
} from "../contract.js";

/** A message in the diagram. */
export interface Line {
  readonly message: StoryMessage;
  /** The place among the messages, from 1 on. */
  readonly number: number;
  /** Who has been asked something and has not answered when this message is sent. */
  readonly busy: ReadonlySet<Actor>;
  /** The part of the story that begins with this message. */
  readonly begins?: Phase;
}

/** The messages of a story in order. */
export function linesOf(events: readonly StoryEvent[]): readonly Line[] {
  const open = new Map<number, Actor>();
  const lines: Line[] = [];
  let phase: Phase = "site";
  for (const event of events) {
    if (event.kind !== "message") continue;
    const line = { message: event, number: lines.length + 1, busy: new Set(open.values()) };
    // What the site does meanwhile is no part of its own.
    const isNew = event.phase !== "site" && event.phase !== phase;
    lines.push(isNew ? { ...line, begins: event.phase } : line);
    if (isNew) phase = event.phase;
    if (event.direction === "request") open.set(event.index, event.to);
    if (event.answers !== undefined) open.delete(event.answers);
  }
  return lines;
}

/** A request and its answer, as far as there is one. */
export interface Exchange {
  readonly request?: Line;
  readonly response?: Line;
}

/** What a message belongs to. */
export function exchangeOf(lines: readonly Line[], { message }: Line): Exchange {
  const asked = message.direction === "request" ? message.index : message.answers;
  const request = lines.find((line) => line.message.index === asked);
  const response = lines.find(
    ({ message: { answers } }) => answers !== undefined && answers === asked,
  );
  return { ...(request && { request }), ...(response && { response }) };
}

/** What a provider has given out of each kind to one app, and what has become of it. */
export interface KeyRing {
  readonly provider: string;
  /** Set where it is not the site of the story. */
  readonly app: string | undefined;
  readonly pairs: Readonly<Partial<Record<KeyKind, StoryKeys>>>;
}

/** The last key pair of each kind for every provider and app, the chosen provider first. */
export function keyRingsOf(events: readonly StoryEvent[], first: string): readonly KeyRing[] {
  const rings: KeyRing[] = [{ provider: first, app: undefined, pairs: {} }];
  for (const event of events) {
    if (event.kind !== "keys") continue;
    const { provider, app, pair } = event;
    const at = rings.findIndex((one) => one.provider === provider && one.app === app);
    const pairs = { ...rings[at]?.pairs, [pair]: event };
    rings.splice(at < 0 ? rings.length : at, 1, { provider, app, pairs });
  }
  return rings;
}

/** What the person can do now. */
export interface Now {
  readonly step: string;
  readonly available: readonly StoryAction[];
}

/** The last word of the server on what can be done; `undefined` before the first one. */
export function nowOf(events: readonly StoryEvent[]): Now | undefined {
  return events.findLast((event) => event.kind === "state");
}

/** Where a browser is. */
export interface Address extends Pick<StoryMessage, "app" | "provider" | "to"> {
  readonly host: string;
  readonly path: string;
}

/** Where the user's browser is, by the last page that it has asked for. */
export function addressOf(events: readonly StoryEvent[]): Address | undefined {
  const request = events.findLast(
    (event) => event.kind === "message" && event.direction === "request" && isFromFrame(event),
  );
  if (request?.kind !== "message") return undefined;
  const host = request.http.headers.find(([name]) => name.toLowerCase() === "host")?.[1] ?? "";
  const { to, provider } = request;
  return { host, path: request.http.start.split(" ")[1] ?? "/", to, provider };
}

// The pages that a program sends the user to are opened in a tab of their own.
function isFromFrame({ from, http }: StoryMessage): boolean {
  const isTab = http.headers.some(
    ([name, value]) => name.toLowerCase() === "sec-fetch-dest" && value === "document",
  );
  return from === "user" && !isTab;
}

/** The last answer to an experiment that began at an index, until the person goes on in the browser. */
export function outcomeOf(lines: readonly Line[], from: number | undefined): Line | undefined {
  if (from === undefined) return undefined;
  const outcome = lines.findLast(
    ({ message: { index, to, direction } }) =>
      index >= from && to === "consumer" && direction === "response",
  );
  const last = lines.findLast(({ message }) => message.from === "user");
  return (last?.number ?? 0) > (outcome?.number ?? 0) ? undefined : outcome;
}
