import type { ProviderModel } from "@oauth1/descriptor";
import { createKeyring, type Keyring } from "./keyring.js";
import { explainRequest, explainResponse, type Exchange, type ServerName } from "./explain.js";
import type { WireMessage } from "./relay.js";

/** Prints what the relays hear, each message with what it is for. Nothing is printed that was not heard. */
export interface Trace {
  readonly hear: (server: ServerName, message: WireMessage) => void;
  /** What is wrong with what was heard, when something is. */
  readonly finish: () => Error | undefined;
}

/** How to print. */
export interface TraceOptions {
  readonly model: ProviderModel;
  readonly color: boolean;
  /** Every header and body as it is. */
  readonly raw: boolean;
  readonly write: (line: string) => void;
}

/** A trace of one provider and one consumer. */
export function createTrace({ model, color, raw, write }: TraceOptions): Trace {
  const keyring = createKeyring(model);
  const open = new Map<ServerName, WireMessage>();
  const count = { messages: 0, signed: 0, wrong: 0 };
  const paint = (code: number, text: string): string =>
    color ? `\x1b[${code}m${text}\x1b[0m` : text;

  function show(
    { from, to }: { from: string; to: string },
    title: string,
    message: WireMessage,
  ): void {
    count.messages += 1;
    write("");
    write(
      `${String(count.messages).padStart(3)}  ${paint(1, `${from} → ${to}`)}   ${paint(36, title)}`,
    );
    for (const line of wireLines(message, raw)) write(`     ${paint(90, "│")} ${line}`);
  }

  function showSignature(exchange: Exchange): void {
    const proof = keyring.prove(exchange);
    if (proof === undefined) return;
    count.signed += 1;
    if (!proof.right) count.wrong += 1;
    write(`     ${paint(33, "signed by")}   ${proof.signedBy}`);
    write(`     ${paint(33, "key")}         ${proof.key}`);
    write(`     ${paint(33, "base string")} ${proof.baseString}`);
    write(
      `     ${paint(33, "signature")}   ${proof.signature} ${proof.right ? "✓ computed again from these bytes" : "✗ it does not match"}`,
    );
  }

  return {
    hear(server, message) {
      if (message.kind === "request") {
        open.set(server, message);
        const exchange = { server, request: message };
        show(
          { from: keyring.sender(exchange), to: ACTORS[server] },
          explainRequest(model, exchange),
          message,
        );
        showSignature(exchange);
        return;
      }
      const request = open.get(server);
      if (request === undefined) return;
      const exchange = { server, request, response: message };
      show(
        { from: ACTORS[server], to: keyring.sender(exchange) },
        explainResponse(model, exchange),
        message,
      );
      for (const line of keyring.learn(exchange)) write(`     ${paint(32, "new key")}     ${line}`);
    },
    finish() {
      write("");
      write(
        `${count.messages} messages were recorded at the sockets; ${count.signed} requests were signed, ${count.wrong} of them wrongly.`,
      );
      return verdict(count, keyring);
    },
  };
}

const ACTORS: Readonly<Record<ServerName, string>> = { consumer: "Consumer", provider: "Provider" };

// Temporary credentials, token credentials, and the profile before and after the revocation.
const SIGNED_REQUESTS = 4;

function verdict(
  { signed, wrong }: { signed: number; wrong: number },
  keyring: Keyring,
): Error | undefined {
  if (wrong > 0) return new Error(`${wrong} signatures do not match the bytes that were sent.`);
  if (signed < SIGNED_REQUESTS)
    return new Error(`Only ${signed} of ${SIGNED_REQUESTS} signed requests were sent.`);
  const { missing } = keyring;
  return missing().length === 0
    ? undefined
    : new Error(`The provider never handed out: ${missing().join(", ")}.`);
}

// What every browser and server sends along and what tells nothing about OAuth.
const QUIET =
  /^(?:accept|accept-encoding|accept-language|cache-control|connection|content-length|content-security-policy|date|host|keep-alive|priority|referrer-policy|sec-[a-z-]+|te|upgrade-insecure-requests|user-agent):/i;

function wireLines({ head, body }: WireMessage, raw: boolean): readonly string[] {
  const [start = "", ...headers] = head;
  const text = Buffer.from(body, "latin1").toString();
  if (raw) return [start, ...headers, ...(text === "" ? [] : ["", ...text.split("\n")])];
  const told = headers.filter((line) => !QUIET.test(line)).flatMap(parameterLines);
  return [start, ...told, ...(text === "" ? [] : ["", ...bodyLines(text)])];
}

function parameterLines(header: string): readonly string[] {
  const match = /^(authorization: OAuth) (.*)$/i.exec(header);
  if (match === null) return [header];
  const [, scheme = "", parameters = ""] = match;
  return [scheme, ...parameters.split(/,\s*/).map((parameter) => `    ${parameter}`)];
}

function bodyLines(text: string): readonly string[] {
  const title = /<title>([^<]*)<\/title>/.exec(text)?.[1];
  return title === undefined
    ? text.split("\n")
    : [`(a page of ${Buffer.byteLength(text)} bytes: "${title}")`];
}
