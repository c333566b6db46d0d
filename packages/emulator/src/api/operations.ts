import { encode, formatForm } from "@oauth1/core";
import {
  itemType,
  resolvePath,
  resolveType,
  textFormat,
  unionMembers,
  type DescribedPagination,
  type OperationModel,
  type ProviderModel,
  type ResolvedType,
  type TextFormat,
} from "@oauth1/descriptor";
import type { Emulation } from "../emulation.js";
import { jsonText, withValueAt } from "../json-path.js";
import { placeOf } from "../places.js";
import type { Route } from "../routes.js";
import type { Visit } from "../visit.js";
import { askedFor } from "./asked.js";
import { authenticate } from "./authenticate.js";
import { hasBodyOf, readBody } from "./bodies.js";
import { apiError, errorsOf } from "./errors.js";
import { fittedPage } from "./fitting.js";
import { wrongSize } from "./page-size.js";
import { pageOf, type Page, type PageRequest } from "./pagination.js";
import { callProblem, type Call } from "./parameters.js";
import { tooMany, type RateLimits } from "./rate-limits.js";
import { resultOf, sampleOf } from "./samples.js";
import { isNumber } from "./values.js";

/** The described operations, each at its place, behind real verification. */
export function operationRoutes(emulation: Emulation, limits: RateLimits): readonly Route[] {
  // Of those at one place, the one that says more about its headers and its body claims a request first.
  const said = ({ headers, body }: OperationModel): number =>
    headers.length + (body?.fixed.length ?? 0);
  const operations = emulation.model.operations.toSorted((a, b) => said(b) - said(a));
  return operations.map((operation) => {
    const place = placeOf(emulation.urls.fill(urlOf(emulation, operation)));
    return {
      name: operation.id,
      kind: "operation",
      methods: [operation.method],
      place: { ...place, query: [...place.query, ...operation.query] },
      claims: (visit) => isMeant(emulation.model, operation, visit),
      marks: (visit) => (isMeant(emulation.model, operation, visit) ? said(operation) : 0),
      strangers: (visit) => strangersOf(operation, visit),
      isExample: (values) => hasExamples(operation, values),
      answer: (visit, path) => answerCall({ emulation, limits }, operation, { visit, path }),
    };
  });
}

function urlOf({ model }: Emulation, { host, path }: OperationModel): string {
  const base = model.api.hosts.find(([name]) => name === host)?.[1] ?? model.api.baseUrl;
  return `${base}${path}`;
}

// Some operations differ from others by a header or by the kind of their bodies alone.
function isMeant(model: ProviderModel, operation: OperationModel, visit: Visit): boolean {
  const isHeaded = operation.headers.every(([name, value]) => visit.header(name) === value);
  return isHeaded && hasBodyOf(model, operation, visit);
}

function strangersOf({ body }: OperationModel, { form }: Visit): readonly string[] {
  if (body?.kind !== "form" || form.length === 0) return [];
  const wrong = body.fixed.filter(
    ([name, value]) => !form.some(([given, text]) => given === name && text === value),
  );
  return wrong.map(([name]) => name);
}

// Others differ by nothing but what stands in a path, such as the name of a project's wiki or of its tracker.
function hasExamples({ parameters }: OperationModel, values: ReadonlyMap<string, string>): boolean {
  const inPath = parameters.filter((one) => one.in === "path");
  return (
    inPath.length > 0 && inPath.every(({ name, example }) => values.get(name) === String(example))
  );
}

async function answerCall(
  { emulation, limits }: { readonly emulation: Emulation; readonly limits: RateLimits },
  operation: OperationModel,
  { visit, path }: Pick<Call, "path" | "visit">,
): Promise<Response> {
  const { model } = emulation;
  const errors = errorsOf(model.api.errors, operation);
  const body = await readBody(operation, visit);
  const isSigned = operation.body?.kind === "multipart" && operation.body.signed;
  const signedText = isSigned && typeof body !== "string" ? body.text : undefined;
  const caller = await authenticate(emulation, operation, { visit, signedText });
  if ("status" in caller) return apiError(errors, caller);
  const { isRefused, headers } = limits.count(caller.who);
  if (isRefused) return apiError(errors, tooMany(model, headers));
  const wrong = (message: string): Response => apiError(errors, { ...WRONG, message, headers });
  if (typeof body === "string") return wrong(body);
  const problem = callProblem(model, operation, { visit, body, path });
  if (problem !== undefined) return wrong(problem);
  const answer = resultAnswer(emulation, operation, { visit, body, path, user: caller.user });
  for (const [name, value] of Object.entries(headers)) answer.headers.set(name, value);
  return answer;
}

const WRONG = { status: 400, code: "bad_request" } as const;

