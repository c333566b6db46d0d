/** Plays a provider in tests: `@oauth1/client/testing`. */
import { answerOf, type PagesBehind } from "./mock/answers.js";
import { proofOf } from "./mock/proof.js";
import type { HandedOut, MockOptions, MockProvider } from "./mock/provider.js";
import { routeOf, routesOf } from "./mock/routes.js";
import { sentOf } from "./mock/sent.js";
import type { OperationDescription } from "./operation-description.js";

export type { MockEndpoint, MockExample, MockOptions, MockProvider } from "./mock/provider.js";

/** A `fetch` for the client's option of that name. */
export interface MockFetch {
  (input: string | URL | Request, init?: RequestInit): Promise<Response>;
  /** The requests so far, as they were sent. */
  readonly requests: readonly Request[];
  /**
   * Lets an operation return something else from now on; of operations whose requests look alike, the latest that was answered
   * for gets them. Throws a TypeError for one that the mock does not know, and for what cannot be JSON as its result is.
   */
  readonly answer: <Result>(operation: MockedOperation<Result>, result: Result) => void;
}

/** An operation, as far as a mock has to know it. */
export interface MockedOperation<Result> {
  (...args: never): Promise<Result>;
  readonly description: OperationDescription;
}

/**
 * A `fetch` that plays a provider. It verifies the signature of every request, and refuses a wrong one with status 401 and an
 * `oauth_problem`. Endpoints of flows hand out credentials, which it knows from then on, so that a whole login runs: temporary
 * ones until they have become a token, and tokens until they are revoked. Operations are answered with their examples: a list with
 * its example for the page that is asked for first, and with no items for those behind it. What it does not know is answered with
 * status 404.
 *
 * @example
 * import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
 * const getMe = operation({ provider: "photos", method: "GET", path: "/me", result: "json" });
 * const description = { id: "photos", name: "Photos", signatureMethod: hmacSha1, api: { baseUrl: "https://photos.example.net" } };
 * const consumer = { key: "dpf43f3p2l4k3l03", secret: "kd94hf93k423kf44" };
 * const played = { description, examples: [[getMe, { name: "Wile" }]] };
 * const fetch = mockFetch(played, { consumer, tokens: { nnch734d: "pfkkdhi9" } });
 * const photos = createClient({ provider: description, consumer, fetch });
 * await getMe(photos.session({ key: "nnch734d", secret: "pfkkdhi9" })); // => { name: "Wile" }
 */
export function mockFetch(provider: MockProvider, options: MockOptions): MockFetch {
  const routes = routesOf(provider);
  const known: HandedOut = new Map(Object.entries(options.tokens ?? {}));
  const live: HandedOut = new Map();
  const temporary = new Set<string>();
  const behind: PagesBehind = new Map();
  const results = new Map(
    (provider.examples ?? []).map(([{ description }, example]) => [description, example]),
  );
  // In the order in which the app has answered for them.
  const answered = new Set<OperationDescription>();
  const requests: Request[] = [];
  const fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    request.signal.throwIfAborted();
    requests.push(request);
    const sent = sentOf(request);
    const route = await routeOf(routes, sent, { answered: [...answered], temporary });
    if (route === undefined) return unknown(request);
    const { consumer } = options;
    const context = { description: provider.description, consumer, known, live };
    const { refusal, token } = await proofOf(request, route, context);
    return refusal ?? answerOf(route, { ...context, ...sent, token, temporary, results, behind });
  };
  return Object.assign(fetch, {
    requests,
    answer: <Result>({ description }: MockedOperation<Result>, result: Result): void => {
      const { method, path, result: kind } = description;
      if (!results.has(description)) {
        throw new TypeError(`The mock knows no ${method} ${path}: put it among the examples.`);
      }
      // Written here as well, because later it would pass for a failure of the network.
      if (kind === "json" && result !== undefined && typeof JSON.stringify(result) !== "string") {
        throw new TypeError(`The answer of ${method} ${path} is JSON, and no ${typeof result}.`);
      }
      results.set(description, result);
      behind.delete(description);
      answered.delete(description);
      answered.add(description);
    },
  });
}

function unknown({ method, url }: Request): Response {
  return new Response(`The mock knows no ${method} ${url}.`, { status: 404 });
}
