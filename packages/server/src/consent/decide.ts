import { decode, parseForm, receivedTarget, type RequestParts } from "@oauth1/core";
import { callbackWith } from "../callback.js";
import type { Provider } from "../provider.js";
import { randomHex } from "../random.js";
import { applicationParameters, type ApplicationParameters } from "../request-form.js";
import { localPath, METHODS, type FormTokens } from "./defense.js";
import type { ConsentOptions } from "./options.js";
import type { ConsentProblem, ConsentView, QuestionView, Visitor } from "./view.js";

/** A consent page with every default filled in. */
export type Site = Pick<Provider, "authorization" | "origins"> &
  Required<Omit<ConsentOptions, "key">> & {
    /** Where the form is posted to: a path, because the page may be open at any of the origins. */
    readonly action: string;
    readonly tokens: FormTokens;
    /** Whether the application's own pages bring pictures, fonts and styles along. */
    readonly ownAssets: boolean;
  };

/** What is read of a request. */
export interface Visit {
  /** The `oauth_token`; empty when there is none, or more than one. */
  readonly token: string;
  /** The path and query to come back to after a login. */
  readonly address: string;
  /** What was posted; absent when nothing was. */
  readonly form?: ApplicationParameters;
}

/** Where a visit ends: elsewhere, or with a page. */
export type Outcome =
  | { readonly redirect: string }
  | {
      readonly view: ConsentView;
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly redirect?: never;
    };

/**
 * Reads of a request what a consent page listens to, which is the token and the form.
 *
 * @example
 * const request = { method: "GET", url: "https://photos.example.net/oauth/authorize?oauth_token=a%20b&lang=en" };
 * visitOf({ action: "/oauth/authorize" }, request);
 * // => { token: "a b", address: "/oauth/authorize?oauth_token=a%20b&lang=en" }
 */
export function visitOf({ action }: Pick<Site, "action">, request: RequestParts): Visit {
  if (request.method === "POST") {
    // Without the query: what a form says has to be in the form.
    const form = isLarge(request.body) ? [] : applicationParameters({ ...request, url: "" });
    const token = fieldOf(form, "token");
    return { token, form, address: addressOf(action, token) };
  }
  const query = receivedTarget(request.url)?.query ?? "";
  if (query.length > MAX_QUERY) return { token: "", address: action };
  const given = parseForm(query).filter(([name]) => decode(name) === "oauth_token");
  const token = given.length === 1 ? decode(given[0]?.[1] ?? "") : "";
  return { token, address: localPath(`${action}?${query}`) ?? addressOf(action, token) };
}

/**
 * What a logged-in user's visit leads to: the question, or once a form of this session says so, its answer
 * (RFC 5849 section 2.2).
 *
 * @example
 * const provider = createProvider({ origins: ["https://photos.example.net"] });
 * const { authorization } = provider;
 * const site = { authorization, brand: "Photos", action: "/oauth/authorize", tokens: formTokens() };
 * const visit = { token: "nobody's", address: "/oauth/authorize" };
 * (await decide(site, visit, { user: "jane", session: "s1" })).view.problem; // => "token_rejected"
 */
export async function decide(site: Site, visit: Visit, visitor: Visitor): Promise<Outcome> {
  const { authorization, tokens, action, autoApprove } = site;
  const { token, form } = visit;
  const { user, session, name } = visitor;
  // The user too: whoever logs in with the same session answers anew, and for nobody else.
  const bound = [session, user, token];
  if (form !== undefined && !(await tokens.matches(bound, fieldOf(form, "form_token")))) {
    return problemPage(site, "form_rejected");
  }
  const pending = await authorization.inspect(token);
  if (!pending.ok) return problemPage(site, "token_rejected");
  const { consumer, callback, scopes, expiresAt } = pending;
  const formToken = await tokens.make(bound);
  const question: QuestionView = {
    ...frameOf(site),
    page: "question",
    consumer: { ...consumer, name: shownName(consumer.name, consumer.key) },
    callback,
    scopes,
    expiresAt,
    user: { id: user, name: shownName(name ?? "", user) },
    form: {
      action,
      fields: [
        ["token", token],
        ["form_token", formToken],
      ],
    },
  };
  const asked: Asked = { site, token, question };
  if (form !== undefined) return answered(asked, form);
  if (await autoApprove(question)) return approve(asked);
  return { view: question, status: 200 };
}

