import { PATHS } from "../contract.js";
import { approve, resend, visit } from "./http.js";
import { PARAMETERS } from "./legs.js";
import { NAME } from "./our-server.js";
import type { Answer, Approval, Call, Client, Keys, Pairs, Sent, Setup } from "./party.js";

/** Two parties that are to understand each other, one of them ours. */
export interface Game {
  readonly setup: Setup;
  readonly client: Client;
  /** The last call of the protected resource, as the party that is ours saw it. */
  readonly last: () => Sent;
  /** Why our server refused the last request; empty where it did not. */
  readonly why?: () => string;
}

/** What became of a leg: nothing where it passed, otherwise what was seen instead. */
export type Outcome = { readonly ok: true } | { readonly ok: false; readonly seen: string };

/** Plays each leg as often as is wanted, until it fails. One that could not be reached has no outcome. */
export async function play(
  game: Game,
  times: (leg: string) => number,
): Promise<ReadonlyMap<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  const leg = async <T>(name: string, work: () => Promise<T>): Promise<T | undefined> => {
    const result: { last?: T } = {};
    game.why?.();
    try {
      for (let turn = 0; turn < times(name); turn += 1) {
        result.last = await work();
        outcomes.set(name, { ok: true });
      }
    } catch (error) {
      const said = [game.why?.(), error instanceof Error ? error.message : String(error)];
      outcomes.set(name, { ok: false, seen: said.filter(Boolean).join(": ") });
      return undefined;
    }
    return result.last;
  };
  const byCallback = await logIn(game, "callback", leg);
  const login = (await logIn(game, "oob", leg)) ?? byCallback;
  if (login === undefined) return outcomes;
  for (const [name, work] of calls(game, login)) await leg(name, work);
  return outcomes;
}

type Leg = <T>(name: string, work: () => Promise<T>) => Promise<T | undefined>;

interface Login {
  readonly temporary: Keys;
  readonly approval: Approval;
  readonly token: Keys;
}

async function logIn(
  { setup, client, why }: Game,
  group: "callback" | "oob",
  leg: Leg,
): Promise<Login | undefined> {
  const callback = group === "oob" ? "oob" : client.callback;
  const temporary = await leg(`${group} temporary`, () => client.temporary(callback));
  if (temporary === undefined) return undefined;
  const approval = await leg(`${group} approval`, async () => {
    if (why !== undefined) await readPage(setup, temporary);
    const given = await approve(setup.base, temporary.key);
    const wanted = group === "oob" ? undefined : callback;
    if (wanted !== undefined && given.location?.startsWith(wanted) !== true)
      throw new Error(`sent to ${given.location}`);
    return given;
  });
  if (approval === undefined) return undefined;
  const token = await leg(`${group} token`, () => client.token(temporary, approval));
  return token === undefined ? undefined : { temporary, approval, token };
}

async function readPage({ base }: Setup, { key }: Keys): Promise<void> {
  const page = await visit(`${base}${PATHS.authorize}?oauth_token=${encodeURIComponent(key)}`);
  const text = await page.text();
  if (page.status !== 200 || !text.includes(NAME)) throw new Error(`${page.status} ${text}`);
}

function calls(game: Game, login: Login): ReadonlyMap<string, () => Promise<void>> {
  const { token } = login;
  const parameters = Object.entries(PARAMETERS).flatMap(([kind, { pairs, query }]) => [
    [`query ${kind}`, () => called(game, inQuery(game, token, { pairs, query }))] as const,
    [`form ${kind}`, () => called(game, inForm(game, token, pairs))] as const,
  ]);
  return new Map([
    ...parameters.filter(([name]) => name.startsWith("query")),
    ...parameters.filter(([name]) => name.startsWith("form")),
    ["json call", () => called(game, { ...inQuery(game, token), verb: "POST", json: '{"a":"1"}' })],
    ["refused replay", () => replayed(game, token)],
    ["refused other nonce", () => altered(game, token)],
    ["refused wrong secret", () => wrongSecret(game, token)],
    ["refused spent verifier", () => spent(game, login)],
  ]);
}

// Where the protocol's parameters travel in a form there has to be one.
function inQuery(
  { setup }: Game,
  token: Keys,
  { pairs, query }: { pairs: Pairs; query?: string | undefined } = PLAIN,
): Call {
  const url = `${setup.base}${PATHS.echo}?${query ?? encoded(pairs)}`;
  return setup.transmission === "body"
    ? { verb: "POST", url, form: [["caption", "none"]], token }
    : { verb: "GET", url, token };
}

const PLAIN = { pairs: [["size", "original"]] } as const;

function inForm({ setup }: Game, token: Keys, form: Pairs): Call {
  return { verb: "POST", url: `${setup.base}${PATHS.echo}`, form, token };
}

function encoded(pairs: Pairs): string {
  return pairs.map((pair) => pair.map(encodeURIComponent).join("=")).join("&");
}

interface Echo {
  readonly user: string;
  readonly query: Pairs;
  readonly form: Pairs;
}

/** Calls, and looks whether what the server understood is what the client was asked to send. */
async function called({ client, setup }: Game, call: Call): Promise<void> {
  const { body } = expectStatus(await client.call(call), 200);
  const { user, query, form }: Echo = JSON.parse(body);
  const searchParams = [...new URL(call.url).searchParams];
  // Clients that sign in the query may move a form there: what counts is that nothing is lost.
  const [heard, said] =
    setup.transmission === "query"
      ? [sorted([...query, ...form]), sorted([...searchParams, ...(call.form ?? [])])]
      : [[query, form].map(sorted).join(), [searchParams, call.form ?? []].map(sorted).join()];
  if (user !== "alice") throw new Error(`the user is ${user}`);
  if (heard !== said) throw new Error(`heard ${heard}`);
}

function sorted(pairs: Pairs): string {
  const own = pairs.filter(([name]) => !name.startsWith("oauth_"));
  return JSON.stringify(own.map((pair) => JSON.stringify(pair)).sort());
}

function expectStatus(answer: Answer, status: number): Answer {
  if (answer.status === status) return answer;
  throw new Error(`${answer.status} ${answer.body.slice(0, 300)}`);
}

async function replayed(game: Game, token: Keys): Promise<void> {
  await called(game, inQuery(game, token));
  expectStatus(await resend(game.last()), 401);
}

// The nonce is fresh, so that nothing but the signature can be what is wrong.
async function altered(game: Game, token: Keys): Promise<void> {
  await called(game, inQuery(game, token));
  const { url, headers, body, ...sent } = game.last();
  const other = (text: string): string => text.replace(/(oauth_nonce="?)\w/, "$1z");
  const { authorization } = headers;
  const tampered = {
    ...sent,
    url: other(url),
    headers:
      authorization === undefined ? headers : { ...headers, authorization: other(authorization) },
    ...(body === undefined ? {} : { body: other(body) }),
  };
  expectStatus(await resend(tampered), 401);
}

// What the client makes of the refusal is its own affair, but every one says the status.
async function spent({ client }: Game, { temporary, approval }: Login): Promise<void> {
  const seen = await client.token(temporary, approval).then(
    () => "accepted twice",
    (error: unknown) => String(error),
  );
  if (!/\b401\b/.test(seen)) throw new Error(seen);
}

async function wrongSecret(game: Game, token: Keys): Promise<void> {
  const wrong = { ...token, secret: `${token.secret}x` };
  expectStatus(await game.client.call(inQuery(game, wrong)), 401);
}
