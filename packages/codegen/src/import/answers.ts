import type { DescribedOperation } from "@oauth1/descriptor";
import type { Found } from "./find.js";
import type { Importing } from "./importing.js";
import { at, entriesOf, textOf } from "./json.js";
import { isJson, isText } from "./media-types.js";
import { resolved } from "./parameters.js";
import { schemaName } from "./references.js";
import { typeOf } from "./types.js";

type Answer = Pick<DescribedOperation, "response" | "result">;

/** The answer of success, and what its body is. */
export function answerOf(found: Found, importing: Importing): Answer {
  const { method, operation, place } = found;
  if (method === "HEAD") return { response: "none" };
  const success = successOf(found, importing);
  if (success === undefined && errorOf(operation, importing) !== undefined) {
    importing.note(place, "it names no answer but an error, and can answer anything");
    return {};
  }
  const contents = contentsOf(success, importing);
  const json = contents.find(
    ([type, content]) => !isFile(content, importing) && (isJson(type) || isAnything(type, content)),
  );
  const [mediaType] = json ?? contents[0] ?? [];
  if (contents.length > 1)
    importing.noteMany(place, `of the kinds of its answer, only ${mediaType} was taken over`);
  if (json !== undefined) {
    const answered = { ...importing, ways: { sent: false, answered: true } };
    const result = typeOf(at(json[1], "schema"), `${place} (answer)`, answered);
    return Object.keys(result).length === 0 ? {} : { result };
  }
  if (mediaType === undefined) return { response: "none" };
  return { response: isText(mediaType) ? "text" : "binary" };
}

/** Of several answers of success the first that has a body; one for all codes only where it is the only one. */
function successOf({ operation, place }: Found, importing: Importing): unknown {
  const answers = entriesOf(at(operation, "responses"));
  const exact = answers.filter(([code]) => /^2\d\d$/.test(code));
  const all = [...exact, ...answers.filter(([code]) => /^2xx$/i.test(code))];
  const chosen = all.find(([, answer]) => contentsOf(answer, importing).length > 0) ?? all[0];
  if (chosen === undefined) return defaultOf(operation, importing);
  if (all.length > 1) importing.note(place, `of its answers, only ${chosen[0]} was taken over`);
  return chosen[1];
}

function defaultOf(operation: unknown, importing: Importing): unknown {
  const answers = entriesOf(at(operation, "responses"));
  const others = answers.filter(([code]) => /^[1-5]/.test(code));
  const answer = at(operation, "responses", "default");
  if (saysOf(answer, importing, /error|exception|fail|fault|problem|unexpected/i)) return undefined;
  // Where every other answer is an error, this may be the last of them.
  const isLast =
    others.every(([code]) => /^[45]/.test(code)) && saysOf(answer, importing, /success|\bok\b/i);
  return others.length === 0 || isLast ? answer : undefined;
}

/** The answer of every other code, where nothing but errors is named. */
function errorOf(operation: unknown, importing: Importing): unknown {
  const answers = entriesOf(at(operation, "responses"));
  const isNamed = answers.some(([code]) => /^[1-3]/.test(code));
  const answer = at(operation, "responses", "default");
  return isNamed || defaultOf(operation, importing) !== undefined ? undefined : answer;
}

/** Whether the description of an answer or the names of what it holds say something. */
function saysOf(answer: unknown, importing: Importing, words: RegExp): boolean {
  const names = contentsOf(answer, importing).map(([, content]) =>
    schemaName(textOf(at(content, "schema", "$ref")) ?? ""),
  );
  const reference = textOf(at(answer, "$ref"))?.replace(/.*\//, "");
  const description = textOf(at(resolved(answer, importing), "description"));
  return [...names, reference, description].some((text = "") => words.test(text));
}

type Content = readonly [mediaType: string, content: unknown];

function contentsOf(answer: unknown, importing: Importing): readonly Content[] {
  return entriesOf(at(resolved(answer, importing), "content"));
}

/** Swagger documents that do not say what answers are mean JSON. */
function isAnything(mediaType: string, content: unknown): boolean {
  return mediaType === "*/*" && at(content, "schema") !== undefined;
}

/** Swagger gives a file the media types of all answers, JSON among them. */
function isFile(content: unknown, importing: Importing): boolean {
  return at(resolved(at(content, "schema"), importing), "format") === "binary";
}
