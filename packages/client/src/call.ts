import { encode } from "@oauth1/core";
import { endingOf } from "./ending.js";
import { pairsOf, type ListStyle } from "./lists.js";
import type { CallOptions, OperationDescription } from "./operation-description.js";
import { formOf, type Pair } from "./query.js";
import { readResult, type Answer } from "./result.js";
import { withRetries } from "./retry.js";
import type { Call, Session, SessionLevel } from "./session.js";

/** What a call is made with. */
export interface CallInput {
  readonly params: object;
  /** Where the call goes in place of its own URL, where a page says so itself. */
  readonly locate?: ((own: string) => string) | undefined;
  readonly options: CallOptions;
}

/** Makes a call as its description says, again where it may be and the failure can pass. */
export async function perform(
  description: OperationDescription,
  { connection }: Session<string, SessionLevel>,
  { options, ...input }: CallInput,
): Promise<Answer<unknown>> {
  const { method, idempotent = REPEATABLE.test(method) } = description;
  const { retry = connection.options.retry, timeout, onProgress } = options;
  const own = onProgress && new AbortController();
  const stop = endingOf([options.signal, connection.options.signal, own?.signal]);
  const { signal } = stop;
  try {
    const base = connection.host(description.host);
    const watched = own && { onProgress: stopping(onProgress, own) };
    const call = {
      ...callOf(description, base, { ...input, options: { ...options, ...watched } }),
      signal,
      timeout,
    };
    const isRepeatable = idempotent && !call.isOnce && retry !== false;
    const attempt = async (): Promise<Answer<unknown>> =>
      readResult(description, await connection.send(call), connection);
    return await withRetries(attempt, {
      ...(isRepeatable ? { ...connection.options.retry, ...withoutGaps(retry) } : { attempts: 0 }),
      now: connection.now,
      signal,
      onRetry: connection.options.onRetry,
    });
  } finally {
    stop.release();
  }
}

const REPEATABLE = /^(?:GET|HEAD|PUT|DELETE|OPTIONS)$/;

// What is there and says nothing is as good as left out.
function withoutGaps(options: object = {}): object {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

// What the app's own callback throws would pass for a failure of the network otherwise, and be tried again.
function stopping(onProgress: OnProgress, own: AbortController): OnProgress {
  return async (progress) => {
    try {
      await onProgress(progress);
    } catch (error) {
      own.abort(error);
      throw error;
    }
  };
}

type OnProgress = NonNullable<CallOptions["onProgress"]>;

function callOf(
  description: OperationDescription,
  base: string,
  { params, locate = String, options }: CallInput,
): Call {
  const { method, path, fixed = {}, query = [], body, lists = "repeat" } = description;
  const { styles = {}, flags = {}, signing, without } = description;
  const given = new Map<string, unknown>(Object.entries(params));
  const used = new Set<string>();
  const take = (name: string): unknown => {
    used.add(name);
    return given.get(name);
  };
  const style = new Map(Object.entries(styles));
  const flag = new Map(Object.entries(flags));
  const written = (name: string, as: ListStyle): readonly Pair[] =>
    pairsOf([name, take(name)], as, flag.get(name));
  const styleOf = (name: string): ListStyle => style.get(name) ?? lists;
  const pairs = (name: string): readonly Pair[] => written(name, styleOf(name));
  const place =
    base +
    path.replace(PLACEHOLDER, (_, many: string, name: string) =>
      pathText(name, written(name, "comma"), many === "+"),
    );
  const search = formOf([...Object.entries(fixed), ...query.flatMap(pairs)]);
  const headers = headersOf(description, written);
  const { onProgress } = options;
  const content = body?.write({ value: take, pairs, style: styleOf, onProgress });
  const unknown = [...given.keys()].find((name) => !used.has(name));
  if (unknown !== undefined)
    throw new TypeError(`${method} ${path} has no parameter ${JSON.stringify(unknown)}.`);
  for (const [name, value] of Object.entries({ ...content?.headers, ...options.headers })) {
    headers.set(name, value);
  }
  return {
    url: locate(search === "" ? place : `${place}?${search}`),
    init: () => ({
      method,
      headers,
      ...(content && { body: content.body(), ...STREAMING }),
    }),
    read: (response) =>
      description.result === "binary" && response.ok ? response.blob() : response.text(),
    isOnce: content?.isOnce,
    auth: description.auth ?? "token",
    rules: signing,
    without,
    form: content?.form,
  };
}

// A body that is a stream is only taken with it, and every other one as well.
const STREAMING = { duplex: "half" } as const;

function headersOf(
  { headers = {}, fixedHeaders = {} }: OperationDescription,
  pairs: (name: string, style: ListStyle) => readonly Pair[],
): Headers {
  const result = new Headers(fixedHeaders);
  for (const [param, name] of Object.entries(headers)) {
    for (const [, text] of pairs(param, "comma")) result.set(name, text);
  }
  return result;
}

const PLACEHOLDER = /\{(\+?)([^}]+)\}/g;

// In one segment `/` is encoded, but a URL takes `.` and `..` for steps however they are written.
function pathText(name: string, pairs: readonly Pair[], isMany: boolean): string {
  const [[, text] = [name, ""]] = pairs;
  const segments = isMany ? text.split("/") : [text];
  if (segments.some((segment) => /^\.{0,2}$/.test(segment))) {
    const why = isMany ? ', because none of its segments can be empty, "." or ".."' : "";
    throw new TypeError(
      `The path parameter ${name} cannot be ${text === "" ? "left out" : JSON.stringify(text) + why}.`,
    );
  }
  return segments.map(encode).join("/");
}
