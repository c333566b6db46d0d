import type { OperationDescription } from "../operation-description.js";
import type { NextPage, Pagination } from "../pagination.js";
import { pairsOf } from "../lists.js";
import { valueAt } from "../path.js";
import { agreedText, handedOut, type LiveContext } from "./live-session.js";
import type { MockEndpoint } from "./provider.js";
import type { Route } from "./routes.js";
import type { Field, Sent } from "./sent.js";

/** What answers are made from. */
export interface AnswerContext extends LiveContext, Sent {
  readonly results: ReadonlyMap<OperationDescription, unknown>;
  readonly behind: PagesBehind;
  /** The key of the token that the request is signed with. */
  readonly token?: string | undefined;
  /** The keys of temporary credentials. */
  readonly temporary: Set<string>;
}

/** Of each list the pages behind those that were asked for, by what they are asked for with. */
export type PagesBehind = Map<OperationDescription, Map<string, NextPage>>;

/** What a route answers once a request has proved itself. */
export async function answerOf(route: Route, context: AnswerContext): Promise<Response> {
  return route.kind === "endpoint"
    ? endpointAnswer(route.endpoint, context)
    : operationAnswer(route.operation, context);
}

async function endpointAnswer(endpoint: MockEndpoint, context: AnswerContext): Promise<Response> {
  const { gives, revokes, status = 200, format = "form", body = "" } = endpoint;
  const { token, known, live, temporary } = context;
  const text =
    gives === "live session"
      ? await agreedText(body, context.request, context)
      : await credentialsText(endpoint, context);
  // Temporary credentials become token credentials once.
  if (token !== undefined && (revokes === true || (gives === "token" && temporary.has(token)))) {
    known.set(token, undefined);
    live.delete(token);
  }
  if (status === 204) return new Response(null, { status });
  return new Response(text, { status, headers: { "content-type": CONTENT_TYPES[format] } });
}

async function credentialsText(
  { gives, format, body = "" }: MockEndpoint,
  { consumer, known, temporary }: AnswerContext,
): Promise<string> {
  const key = `mock-${gives}-${known.size + 1}`;
  // At once, so that nobody else gets the same one while the secret is made.
  if (gives !== "nothing") known.set(key, "");
  if (gives === "temporary") temporary.add(key);
  const plain = `${key}-secret`;
  // An answer without a secret means the empty one.
  const isTold = body.includes("{secret}");
  const secret = isTold && gives === "token" ? await handedOut(plain, consumer) : plain;
  if (gives !== "nothing") known.set(key, isTold ? secret : "");
  const written = format === "json" ? secret : encodeURIComponent(secret);
  return body.replaceAll("{token}", key).replaceAll("{secret}", written);
}

const CONTENT_TYPES = {
  form: "application/x-www-form-urlencoded",
  json: "application/json",
} as const;

async function operationAnswer(
  operation: OperationDescription,
  { results, behind, ...sent }: AnswerContext,
): Promise<Response> {
  const { result, envelope, pagination } = operation;
  const example = results.get(operation);
  if (result === "none") return new Response(null, { status: 204 });
  if (result === "text") return new Response(String(example ?? "text"));
  if (result === "binary") return new Response(example instanceof Blob ? example : "bytes");
  const list = pagination && { operation, pagination, example };
  const isEnd = list !== undefined && (await isBehind(list, behind, sent));
  const page = isEnd ? wrapped([], pagination?.items) : example;
  return Response.json(wrapped(page === undefined ? {} : page, envelope));
}

interface List {
  readonly operation: OperationDescription;
  readonly pagination: Pagination;
  readonly example: unknown;
}

// The example is the page that is asked for first, and all that there is: whoever asks for what comes behind it has reached the
// end.
async function isBehind(list: List, behind: PagesBehind, sent: Sent): Promise<boolean> {
  const { operation } = list;
  const pages = behind.get(operation) ?? new Map<string, NextPage>();
  behind.set(operation, pages);
  const following = await followingOf(list, sent);
  if (following !== undefined) pages.set(JSON.stringify(following), following);
  const ends = await Promise.all([...pages.values()].map((page) => isAt(page, operation, sent)));
  return ends.includes(true);
}

async function followingOf(
  { pagination: { items: path, next }, example: result }: List,
  { request, body }: Sent,
): Promise<NextPage | undefined> {
  const found = valueAt(result, path);
  const items = Array.isArray(found) ? found : [];
  const { fields } = await body();
  return next({
    ...{ result, items, size: items.length, headers: new Headers(), isRepeated: () => false },
    params: new Map<string, unknown>([...new URL(request.url).searchParams, ...fields]),
  });
}

// A call has more in its URL than a link has: what all calls of the API have in common, and maybe the signature.
async function isAt(
  { url, params = {} }: NextPage,
  { lists = "repeat", styles = {} }: OperationDescription,
  { request, body }: Sent,
): Promise<boolean> {
  const { origin, pathname, searchParams } = new URL(request.url);
  const { fields } = await body();
  const sent = new Set([...searchParams, ...fields].map((field) => JSON.stringify(field)));
  const isSent = (field: Field): boolean => sent.has(JSON.stringify(field));
  if (url !== undefined) {
    const link = new URL(url, request.url);
    const isHere = link.origin === origin && link.pathname === pathname;
    return isHere && [...link.searchParams].every(isSent);
  }
  const style = new Map(Object.entries(styles));
  return Object.entries(params).every(
    ([name, value]) =>
      isSent([name, value]) || pairsOf([name, value], style.get(name) ?? lists).every(isSent),
  );
}

/** The result inside of what it comes in: an index makes a list, in which nothing stands before it. */
function wrapped(result: unknown, envelope: string | undefined): unknown {
  const names = envelope === undefined || envelope === "" ? [] : envelope.split(".");
  return names.reduceRight(
    (inside, name) =>
      /^\d+$/.test(name)
        ? [...new Array<null>(Number(name)).fill(null), inside]
        : { [name]: inside },
    result,
  );
}
