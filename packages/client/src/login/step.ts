import { encode } from "@oauth1/core";
import type { StepDescription, StepParameter } from "../description.js";
import type { FlowContext } from "../flow.js";
import type { TokenPair } from "../kept.js";
import type { StepReceived } from "../answer.js";
import { formOf, withQuery } from "../query.js";
import { isCredential } from "../redaction.js";

/** A parameter of a step with its value, not yet encoded, and where it travels. */
export interface PlacedParameter {
  readonly in: StepParameter["in"];
  readonly name: string;
  readonly value: string;
}

/** What ends the requests of one method, as calls have it. */
export interface StepOptions {
  /** Ends them, with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds that each of them may take, in place of the client's. */
  readonly timeout?: number | undefined;
}

/** What a step works with. */
export type StepContext = FlowContext & StepOptions;

/**
 * The context of a method's steps, which end as the app has asked for.
 *
 * @example
 * within({ name: "Photos" }, { timeout: 1000 }); // => { name: "Photos", signal: undefined, timeout: 1000 }
 */
export function within<C>(context: C, { signal, timeout }: StepOptions = {}): C & StepOptions {
  return { ...context, signal, timeout };
}

/** What a step sends besides what its endpoint fixes. */
export interface StepRequest {
  /** The consumer's credentials alone where there is none. */
  readonly token?: TokenPair | undefined;
  /** What stands in the URL besides the token's key. */
  readonly account?: unknown;
  readonly parameters?: readonly PlacedParameter[];
}

/**
 * Sends the request of a step, each parameter in its place, signed as the endpoint wants it (RFC 5849 section 3.5). Throws a
 * TypeError for an account that lacks what stands in the URL.
 */
export async function sendStep(
  { transport, errors, signal, timeout }: StepContext,
  endpoint: StepDescription,
  { account, token, parameters = [] }: StepRequest,
): Promise<StepReceived> {
  const { method, url, fill, body, signatureMethod, signing } = endpoint;
  const named = fill?.(url, account) ?? url;
  const template = token ? named.replaceAll("{oauth_token}", encode(token.key)) : named;
  // A GET request has no form: what would be in it, such as a name and a password, is in the query.
  const placeOf = (one: PlacedParameter): StepParameter["in"] =>
    one.in === "form" && method === "GET" ? "query" : one.in;
  const placed = (place: StepParameter["in"]): [name: string, value: string][] =>
    parameters.filter((one) => placeOf(one) === place).map(({ name, value }) => [name, value]);
  const form = placed("form");
  const headers = new Headers(placed("header"));
  if (form.length > 0) headers.set("content-type", "application/x-www-form-urlencoded");
  const request = new Request(withQuery(transport.locate(template), placed("query")), {
    method,
    headers,
    ...(form.length > 0 && { body: formOf(form) }),
  });
  const all = {
    parameters: placed("oauth"),
    token,
    method: signatureMethod,
    rules: signing,
    signal,
    timeout,
    secrets: parameters.filter(({ name }) => isCredential(name)).map(({ value }) => value),
    // Only a provider that refuses names a problem here, whatever the status.
    errors: { ...errors, signs: [{ at: "oauth_problem" }, ...(errors?.signs ?? [])] },
  };
  const received = await transport.receive(body?.(request, form) ?? request, all, wholeText);
  return { ...received, errors };
}

/**
 * The body of an answer as text.
 *
 * @example
 * await wholeText(new Response("oauth_token=a")); // => "oauth_token=a"
 */
export function wholeText(response: Response): Promise<string> {
  return response.text();
}
