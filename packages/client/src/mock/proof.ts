import {
  encodeWire,
  formatAuthorization,
  verify,
  type Parameter,
  type Presented,
  type RequestParts,
  type SignatureMethod,
  type Verdict,
  type VerifyingKeys,
} from "@oauth1/core";
import type { AuthenticationDescription, ProviderDescription } from "../description.js";
import { isRecord } from "../kept.js";
import { formOf } from "../query.js";
import { liveMethod, type LiveContext } from "./live-session.js";
import type { Route } from "./routes.js";

/** Whom a mock knows, and how they have to prove it. */
export interface ProofContext extends LiveContext {
  readonly description: ProviderDescription;
}

/** What a request has proved. */
export interface Proof {
  /** The answer where that is not what its route wants. */
  readonly refusal?: Response | undefined;
  /** The key of the token that it is signed with. */
  readonly token?: string | undefined;
}

/** Takes the proof of a request. */
export async function proofOf(
  request: Request,
  route: Route,
  context: ProofContext,
): Promise<Proof> {
  const auth = authOf(route);
  if (auth === "none") return {};
  if (auth === "key") return hasKey(request, context) ? {} : refused("consumer_key_unknown");
  const { authentication } = context.description.api;
  if (auth === "token" && authentication !== undefined) {
    return carries(request, authentication, context) ? {} : refused("token_rejected");
  }
  return signatureProof(request, { route, context, needsToken: auth === "token" });
}

function authOf(route: Route): "consumer" | "key" | "none" | "signature" | "token" {
  if (route.kind === "operation") return route.operation.auth ?? "token";
  return route.endpoint.isOpen === true ? "none" : "signature";
}

async function signatureProof(
  request: Request,
  { route, context, needsToken }: { route: Route; context: ProofContext; needsToken: boolean },
): Promise<Proof> {
  const { description, known, live } = context;
  // Who has no secret signs with the empty one.
  const consumer = { ...context.consumer, secret: context.consumer.secret ?? "" };
  const own = await methodOf(route, request, context);
  const rules = route.kind === "operation" ? route.operation.signing : undefined;
  const { keyAmpersand, bodyHashAlgorithm } = { ...description.signing, ...rules };
  let problem: string | undefined;
  const keys = ({ consumerKey, token = "" }: Presented): VerifyingKeys | undefined => {
    if (token === "" && needsToken) problem = "token_rejected";
    if (consumerKey !== consumer.key) return undefined;
    if (token === "") return { consumer, ...(keyAmpersand !== undefined && { keyAmpersand }) };
    const secret = live.get(token) ?? known.get(token);
    if (secret === undefined) problem = "token_rejected";
    return { consumer, token: { secret: secret ?? "" } };
  };
  const settings = {
    methods: [own ?? description.signatureMethod],
    scatteredParameters: true,
    ...(bodyHashAlgorithm && { bodyHashAlgorithm }),
  };
  let verdict: Verdict = { ok: false, problem: "signature_invalid" };
  for (const form of await formsOf(request)) {
    verdict = await verify(form, keys, settings);
    if (verdict.ok) break;
  }
  if (problem !== undefined) return refused(problem);
  return verdict.ok ? { token: verdict.token } : refused(verdict.problem, verdict.advice);
}

/** The method of an endpoint's own. */
async function methodOf(
  route: Route,
  request: Request,
  context: ProofContext,
): Promise<SignatureMethod<never> | undefined> {
  if (route.kind !== "endpoint") return undefined;
  const { signatureMethod: own, gives } = route.endpoint;
  if (own === undefined || gives !== "live session") return own;
  return liveMethod(own, request, context);
}

/** The problem in the words of the OAuth Problem Reporting extension, in the body as in the header. */
function refused(problem: string, advice?: string): Proof {
  const parameters = new URLSearchParams({ oauth_problem: problem });
  if (advice !== undefined) parameters.set("oauth_problem_advice", advice);
  const refusal = new Response(String(parameters), {
    status: 401,
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "www-authenticate": `OAuth oauth_problem="${problem}"`,
    },
  });
  return { refusal };
}

/** What a request may have been signed as: a multipart form is signed without its fields, or by its texts. */
async function formsOf(request: Request): Promise<readonly (Request | RequestParts)[]> {
  const sent = await plain(request);
  if (!/^multipart\/form-data/i.test(sent.headers.get("content-type") ?? "")) return [sent];
  const form = await sent
    .clone()
    .formData()
    .catch(() => []);
  const texts = [...form].flatMap(([name, value]): [string, string][] =>
    typeof value === "string" ? [[name, value]] : [],
  );
  const { method, url } = sent;
  const headers = {
    authorization: sent.headers.get("authorization") ?? "",
    "content-type": "application/x-www-form-urlencoded",
  };
  return [sent, { method, url, headers, body: formOf(texts) }];
}

/** A request whose protocol parameters stand in the header, also where they were sent as JSON in one query parameter. */
async function plain(request: Request): Promise<Request> {
  const url = new URL(request.url);
  const given = new Response(url.searchParams.get("Authorization"));
  const parameters: unknown = await given.json().catch(() => undefined);
  if (!isRecord(parameters)) return request;
  const others = url.search
    .slice(1)
    .split("&")
    .filter((pair) => !/^Authorization=/.test(pair));
  url.search = others.join("&");
  const copy = new Request(url, request.clone());
  const pairs = Object.entries(parameters).map(([name, value]): Parameter => [
    encodeWire(name),
    encodeWire(String(value)),
  ]);
  copy.headers.set("authorization", formatAuthorization(pairs));
  return copy;
}

function hasKey(request: Request, { description, consumer }: ProofContext): boolean {
  const { key } = description.api;
  if (key === undefined) return true;
  const { searchParams } = new URL(request.url);
  const given = key.in === "query" ? searchParams.get(key.name) : request.headers.get(key.name);
  return given === consumer.key;
}

/** Whether a request carries a known token the way that calls do here instead of a signature. */
function carries(
  request: Request,
  { headers = {}, query = {} }: AuthenticationDescription,
  { consumer, known }: ProofContext,
): boolean {
  const { searchParams } = new URL(request.url);
  return [...known].some(([key, secret]) => {
    if (secret === undefined) return false;
    const parts: Readonly<Record<string, string>> = { key, secret, consumerKey: consumer.key };
    const fill = (template: string): string =>
      template.replace(/\{(\w+)\}/g, (_, part: string) => parts[part] ?? "");
    return (
      Object.entries(headers).every(([name, text]) => request.headers.get(name) === fill(text)) &&
      Object.entries(query).every(([name, text]) => searchParams.get(name) === fill(text))
    );
  });
}
