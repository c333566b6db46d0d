import { sign, type RequestParts } from "@oauth1/core";
import { diagnose, type Diagnosis, type Refused } from "@oauth1/core/diagnose";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { literal } from "./markdown.js";
import { ROOT } from "./paths.js";

/** A published request that is signed wrongly, with the ids of what is wrong. */
interface Vector extends Refused {
  readonly mistakes: readonly string[];
  /** For a request as a server has got it, behind a proxy. */
  readonly received?: boolean;
  readonly multipart?: readonly (readonly [string, string])[];
  /** The signature as it should be, and the request where the mistake is in what it carries. */
  readonly right?: string;
  readonly rightRequest?: RequestParts;
}

// The published requests come in the order of the pipeline; these are the first ones of its parts.
const PARTS: ReadonlyMap<string, string> = new Map([
  ["ampersand-added", "The key"],
  ["form-left-out", "What is counted"],
  ["sorted-before-encoding", "The order"],
  ["values-not-encoded", "The encoding"],
  ["http-for-https", "Method and URL"],
  ["signature-hex", "The signature on its way"],
  ["body-hash-other-hash", "The body hash"],
]);

/** The list of mistakes: each is what `diagnose` says of a published request that has it. */
export async function mistakesText(): Promise<string> {
  const sections = new Map<string, string>();
  for (const vector of [await ampersandAdded(), ...(await readVectors())]) {
    const [id = ""] = vector.mistakes;
    if (vector.mistakes.length > 1 || sections.has(id)) continue;
    sections.set(id, sectionOf(id, vector, await diagnose(refusedOf(vector))));
  }
  return [...sections.values()].join("\n");
}

async function readVectors(): Promise<readonly Vector[]> {
  const file = join(ROOT, "packages/testing/vectors/mistakes.json");
  const vectors: readonly Vector[] = JSON.parse(await readFile(file, "utf8"));
  return vectors;
}

// Right everywhere but at the few servers that want a key without its `&`, so it is not among the published ones.
async function ampersandAdded(): Promise<Vector> {
  const consumer = { key: "ck", secret: "cs" };
  const parts = { method: "GET", url: "https://old.example/me" };
  const fixed = { nonce: "8f2bd1c4a06e", timestamp: 1700000000 };
  const credentials = { consumer, keyAmpersand: false };
  const { request } = await sign(parts, { consumer }, fixed);
  const { signature: right } = await sign(parts, credentials, fixed);
  return { mistakes: ["ampersand-added"], request, credentials, right };
}

function refusedOf({
  request,
  credentials,
  otherSecrets = [],
  received = false,
  multipart,
}: Vector): Refused {
  if (multipart === undefined) return { request, credentials, otherSecrets, received };
  const body = new FormData();
  for (const [name, value] of multipart) body.append(name, value);
  return { request: { ...request, body }, credentials, otherSecrets };
}

function sectionOf(id: string, vector: Vector, diagnosis: Diagnosis): string {
  if (diagnosis.verdict !== "explained") throw new Error(`The vector of ${id} is not explained.`);
  const { mistakes, alternatives, signed, baseString } = diagnosis;
  const mistake = [...mistakes, ...alternatives.flat()].find((one) => one.id === id);
  if (mistake === undefined)
    throw new Error(`The vector of ${id} is explained by another mistake.`);
  const part = PARTS.get(id);
  const heading = part === undefined ? "" : `## ${part}\n\n`;
  const text = `### ${literal(mistake.title)} {#${id}}\n\n${literal(mistake.advice)}\n`;
  const [wrong, right] = signed === baseString ? sentOf(vector) : [signed, baseString];
  if (wrong === right) return `${heading}${text}`;
  const example = [`signed: \`${around(wrong, right)}\``, `right: \`${around(right, wrong)}\``];
  return `${heading}${text}\n${example.map((line) => `- ${line}\n`).join("")}`;
}

// Where the base string is right, what differs is the signature, or the hash of the body.
function sentOf({ request, right, rightRequest }: Vector): readonly [sent: string, right: string] {
  if (rightRequest !== undefined)
    return [parameterOf("body_hash", request), parameterOf("body_hash", rightRequest)];
  const sent = parameterOf("signature", request);
  return [sent, right === undefined ? sent : encodeURIComponent(right)];
}

function parameterOf(name: string, request: Vector["request"]): string {
  const text = JSON.stringify(request);
  return new RegExp(`oauth_${name}=\\\\"(.*?)\\\\"`).exec(text)?.[1] ?? "none";
}

// As much of a text as is needed to see where it leaves the other one.
function around(text: string, other: string): string {
  let begin = 0;
  while (begin < text.length && text[begin] === other[begin]) begin += 1;
  let end = 0;
  const most = Math.min(text.length, other.length) - begin;
  while (end < most && text.at(-1 - end) === other.at(-1 - end)) end += 1;
  const from = Math.max(0, begin - 12);
  const to = Math.min(text.length, Math.max(text.length - end, begin) + 12);
  const shown = text.slice(from, Math.min(to, from + 80));
  return `${from > 0 ? "…" : ""}${shown}${from + shown.length < text.length ? "…" : ""}`;
}
