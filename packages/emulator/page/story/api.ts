import type { ActionResult, Stage, StoryAction, StoryEvent } from "../contract.js";

/** The stage that is set already; `undefined` when there is none, or no server. */
export async function currentStage(): Promise<Stage | undefined> {
  const response = await fetch("api/stage", { headers: OURS }).catch(() => undefined);
  return response?.status === 200 ? response.json() : undefined;
}

/** Sets the stage anew. Rejects with a sentence for the person when the server does not. */
export async function setStage(provider: string): Promise<Stage> {
  const response = await post("api/stage", { provider });
  if (!response.ok) throw new Error(`The stage cannot be set: ${await problemOf(response)}`);
  return response.json();
}

/** Asks for an experiment. Rejects with a sentence for the person when there is no server. */
export async function act(action: StoryAction): Promise<ActionResult> {
  return (await post("api/stage/actions", { action })).json();
}

/** What a stage says about itself. */
export interface StageListener {
  readonly onEvent: (event: StoryEvent) => void;
  readonly onConnection: (connection: Connection) => void;
}

/** Whether the server is heard: `lost` is tried again by itself, `gone` is not. */
export type Connection = "gone" | "lost" | "open";

/** Hears what happened on the stage, from the first event on, and what happens. Returns how to stop. */
export function listen({ onEvent, onConnection }: StageListener): () => void {
  const source = new EventSource("api/stage/events");
  source.onopen = (): void => onConnection("open");
  source.onmessage = ({ data }: MessageEvent<string>): void => onEvent(JSON.parse(data));
  source.onerror = (): void =>
    onConnection(source.readyState === EventSource.CLOSED ? "gone" : "lost");
  return () => source.close();
}

const OURS = { "x-oauth1-page": "1" } as const;

function post(path: string, body: unknown): Promise<Response> {
  const headers = { ...OURS, "content-type": "application/json" };
  return fetch(path, { method: "POST", headers, body: JSON.stringify(body) }).catch(() => {
    throw new Error("The server does not answer. Start it again, then reload this page.");
  });
}

async function problemOf(response: Response): Promise<string> {
  const text = await response.text();
  try {
    return JSON.parse(text).error ?? text;
  } catch {
    return text;
  }
}
