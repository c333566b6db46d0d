import type { FlowModel, LoginModel } from "@oauth1/descriptor";
import { callbackOf, loginProblem, tokenOf } from "./authorization-url.js";
import { decide, type Decision } from "./decision.js";
import type { Emulation } from "./emulation.js";
import { matcher, placeOf } from "./places.js";
import { visitOf } from "./visit.js";

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
  emulation: Emulation,
  url: string,
  { user = "alice", says }: Pick<Decision, "says"> & { readonly user?: string },
): Promise<Decided> {
  const visit = visitOf({ method: "GET", url });
  for (const flow of emulation.model.oauth.flows.filter(isLogin)) {
    const { authorization } = flow;
    for (const template of [authorization.url, ...authorization.variants.map(([, one]) => one)]) {
      const values = matcher(placeOf(emulation.urls.fill(template)))(visit.path, visit.query);
      if (values === undefined) continue;
      const problem = await loginProblem(emulation, flow, { visit, values });
      if (problem !== undefined) throw new TypeError(`This login cannot go on: ${problem}`);
      const token = tokenOf(flow, visit, values);
      const callback = callbackOf(emulation, flow, visit);
      const decided = await decide(emulation, flow, { token, user, says, callback, visit });
      return { callbackUrl: decided?.redirect, verifier: decided?.verifier };
    }
  }
  throw new TypeError(
    `${url.replace(/\?.*/, "")} is no authorization URL of ${emulation.model.name}: pass what begin() returned.`,
  );
}

function isLogin(flow: FlowModel): flow is LoginModel {
  return flow.kind === "login";
}
