import type { LoginModel } from "@oauth1/descriptor";
import { endpointAnswer, refusalAnswer, type AnswerField, type Refusal } from "../answers.js";
import { authorizationPages } from "../authorization-pages.js";
import { decide } from "../decision.js";
import type { Emulation } from "../emulation.js";
import { exchangeVerifier, issueTemporary } from "../logins.js";
import { withValueAt } from "../json-path.js";
import { placeOf } from "../places.js";
import type { Proof } from "../prove.js";
import type { Route } from "../routes.js";
import { authorizationUrl, callbackFlaw, loginProblem, tokenOf } from "../authorization-url.js";
import { stepRoute, type StepAnswer } from "../step.js";
import type { Visit } from "../visit.js";

/** The three legs (RFC 5849 section 2), each where and as the descriptor has it. */
export function loginRoutes(emulation: Emulation, flow: LoginModel): readonly Route[] {
  const isOld = emulation.model.oauth.revision === "1.0";
  const verifier = { name: "oauth_verifier", in: flow.tokenCredentials.verifierIn, required: true };
  return [
    stepRoute(emulation, {
      name: "temporaryCredentials",
      purpose: "temporary_credentials",
      token: "none",
      endpoint: flow.temporaryCredentials,
      expects: isOld ? [] : [{ name: "oauth_callback", in: "oauth", required: true }],
      answer: (proof, visit) => answerTemporary(emulation, flow, { proof, visit }),
    }),
    stepRoute(emulation, {
      name: "tokenCredentials",
      purpose: "token_credentials",
      token: "temporary",
      endpoint: flow.tokenCredentials,
      expects: isOld ? [] : [verifier],
      answer: (proof, visit) =>
        exchangeVerifier(emulation, flow.tokenCredentials, { proof, visit, wantsVerifier: !isOld }),
    }),
    ...(flow.authorization.method === "GET"
      ? authorizationPages(emulation, flow)
      : [approvalRoute(emulation, flow)]),
    ...discoveryRoutes(emulation, flow),
  ];
}

async function answerTemporary(
  emulation: Emulation,
  flow: LoginModel,
  { proof: { consumer }, visit }: { readonly proof: Proof; readonly visit: Visit },
): Promise<StepAnswer> {
  const { temporaryCredentials, authorization, callback: described } = flow;
  const callback = visit.carrier?.value("oauth_callback") ?? visit.value("oauth_callback");
  const isOld = emulation.model.oauth.revision === "1.0";
  const problem = isOld
    ? undefined
    : callbackProblem(described.modes, callback, consumer.callbacks);
  if (problem !== undefined) return problem;
  const asked = { consumer: consumer.key, callback: isOld ? "" : callback };
  const { token, fields } = await issueTemporary(emulation, temporaryCredentials, asked);
  const further: AnswerField[] = [];
  if (described.confirmed && !isOld) further.push(["oauth_callback_confirmed", "true"]);
  if (authorization.urlField !== undefined) {
    further.push([
      authorization.urlField,
      authorizationUrl(emulation, flow, { token, consumer: consumer.key }),
    ]);
  }
  return [...fields, ...further];
}

function callbackProblem(
  modes: LoginModel["callback"]["modes"],
  callback: string,
  registered: readonly string[],
): Refusal | undefined {
  if (modes === "pin" && callback !== "oob")
    return rejected(
      'oauth_callback has to be "oob": this provider shows a verifier, and sends nobody back.',
    );
  if (modes === "callback" && callback === "oob")
    return rejected('oauth_callback has to be a URL: this provider has no "oob".');
  const flaw = callbackFlaw(callback, registered);
  return flaw === undefined ? undefined : rejected(flaw);
}

function rejected(advice: string): Refusal {
  return { problem: "parameter_rejected", advice };
}

// The user's own program says yes: nothing is signed, and the header names the user for those tests that want more than one.
function approvalRoute(emulation: Emulation, flow: LoginModel): Route {
  const { method, url, verifierAt = "oauth_verifier" } = flow.authorization;
  const json = { format: "json", status: 200 } as const;
  return {
    ...{
      name: "authorization",
      kind: "page",
      methods: [method],
      place: placeOf(emulation.urls.fill(url)),
    },
    async answer(visit, values) {
      const token = tokenOf(flow, visit, values);
      const problem = await loginProblem(emulation, flow, { visit, values });
      if (problem !== undefined) return refusalAnswer(rejected(problem), json);
      const user = visit.header("x-emulator-user") ?? "alice";
      const decision = { token, user, says: "yes", callback: "oob", visit } as const;
      const decided = await decide(emulation, flow, decision);
      if (decided?.says !== "yes")
        return refusalAnswer({ problem: "permission_denied", advice: "The user said no." }, json);
      const { verifier } = decided;
      return endpointAnswer(json, verifier === undefined ? [] : [[verifierAt, verifier]]);
    },
  };
}

function discoveryRoutes(emulation: Emulation, flow: LoginModel): readonly Route[] {
  const { discovery, ...endpoints } = flow;
  if (discovery === undefined) return [];
  const { urls } = emulation;
  const entries = (["temporaryCredentials", "authorization", "tokenCredentials"] as const).map(
    (name) => [discovery[name], endpoints[name].url] as const,
  );
  return [
    {
      ...{
        name: "discovery",
        kind: "page",
        methods: ["GET"],
        place: placeOf(urls.fill(discovery.url)),
      },
      answer: async () =>
        Response.json(
          entries.reduce<unknown>(
            (index, [at, url]) => withValueAt(index, at, urls.locate(urls.fill(url))),
            {},
          ),
        ),
    },
  ];
}
