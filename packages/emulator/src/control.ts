import { isForeign, LOGIN, loggedIn, type LoggedIn } from "./browser.js";
import { registerApp } from "./apps.js";
import { controlFields, textsOf } from "./control-fields.js";
import type { Emulation } from "./emulation.js";
import { pushesVerifiers, pushVerifier } from "./flows/pushed-login.js";
import { seeOther } from "./html.js";
import { issuedToken } from "./issued-token.js";
import { CONNECTED, connectedPage, loginPage } from "./pages/account.js";
import {
  appsPage,
  DEVELOPER,
  faultsPage,
  homePage,
  pushPage,
  tokensPage,
} from "./pages/developer.js";
import { foreignForm, problemPage } from "./pages/problem.js";
import type { Visit } from "./visit.js";

/** An emulation that can be begun anew. */
type Controlled = Emulation & {
  /** As `reset` of the emulator. */
  readonly reset: () => Promise<void>;
};

type Control = (controlled: Controlled, visit: Visit) => Promise<Response>;

/**
 * The emulator's own pages, at the origin that it was given, if any; `undefined` for a request that is the provider's. They also
 * take and answer JSON.
 */
export function controlPages(
  controlled: Controlled,
  origin: string | undefined,
): (visit: Visit) => Promise<Response | undefined> {
  return async (visit) => {
    const { request, path } = visit;
    if (!path.startsWith("/-/")) return undefined;
    // node:http leaves out the body of what HEAD asks for.
    const method = request.method === "HEAD" ? "GET" : request.method;
    const answer = CONTROLS.get(`${method} ${path}`);
    if (answer === undefined) return nothing(path);
    if (isForeign(visit, origin)) return problem(visit, FOREIGN, 403);
    try {
      return await answer(controlled, visit);
    } catch (error) {
      if (error instanceof TypeError) return problem(visit, error.message);
      throw error;
    }
  };
}

const FOREIGN =
  "Only the emulator's own pages may do this: open its address, and give it the option origin where that has a name of its own.";

function nothing(path: string): Response {
  const allow = METHODS.filter((method) => CONTROLS.has(`${method} ${path}`)).join(", ");
  if (allow !== "") {
    const answer = problemPage("That is not done here", `${path} takes ${allow}.`, 405);
    answer.headers.set("allow", allow);
    return answer;
  }
  return problemPage("Nothing is here", `The emulator has no page ${path}.`, 404);
}

const METHODS = ["GET", "POST", "DELETE"];

function problem(visit: Visit, message: string, status = 400): Response {
  if (wantsJson(visit)) return Response.json({ error: message }, { status });
  return problemPage("That will not do", message, status);
}

function wantsJson({ header }: Visit): boolean {
  const types = `${header("accept") ?? ""} ${header("content-type") ?? ""}`;
  return types.includes("application/json");
}

const logIn: Control = async ({ sessions }, { value }) => {
  const [user, target] = [value("user"), value("continue")];
  if (!/^[A-Za-z0-9_]{1,50}$/.test(user)) {
    throw new TypeError("A name is up to 50 letters, digits and underscores.");
  }
  // A path of this site and no other: `//host` and `/\host` are other sites to a browser.
  const isLocal = /^\/(?![/\\])[!-~]*$/.test(target);
  return seeOther(isLocal ? target : DEVELOPER.home, { "set-cookie": sessions.logIn(user).cookie });
};

const register: Control = async (emulation, visit) => {
  const { name, callback, callbacks, ...keys } = controlFields(visit, [
    ...(["name", "callback", "callbacks"] as const),
    ...(["publicKey", "encryptionKey", "diffieHellman"] as const),
  ]);
  if (name === "") throw new TypeError("The app needs a name: users read it when they are asked.");
  const app = await registerApp(emulation, {
    name,
    callbacks: callback === "" ? textsOf(callbacks) : [callback],
    ...Object.fromEntries(Object.entries(keys).filter(([, key]) => key !== "")),
  });
  if (!wantsJson(visit)) return appsPage(emulation.model, app);
  return Response.json(app, { status: 201, headers: { "cache-control": "no-store" } });
};

const showConnected = withSession(async ({ emulation: { model, provider } }, session) => {
  const { user } = session;
  const grants = await provider.grants.list(user);
  return connectedPage(model, { user, grants, formToken: await session.formToken(CONNECTED) });
});

const revoke = withSession(async ({ emulation: { provider }, visit: { value } }, session) => {
  if (value("form_token") !== (await session.formToken(CONNECTED))) return foreignForm();
  await provider.grants.revoke({ user: session.user, grant: value("revoke") });
  return seeOther(CONNECTED);
});

