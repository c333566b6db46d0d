import { encode } from "@oauth1/core";
import { isRecord } from "./kept.js";
import { isBaseUrl } from "./template.js";

/**
 * A URL template with the fields of an account in it: `{account.name}` stands for one, encoded as a segment of the path, or at
 * the beginning for a whole URL. What else is in braces stays. Throws a TypeError for a field that the account does not have,
 * and for one that does not fit.
 *
 * @example
 * accountUrl("https://photos.example.net/{account.shard}/revoke", { shard: "a/b" }); // => "https://photos.example.net/a%2Fb/revoke"
 * accountUrl("{account.api}/v1", { api: "https://s1.photos.example.net/" }); // => "https://s1.photos.example.net/v1"
 */
export function accountUrl(template: string, account: unknown): string {
  return template.replace(FIELD, (_, name: string, at: number) => {
    const text = fieldOf(account, name);
    return at === 0 ? wholeUrl(name, text) : segment(name, text);
  });
}

/**
 * Whether an account has the first field that a template names.
 *
 * @example
 * hasField({ api: "https://s1.photos.example.net" }, "{account.api}/v1"); // => true
 */
export function hasField(account: unknown, template: string): boolean {
  const [[, name = ""] = []] = template.matchAll(FIELD);
  return isRecord(account) && account[name] !== undefined;
}

const FIELD = /\{account\.([^{}]+)\}/g;

function fieldOf(account: unknown, name: string): string {
  const value = isRecord(account) ? account[name] : undefined;
  if (["string", "number", "boolean"].includes(typeof value)) return String(value);
  throw new TypeError(
    account === undefined
      ? `This needs an account, whose ${name} stands in the URL: make a session of what complete() returned.`
      : `This account has no ${name}, which stands in the URL: pass what complete() returned, with all its fields.`,
  );
}

// It is no template, whatever it looks like, and text after it is a path.
function wholeUrl(name: string, text: string): string {
  if (isBaseUrl(text) && URL.canParse(text)) {
    return text.replace(/\/+$/, "").replace(/[{}]/g, encode);
  }
  throw new TypeError(
    `The account's ${name} is ${JSON.stringify(text)}: it has to be an absolute URL without a name, a query or a fragment.`,
  );
}

// `/` is encoded, but a URL takes `.` and `..` for steps however they are written.
function segment(name: string, text: string): string {
  if (!/^\.{0,2}$/.test(text)) return encode(text);
  throw new TypeError(
    `The account's ${name} is ${JSON.stringify(text)}, which cannot stand in the path of a URL.`,
  );
}
