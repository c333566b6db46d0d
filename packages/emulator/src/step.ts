import type { EndpointModel, StepParameterModel } from "@oauth1/descriptor";
import type { RequestPurpose } from "@oauth1/server";
import { endpointAnswer, refusalAnswer, type AnswerField, type Refusal } from "./answers.js";
import { rulesOf, type Emulation } from "./emulation.js";
import { isStranger } from "./account-urls.js";
import { placeOf, type Pairs } from "./places.js";
import { prove, tellRefusal, type Demand, type Proof } from "./prove.js";
import type { Route } from "./routes.js";
import { readableStep } from "./step-body.js";
import type { Visit } from "./visit.js";

/** One request of a flow: where it goes, what it has to carry, and what comes back. */
export interface Step {
  readonly name: string;
  readonly endpoint: EndpointModel;
  readonly purpose: RequestPurpose;
  readonly token: Demand["token"];
  /** What it carries besides the endpoint's own parameters. */
  readonly expects?: readonly Expected[];
  readonly claims?: (visit: Visit) => boolean;
  readonly secretIs?: Demand["secretIs"];
  readonly answer: (proof: Proof, visit: Visit) => Promise<StepAnswer>;
}

/** The fields of the answer, a refusal, or an answer of another kind. */
export type StepAnswer = readonly AnswerField[] | Refusal | Response;

/** A parameter that a step expects; `anywhere` is query, form or among the protocol parameters. */
export interface Expected {
  readonly name: string;
  readonly in: StepParameterModel["in"] | "anywhere";
  readonly required: boolean;
}

/** The route of a step: the request is proved, its parameters are checked, and then it is answered as described. */
export function stepRoute(emulation: Emulation, step: Step): Route {
  const { name, endpoint, token, claims = () => true } = step;
  const place = placeOf(emulation.urls.fill(endpoint.url));
  return {
    name,
    kind: "endpoint",
    format: endpoint.format,
    methods: [endpoint.method],
    place,
    claims: (visit) =>
      hasToken(emulation, visit, token) && claims(readableStep(endpoint, visit).visit),
    marks: (visit) => marksOf(endpoint, readableStep(endpoint, visit).visit),
    async answer(visit, values) {
      const answer = await answerStep(emulation, { ...step, values, own: place.query }, visit);
      if (answer instanceof Response) return answer;
      return "problem" in answer
        ? refusalAnswer(answer, endpoint)
        : endpointAnswer(endpoint, answer);
    },
  };
}

// Most steps at one place are told apart by what signs them. Which kind a token is nobody knows that was not issued here.
function hasToken(
  { tokenKinds }: Pick<Emulation, "tokenKinds">,
  { carrier }: Visit,
  wanted: Demand["token"],
): boolean {
  if (carrier?.value("oauth_signature") === undefined) return false;
  const token = carrier.value("oauth_token") ?? "";
  if (token === "") return wanted === "none" || wanted === "optional";
  const kind = tokenKinds.get(token);
  return wanted === "temporary" ? kind !== "access" : wanted !== "none" && kind !== "temporary";
}

// An app may say something else than what is sent otherwise, so a value that differs only counts against a step.
function marksOf({ parameters }: EndpointModel, visit: Visit): number {
  return parameters
    .filter(({ value }) => value !== undefined)
    .reduce((marks, { name, in: place, value }) => {
      const isSent =
        place === "header"
          ? visit.header(name) === value
          : pairsIn(visit, place).some(([one, text]) => one === name && text === value);
      return marks + (isSent ? 1 : -1);
    }, 0);
}

function pairsIn(visit: Visit, place: "form" | "oauth" | "query"): Pairs {
  return place === "oauth" ? (visit.carrier?.parameters ?? []) : visit[place];
}

