import { decode, parseForm } from "@oauth1/core";
import type { EndpointModel } from "@oauth1/descriptor";
import type { HiddenSecret } from "../emulation.js";
import { valueAt } from "../json-path.js";
import { bodyText } from "../visit.js";
import { statusOf, textOf } from "../wire.js";
import type { KeyKind, StoryKeys } from "./contract.js";
import { endpointOf } from "./endpoints.js";
import type { ProviderExchange } from "./exchange.js";

/** A key pair that has appeared on the wire. */
export interface KeyPair {
  readonly provider: string;
  readonly pair: KeyKind;
  readonly key: string;
  readonly secret: string;
  /** PEM, where the consumer has registered one. */
  readonly publicKey?: string;
  /** The name of the consumer, where it is not the site of the story. */
  readonly app?: string;
}

/** What has become of a pair. */
export interface KeyChange extends KeyPair {
  readonly state: StoryKeys["state"];
}

/** The key pairs as they appear and end. */
export interface Keyring {
  readonly find: (provider: string, pair: KeyKind, key: string) => KeyPair | undefined;
  /** Takes in a pair that was handed out without a message. */
  readonly introduce: (pair: KeyPair) => void;
  /** Whose a message is, by the pairs that its request names; `undefined` for the site of the story, and where it names none. */
  readonly appOf: (exchange: ProviderExchange) => string | undefined;
  /** Takes in what a message hands out, uses up or denies. */
  readonly learn: (exchange: ProviderExchange) => readonly KeyChange[];
  /** Takes in a secret of a token that no message has. */
  readonly hide: (provider: string, token: string, hidden: HiddenSecret) => void;
  readonly hidden: (
    provider: string,
    token: string,
    use: HiddenSecret["use"],
  ) => string | undefined;
  /** A provider says that it has issued a grant, or that one has ended. */
  readonly issued: (provider: string, grant: string) => void;
  readonly revoked: (grant: string) => readonly KeyChange[];
}

/** An empty ring. */
export function createKeyring(): Keyring {
  const pairs = new Map<string, KeyPair>();
  const grants = new Map<string, KeyPair>();
  const unclaimed = new Map<string, string>();
  const hidden = new Map<string, string>();
  const id = ({ provider, pair, key }: Omit<KeyPair, "secret">): string =>
    JSON.stringify([provider, pair, key]);
  const find: Keyring["find"] = (provider, pair, key) => pairs.get(id({ provider, pair, key }));

  function add(pair: KeyPair): KeyChange {
    pairs.set(id(pair), pair);
    const grant = unclaimed.get(pair.provider);
    if (pair.pair === "token" && grant !== undefined) grants.set(grant, pair);
    return { ...pair, state: "issued" };
  }

  function appOf({ model: { id: provider }, visit }: ProviderExchange): string | undefined {
    const named = (name: string): string => visit.carrier?.value(name) ?? visit.value(name);
    const token = named("oauth_token");
    const client = find(provider, "client", named("oauth_consumer_key"));
    return (client ?? find(provider, "temporary", token) ?? find(provider, "token", token))?.app;
  }

  return {
    find,
    appOf,
    introduce: (pair) => void add(pair),
    learn(exchange) {
      const { model, visit, message } = exchange;
      if (message.kind === "request" || statusOf(message) >= 400) return [];
      const ended = endedBy(exchange);
      const token = visit.carrier?.value("oauth_token") ?? visit.value("oauth_token");
      const temporary = ended && find(model.id, "temporary", token);
      const app = appOf(exchange);
      return [
        ...issuedBy(exchange).map((pair) => add(app === undefined ? pair : { ...pair, app })),
        ...(temporary === undefined || ended === undefined ? [] : [{ ...temporary, state: ended }]),
      ];
    },
    hide: (provider, token, { use, secret }) =>
      void hidden.set(JSON.stringify([provider, token, use]), secret),
    hidden: (...place) => hidden.get(JSON.stringify(place)),
    issued: (provider, grant) => void unclaimed.set(provider, grant),
    revoked(grant) {
      const pair = grants.get(grant);
      return pair === undefined ? [] : [{ ...pair, state: "revoked" }];
    },
  };
}

function endedBy({ route, visit }: ProviderExchange): "denied" | "spent" | undefined {
  if (route.name === "tokenCredentials") return "spent";
  const isDecision = route.name === "authorization" && visit.value("decision") === "deny";
  return isDecision ? "denied" : undefined;
}

function issuedBy(exchange: ProviderExchange): readonly KeyPair[] {
  const { model, route, visit } = exchange;
  if (route.kind === "own") return OWN[`${visit.request.method} ${route.name}`]?.(exchange) ?? [];
  const pair = ISSUES.get(route.name);
  const endpoint = endpointOf(model, route.name);
  if (route.kind !== "endpoint" || pair === undefined || endpoint === undefined) return [];
  const field = answerField(endpoint, textOf(exchange.message));
  const [key, secret] = [field(endpoint.tokenAt), field(endpoint.secretAt)];
  return key === "" ? [] : [{ provider: model.id, pair, key, secret }];
}

/** The endpoints that hand out key pairs, and of which kind. */
const ISSUES: ReadonlyMap<string, KeyKind> = new Map<string, KeyKind>([
  ["temporaryCredentials", "temporary"],
  ["tokenCredentials", "token"],
  ["xAuth", "token"],
  ["renewal", "token"],
]);

/** Fields of an endpoint's answer by their places. */
export function answerField(
  { format }: Pick<EndpointModel, "format">,
  body: string,
): (at: string) => string {
  if (format === "json") {
    const value = parsed(body);
    return (at: string): string => textAt(value, at);
  }
  const form = new Map(parseForm(body).map(([name, value]) => [decode(name), decode(value)]));
  return (at: string): string => form.get(at) ?? "";
}

// Pages of the emulator itself, which also answer JSON.
const OWN: Readonly<Record<string, (exchange: ProviderExchange) => readonly KeyPair[]>> = {
  "POST /-/apps"({ model, message, visit }) {
    const sent = parsed(bodyText(visit.request));
    const publicKey = textAt(sent, "publicKey") || visit.value("publicKey");
    const answer = parsed(textOf(message));
    const key = textAt(answer, "key") || definition(textOf(message), "Consumer key");
    const secret = textAt(answer, "secret") || definition(textOf(message), "Consumer secret");
    const pair = { provider: model.id, pair: "client", key, secret } as const;
    return [publicKey === "" ? pair : { ...pair, publicKey }];
  },
  "POST /-/tokens"({ model, message }) {
    const page = textOf(message);
    const answer = parsed(page);
    const key = textAt(answer, "key") || definition(page, "Token");
    const secret = textAt(answer, "secret") || definition(page, "Token secret");
    return key === "" ? [] : [{ provider: model.id, pair: "token", key, secret }];
  },
};

// Credentials are letters and digits: nothing of them is escaped.
function definition(markup: string, term: string): string {
  return new RegExp(`<dt>${term}(?:,[^<]*)?</dt>\\s*<dd>([^<]*)</dd>`).exec(markup)?.[1] ?? "";
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function textAt(value: unknown, at: string): string {
  const found = valueAt(value, at);
  return typeof found === "string" || typeof found === "number" ? String(found) : "";
}
