import { jsonText } from "../json-path.js";

/**
 * A tree as XML: a member is an element, or with `@` before its name an attribute, `#text` stands beside attributes, and a list
 * is several elements of one name. What is empty is an empty element.
 *
 * @example
 * xmlText({ rsp: { "@stat": "fail", err: [{ "@code": "3", "#text": "a & b" }, "c"] } });
 * // => '<?xml version="1.0" encoding="utf-8"?>\n<rsp stat="fail"><err code="3">a &amp; b</err><err>c</err></rsp>\n'
 * xmlText({ rsp: { err: {} } }); // => '<?xml version="1.0" encoding="utf-8"?>\n<rsp><err></err></rsp>\n'
 */
export function xmlText(tree: unknown): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n${membersOf(tree).map(elementText).join("")}\n`;
}

type Member = readonly [name: string, value: unknown];

function elementText([name, value]: Member): string {
  if (Array.isArray(value)) return value.map((item) => elementText([name, item])).join("");
  const all = membersOf(value);
  const attributes = all.filter(([key]) => key.startsWith("@"));
  const written = attributes.map(([key, text]) => ` ${key.slice(1)}="${escaped(text)}"`);
  const inside = all.filter(([key]) => !key.startsWith("@")).map(contentText);
  const text = typeof value === "object" ? inside.join("") : escaped(value);
  return `<${name}${written.join("")}>${text}</${name}>`;
}

function contentText(member: Member): string {
  return member[0] === "#text" ? escaped(member[1]) : elementText(member);
}

function membersOf(value: unknown): readonly Member[] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

function escaped(value: unknown): string {
  return jsonText(value ?? "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