function resultAnswer(
  { model }: Emulation,
  operation: OperationModel,
  { user, ...call }: Call & { readonly user: string },
): Response {
  const { response, envelope, pagination } = operation;
  if (response === "none") return new Response(null, { status: 204 });
  const result = askedFor(operation, call.path, resultOf(model, operation, user));
  if (response !== "json") {
    const text = typeof result === "string" ? result : "text";
    const headers = { "content-type": contentType(response, call.visit) };
    return new Response(response === "text" ? text : BYTES, { headers });
  }
  const wrong = (message: string): Response => apiError(model.api.errors, { ...WRONG, message });
  const size = pagination && wrongSize(model, operation, saidIn(call));
  if (size !== undefined) return wrong(`${size} has to be a whole number, and no less than one.`);
  const page: Page | undefined =
    pagination === undefined
      ? { result, headers: {} }
      : pageOf(pagination, result, requestOf(model, operation, { ...call, pagination }));
  if (page === undefined) return wrong("There is no such page.");
  const fits = pagination === undefined ? result : fittedPage(model, operation.result, page);
  const body = envelope === undefined ? fits : withValueAt({}, envelope, fits);
  return Response.json(body, { headers: page.headers });
}

// What is asked for, unless that is anything, or what the answer is not.
function contentType(response: "binary" | "text", { header }: Visit): string {
  const [accepted] = /^[\w.+-]+\/[\w.+-]+(?=\s*(?:[,;]|$))/.exec(header("accept") ?? "") ?? [];
  const type = accepted === undefined || /[/+]json$/i.test(accepted) ? undefined : accepted;
  if (response === "binary") return type ?? "application/octet-stream";
  return `${type ?? "text/plain"}; charset=utf-8`;
}

const BYTES = new Uint8Array([0, 1, 2, 253, 254, 255]);

/** What a call says in a parameter of its query or body. */
function saidIn({ visit, body }: Call): (name: string) => string {
  // The fields of a multipart body are none of the visit's.
  const part = (name: string): string => body.text.find(([one]) => one === name)?.[1] ?? "";
  return (name) => visit.value(name) || part(name) || jsonText(body.members.get(name) ?? "");
}

// One of them beside the list of them.
function isBare(types: readonly ResolvedType[], items: readonly ResolvedType[]): boolean {
  const kinds = new Set(items.map(({ kind }) => kind));
  const others = types.filter(({ kind }) => kind !== "array");
  return others.length < types.length && others.some(({ kind }) => kinds.has(kind));
}

function formatOf(type: ResolvedType): TextFormat | undefined {
  return type.kind === "primitive" ? textFormat(type.format) : undefined;
}

// Of a URL, what a relative one like the example leaves to the page that it stands on.
function baseLike(example: unknown, { url, path }: Pick<Visit, "path" | "url">): string {
  if (typeof example !== "string" || example === "" || /^(?:[\w.+-]+:)?\/\//.test(example))
    return url;
  if (example.startsWith("/")) return path;
  return example.startsWith("?") ? "" : path.slice(path.lastIndexOf("/") + 1);
}

function requestOf(
  model: ProviderModel,
  operation: OperationModel,
  { pagination: { items }, ...call }: Call & { readonly pagination: DescribedPagination },
): PageRequest {
  const { url, path, query } = call.visit;
  const { parameters, result } = operation;
  const item = itemType(model, result, items);
  const typesAt = (at: string): readonly ResolvedType[] => {
    const type = resolvePath(model, result, at);
    return type === undefined ? [] : unionMembers(model, type);
  };
  return {
    isBare: isBare(typesAt(items), item === undefined ? [] : unionMembers(model, item)),
    known: (at) => typesAt(at).flatMap((one) => (one.kind === "enum" ? one.values : [])),
    isFree(member) {
      const type = item && resolvePath(model, item, member);
      return type === undefined || resolveType(model, type).kind !== "enum";
    },
    sample: () => (item === undefined ? {} : sampleOf(model, item)),
    value: saidIn(call),
    taken(name, at) {
      const own = parameters.find((one) => one.name === name);
      const type = own && resolveType(model, own.type);
      const types = [
        ...(type === undefined ? [] : [type]),
        ...(at === undefined ? [] : typesAt(at)),
      ];
      const format = types.map(formatOf).find((one) => one !== undefined);
      return {
        isNumber: type !== undefined && isNumber(type),
        isRequired: own?.required === true,
        format,
      };
    },
    linkWith(name, text, example) {
      const kept = query.filter(
        ([one]) => one !== name && one !== "Authorization" && !one.startsWith("oauth_"),
      );
      const pairs = [...kept, [name, text] as const].map(
        ([one, its]) => [encode(one), encode(its)] as const,
      );
      return `${baseLike(example, { url, path })}?${formatForm(pairs)}`;
    },
  };
}