async function answerStep(
  emulation: Emulation,
  step: Step & { readonly own: Pairs; readonly values: ReadonlyMap<string, string> },
  sent: Visit,
): Promise<StepAnswer> {
  const { name, endpoint, purpose, token, expects = [] } = step;
  const methods =
    endpoint.signatureMethod === undefined
      ? emulation.model.oauth.signatureMethods
      : [endpoint.signatureMethod];
  const demand = {
    name,
    purpose,
    token,
    rules: rulesOf(emulation, endpoint),
    methods: methods.map((method) => method.name),
    ...(step.secretIs && { secretIs: step.secretIs }),
  };
  const proof = await prove(emulation, sent, demand);
  if (!proof.ok) return proof;
  const own = endpoint.parameters.map((parameter) => ({
    ...parameter,
    required: parameter.required || parameter.value !== undefined,
  }));
  const expected = [...own, ...expects].map((one) => {
    const isQuery = one.in === "form" && endpoint.method === "GET";
    return isQuery ? { ...one, in: "query" as const } : one;
  });
  const { visit, problem } = readableStep(endpoint, sent);
  const wrong =
    strangerProblem(emulation, step.values, proof) ??
    (problem === undefined ? undefined : rejected(problem)) ??
    parameterProblem(visit, expected, step.own);
  const answer = wrong ?? (await step.answer(proof, visit));
  if ("problem" in answer) tellRefusal(emulation, visit, { ...answer, purpose });
  return answer;
}

function strangerProblem(
  emulation: Emulation,
  values: ReadonlyMap<string, string>,
  { token, granted }: Proof,
): Refusal | undefined {
  if (!isStranger(emulation, values, { token, user: granted?.user ?? "" })) return undefined;
  const advice = "The URL names another account than that of the token which signs the request.";
  return { problem: "token_rejected", advice };
}

/**
 * What is wrong with the parameters of a step: one that is missing, one in another place than the described one, or one that
 * the step does not have.
 *
 * @example
 * const visit = visitOf({ method: "GET", url: "http://127.0.0.1/?scope=read", headers: { authorization: 'OAuth oauth_consumer_key="k"' } });
 * parameterProblem(visit, [{ name: "scope", in: "form", required: true }]).advice;
 * // => "scope travels in the form, and came in the query."
 */
export function parameterProblem(
  visit: Visit,
  expected: readonly Expected[],
  own: Pairs = [],
): Refusal | undefined {
  for (const { name, in: wanted, required } of expected) {
    const found = placesOf(visit, name);
    if (found.length === 0 && required)
      return {
        problem: "parameter_absent",
        advice: `${name} is missing: it travels ${WORDS[wanted]}.`,
      };
    const described = wanted === "oauth" ? protocolPlace(visit) : wanted;
    const wrong = found.find((place) => described !== "anywhere" && place !== described);
    if (wrong !== undefined)
      return rejected(`${name} travels ${WORDS[wanted]}, and came ${WORDS[wrong]}.`);
  }
  const known = new Set([
    ...PROTOCOL,
    ...expected.map(({ name }) => name),
    ...own.map(([name]) => name),
  ]);
  const stranger = [...visit.query, ...visit.form, ...protocolPairs(visit)].find(
    ([name]) => !known.has(name),
  );
  return stranger === undefined
    ? undefined
    : rejected(`${stranger[0]} is no parameter of this request.`);
}

type ActualPlace = StepParameterModel["in"];

const WORDS: Readonly<Record<Expected["in"], string>> = {
  oauth: "among the protocol parameters",
  query: "in the query",
  form: "in the form",
  header: "in a header of its own",
  anywhere: "in the query or the form",
};

const PROTOCOL: readonly string[] = [
  "Authorization",
  "oauth_body_hash",
  "oauth_consumer_key",
  "oauth_nonce",
  "oauth_signature",
  "oauth_signature_method",
  "oauth_timestamp",
  "oauth_token",
  "oauth_version",
];

function rejected(advice: string): Refusal {
  return { problem: "parameter_rejected", advice };
}

function placesOf(visit: Visit, name: string): readonly ActualPlace[] {
  const has = (pairs: Pairs): boolean => pairs.some(([given]) => given === name);
  const places: ActualPlace[] = [];
  if (has(protocolPairs(visit))) places.push("oauth");
  if (has(visit.query)) places.push("query");
  if (has(visit.form)) places.push("form");
  if (visit.header(name) !== undefined) places.push("header");
  return places;
}

// What travels in query or form is found there.
function protocolPairs({ carrier }: Visit): Pairs {
  const isApart = carrier?.transmission === "header" || carrier?.transmission === "json";
  return isApart ? carrier.parameters : [];
}

function protocolPlace({ carrier }: Visit): ActualPlace {
  if (carrier?.transmission === "query") return "query";
  return carrier?.transmission === "body" ? "form" : "oauth";
}
