import type { FlowModel } from "@oauth1/descriptor";
import type { StoryMessage } from "./contract.js";
import type { ProviderExchange, Words } from "./exchange.js";
import { isRefusal } from "./failure.js";
import { OWN_PAGES } from "./own-pages.js";
import { said, STEPS, type Step } from "./steps.js";

/** What a message is, in words. */
export type Explanation = Pick<StoryMessage, "from" | "phase" | "purpose" | "title" | "to">;

/** Tells what a message to or from a provider is for, from its bytes and the descriptor. */
export function explainProvider(exchange: ProviderExchange): Explanation {
  const step = stepOf(exchange);
  const sender = step.by ?? "consumer";
  const isRequest = exchange.message.kind === "request";
  const [title, purpose] = isRequest ? step.ask(exchange) : answerWords(step, exchange);
  const ends = isRequest
    ? ({ from: sender, to: "provider" } as const)
    : ({ from: "provider", to: sender } as const);
  return { ...ends, title, purpose, phase: step.phase };
}

function answerWords(step: Step, exchange: ProviderExchange): Words {
  if (!isRefusal(exchange.message)) return step.answer(exchange);
  return ["Refused", step.by === "user" ? "The provider says what is wrong." : ONLY_HERE];
}

const ONLY_HERE =
  "The provider says which rule was broken. Only an emulator does: a provider for everybody would help nobody to probe it.";

function stepOf({ route, visit, model }: ProviderExchange): Step {
  if (route.kind === "own") return OWN_PAGES[`${visit.request.method} ${route.name}`] ?? PAGE;
  if (route.kind === "operation") return CALL;
  if (route.kind === "unknown") return UNKNOWN;
  if (Object.hasOwn(STEPS, route.name)) return STEPS[route.name] ?? UNKNOWN;
  const flow = model.oauth.flows.find((one) => isExchange(one) && one.name === route.name);
  return flow === undefined ? UNKNOWN : EXCHANGE;
}

function isExchange(flow: FlowModel): flow is Extract<FlowModel, { kind: "exchange" }> {
  return flow.kind === "exchange";
}

const EXCHANGE: Step = {
  phase: "use",
  ask: said(
    "Trade the signature for a credential of another kind",
    "A signed request asks for something else to call with, such as a bearer token (RFC 5849 section 3).",
  ),
  answer: said("A credential of another kind", "Calls carry it from now on."),
};

const CALL: Step = {
  phase: "use",
  ask({ model, route, visit }) {
    const summary = model.operations.find(({ id }) => id === route.name)?.summary ?? route.name;
    const proof =
      visit.carrier?.value("oauth_signature") === undefined
        ? "No signature: the call carries what proves who calls."
        : "The signature proves who calls, and for whom (RFC 5849 section 3.1).";
    return [`Call the API: ${summary.replace(/\.$/, "")}`, proof];
  },
  answer: said(
    "The resource",
    "Signature, timestamp and nonce were right, so the provider answers (RFC 5849 section 3.2).",
  ),
};

const UNKNOWN: Step = {
  phase: "site",
  by: "user",
  ask: said("Ask for something that is not there", "The descriptor has nothing at this place."),
  answer: said("An answer", "Nothing that the story is about."),
};

const PAGE: Step = {
  phase: "site",
  by: "user",
  ask: said("Open a page of the provider", "A page for people, beside the protocol."),
  answer: said("The page", "What a person sees."),
};
