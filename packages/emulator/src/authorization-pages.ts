import type { LoginModel } from "@oauth1/descriptor";
import { callbackOf, loginProblem, tokenOf } from "./authorization-url.js";
import { loggedIn, type LoggedIn } from "./browser.js";
import { decide } from "./decision.js";
import type { Emulation } from "./emulation.js";
import { seeOther } from "./html.js";
import { consentPage } from "./pages/consent.js";
import { allowedPage, deniedPage, pinPage } from "./pages/outcome.js";
import { foreignForm, problemPage } from "./pages/problem.js";
import { placeOf } from "./places.js";
import { pendingLogin } from "./logins.js";
import type { Route } from "./routes.js";
import type { Visit } from "./visit.js";

/** The pages on which a user decides a login: the described one and its variants, with the form that they post. */
export function authorizationPages(emulation: Emulation, flow: LoginModel): readonly Route[] {
  const { url, variants } = flow.authorization;
  return [url, ...variants.map(([, variant]) => variant)].flatMap((template): readonly Route[] => {
    const place = placeOf(emulation.urls.fill(template));
    const page = (method: string, show: typeof ask): Route => ({
      name: "authorization",
      kind: "page",
      isBrowsed: true,
      methods: [method],
      place,
      claims: ({ carrier }) => carrier?.value("oauth_signature") === undefined,
      answer: async (visit, values) => {
        const problem = await loginProblem(emulation, flow, { visit, values });
        const token = tokenOf(flow, visit, values);
        return loggedIn(emulation, visit, async (session) =>
          problem === undefined
            ? show(emulation, flow, { visit, session, token })
            : problemPage("This login cannot go on", problem, 400),
        );
      },
    });
    return [page("GET", ask), page("POST", conclude)];
  });
}

interface Arrival {
  readonly visit: Visit;
  readonly session: LoggedIn;
  readonly token: string;
}

async function ask(
  emulation: Emulation,
  flow: LoginModel,
  { visit, session, token }: Arrival,
): Promise<Response> {
  const pending = await pendingLogin(emulation, token);
  const consumer = await emulation.store.findConsumer(pending?.consumer ?? "");
  const callback = callbackOf(emulation, flow, visit);
  return consentPage(emulation.model, {
    consumer: consumer?.name ?? "",
    callback: pending?.callback === "" ? callback : (pending?.callback ?? ""),
    form: {
      action: visit.request.url.slice(visit.url.length - visit.path.length),
      token,
      user: session.user,
      formToken: await session.formToken(token),
    },
  });
}

async function conclude(
  emulation: Emulation,
  flow: LoginModel,
  { visit, session: { user, formToken }, token }: Arrival,
): Promise<Response> {
  const { model } = emulation;
  if (visit.value("form_token") !== (await formToken(token))) return foreignForm();
  const says = visit.value("decision") === "approve" ? "yes" : "no";
  const callback = callbackOf(emulation, flow, visit);
  const decided = await decide(emulation, flow, { token, user, says, callback, visit });
  if (decided?.redirect !== undefined) return seeOther(decided.redirect);
  if (decided?.says !== "yes") return deniedPage(model);
  return decided.verifier === undefined ? allowedPage(model) : pinPage(model, decided.verifier);
}
