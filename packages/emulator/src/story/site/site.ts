import { CallError, LoginError } from "@oauth1/client";
import { seeOther } from "../../html.js";
import { createSessions } from "../../sessions.js";
import type { Site } from "../../site.js";
import { visitOf } from "../../visit.js";
import { errand, nothing, stranger, type Arrival, type Handler } from "./errand.js";
import { beginLink, callProgram, comeBack, typeVerifier } from "./logins.js";
import type { Memory } from "./memory.js";
import { finishPush, sendPassword, takePush, takeToken, unlink } from "./other-ways.js";
import { homePage, messagePage, resultsPage, signInPage, SITE_NAME, type Result } from "./pages.js";
import type { Partner } from "./partner.js";
import { callFor } from "./use.js";

/** The consumer of the story: people sign in by name, and link, use and unlink their accounts at providers. */
export function createStorySite(partners: readonly Partner[], memory: Memory): Site {
  const sessions = createSessions(COOKIE);
  return async (request) => {
    const visit = visitOf(request);
    const [, first = "", id = ""] = visit.path.split("/");
    const handler = HANDLERS.get(`${request.method} /${first}`);
    const partner = partners.find(({ model }) => model.id === id);
    if (handler === undefined || (id !== "" && partner === undefined)) return nothing();
    const user = sessions.find(request)?.user ?? "";
    const logIn = (name: string): string => sessions.logIn(name).cookie;
    try {
      return await handler({ visit, user, memory, partners, partner, logIn });
    } catch (error) {
      return failurePage(error, partner?.model.name ?? "The provider");
    }
  };
}

const COOKIE = "photo_printer";

const HANDLERS: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ["GET /", home],
  ["POST /signin", signIn],
  ["POST /signout", () => seeOther("/", { "set-cookie": `${COOKIE}=; Path=/; Max-Age=0` })],
  ["POST /link", errand(beginLink)],
  ["GET /callback", errand(comeBack)],
  // A provider that pushes has no session of anybody.
  ["POST /callback", takePush],
  ["POST /verifier", errand(typeVerifier)],
  ["POST /program", errand(callProgram)],
  ["POST /password", errand(sendPassword)],
  ["POST /token", errand(takeToken)],
  ["POST /finish", errand(finishPush)],
  ["POST /use", use],
  ["POST /unlink", errand(unlink)],
]);

function home({ user, memory, partners }: Arrival): Response {
  if (user === "") return signInPage();
  const rows = partners.map((partner) => {
    const { id } = partner.model;
    return { partner, link: memory.linkOf(user, id), isPushed: memory.pushed.has(id) };
  });
  return homePage(user, rows);
}

function signIn({ visit, memory, logIn }: Arrival): Response {
  const user = visit.value("user");
  if (!/^[A-Za-z0-9_]{1,50}$/.test(user))
    return messagePage("That is no name", "A name is letters, digits and underscores.", 400);
  memory.user = user;
  return seeOther("/", { "set-cookie": logIn(user) });
}

async function use(arrival: Arrival): Promise<Response> {
  const { user, partner, partners, memory } = arrival;
  if (user === "") return stranger();
  const wanted = partners.filter(({ model }) =>
    partner === undefined
      ? memory.linkOf(user, model.id).account !== undefined
      : model.id === partner.model.id,
  );
  const results: Result[] = [];
  for (const one of wanted) results.push(await callFor(one, user, memory));
  return resultsPage(results);
}

function failurePage(error: unknown, provider: string): Response {
  if (error instanceof LoginError && error.code === "denied")
    return messagePage("You said no", `${SITE_NAME} has learned nothing about you.`, 403);
  if (error instanceof LoginError || error instanceof TypeError)
    return messagePage("That did not work", error.message, 502);
  if (!(error instanceof CallError)) throw error;
  return messagePage(
    `${provider} does not let us in`,
    "The permission was taken back, or never given: link the account again.",
    error.status === 401 ? 401 : 502,
  );
}
