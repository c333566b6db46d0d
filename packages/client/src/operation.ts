import { encode, formatForm, type Parameter } from "@oauth1/core";
import { CallError, withoutCredentials } from "./errors.js";
import type { Session } from "./session.js";
import { trusted } from "./trusted.js";

/** One API call as data: all that `operation` needs to make the request. */
export interface OperationDescription<P extends string = string> {
  readonly provider: P;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Relative to the API's base URL; `{name}` stands for a path parameter. */
  readonly path: string;
  /** The parameters that travel in the query, by their wire names. */
  readonly query?: readonly string[];
  /** The parameters that travel in the body, by their wire names, and the body's kind. A form is signed, JSON is not. */
  readonly body?: { readonly type: "json" | "form"; readonly fields: readonly string[] };
  /** How a list is written in query and form: joined by commas or pipes, or with its name repeated (the default). */
  readonly lists?: "comma" | "pipe" | "repeat";
  /** What the answer's body is; `none` where there is nothing to read. */
  readonly result: "json" | "text" | "none";
}

/** Options of one call. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Sent besides the provider's and the client's. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** An API call: a function of the provider's session, which carries its description. */
export interface Operation<P extends string, Params extends object, Result> {
  (session: Session<P>, ...args: OperationArguments<Params>): Promise<Result>;
  readonly description: OperationDescription<P>;
}

/** `params` may be left out where no parameter is required. */
export type OperationArguments<Params extends object> =
  Record<never, never> extends Params
    ? [params?: Params, options?: CallOptions]
    : [params: Params, options?: CallOptions];

/**
 * Makes an API call out of its description. The call rejects with a `CallError` when the answer is not one of
 * success, and with a TypeError for parameters that the description does not know.
 *
 * @example
 * const getUser = operation({ provider: "photos", method: "GET", path: "/users/{id}", query: ["fields"], lists: "comma", result: "json" });
 * const session = { provider: "photos", baseUrl: "https://photos.example.net", fetch: async (url) => Response.json({ url }) };
 * await getUser(session, { id: "a/b", fields: ["name", "age"] }); // => { url: "https://photos.example.net/users/a%2Fb?fields=name%2Cage" }
 */
export function operation<P extends string, Params extends object, Result>(
  description: OperationDescription<P>,
): Operation<P, Params, Result> {
  const call = async (
    session: Session<P>,
    params: object = {},
    { signal, headers = {} }: CallOptions = {},
  ): Promise<Result> => {
    const { url, init } = buildRequest(
      description,
      session.baseUrl,
      new Map(Object.entries(params)),
    );
    const response = await session.fetch(url, {
      ...init,
      headers: { ...init.headers, ...headers },
      ...(signal === undefined ? {} : { signal }),
    });
    return trusted<Result>(await readResult(description, response));
  };
  return Object.assign(call, { description });
}

interface BuiltRequest {
  readonly url: string;
  readonly init: RequestInit & { readonly headers: Readonly<Record<string, string>> };
}

function buildRequest(
  { method, path, query = [], body, lists = "repeat" }: OperationDescription,
  baseUrl: string,
  params: Map<string, unknown>,
): BuiltRequest {
  const take = (name: string): unknown => {
    const value = params.get(name);
    params.delete(name);
    return value;
  };
  const filled = path.replace(/\{([^}]+)\}/g, (_, name: string) => segment(name, take(name)));
  const search = formatForm(query.flatMap((name) => pairs(name, take(name), lists)));
  const content =
    body === undefined
      ? undefined
      : BODIES[body.type](
          body.fields.map((name) => [name, take(name)]),
          lists,
        );
  const [unknown] = params.keys();
  if (unknown !== undefined)
    throw new TypeError(`${method} ${path} has no parameter ${JSON.stringify(unknown)}.`);
  return {
    url: `${baseUrl}${filled}${search === "" ? "" : `?${search}`}`,
    init: {
      method,
      headers: content?.headers ?? {},
      ...(content === undefined ? {} : { body: content.body }),
    },
  };
}

type Lists = NonNullable<OperationDescription["lists"]>;

interface Content {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

const BODIES: Readonly<
  Record<
    "json" | "form",
    (fields: readonly (readonly [string, unknown])[], lists: Lists) => Content
  >
> = {
  json: (fields) => ({
    body: JSON.stringify(Object.fromEntries(fields)),
    headers: { "content-type": "application/json" },
  }),
  form: (fields, lists) => ({
    body: formatForm(fields.flatMap(([name, value]) => pairs(name, value, lists))),
    headers: { "content-type": "application/x-www-form-urlencoded" },
  }),
};

const JOIN: Readonly<Record<Lists, (items: readonly string[]) => readonly string[]>> = {
  comma: (items) => [items.join(",")],
  pipe: (items) => [items.join("|")],
  repeat: (items) => items,
};

function pairs(name: string, value: unknown, lists: Lists): Parameter[] {
  if (value === undefined) return [];
  const texts = Array.isArray(value) ? JOIN[lists](value.map(String)) : [String(value)];
  return texts.map((text) => [encode(name), encode(text)]);
}

// `/` is encoded, but a URL takes `.` and `..` for steps however they are written.
function segment(name: string, value: unknown): string {
  const text = value === undefined ? "" : String(value);
  if (text === "" || text === "." || text === "..") {
    throw new TypeError(
      `The path parameter ${name} cannot be ${value === undefined ? "left out" : JSON.stringify(value)}.`,
    );
  }
  return encode(text);
}

async function readResult(
  { method, path, result }: OperationDescription,
  response: Response,
): Promise<unknown> {
  const body = await response.text();
  const { status, headers } = response;
  const details = { status, headers, body: withoutCredentials(body) };
  if (!response.ok) {
    throw new CallError(
      "request_refused",
      `${method} ${path} was answered with status ${status}.`,
      details,
    );
  }
  if (result === "none") return undefined;
  if (result === "text") return body;
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw Object.assign(
      new CallError(
        "response_malformed",
        `${method} ${path} was answered with text that is not JSON.`,
        details,
      ),
      { cause },
    );
  }
}