const issue: Control = async (controlled, visit) => {
  // A program is nobody's browser: it says itself whose token it is.
  if (!wantsJson(visit)) return tokens(controlled, visit);
  const { user, consumer } = controlFields(visit, ["user", "consumer"]);
  const issued = await issuedToken(controlled, { user, ...(consumer !== "" && { consumer }) });
  return Response.json(issued, { status: 201, headers: { "cache-control": "no-store" } });
};

const tokens = withSession(async ({ emulation, visit }, session) => {
  const { value, request } = visit;
  const formToken = await session.formToken(DEVELOPER.tokens);
  const consumers = await emulation.store.listConsumers();
  const about = { user: session.user, consumers, formToken };
  if (request.method === "GET") return tokensPage(emulation.model, about);
  if (value("form_token") !== formToken) return foreignForm();
  const { key, secret, composite, fields } = await issuedToken(emulation, {
    user: session.user,
    consumer: value("consumer"),
  });
  const issued = [
    ["Token", key],
    ["Token secret", secret],
    ...(composite === undefined ? [] : [["All in one", composite] as const]),
    ...Object.entries(fields),
  ] as const;
  return tokensPage(emulation.model, { ...about, issued });
});

const showPush: Control = async ({ model }, { value }) =>
  pushesVerifiers(model)
    ? pushPage(model, { consumer: value("consumer"), url: value("url") })
    : problemPage("Nothing is here", `${model.name} pushes no verifiers to apps.`, 404);

const push: Control = async (emulation, visit) => {
  const { consumer, url, user } = controlFields(visit, ["consumer", "url", "user"]);
  const { status, verifier } = await pushVerifier(emulation, {
    ...(consumer === "" ? {} : { consumer }),
    ...(url === "" ? {} : { url }),
    ...(user === "" ? {} : { user }),
  });
  if (wantsJson(visit)) return Response.json({ verifier, status });
  const told =
    status === undefined
      ? `Nothing was sent, because there is no URL. The verifier is ${verifier}.`
      : `The app has answered with status ${status}.`;
  return pushPage(emulation.model, { told });
};

const addFault: Control = async ({ model, faults }, visit) => {
  const { name, times, operation, ms } = controlFields(visit, ["name", "times", "operation", "ms"]);
  const fault = faults.add(name, {
    ...(times === "" ? {} : { times: Number(times) }),
    ...(operation === "" ? {} : { operation }),
    ...(ms === "" ? {} : { ms: Number(ms) }),
  });
  if (wantsJson(visit)) return Response.json(fault, { status: 201 });
  return faultsPage(model, faults.list());
};

const showFaults: Control = async ({ model, faults }, visit) =>
  wantsJson(visit) ? Response.json(faults.list()) : faultsPage(model, faults.list());

const clearFaults: Control = async ({ faults }) => {
  faults.clear();
  return new Response(null, { status: 204 });
};

const startAnew: Control = async ({ reset }) => {
  await reset();
  return new Response(null, { status: 204 });
};

const CONTROLS: ReadonlyMap<string, Control> = new Map<string, Control>([
  [`GET ${DEVELOPER.home}`, async ({ model }, { url }) => homePage(model, new URL(url).origin)],
  [`GET ${LOGIN}`, async ({ model }, { value }) => loginPage(model, value("continue"))],
  [`POST ${LOGIN}`, logIn],
  [`GET ${DEVELOPER.apps}`, async ({ model }) => appsPage(model)],
  [`POST ${DEVELOPER.apps}`, register],
  [`GET ${CONNECTED}`, showConnected],
  [`POST ${CONNECTED}`, revoke],
  [`GET ${DEVELOPER.tokens}`, tokens],
  [`POST ${DEVELOPER.tokens}`, issue],
  [`GET ${DEVELOPER.push}`, showPush],
  [`POST ${DEVELOPER.push}`, push],
  [`GET ${DEVELOPER.faults}`, showFaults],
  [`POST ${DEVELOPER.faults}`, addFault],
  [`DELETE ${DEVELOPER.faults}`, clearFaults],
  [`POST ${DEVELOPER.reset}`, startAnew],
]);

function withSession(
  show: (
    about: { readonly emulation: Emulation; readonly visit: Visit },
    session: LoggedIn,
  ) => Promise<Response>,
): Control {
  return (emulation, visit) =>
    loggedIn(emulation, visit, (session) => show({ emulation, visit }, session));
}
