import { jsonText } from "./json-path.js";
import { bodyText, type Visit } from "./visit.js";

/**
 * The fields of a form or of a JSON object, as text; the empty text for what is absent. Throws a TypeError for what is no
 * JSON object, and for members of other names.
 *
 * @example
 * const headers = { "content-type": "application/json" };
 * const request = { method: "POST", url: "http://127.0.0.1/", headers, body: '{"times":2}' };
 * controlFields(visitOf(request), ["name", "times"]); // => { name: "", times: "2" }
 */
export function controlFields<const N extends string>(
  visit: Visit,
  names: readonly N[],
): Readonly<Record<N, string>>;
export function controlFields(
  visit: Visit,
  names: readonly string[],
): Readonly<Record<string, string>> {
  const isJson = visit.header("content-type")?.includes("application/json") === true;
  if (!isJson) return Object.fromEntries(names.map((name) => [name, visit.value(name)]));
  const given = membersOf(parsed(bodyText(visit.request)));
  const unknown = given.find(([name]) => !names.includes(name));
  if (unknown !== undefined)
    throw new TypeError(`There is no ${unknown[0]} here: choose among ${names.join(", ")}.`);
  return { ...Object.fromEntries(names.map((name) => [name, ""])), ...Object.fromEntries(given) };
}

/**
 * A list of texts that is written as JSON; the empty list for the empty text. Throws a TypeError for anything else.
 *
 * @example
 * textsOf('["oob"]'); // => ["oob"]
 */
export function textsOf(json: string): readonly string[] {
  if (json === "") return [];
  const value: unknown = json.startsWith("[") ? parsed(json) : undefined;
  if (Array.isArray(value) && value.every((one) => typeof one === "string")) return value;
  throw new TypeError("callbacks has to be a list of texts.");
}

function membersOf(value: unknown): readonly (readonly [name: string, text: string])[] {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new TypeError("The body has to be a JSON object.");
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return members.map(([name, member]) => [name, jsonText(member)]);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new TypeError("The body cannot be read as JSON.");
  }
}
