import type { StepBody } from "../description.js";

/**
 * The form of a step as a JSON object, which is not signed. Parameters in `names` become JSON numbers or booleans; all others are
 * strings. Throws a TypeError where one that is named is neither.
 *
 * @example
 * const request = new Request("https://photos.example.net/token", { method: "POST" });
 * const written = jsonParameters(["count"])(request, [["name", "7"], ["count", "7"]]);
 * await written.text(); // => '{"name":"7","count":7}'
 */
export function jsonParameters(names: readonly string[] = []): StepBody {
  return (request, form) => {
    if (form.length === 0) return request;
    const members = form.map(([name, text]): [string, unknown] => [
      name,
      names.includes(name) ? valueOf(name, text) : text,
    ]);
    const body = JSON.stringify(Object.fromEntries(members));
    const written = new Request(request, { body });
    written.headers.set("content-type", "application/json");
    return written;
  };
}

function valueOf(name: string, text: string): number | boolean {
  if (text === "true" || text === "false") return text === "true";
  const number = Number(text);
  if (text.trim() !== "" && Number.isFinite(number)) return number;
  throw new TypeError(`The parameter ${name} is a number or a boolean here, and no other text.`);
}
