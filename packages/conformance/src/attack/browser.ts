import { queryOf } from "./by-hand.js";
import type { Keys } from "./party.js";
import type { Target } from "./target.js";
import { send, type Answer, type Pairs } from "./wire.js";

/** The path of the consent page. */
export const PATH = "/oauth/authorize";

/** Opens a page, as a browser whose cookie names a user and a session. */
export function visit({ address }: Target, target: string, cookie = "jane/s1"): Promise<Answer> {
  return send(address, { method: "GET", target, headers: [["Cookie", cookie]] });
}

/** Opens the consent page for a token. */
export function open(target: Target, { key }: Keys, cookie?: string): Promise<Answer> {
  return visit(target, `${PATH}?oauth_token=${key}`, cookie);
}

/** Posts a form to the consent page. */
export function post(
  { address }: Target,
  form: Pairs,
  headers: Pairs = [["Cookie", "jane/s1"]],
): Promise<Answer> {
  const type = ["Content-Type", "application/x-www-form-urlencoded"] as const;
  return send(address, {
    method: "POST",
    target: PATH,
    headers: [...headers, type],
    body: queryOf(form),
  });
}

/** The hidden fields of the consent page for a token. */
export async function formOf(target: Target, temporary: Keys): Promise<Pairs> {
  return hidden(await open(target, temporary));
}

/** The hidden fields of a page; throws when there are none. */
export function hidden({ body }: Answer): Pairs {
  const fields = [...body.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)];
  if (fields.length === 0) throw new Error("There is no form.");
  return fields.map(([, name = "", value = ""]) => [name, value]);
}