/**
 * A page about what stands in the way.
 *
 * @example
 * problemPage({ brand: "Photos" }, "token_rejected").status; // => 400
 */
export function problemPage(site: Pick<Site, "brand">, problem: ConsentProblem): Outcome {
  return { view: { ...frameOf(site), page: "problem", problem }, ...PROBLEM_ANSWERS[problem] };
}

const PROBLEM_ANSWERS: Readonly<
  Record<ConsentProblem, { readonly status: number; readonly headers?: Record<string, string> }>
> = {
  form_rejected: { status: 403 },
  method_rejected: { status: 405, headers: { allow: METHODS.join(", ") } },
  token_rejected: { status: 400 },
  unavailable: { status: 503, headers: { "retry-after": "5" } },
};

/** A question, and whose. */
interface Asked {
  readonly site: Site;
  readonly token: string;
  readonly question: QuestionView;
}

async function answered(asked: Asked, form: ApplicationParameters): Promise<Outcome> {
  const { question } = asked;
  const mistaken = (mistake: Exclude<QuestionView["mistake"], undefined>): Outcome => ({
    view: { ...question, mistake },
    status: 400,
  });
  const decision = fieldOf(form, "decision");
  if (decision === "deny") return deny(asked);
  if (decision !== "approve") return mistaken("decision_absent");
  if (question.scopes.length === 0) return approve(asked);
  const ticked = new Set(form.filter(([name]) => name === "scope").map(([, value]) => value));
  // A form can only take away from what was asked.
  const scopes = question.scopes.map(({ name }) => name).filter((name) => ticked.has(name));
  return scopes.length === 0 ? mistaken("scopes_absent") : approve(asked, scopes);
}

async function approve(
  { site, token, question }: Asked,
  scopes?: readonly string[],
): Promise<Outcome> {
  const { consumer, user } = question;
  const decision = { token, user: user.id, ...(scopes && { scopes }) };
  const approval = await site.authorization.approve(decision);
  if (!approval.ok) return problemPage(site, "token_rejected");
  if (approval.redirect !== undefined) return { redirect: approval.redirect };
  const { verifier } = approval;
  return { view: { ...frameOf(site), page: "verifier", consumer, verifier }, status: 200 };
}

async function deny({ site, token, question }: Asked): Promise<Outcome> {
  const { consumer, user } = question;
  const denial = await site.authorization.deny({ token, user: user.id });
  if (!denial.ok) return problemPage(site, "token_rejected");
  if (denial.redirect !== undefined) return { redirect: denial.redirect };
  return { view: { ...frameOf(site), page: "denied", consumer }, status: 200 };
}

// A page's own form and link are far below: more is somebody who wants this process to read for a while.
const MAX_FORM = 65_536;
const MAX_QUERY = 8192;

function isLarge(body: RequestParts["body"]): boolean {
  if (typeof body === "string") return body.length > MAX_FORM;
  const isBytes = body instanceof ArrayBuffer || ArrayBuffer.isView(body);
  return isBytes && body.byteLength > MAX_FORM;
}

function frameOf({ brand }: Pick<Site, "brand">): Pick<ConsentView, "brand" | "nonce"> {
  return { brand, nonce: randomHex(16) };
}

function addressOf(action: string, token: string): string {
  return callbackWith(action, [["oauth_token", token]]);
}

// Nobody would be named by nothing, as by an account that has no name yet, nor by letters that leave no mark.
function shownName(name: string, id: string): string {
  return VISIBLE.test(name) ? name.trim() : id;
}

const VISIBLE = /[^\p{White_Space}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u;

function fieldOf(form: ApplicationParameters, name: string): string {
  return form.find(([field]) => field === name)?.[1] ?? "";
}
