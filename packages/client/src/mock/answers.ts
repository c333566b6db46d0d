import type { OperationDescription } from "../operation-description.js";
import type { MockEndpoint } from "./provider.js";
import type { Route } from "./routes.js";

/** The secrets of the tokens that a mock knows, by their keys. */
export type HandedOut = Map<string, string>;

/** What answers are made from. */
export interface AnswerContext {
  readonly known: HandedOut;
  readonly results: ReadonlyMap<OperationDescription, unknown>;
}

/** What a route answers once a request has proved itself. */
export function answerOf(route: Route, { known, results }: AnswerContext): Response {
  return route.kind === "endpoint"
    ? endpointAnswer(route.endpoint, known)
    : operationAnswer(route.operation, results.get(route.operation));
}

function endpointAnswer(endpoint: MockEndpoint, known: HandedOut): Response {
  const { gives, status = 200, format = "form", body = "" } = endpoint;
  const key = `mock-${gives}-${known.size + 1}`;
  // An answer without a secret means the empty one.
  const secret = body.includes("{secret}") ? `${key}-secret` : "";
  if (gives !== "nothing") known.set(key, secret);
  if (status === 204) return new Response(null, { status });
  return new Response(body.replaceAll("{token}", key).replaceAll("{secret}", secret), {
    status,
    headers: { "content-type": CONTENT_TYPES[format] },
  });
}

const CONTENT_TYPES = {
  form: "application/x-www-form-urlencoded",
  json: "application/json",
} as const;

function operationAnswer({ result, envelope }: OperationDescription, example: unknown): Response {
  if (result === "none") return new Response(null, { status: 204 });
  if (result === "text") return new Response(String(example ?? ""));
  if (result === "binary") return new Response(example instanceof Blob ? example : "bytes");
  return Response.json(wrapped(example ?? {}, envelope));
}

/** The result inside of what it comes in. */
function wrapped(result: unknown, envelope: string | undefined): unknown {
  const names = envelope === undefined || envelope === "" ? [] : envelope.split(".");
  return names.reduceRight((inside, name) => ({ [name]: inside }), result);
}
