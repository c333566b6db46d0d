import type { IncomingMessage, ServerResponse } from "node:http";
import { builtFile, isBuilt } from "./built-page.js";
import type { PageProviders } from "./contract.js";
import { streamEvents } from "./events-stream.js";
import { actionNamed } from "./experiments.js";
import { EVENTS, refusalOf } from "./gate.js";
import type { RunningStage } from "./stage.js";

/** The stage that is set, and how many there were. */
export interface CurrentStage {
  readonly running: RunningStage;
  readonly number: number;
}

/** What the page is answered from. */
export interface PageContext {
  readonly origin: string;
  readonly listed: PageProviders;
  readonly current: () => CurrentStage | undefined;
  readonly set: (provider: string) => Promise<CurrentStage>;
}

/** Answers a request of the page. */
export async function answerPage(
  context: PageContext,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const path = (incoming.url ?? "/").replace(/\?.*/, "");
  for (const [name, value] of Object.entries(HEADERS)) outgoing.setHeader(name, value);
  const refusal = refusalOf({ headers: incoming.headers, path, origin: context.origin });
  if (refusal !== undefined) return sendText(outgoing, refusal);
  const answer = ANSWERS.get(`${incoming.method} ${path}`);
  try {
    if (answer !== undefined) await answer(context, incoming, outgoing);
    // node:http leaves out the body of what HEAD asks for.
    else if (incoming.method === "GET" || incoming.method === "HEAD") sendFile(outgoing, path);
    else sendText(outgoing, { status: 404, text: "Nothing is here." });
  } catch (error) {
    const isAsked = error instanceof TypeError || error instanceof SyntaxError;
    const text = error instanceof Error ? error.message : String(error);
    sendJson(outgoing, isAsked ? 400 : 500, { error: text });
  }
}

type Answer = (
  context: PageContext,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
) => Promise<void> | void;

const ANSWERS: ReadonlyMap<string, Answer> = new Map<string, Answer>([
  ["GET /providers.json", ({ listed }, _incoming, outgoing) => sendJson(outgoing, 200, listed)],
  [
    "GET /api/stage",
    ({ current }, _incoming, outgoing) => {
      const stage = current();
      if (stage === undefined) return void outgoing.writeHead(204).end();
      sendJson(outgoing, 200, stage.running.describe());
    },
  ],
  [
    "POST /api/stage",
    async ({ set }, incoming, outgoing) => {
      const { running } = await set(await memberOf(incoming, "provider"));
      sendJson(outgoing, 200, running.describe());
    },
  ],
  [
    `GET ${EVENTS}`,
    ({ current }, { headers }, outgoing) => {
      const stage = current();
      if (stage === undefined) return sendJson(outgoing, 404, NO_STAGE);
      const lastEventId = headers["last-event-id"]?.toString();
      streamEvents(outgoing, { log: stage.running.log, number: stage.number, lastEventId });
    },
  ],
  [
    "POST /api/stage/actions",
    async ({ current }, incoming, outgoing) => {
      const action = actionNamed(await memberOf(incoming, "action"));
      if (action === undefined) throw new TypeError("There is no such action.");
      const stage = current();
      if (stage === undefined) return sendJson(outgoing, 404, NO_STAGE);
      sendJson(outgoing, 200, await stage.running.act(action));
    },
  ],
]);

const NO_STAGE = { error: "No stage is set: POST /api/stage first." };

const HEADERS = {
  "cache-control": "no-store",
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; worker-src 'self'; connect-src 'self'; frame-src http://127.0.0.1:* http://localhost:*; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
} as const;

// Empty for what is no text.
async function memberOf(incoming: IncomingMessage, name: string): Promise<string> {
  let text = "";
  for await (const chunk of incoming.setEncoding("utf8")) {
    text += String(chunk);
    if (text.length > MOST) throw new TypeError("The body is too large.");
  }
  const value: unknown = JSON.parse(text);
  const members = new Map<string, unknown>(
    typeof value === "object" && value !== null ? Object.entries(value) : [],
  );
  const member = members.get(name);
  return typeof member === "string" ? member : "";
}

const MOST = 10_000;

function sendFile(outgoing: ServerResponse, path: string): void {
  const file = builtFile(path);
  if (file !== undefined) {
    outgoing.writeHead(200, { "content-type": file.type }).end(file.bytes);
    return;
  }
  if (isBuilt()) return sendText(outgoing, { status: 404, text: "Nothing is here." });
  sendText(outgoing, {
    status: 503,
    text: "The page is not built. In the repository: npx pnpm --filter @oauth1/emulator build",
  });
}

function sendJson(outgoing: ServerResponse, status: number, value: unknown): void {
  outgoing.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}

function sendText(
  outgoing: ServerResponse,
  { status, text }: { readonly status: number; readonly text: string },
): void {
  outgoing.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(`${text}\n`);
}
