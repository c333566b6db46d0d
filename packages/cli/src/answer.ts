import { isUtf8 } from "node:buffer";
import { Refusal } from "./failure.js";
import { note, print, printable } from "./terminal.js";

/** What an answer says besides its body. */
export interface AnswerHead {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: Headers;
}

/** The body of an answer. Rejects with a `Refusal` where only a part of it comes. */
export async function readAnswer(response: Response): Promise<Buffer> {
  try {
    return Buffer.from(await response.arrayBuffer());
  } catch (error) {
    const { cause } = error instanceof Error ? error : {};
    const reason = cause instanceof Error ? cause.message : String(error);
    throw new Refusal("network", `The answer broke off: ${reason}`);
  }
}

/**
 * An answer as JSON. A body that is JSON stands there as it came, because reading it would change numbers of more than 53 bits;
 * one that is no text is `bodyBase64`. Of a header field whose lines cannot be joined, there is a list.
 *
 * @example
 * const head = { ok: true, status: 200, headers: new Headers() };
 * JSON.parse(answerJson(head, Buffer.from('{"id":1}'))); // => { ok: true, status: 200, headers: {}, body: { id: 1 } }
 */
export function answerJson({ ok, status, headers }: AnswerHead, bytes: Buffer): string {
  const cookies = headers.getSetCookie();
  const fields = {
    ...Object.fromEntries(headers),
    ...(cookies.length > 0 && { "set-cookie": cookies }),
  };
  const head = JSON.stringify({ ok, status, headers: fields }, undefined, 2);
  return `${head.slice(0, -2)},\n  ${bodyMember(bytes)}\n}`;
}

/** The bytes of a peer: as they are for programs, and on a terminal as far as they are text. */
export function printBytes(bytes: Buffer): void {
  if (!process.stdout.isTTY) process.stdout.write(bytes);
  else if (!isUtf8(bytes)) note(`${bytes.length} bytes are no text: send them to a file.`);
  else if (bytes.length > 0) print(printable(bytes.toString("utf8").replaceAll("\r\n", "\n")));
}

function bodyMember(bytes: Buffer): string {
  if (!isUtf8(bytes)) return `"bodyBase64": ${JSON.stringify(bytes.toString("base64"))}`;
  const text = bytes.toString("utf8");
  return `"body": ${isJson(text) ? text.trim() : JSON.stringify(text)}`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
