/**
 * A ready consent page for the authorization endpoint (RFC 5849 section 2.2), for apps that have a login and do not want
 * to write the page themselves, or only its looks.
 */
import { receivedTarget } from "@oauth1/core";
import { callbackWith } from "./callback.js";
import { decide, problemPage, visitOf, type Outcome, type Site } from "./consent/decide.js";
import { defenseHeaders, formTokens, isForeign, localPath, METHODS } from "./consent/defense.js";
import type { ConsentOptions } from "./consent/options.js";
import { consentDocument } from "./consent/pages.js";
import type { Visitor } from "./consent/view.js";
import type { EndpointHandler, Provider } from "./provider.js";
import { requestForm } from "./request-form.js";

export { localPath } from "./consent/defense.js";
export { html, type Html } from "./consent/html.js";
export type { ConsentOptions } from "./consent/options.js";
export type {
  ConsentForm,
  ConsentProblem,
  ConsentView,
  DeniedView,
  ProblemView,
  QuestionView,
  VerifierView,
  Visitor,
} from "./consent/view.js";

/**
 * The authorization endpoint (RFC 5849 section 2.2) as a page: it sends to your login whoever is not logged in, names the
 * consumer and what it asks for, and takes the answer, by POST, once, from the session that was asked. Of the request it
 * reads `oauth_token` and nothing else: the callback was fixed before. Mount it for GET and POST at
 * `provider.endpoints.authorization.path`. Throws a TypeError for options that cannot be meant.
 *
 * @example
 * const provider = createProvider({ origins: ["https://photos.example.net"] });
 * const page = consentPage(provider, { login: () => undefined, loginPath: "/login" });
 * const answer = await page(new Request("https://photos.example.net/oauth/authorize?oauth_token=t"));
 * answer.headers.get("location"); // => "/login?continue=%2Foauth%2Fauthorize%3Foauth_token%3Dt"
 */
export function consentPage(
  provider: Pick<Provider, "authorization" | "endpoints" | "origins">,
  options: ConsentOptions,
): EndpointHandler {
  const site = siteOf(provider, options);
  return async (request) => {
    const { method } = request;
    if (!METHODS.includes(method)) return answer(site, problemPage(site, "method_rejected"));
    if (method === "POST" && isForeign(request, site.origins)) {
      return answer(site, problemPage(site, "form_rejected"));
    }
    const visit = visitOf(site, await requestForm(request));
    const visitor = await unlessDown(site, async () => site.login(request));
    if (visitor instanceof Response) return visitor;
    if (!visitor) {
      return answer(site, {
        redirect: callbackWith(site.loginPath, [["continue", visit.address]]),
      });
    }
    checkVisitor(visitor);
    // Whoever asks for the head of a page wants no decision, not even one that is made without asking.
    const shown = method === "HEAD" ? { ...site, autoApprove: () => false } : site;
    const outcome = await unlessDown(site, () => decide(shown, visit, visitor));
    return outcome instanceof Response ? outcome : answer(site, outcome);
  };
}

function siteOf(
  { authorization, endpoints, origins }: Parameters<typeof consentPage>[0],
  options: ConsentOptions,
): Site {
  const { login, loginPath, key, render } = options;
  const { style = "", brand = receivedTarget(origins[0] ?? "")?.host ?? "" } = options;
  const { autoApprove = () => false, onError = () => undefined } = options;
  const action = endpoints.authorization.path;
  for (const path of [loginPath, action]) {
    if (localPath(path) === undefined) {
      throw new TypeError(`${JSON.stringify(path)} is no path of this site: start with one slash.`);
    }
  }
  if (style.includes("</")) throw new TypeError("style is CSS alone, without any tag.");
  return {
    login,
    loginPath,
    brand,
    style,
    render: render ?? (() => undefined),
    autoApprove,
    onError,
    authorization,
    origins,
    action,
    tokens: formTokens(key),
    ownAssets: render !== undefined,
  };
}

// A form token that is bound to nothing would be everybody's.
function checkVisitor({ user, session }: Visitor): void {
  if ([user, session].some((text) => typeof text !== "string" || text === "")) {
    throw new TypeError("login says neither who nor in which session: user and session are text.");
  }
}

// What rejects here is the application's: its store, its sessions. The browser is told to come again.
async function unlessDown<T>(site: Site, work: () => Promise<T>): Promise<Response | T> {
  try {
    return await work();
  } catch (error) {
    site.onError(error);
    return answer(site, problemPage(site, "unavailable"));
  }
}

function answer({ render, style, ownAssets }: Site, outcome: Outcome): Response {
  if (outcome.redirect !== undefined) {
    const headers = { ...defenseHeaders(), location: outcome.redirect };
    return new Response(null, { status: 303, headers });
  }
  const { view, status, headers } = outcome;
  const { markup } = render(view) ?? consentDocument(view, style);
  return new Response(markup, {
    status,
    headers: {
      ...headers,
      ...defenseHeaders({ nonce: view.nonce, ownAssets }),
      "content-type": "text/html; charset=utf-8",
    },
  });
}
