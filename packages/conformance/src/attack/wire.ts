import { connect } from "node:net";

/** Names and values, in the order in which they are sent. */
export type Pairs = readonly (readonly [name: string, value: string])[];

/** A request whose every byte is the attacker's choice: texts are sent as Latin-1, one character a byte. */
export interface RawRequest {
  readonly method: string;
  readonly target: string;
  readonly headers?: Pairs;
  readonly body?: string | Uint8Array;
}

/** All that a peer sees of an answer; header names are lower-case. */
export interface Answer {
  readonly status: number;
  readonly headers: Pairs;
  readonly body: string;
}

/** Sends a request over a connection of its own. Rejects when there is no whole answer in time. */
export function send(origin: string, { body, ...request }: RawRequest): Promise<Answer> {
  const content = Buffer.from(body ?? "");
  const named = new Set((request.headers ?? []).map(([name]) => name.toLowerCase()));
  const framing: Pairs = [
    ["Host", new URL(origin).host],
    ["Content-Length", String(content.length)],
  ];
  const headers = [
    ...framing.filter(
      ([name]) => !named.has(name.toLowerCase()) && (name === "Host" || body !== undefined),
    ),
    ...(request.headers ?? []),
  ];
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `${request.method} ${request.target} HTTP/1.1\r\n${lines.join("")}Connection: close\r\n\r\n`;
  return sendBytes(origin, Buffer.concat([Buffer.from(head, "latin1"), content]));
}

/** Sends bytes that need not be HTTP, and reads what comes back until the server hangs up. */
export async function sendBytes(origin: string, bytes: Uint8Array): Promise<Answer> {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  const finished = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  socket.on("data", (chunk) => chunks.push(chunk));
  // A server that refuses a body early resets the connection, with its answer already sent.
  socket.on("error", () => undefined);
  socket.setTimeout(PATIENCE, () => socket.destroy());
  socket.write(bytes);
  const started = performance.now();
  await finished;
  const text = Buffer.concat(chunks).toString("latin1");
  if (performance.now() - started >= PATIENCE) throw new Error(`The server hangs: ${text}`);
  return parsed(text);
}

/** The value of a header of an answer. */
export function headerOf({ headers }: Answer, wanted: string): string | undefined {
  return headers.find(([name]) => name === wanted)?.[1];
}

/** The fields of an answer's form body. */
export function formOf({ body }: Answer): ReadonlyMap<string, string> {
  return new Map(new URLSearchParams(body));
}

/** An answer as one text, but for the date: two that are the same cannot be told apart. */
export function visible({ status, headers, body }: Answer): string {
  return JSON.stringify([status, headers.filter(([name]) => name !== "date"), body]);
}

// Long enough for a machine that is busy. What keeps a peer waiting for less is found by the fuzzer, which measures.
const PATIENCE = 30_000;

function parsed(text: string): Answer {
  const [head = "", ...rest] = text.split("\r\n\r\n");
  const [first = "", ...lines] = head.split("\r\n");
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(first)?.[1]);
  if (!Number.isInteger(status)) throw new Error(`No answer: ${JSON.stringify(text)}`);
  const headers = lines.map((line): [string, string] => {
    const [name = "", ...value] = line.split(":");
    return [name.toLowerCase(), value.join(":").trim()];
  });
  const answer = { status, headers, body: rest.join("\r\n\r\n") };
  const isChunked = headerOf(answer, "transfer-encoding")?.toLowerCase() === "chunked";
  return isChunked ? { ...answer, body: dechunked(answer.body) } : answer;
}

function dechunked(text: string): string {
  const at = text.indexOf("\r\n");
  const size = Number.parseInt(text.slice(0, at), 16);
  if (!(size > 0)) return "";
  return text.slice(at + 2, at + 2 + size) + dechunked(text.slice(at + 4 + size));
}
