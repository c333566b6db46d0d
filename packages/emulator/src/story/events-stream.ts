import type { ServerResponse } from "node:http";
import type { StoryEvent } from "./contract.js";
import type { StoryLog } from "./log.js";

/** A story to be followed. */
export interface Followed {
  readonly log: StoryLog;
  /** The number of the stage, so that nobody goes on in another story. */
  readonly number: number;
  /** What the browser has heard last. */
  readonly lastEventId: string | undefined;
}

/** Sends the events of a story as `text/event-stream`: what the browser has missed, and then what comes. */
export function streamEvents(
  outgoing: ServerResponse,
  { log, number, lastEventId }: Followed,
): void {
  const [stage, index] = (lastEventId ?? "").split("-");
  const heard = stage === String(number) ? Number(index) : -1;
  const send = (event: StoryEvent): void => {
    if (event.index > heard)
      outgoing.write(`id: ${number}-${event.index}\ndata: ${JSON.stringify(event)}\n\n`);
  };
  outgoing.writeHead(200, { "content-type": "text/event-stream" });
  outgoing.flushHeaders();
  const { past, stop } = log.subscribe({ next: send, end: () => void outgoing.end() });
  for (const event of past) send(event);
  outgoing.once("close", stop);
}
