import { encode, type BodyContent } from "@oauth1/core";
import { InputError } from "./input-error.js";

/** Reads the file of a name; `-` is the standard input. Bytes reach the body as they are. */
export type ReadText = (file: string) => string | Uint8Array;

/** What goes into a body: text, or bytes that are none. */
export type CurlData = string | (BodyContent & Uint8Array);

/**
 * Data as `-d` takes it: as it is, or what is in a file behind an at sign, without its line breaks and NULs.
 *
 * @example
 * dataOf("a=b"); // => "a=b"
 */
export function dataOf(text: string, readText: ReadText = refuseFile): CurlData {
  if (!text.startsWith("@")) return text;
  const content = contentOf(text.slice(1), readText);
  return typeof content === "string"
    ? content.replace(/[\r\n\0]/g, "")
    : content.filter((byte) => byte !== 0x0a && byte !== 0x0d && byte !== 0);
}

/** Data as `--data-binary` takes it: as it is, or what is in a file behind an at sign. */
export function binaryOf(text: string, readText: ReadText): CurlData {
  return text.startsWith("@") ? contentOf(text.slice(1), readText) : text;
}

/** Data as `--data-urlencode` takes it: `name=text`, `=text`, `text`, `name@file` or `@file`, of which the text is encoded. */
export function encodedOf(text: string, readText: ReadText): string {
  // An at sign before the first equals sign is one of the name.
  const [, name = "", sign, rest = ""] =
    /^([^=]*)(=)(.*)$/s.exec(text) ?? /^([^@]*)(@)(.*)$/s.exec(text) ?? [];
  if (sign === undefined) return encode(text);
  const content = sign === "@" ? contentOf(rest, readText) : rest;
  const value = typeof content === "string" ? encode(content) : wireOf(content, encode);
  return name === "" ? value : `${name}=${value}`;
}

/** The lines of a file. */
export function linesOf(file: string, readText: ReadText): readonly string[] {
  const content = readText(file);
  const text = typeof content === "string" ? content : new TextDecoder().decode(content);
  return text.split(/\r?\n/).filter((line) => line.trim() !== "");
}

/** Data one after the other; text as long as all of it is. */
export function joined(pieces: readonly CurlData[], separator: string): CurlData {
  if (pieces.every((piece) => typeof piece === "string")) return pieces.join(separator);
  const parts = pieces.flatMap((piece, at) => (at === 0 ? [piece] : [separator, piece]));
  return concatenated(parts.map(bytesOf));
}

/** Data as it stands in a URL, where a byte that is no ASCII can only be escaped. */
export function queryOf(data: CurlData): string {
  return typeof data === "string" ? data : wireOf(data, (ascii) => ascii);
}

/** What reads no file, because there is none. */
export function refuseFile(file: string): never {
  throw new InputError(
    `@${file} names a file, which cannot be read here: put its text in its place.`,
  );
}

// Bytes stay bytes only where they are no text, because text is what people can read, print and paste.
function contentOf(file: string, readText: ReadText): CurlData {
  const content = readText(file);
  if (typeof content === "string") return content;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return new Uint8Array(content);
  }
}

function wireOf(bytes: Uint8Array, ascii: (character: string) => string): string {
  return Array.from(bytes, (byte) =>
    byte < 0x80 ? ascii(String.fromCharCode(byte)) : `%${byte.toString(16).toUpperCase()}`,
  ).join("");
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function bytesOf(data: CurlData): Uint8Array {
  return typeof data === "string" ? new TextEncoder().encode(data) : data;
}
