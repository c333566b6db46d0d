import { decode, headerValues, parseForm, receivedTarget, type RequestParts } from "@oauth1/core";
import type { ProviderModel } from "@oauth1/descriptor";
import type { Provider } from "@oauth1/server";
import { seeOther } from "./html.js";
import {
  appsPage,
  connectedPage,
  consentPage,
  deniedPage,
  homePage,
  loginPage,
  PAGES,
  pinPage,
  problemPage,
} from "./pages.js";
import { answerOperation, operationFinder } from "./resources.js";
import { createSessions, type BrowserSession } from "./sessions.js";

/** Everything that the emulated provider answers, as a function from request to response. */
export type Site = (request: RequestParts) => Promise<Response>;

/** What a page is made from. */
interface Visit {
  readonly request: RequestParts;
  readonly path: string;
  /** A query or form parameter, decoded; the first of its name. */
  readonly value: (name: string) => string;
  readonly session: BrowserSession | undefined;
}

/**
 * The emulated provider: the three endpoints where the descriptor has them, login and consent, the API's operations
 * behind `protect`, and pages to register an app and to take a permission back.
 */
export function createSite(model: ProviderModel, provider: Provider): Site {
  const sessions = createSessions(`emulated_${model.id}`);
  const findOperation = operationFinder(model);
  const authorizationPath = provider.endpoints.authorization.path;
  const pages: ReadonlyMap<string, (visit: Visit) => Response | Promise<Response>> = new Map([
    [`GET ${PAGES.home}`, () => homePage(model, provider.origins[0] ?? "")],
    [`GET ${PAGES.login}`, ({ value }: Visit) => loginPage(model, value("continue"))],
    [`POST ${PAGES.login}`, ({ value }: Visit) => logIn(value("user"), value("continue"))],
    [`GET ${PAGES.apps}`, () => appsPage(model)],
    [`POST ${PAGES.apps}`, (visit: Visit) => register(visit)],
    [`GET ${PAGES.connected}`, loggedIn(showConnected)],
    [`POST ${PAGES.connected}`, loggedIn(revoke)],
    [`GET ${authorizationPath}`, loggedIn(askConsent)],
    [`POST ${authorizationPath}`, loggedIn(decide)],
  ]);

  return async (request) => {
    const visit = visitOf(request, sessions.find(request));
    const answer =
      pages.get(`${request.method} ${visit.path}`)?.(visit) ?? provider.handle(request);
    return (await answer) ?? answerApi(visit);
  };

  function logIn(user: string, continueTo: string): Response {
    if (!/^[A-Za-z0-9_]{1,50}$/.test(user)) {
      return problemPage("That is no name", "Use up to 50 letters, digits and underscores.", 400);
    }
    return seeOther(isLocal(continueTo) ? continueTo : PAGES.home, {
      "set-cookie": sessions.logIn(user).cookie,
    });
  }

  async function register({ request, value }: Visit): Promise<Response> {
    const name = value("name");
    if (name === "")
      return problemPage("The app needs a name", "Users read it when they are asked.", 400);
    try {
      const registered = await provider.consumers.register({
        name,
        callbacks: [value("callback")],
      });
      const [accept = ""] = headerValues(request.headers, "accept");
      return accept.includes("application/json")
        ? Response.json(registered, { status: 201, headers: { "cache-control": "no-store" } })
        : appsPage(model, registered);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      return problemPage("That callback will not do", error.message, 400);
    }
  }

  async function askConsent({ path, value }: Visit, session: LoggedIn): Promise<Response> {
    const token = value("oauth_token");
    const pending = await provider.authorization.inspect(token);
    if (!pending.ok) return unknownToken();
    const { user } = session;
    return consentPage(model, pending, {
      action: path,
      token,
      user,
      formToken: await session.formToken(token),
    });
  }

  async function decide({ value }: Visit, session: LoggedIn): Promise<Response> {
    const token = value("oauth_token");
    if (value("form_token") !== (await session.formToken(token))) return foreignForm();
    const { user } = session;
    const { approve, deny } = provider.authorization;
    if (value("decision") !== "approve") {
      const denied = await deny({ token, user });
      if (!denied.ok) return unknownToken();
      return denied.redirect === undefined ? deniedPage(model) : seeOther(denied.redirect);
    }
    const approved = await approve({ token, user });
    if (!approved.ok) return unknownToken();
    return approved.redirect === undefined
      ? pinPage(model, approved.verifier)
      : seeOther(approved.redirect);
  }

  async function showConnected(_visit: Visit, session: LoggedIn): Promise<Response> {
    const { user } = session;
    const grants = await provider.grants.list(user);
    return connectedPage(model, {
      user,
      grants,
      formToken: await session.formToken(PAGES.connected),
    });
  }

  async function revoke({ value }: Visit, session: LoggedIn): Promise<Response> {
    if (value("form_token") !== (await session.formToken(PAGES.connected))) return foreignForm();
    await provider.grants.revoke({ user: session.user, grant: value("revoke") });
    return seeOther(PAGES.connected);
  }

  async function answerApi({ request, path }: Visit): Promise<Response> {
    const operation = findOperation(request.method, path);
    if (operation === undefined) {
      return path === "/"
        ? seeOther(PAGES.home)
        : problemPage(
            "Nothing is here",
            `The descriptor of ${model.name} has no ${request.method} ${path}.`,
            404,
          );
    }
    const verdict = await provider.protect(request);
    return verdict.ok ? answerOperation(model, operation, verdict.user) : provider.refuse(verdict);
  }
}

type LoggedIn = BrowserSession & { readonly user: string };

function loggedIn(
  show: (visit: Visit, session: LoggedIn) => Promise<Response>,
): (visit: Visit) => Response | Promise<Response> {
  return (visit) => {
    const { session, request } = visit;
    if (session?.user !== undefined) return show(visit, { ...session, user: session.user });
    const { path = "", query = "" } = receivedTarget(request.url) ?? {};
    return seeOther(
      `${PAGES.login}?continue=${encodeURIComponent(query === "" ? path : `${path}?${query}`)}`,
    );
  };
}

function visitOf(request: RequestParts, session: BrowserSession | undefined): Visit {
  const { path = "", query = "" } = receivedTarget(request.url) ?? {};
  const form = request.body instanceof Uint8Array ? new TextDecoder().decode(request.body) : "";
  const values = new Map(
    [...parseForm(query), ...parseForm(form)].map(([name, value]) => [decode(name), decode(value)]),
  );
  return { request, path, session, value: (name) => values.get(name) ?? "" };
}

// A path of this site and no other: `//host` and `/\host` are other sites to a browser.
function isLocal(path: string): boolean {
  return /^\/(?![/\\])[!-~]*$/.test(path);
}

function unknownToken(): Response {
  return problemPage(
    "This request is over",
    "It is unknown, it has expired, or it was answered already. Go back to the app and start again.",
    400,
  );
}

function foreignForm(): Response {
  return problemPage(
    "This form is not yours",
    "It belongs to another session. Load the page again.",
    403,
  );
}
