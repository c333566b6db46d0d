import { perform } from "./call.js";
import type {
  CallOptions,
  OperationDescription,
  PagedDescription,
} from "./operation-description.js";
import type { Answer } from "./result.js";
import type { Session, SessionLevel } from "./session.js";
import { trusted } from "./trusted.js";

/** An API call: a function of the provider's session, which carries its description. */
export interface Operation<
  P extends string,
  Params extends object,
  Result,
  L extends SessionLevel = "token",
> {
  (session: Session<P, L>, ...args: OperationArguments<Params>): Promise<Result>;
  /** The same call, with the response that the result was read from and how many calls are left. */
  readonly withResponse: (
    session: Session<P, L>,
    ...args: OperationArguments<Params>
  ) => Promise<Answer<Result>>;
  readonly description: OperationDescription<P>;
}

/** An operation whose answers are pages of a list. */
export interface PagedOperation<
  P extends string,
  Params extends object,
  Result,
  Item,
  L extends SessionLevel = "token",
> extends Operation<P, Params, Result, L> {
  readonly description: PagedDescription<P, Item>;
}

/** `params` may be left out where no parameter is required. */
export type OperationArguments<Params extends object> =
  Record<never, never> extends Params
    ? [params?: Params, options?: CallOptions]
    : [params: Params, options?: CallOptions];

/**
 * Makes an API call out of its description. The call rejects with a `CallError` when the answer is not one of success or does
 * not come, and with a TypeError for parameters that the description does not know. An empty body where there should be JSON is
 * a `CallError` as well (`response_malformed`), unless the status says that nothing comes: 204 and 205 are `undefined`.
 *
 * @example
 * import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
 * const getUser = operation({ provider: "photos", method: "GET", path: "/users/{id}", query: ["fields"], lists: "comma", result: "json" });
 * const photos = createClient({
 *   consumer: { key: "dpf43f3p2l4k3l03", secret: "kd94hf93k423kf44" },
 *   provider: { id: "photos", name: "Photos", signatureMethod: hmacSha1, api: { baseUrl: "https://photos.example.net" } },
 *   fetch: async ({ url }) => Response.json({ url }),
 * });
 * const session = photos.session({ key: "nnch734d", secret: "pfkkdhi9" });
 * await getUser(session, { id: "a/b", fields: ["name", "age"] }); // => { url: "https://photos.example.net/users/a%2Fb?fields=name%2Cage" }
 */
export function operation<
  P extends string,
  Params extends object,
  Result,
  L extends SessionLevel = "token",
>(description: OperationDescription<P>): Operation<P, Params, Result, L> {
  const withResponse = async (
    session: Session<P, L>,
    params: object = {},
    options: CallOptions = {},
  ): Promise<Answer<Result>> =>
    trusted<Answer<Result>>(await perform(description, session, { params, options }));
  const call = async (
    session: Session<P, L>,
    params?: object,
    options?: CallOptions,
  ): Promise<Result> => (await withResponse(session, params, options)).result;
  return Object.assign(call, { withResponse, description });
}

/**
 * Makes an API call whose answers are pages, for `paginate`. Called by itself, it gets one page.
 *
 * @example
 * const listAlbums = pagedOperation({
 *   provider: "photos",
 *   method: "GET",
 *   path: "/albums",
 *   query: ["page"],
 *   result: "json",
 *   pagination: numberedPages({ parameter: "page", items: "albums" }),
 * });
 * listAlbums.description.path; // => "/albums"
 */
export function pagedOperation<
  P extends string,
  Params extends object,
  Result,
  Item,
  L extends SessionLevel = "token",
>(description: PagedDescription<P>): PagedOperation<P, Params, Result, Item, L> {
  return trusted<PagedOperation<P, Params, Result, Item, L>>(operation(description));
}
