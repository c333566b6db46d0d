import type {
  KeyKind,
  StoryEvent,
  StoryKeys,
  StoryMessage,
  StorySignature,
} from "@oauth1/emulator/page";

/** Prints what was heard on the stage, each message with what it is for. Nothing is printed that was not heard. */
export interface Trace {
  readonly hear: (event: StoryEvent) => void;
  /** What is wrong with what was heard, when something is. */
  readonly finish: () => Error | undefined;
}

/** How to print. */
export interface TraceOptions {
  /** The provider that the story is about. */
  readonly provider: string;
  readonly color: boolean;
  /** Every header and body as it is. */
  readonly raw: boolean;
  readonly write: (line: string) => void;
}

/** A trace of one provider and one consumer. */
export function createTrace({ provider, color, raw, write }: TraceOptions): Trace {
  const pairs = new Set<KeyKind>();
  const count = { messages: 0, signed: 0, wrong: 0 };
  const paint = (code: number, text: string): string =>
    color ? `\x1b[${code}m${text}\x1b[0m` : text;

  function showMessage(message: StoryMessage): void {
    const { from, to, title, purpose, failed, signature } = message;
    count.messages += 1;
    const number = String(count.messages).padStart(3);
    write("");
    write(`${number}  ${paint(1, `${ACTORS[from]} → ${ACTORS[to]}`)}   ${paint(36, title)}`);
    write(`     ${purpose}`);
    for (const line of wireLines(message, raw)) write(`     ${paint(90, "│")} ${line}`);
    if (signature !== undefined) showSignature(signature);
    if (failed !== undefined) write(`     ${paint(31, "refused")}     ${failed.why}`);
  }

  function showSignature({ signedBy, key, baseString, signature, right }: StorySignature): void {
    count.signed += 1;
    if (!right) count.wrong += 1;
    const proof = right ? "✓ computed again from these bytes" : "✗ it does not match";
    write(`     ${paint(33, "signed by")}   ${signedBy.map((pair) => NAMES[pair]).join(" and ")}`);
    write(`     ${paint(33, "key")}         ${key}`);
    write(`     ${paint(33, "base string")} ${baseString}`);
    write(`     ${paint(33, "signature")}   ${signature} ${proof}`);
  }

  function showKeys({ pair, key, secret, state }: StoryKeys): void {
    pairs.add(pair);
    const told = state === "issued" ? `${PURPOSES[pair]}: ${key} with the secret ${secret}` : state;
    const label = state === "issued" ? "new key " : "key over";
    write(`     ${paint(32, label)}    ${NAMES[pair]}, ${told}`);
  }

  return {
    hear(event) {
      if (event.kind === "state") return;
      if (event.provider !== provider && event.provider !== "") return;
      if (event.kind === "message") showMessage(event);
      else showKeys(event);
    },
    finish() {
      const { messages, signed, wrong } = count;
      write("");
      write(
        `${messages} messages were recorded at the sockets; ${signed} requests were signed, ${wrong} of them wrongly.`,
      );
      return verdict(count, pairs);
    },
  };
}

const ACTORS: Readonly<Record<StoryMessage["from"], string>> = {
  consumer: "Consumer",
  provider: "Provider",
  user: "User",
};

const NAMES: Readonly<Record<KeyKind, string>> = {
  client: "client credentials",
  temporary: "temporary credentials",
  token: "token credentials",
};

const PURPOSES: Readonly<Record<KeyKind, string>> = {
  client: "which prove who the consumer is, in every signature",
  temporary: "which tie this one login together until the user has decided",
  token: "which stand for what the user has allowed",
};

// Temporary credentials, token credentials, and the call before and after the revocation.
const SIGNED_REQUESTS = 4;

function verdict(
  { signed, wrong }: { readonly signed: number; readonly wrong: number },
  pairs: ReadonlySet<KeyKind>,
): Error | undefined {
  if (wrong > 0) return new Error(`${wrong} signatures do not match the bytes that were sent.`);
  if (signed < SIGNED_REQUESTS)
    return new Error(`Only ${signed} of ${SIGNED_REQUESTS} signed requests were sent.`);
  const kinds: readonly KeyKind[] = ["client", "temporary", "token"];
  const missing = kinds.filter((kind) => !pairs.has(kind)).map((kind) => NAMES[kind]);
  return missing.length === 0
    ? undefined
    : new Error(`The provider never handed out: ${missing.join(", ")}.`);
}

// What every browser and server sends along and what tells nothing about OAuth.
const QUIET =
  /^(?:accept|accept-encoding|accept-language|cache-control|connection|content-length|content-security-policy|date|host|keep-alive|priority|referrer-policy|sec-[a-z-]+|te|upgrade-insecure-requests|user-agent)$/i;

function wireLines(
  { http: { start, headers, body } }: StoryMessage,
  raw: boolean,
): readonly string[] {
  const told = headers.filter(([name]) => raw || !QUIET.test(name));
  const lines = told.flatMap(([name, value]) =>
    raw ? [`${name}: ${value}`] : parameterLines(name, value),
  );
  return [start, ...lines, ...(body === "" ? [] : ["", ...bodyLines(body, raw)])];
}

function parameterLines(name: string, value: string): readonly string[] {
  const parameters = /^OAuth (.*)$/.exec(value)?.[1];
  if (parameters === undefined || name.toLowerCase() !== "authorization")
    return [`${name}: ${value}`];
  const each = parameters.split(/,\s*/).map((parameter) => `    ${parameter}`);
  return [`${name}: OAuth`, ...each];
}

function bodyLines(body: string, raw: boolean): readonly string[] {
  const title = raw ? undefined : /<title>([^<]*)<\/title>/.exec(body)?.[1];
  return title === undefined
    ? body.split("\n")
    : [`(a page of ${Buffer.byteLength(body)} bytes: "${title}")`];
}
