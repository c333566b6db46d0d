import type { FlowModel, LoginModel } from "@oauth1/descriptor";
import { headerOf, textOf } from "../wire.js";
import type { Phase } from "./contract.js";
import type { ProviderExchange, Words } from "./exchange.js";

/** A request that providers take, and how to speak about it. */
export interface Step {
  readonly phase: Phase;
  /** Who sends it; the consumer where nothing is said. */
  readonly by?: "user";
  readonly ask: (exchange: ProviderExchange) => Words;
  readonly answer: (exchange: ProviderExchange) => Words;
}

/** The signed endpoints and the pages of a login, by the names of their routes. */
export const STEPS: Readonly<Record<string, Step>> = {
  discovery: {
    phase: "temporary",
    ask: said("Ask where the endpoints are", "The provider's index document names its three URLs."),
    answer: said("The three URLs", "Where temporary credentials, users and tokens are dealt with."),
  },
  temporaryCredentials: {
    phase: "temporary",
    ask: said(
      "Ask for temporary credentials",
      "The consumer asks for a key pair for this one login (RFC 5849 section 2.1). The client credentials alone sign it.",
    ),
    answer: said(
      "Temporary credentials",
      "A key pair that ties this one login together until the user has decided (RFC 5849 section 2.1).",
    ),
  },
  authorization: {
    phase: "authorize",
    by: "user",
    ask: ({ visit, model }) => {
      const isPage = model.oauth.flows.some((flow) => isLogin(flow) && isPaged(flow));
      if (!isPage) return PROGRAM;
      return visit.request.method === "GET" ? ARRIVAL : decided(visit.value("decision"));
    },
    answer: ({ message, model }) => afterDecision(headerOf(message, "location"), message, model),
  },
  tokenCredentials: {
    phase: "token",
    ask: said(
      "Exchange them for token credentials",
      "The consumer trades the temporary credentials, which the user has authorized, for lasting ones (RFC 5849 section 2.3).",
    ),
    answer: said(
      "Token credentials",
      "They stand for what the user has allowed, until they are revoked or expire. Further fields say who the user is (RFC 5849 section 2.3).",
    ),
  },
  xAuth: {
    phase: "token",
    ask: said(
      "Send name and password",
      "An extension: the consumer has asked the user for the password, and trades it for token credentials.",
    ),
    answer: said(
      "Token credentials",
      "The password can be forgotten now: the token stands for it.",
    ),
  },
  liveSession: {
    phase: "token",
    ask: said(
      "Agree on a live session",
      "An extension: the consumer has decrypted the token's secret, which stands in front of what it signs here, and sends its half of a Diffie-Hellman agreement.",
    ),
    answer: said(
      "The provider's half, and a proof",
      "Both sides come to the same secret, which never crosses the wire. Calls are signed with it until it ends.",
    ),
  },
  renewal: {
    phase: "token",
    ask: said("Renew the token credentials", "The consumer asks for a longer life of the token."),
    answer: said("Renewed token credentials", "They live longer than those before."),
  },
  revocation: {
    phase: "revoke",
    ask: said(
      "Give the token credentials back",
      "The consumer needs them no longer, and makes them worthless. They sign the request themselves.",
    ),
    answer: said("Given back", "Nobody can use this token any more."),
  },
  reverseAuth: {
    phase: "temporary",
    ask: said(
      "Ask for a request to sign",
      "An extension: a device that knows the user will send it.",
    ),
    answer: said("A signed request", "The device adds what it knows of the user."),
  },
  reverseAuthTarget: {
    phase: "token",
    ask: said("The device asks for the token", "It proves the user by means of its own."),
    answer: said("Token credentials", "The device hands them to the consumer."),
  },
};

/** Words that are always the same. */
export function said(title: string, purpose: string): () => Words {
  return () => [title, purpose];
}

function isLogin(flow: FlowModel): flow is LoginModel {
  return flow.kind === "login";
}

function isPaged({ authorization }: LoginModel): boolean {
  return authorization.method === "GET";
}

const ARRIVAL: Words = [
  "The user arrives at the provider",
  "The browser brings the temporary token. Its secret stays with the consumer (RFC 5849 section 2.2).",
];

const PROGRAM: Words = [
  "The user's program says yes",
  "No page asks: a program that is signed in as the user makes this call (RFC 5849 section 2.2).",
];

function decided(decision: string): Words {
  return decision === "approve"
    ? [
        "The user says yes",
        "Only the provider hears it, on a page of its own (RFC 5849 section 2.2).",
      ]
    : [
        "The user says no",
        "Only the provider hears it, on a page of its own (RFC 5849 section 2.2).",
      ];
}

function afterDecision(
  location: string | undefined,
  message: ProviderExchange["message"],
  { oauth }: ProviderExchange["model"],
): Words {
  if (location === undefined) return pageWords(textOf(message));
  if (location.startsWith("/-/login"))
    return ["Log in first", "The provider has to know who decides."];
  const login = oauth.flows.find(isLogin);
  const sent = new URL(location, "http://127.0.0.1").searchParams;
  return sent.get(login?.callback.verifierParameter ?? "oauth_verifier")
    ? [
        "Back to the consumer, with a verifier",
        "Whoever brings the verifier has approved: it ties this browser to this login (RFC 5849 section 2.2).",
      ]
    : ["Back to the consumer", "The browser goes to the callback, with what the user has said."];
}

function pageWords(markup: string): Words {
  if (markup.includes('class="pin"'))
    return [
      "A PIN to carry",
      "The user types it into the app: nobody is sent back (RFC 5849 section 2.2).",
    ];
  if (markup.includes('name="decision"'))
    return ["The provider asks the user", "It names the consumer and what it asks for."];
  return ["The user has decided", "The answer says what comes next."];
}
