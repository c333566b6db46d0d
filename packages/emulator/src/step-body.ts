import type { EndpointModel } from "@oauth1/descriptor";
import { jsonText } from "./json-path.js";
import { bodyText, type Visit } from "./visit.js";

/** A visit whose parameters can be read as those of a form, and what is wrong with how its body is written. */
export interface ReadableStep {
  readonly visit: Visit;
  /** A sentence. */
  readonly problem?: string;
}

/**
 * Reads the body of a step that is written as JSON. It is not signed, so a signature is verified on the visit as it was.
 *
 * @example
 * const request = { method: "POST", url: "http://127.0.0.1/", headers: { "content-type": "application/json" }, body: '{"count":7}' };
 * const endpoint = { body: "json", bodyValues: ["count"] };
 * readableStep(endpoint, visitOf(request)).visit.form; // => [["count", "7"]]
 * readableStep({ ...endpoint, bodyValues: [] }, visitOf(request)).problem; // => "count is text in the JSON body, and came as 7."
 */
export function readableStep(
  { body, bodyValues }: Pick<EndpointModel, "body" | "bodyValues">,
  visit: Visit,
): ReadableStep {
  const text = bodyText(visit.request);
  if (body === "form") return { visit };
  if (visit.form.length > 0) return { visit, problem: "The body has to be JSON, and is a form." };
  if (text === "") return { visit };
  const members = membersOf(text);
  if (members === undefined || !/^application\/json\b/i.test(visit.header("content-type") ?? "")) {
    return {
      visit,
      problem: "The body has to be a JSON object, and of the type application/json.",
    };
  }
  const form = members.map(([name, value]) => [name, jsonText(value)] as const);
  const pairs = [...visit.query, ...form];
  const value = (name: string): string => pairs.find(([given]) => given === name)?.[1] ?? "";
  const wrong = members.find(
    ([name, one]) => bodyValues.includes(name) === (typeof one === "string"),
  );
  const read = { ...visit, form, value };
  if (wrong === undefined) return { visit: read };
  const [name, given] = wrong;
  const wanted = bodyValues.includes(name) ? "no text" : "text";
  return {
    visit: read,
    problem: `${name} is ${wanted} in the JSON body, and came as ${typeof given === "string" ? JSON.stringify(given) : jsonText(given)}.`,
  };
}

function membersOf(text: string): readonly (readonly [name: string, value: unknown])[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? Object.entries(value) : undefined;
  } catch {
    return undefined;
  }
}
