import type { FlowModel, LoginModel } from "@oauth1/descriptor";
import { callbackOf, loginProblem, tokenOf } from "./authorization-url.js";
import { decide, type Decision } from "./decision.js";
import type { Emulation } from "./emulation.js";
import { matcher, placeOf } from "./places.js";
import { visitOf, type Visit } from "./visit.js";

/** What the user's decision led to. */
export interface Decided {
  /** Where the user is sent, with what the app needs in the query. */
  readonly callbackUrl: string | undefined;
  /** What the user reads and types into the app, or the callback carries. */
  readonly verifier: string | undefined;
}

/**
 * Decides a login as the user does on the page, without a browser. Rejects with a TypeError for a URL that is no authorization
 * URL of the provider, and where there is nothing to decide.
 */
export async function decideUrl(
  emulations: readonly [Emulation, ...Emulation[]],
  url: string,
  { user = "alice", says }: Pick<Decision, "says"> & { readonly user?: string },
): Promise<Decided> {
  checkUser(user);
  const visit = visitOf({ method: "GET", url });
  const found = emulations.flatMap((emulation) => loginsAt(emulation, visit))[0];
  const [{ model }] = emulations;
  if (found === undefined) {
    throw new TypeError(
      `${url.replace(/\?.*/, "")} is no authorization URL of ${model.name}: pass what begin() returned.`,
    );
  }
  const { emulation, flow, values } = found;
  const problem = await loginProblem(emulation, flow, { visit, values });
  if (problem !== undefined) throw new TypeError(`This login cannot go on: ${problem}`);
  const token = tokenOf(flow, visit, values);
  const callback = callbackOf(emulation, flow, visit);
  const decided = await decide(emulation, flow, { token, user, says, callback, visit });
  return { callbackUrl: decided?.redirect, verifier: decided?.verifier };
}

/**
 * Throws a TypeError for a user without a name. Any other name is somebody's.
 *
 * @example
 * checkUser("alice");
 */
export function checkUser(user: string): void {
  if (user === "") throw new TypeError("The user has no name: pass one, such as alice.");
}

interface FoundLogin {
  readonly emulation: Emulation;
  readonly flow: LoginModel;
  /** Of the placeholders in its path. */
  readonly values: ReadonlyMap<string, string>;
}

function loginsAt(emulation: Emulation, { path, query }: Visit): readonly FoundLogin[] {
  return emulation.model.oauth.flows.filter(isLogin).flatMap((flow) => {
    const { url, variants } = flow.authorization;
    return [url, ...variants.map(([, one]) => one)].flatMap((template) => {
      const values = matcher(placeOf(emulation.urls.fill(template)))(path, query);
      return values === undefined ? [] : [{ emulation, flow, values }];
    });
  });
}

function isLogin(flow: FlowModel): flow is LoginModel {
  return flow.kind === "login";
}
