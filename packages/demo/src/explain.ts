import type { ProviderModel } from "@oauth1/descriptor";
import { describedLogin } from "./described-login.js";
import type { WireMessage } from "./relay.js";

/** The two servers that the relays stand before. */
export type ServerName = "consumer" | "provider";

/** A request, and its answer once there is one. */
export interface Exchange {
  readonly server: ServerName;
  readonly request: WireMessage;
  readonly response?: WireMessage;
}

/** What a request is for, told from its bytes and the provider's descriptor. */
export function explainRequest(model: ProviderModel, exchange: Exchange): string {
  return explanationOf(model, exchange).request;
}

/** What an answer means, told from its bytes, the request's, and the provider's descriptor. */
export function explainResponse(model: ProviderModel, exchange: Exchange): string {
  const [start = ""] = exchange.response?.head ?? [];
  const status = Number(start.split(" ")[1]);
  const { response, refusal } = explanationOf(model, exchange);
  if (status >= 400) return refusal ?? `Refused with status ${status}.`;
  const location = headerOf(exchange.response, "location");
  return location === undefined ? response : redirection(model, location, response);
}

/** Method and path of a request, without the query. */
export function routeOf({ head: [start = ""] }: WireMessage): string {
  const [method = "", target = ""] = start.split(" ");
  return `${method} ${target.split("?")[0] ?? ""}`;
}

/** The value of a header line. */
export function headerOf(message: WireMessage | undefined, name: string): string | undefined {
  const line = message?.head.find((one) => one.toLowerCase().startsWith(`${name}:`));
  return line?.slice(name.length + 1).trim();
}

interface Explanation {
  readonly request: string;
  readonly response: string;
  readonly refusal?: string;
}

function explanationOf(model: ProviderModel, { server, request }: Exchange): Explanation {
  const route = routeOf(request);
  const known = server === "consumer" ? CONSUMER[route] : providerExplanation(model, route);
  return known ?? { request: "A page of the site.", response: "Here it is." };
}

const CONSUMER: Readonly<Record<string, Explanation>> = {
  "GET /": { request: "The user opens the consumer's site.", response: "The site's first page." },
  "POST /login": { request: "The user clicks “Sign in”.", response: "On to the provider." },
  "GET /callback": {
    request: "The browser brings the verifier back: only who approved can have it.",
    response: "The login is complete.",
  },
  "GET /profile": {
    request: "The user asks for something that the consumer gets from the API.",
    response: "What the API said.",
    refusal: "The consumer tells the user that the permission is gone.",
  },
};

function providerExplanation(model: ProviderModel, route: string): Explanation | undefined {
  const { api, operations } = model;
  const { temporaryCredentials, authorization, tokenCredentials } = describedLogin(model);
  const authorizationPath = new URL(authorization.url).pathname;
  const profile = operations.find(({ id }) => id === api.profile?.operation);
  const table: Readonly<Record<string, Explanation>> = {
    ...OWN_PAGES,
    [`${temporaryCredentials.method} ${new URL(temporaryCredentials.url).pathname}`]: {
      request:
        "The consumer asks for temporary credentials and names its callback (RFC 5849 section 2.1).",
      response: "Temporary credentials, good for this login alone; the callback is confirmed.",
    },
    [`GET ${authorizationPath}`]: {
      request:
        "The browser arrives with the temporary token (RFC 5849 section 2.2). Its secret stays with the consumer.",
      response: "The provider names the consumer and says what it asks for.",
    },
    [`POST ${authorizationPath}`]: {
      request: "The user decides.",
      response: "Approved.",
    },
    [`${tokenCredentials.method} ${new URL(tokenCredentials.url).pathname}`]: {
      request:
        "The consumer exchanges temporary token and verifier for token credentials (RFC 5849 section 2.3).",
      response:
        "Token credentials: good until they are revoked. The extra fields say who the user is.",
    },
  };
  const operation: Explanation = {
    request: "The consumer calls the API for the user (RFC 5849 section 3).",
    response: "The signature, the timestamp and the nonce are right: here is the resource.",
    refusal:
      "The token stands for nothing any more. Only an emulator says so: a provider would let nobody probe.",
  };
  const base = new URL(api.baseUrl).pathname.replace(/\/$/, "");
  return (
    table[route] ?? (route === `${profile?.method} ${base}${profile?.path}` ? operation : undefined)
  );
}

const OWN_PAGES: Readonly<Record<string, Explanation>> = {
  "POST /-/apps": {
    request: "The consumer's developer registers it: a name, and where users come back to.",
    response: "Client credentials and the three URLs. The callback is stored.",
  },
  "GET /-/login": {
    request: "The browser asks for the provider's login page.",
    response: "The consumer never sees it.",
  },
  "POST /-/login": {
    request: "The user logs in, at the provider and nowhere else.",
    response: "Logged in.",
  },
  "GET /-/connected": {
    request: "The user looks at what was allowed.",
    response: "The connected apps.",
  },
  "POST /-/connected": { request: "The user takes the permission back.", response: "Revoked." },
};

function redirection(model: ProviderModel, location: string, usual: string): string {
  const { pathname, searchParams } = new URL(location, "http://relative.invalid");
  if (searchParams.has("oauth_verifier"))
    return "Approved: the browser carries the verifier to the callback.";
  const { authorization } = describedLogin(model);
  if (pathname === new URL(authorization.url).pathname && searchParams.has("oauth_token")) {
    return "On to the provider's authorization page, with the temporary token.";
  }
  return pathname === "/-/login" ? "Who are you? Log in first." : usual;
}
