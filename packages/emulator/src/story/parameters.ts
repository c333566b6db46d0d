import type { LoginModel, ProviderModel } from "@oauth1/descriptor";
import { decode, parseForm } from "@oauth1/core";
import { bodyText } from "../visit.js";
import { headerOf, statusOf, textOf } from "../wire.js";
import type { StoryParameter } from "./contract.js";
import { endpointOf } from "./endpoints.js";
import type { ProviderExchange, SiteExchange } from "./exchange.js";
import { answerField } from "./keyring.js";

/** The parameters of a message, decoded, each with what it is for. */
export function parametersOf(exchange: ProviderExchange | SiteExchange): readonly StoryParameter[] {
  if (exchange.message.kind === "request") return sent(exchange);
  const location = headerOf(exchange.message, "location");
  if (location !== undefined) return inLocation(exchange.model, location);
  return "route" in exchange ? answered(exchange) : [];
}

function sent({ model, visit }: ProviderExchange | SiteExchange): readonly StoryParameter[] {
  const { carrier, query, form, header, request } = visit;
  const isApart = carrier?.transmission === "header" || carrier?.transmission === "json";
  const place = carrier?.transmission === "json" ? "query" : "header";
  const own = header("authorization")?.startsWith("OAuth ") === true ? realm(carrier?.realm) : [];
  const protocol = isApart ? carrier.parameters : [];
  const named =
    (where: StoryParameter["place"]) =>
    ([name, value]: readonly [string, string]): StoryParameter => ({
      name,
      value,
      place: where,
      purpose: purposeOf(model, name),
    });
  return [
    ...own,
    ...protocol.map(named(place)),
    ...query.map(named("query")),
    ...form.map(named("body")),
    ...jsonMembers(header("content-type"), bodyText(request)).map(named("body")),
  ];
}

function realm(value: string | undefined): readonly StoryParameter[] {
  if (value === undefined) return [];
  const purpose = "Names a part of the provider. It is the one parameter that is not signed.";
  return [{ name: "realm", value, place: "header", purpose }];
}

function inLocation(model: ProviderModel | undefined, location: string): readonly StoryParameter[] {
  const [, query = ""] = location.split("?");
  return parseForm(query).map(([encoded, value]) => {
    const name = decode(encoded);
    const purpose = purposeOf(model, name);
    return { name, value: decode(value), place: "answer", purpose };
  });
}

function answered({ model, route, message, visit }: ProviderExchange): readonly StoryParameter[] {
  const body = textOf(message);
  if (statusOf(message) >= 400) return [];
  const endpoint = route.kind === "endpoint" ? endpointOf(model, route.name) : undefined;
  if (endpoint === undefined)
    return route.kind === "own" && visit.request.method === "POST" ? shown(route.name, body) : [];
  const field = answerField(endpoint, body);
  const { fields = [] } = endpoint;
  return [
    [endpoint.tokenAt, PURPOSES["oauth_token"] ?? ""] as const,
    [endpoint.secretAt, SECRET] as const,
    ["oauth_callback_confirmed", PURPOSES["oauth_callback_confirmed"] ?? ""] as const,
    ...fields.map(({ name, at, description = FIELD }) => [at ?? name, description] as const),
  ].flatMap(([name, purpose]) => {
    const value = field(name);
    return value === "" ? [] : [{ name, value, place: "answer", purpose } as const];
  });
}

const SECRET = "The secret of the new pair: it signs, and is never sent again.";

const FIELD = "A further field of this provider's.";

function shown(page: string, body: string): readonly StoryParameter[] {
  const purposes: Readonly<Record<string, string>> = {
    key: page === "/-/tokens" ? TOKEN_KEY : CLIENT_KEY,
    secret: SECRET,
  };
  return jsonMembers("application/json", body).flatMap(([name, value]) => {
    const purpose = purposes[name];
    return purpose === undefined ? [] : [{ name, value, place: "answer", purpose } as const];
  });
}

const CLIENT_KEY = "The key of the client credentials: it names the consumer, and may be seen.";

const TOKEN_KEY = "The key of the token credentials: it names what a user has allowed.";

function jsonMembers(
  type: string | undefined,
  text: string,
): readonly (readonly [name: string, value: string])[] {
  if (type?.includes("json") !== true || text === "") return [];
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).map(([name, one]) => [
      name,
      typeof one === "string" ? one : JSON.stringify(one),
    ]);
  } catch {
    return [];
  }
}

function purposeOf(model: ProviderModel | undefined, name: string): string {
  const login = model?.oauth.flows.find(isLogin);
  const { tokenParameter, verifierParameter } = login?.callback ?? {};
  // Under the provider's own names they are the same things.
  if (name === tokenParameter || name === login?.authorization.tokenParameter)
    return PURPOSES["oauth_token"] ?? "";
  if (name === verifierParameter) return PURPOSES["oauth_verifier"] ?? "";
  return PURPOSES[name] ?? "A parameter of this request's own. It is signed like all others.";
}

function isLogin(flow: ProviderModel["oauth"]["flows"][number]): flow is LoginModel {
  return flow.kind === "login";
}

const PURPOSES: Readonly<Record<string, string>> = {
  oauth_consumer_key: "Says which consumer it is: the key of the client credentials.",
  oauth_token: "Names the key pair that the request is about: temporary or token credentials.",
  oauth_token_secret: SECRET,
  oauth_signature_method: "How the signature was made (RFC 5849 section 3.4).",
  oauth_timestamp: "Seconds since 1970. What is too old is refused (RFC 5849 section 3.3).",
  oauth_nonce: "Used once with this timestamp: whoever sends the request again is refused.",
  oauth_version: "1.0, for every revision of the protocol.",
  oauth_signature: "Proves that whoever sent this knows the secrets. All but itself is signed.",
  oauth_callback: "Where the user comes back to; oob where the verifier is typed.",
  oauth_callback_confirmed: "The provider has understood the callback, as of revision A.",
  oauth_verifier: "Only whoever has approved has it: it ties user and consumer together.",
  oauth_body_hash: "The hash of a body that is no form, so that it is signed too.",
  oauth_consumer_secret: "The secret of the consumer, which the provider repeats.",
  oauth_problem: "The word of the provider for what is wrong.",
  x_auth_mode: "Says that name and password follow.",
  x_auth_username: "The user's name at the provider.",
  x_auth_password: "The user's password, which the three legs would have kept from the consumer.",
  user: "A name.",
  continue: "Where the browser goes on to.",
  form_token: "Ties the form to this browser, so that no other site can send it.",
  decision: "What the user says.",
  revoke: "The permission to take back.",
  name: "The name that users read.",
  callback: "Where users come back to. It is stored.",
  publicKey: "Signatures are verified with it; the private key stays with the consumer.",
  verifier: "The PIN, as the user has typed it.",
  next: "What is linked afterwards.",
};
