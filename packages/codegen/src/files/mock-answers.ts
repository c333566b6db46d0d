import {
  expandTemplate,
  type EndpointModel,
  type FieldModel,
  type FlowModel,
  type LoginModel,
  type ProviderModel,
  type TokenEndpointModel,
} from "@oauth1/descriptor";

/** What an endpoint is asked for, and the text that it answers. */
export interface Mocked {
  readonly endpoint: Pick<
    EndpointModel,
    "format" | "method" | "signatureMethod" | "status" | "url"
  >;
  readonly isOpen?: boolean;
  readonly renews?: boolean;
  readonly revokes?: boolean;
  readonly gives: "live session" | "nothing" | "temporary" | "token";
  readonly body: string;
}

/** The endpoints of a provider's flows, each with an answer that is made of the examples of its fields. */
export function mockedEndpoints(model: ProviderModel): readonly Mocked[] {
  return model.oauth.flows.flatMap((flow): readonly Mocked[] => {
    switch (flow.kind) {
      case "login":
      case "pushed-login":
        return [
          ...(flow.kind === "login" ? indexOf(flow, model) : []),
          temporary(flow.temporaryCredentials, flow.kind === "login" ? toldOf(flow, model) : []),
          token(flow.tokenCredentials),
        ];
      case "x-auth":
        return [token(flow.tokenCredentials)];
      case "renewal":
        return [renewal(flow, model)];
      case "reverse-auth":
        return [{ endpoint: flow.temporaryCredentials, gives: "nothing", body: REVERSE }];
      case "revocation":
        return [{ endpoint: flow.endpoint, gives: "nothing", revokes: true, body: "" }];
      case "exchange":
        return [
          {
            endpoint: flow.endpoint,
            gives: "nothing",
            body: answerText(flow.endpoint, flow.fields),
          },
        ];
      case "live-session":
        return [{ endpoint: flow.endpoint, gives: "live session", body: liveSessionText(flow) }];
      case "two-legged":
      case "pre-issued":
        return [];
    }
  });
}

/** `{response}` and `{signature}` stand for the mock's half of the agreement, and for its proof. */
function liveSessionText({
  endpoint: { format },
  fields,
}: Extract<FlowModel, { kind: "live-session" }>): string {
  const pairs: readonly Pair[] = [
    ["diffie_hellman_response", "{response}"],
    ["live_session_token_signature", "{signature}"],
    ...fields.flatMap(exampleOf),
  ];
  return format === "json" ? jsonText(pairs) : formText(pairs);
}

/** The document that says where the endpoints are. */
function indexOf(login: LoginModel, model: ProviderModel): readonly Mocked[] {
  if (login.discovery === undefined) return [];
  const { url, ...paths } = login.discovery;
  const body = jsonText([
    [paths.temporaryCredentials, expandTemplate(login.temporaryCredentials.url, model)],
    [paths.authorization, expandTemplate(login.authorization.url, model)],
    [paths.tokenCredentials, expandTemplate(login.tokenCredentials.url, model)],
  ]);
  const endpoint = {
    method: "GET",
    url,
    format: "json",
    status: 200,
    signatureMethod: undefined,
  } as const;
  return [{ endpoint, gives: "nothing", isOpen: true, body }];
}

const REVERSE = 'OAuth oauth_nonce="nonce", oauth_signature="signature"';

function temporary(endpoint: EndpointModel, more: readonly Pair[]): Mocked {
  return { endpoint, gives: "temporary", body: credentialsText(endpoint, more) };
}

/** What temporary credentials come with: that the callback was heard, and where the user goes. */
function toldOf({ authorization, callback }: LoginModel, model: ProviderModel): readonly Pair[] {
  const { url, urlField } = authorization;
  const page = expandTemplate(url, model).replaceAll("{oauth_token}", "{token}");
  return [
    ...(callback.confirmed ? [["oauth_callback_confirmed", "true"] as const] : []),
    ...(urlField === undefined ? [] : [[urlField, page] as const]),
  ];
}

function token(endpoint: TokenEndpointModel): Mocked {
  const fields = endpoint.fields.flatMap((field) => exampleOf(field));
  return { endpoint, gives: "token", body: credentialsText(endpoint, fields) };
}

/** What a token is renewed with; where it is got is told apart only if that answers otherwise. */
function renewal(
  { tokenCredentials: endpoint, keepsToken }: Extract<FlowModel, { kind: "renewal" }>,
  { oauth }: ProviderModel,
): Mocked {
  const mocked: Mocked = keepsToken
    ? { endpoint, gives: "nothing", body: answerText(endpoint, endpoint.fields) }
    : token(endpoint);
  const isOther = oauth.flows.some(
    (flow) =>
      (flow.kind === "login" || flow.kind === "pushed-login") &&
      isOne(flow.tokenCredentials, endpoint) &&
      token(flow.tokenCredentials).body !== mocked.body,
  );
  return isOther ? { ...mocked, renews: true } : mocked;
}

function isOne(one: EndpointModel, other: EndpointModel): boolean {
  return one.method === other.method && one.url === other.url;
}

type Pair = readonly [path: string, text: string];

/** `{token}` and `{secret}` stand for the credentials that are handed out. */
function credentialsText(endpoint: EndpointModel, more: readonly Pair[]): string {
  const pairs: readonly Pair[] = [
    [endpoint.tokenAt, "{token}"],
    ...(endpoint.secretOptional ? [] : [[endpoint.secretAt, "{secret}"] as const]),
    ...more,
  ];
  return endpoint.format === "json" ? jsonText(pairs) : formText(pairs);
}

function answerText({ format }: EndpointModel, fields: readonly FieldModel[]): string {
  const pairs = fields.flatMap(exampleOf);
  return format === "json" ? jsonText(pairs) : formText(pairs);
}

function exampleOf({ name, at, example, type, optional }: FieldModel): readonly Pair[] {
  if (example === undefined && optional) return [];
  return [[at ?? name, example ?? EXAMPLES[type]]];
}

/** What a field says where the descriptor has no example of it. */
const EXAMPLES: Readonly<Record<FieldModel["type"], string>> = {
  string: "text",
  integer: "1",
  number: "1",
  boolean: "true",
  date: "2030-01-01T00:00:00Z",
  "date-seconds": "1893456000",
  "date-milliseconds": "1893456000000",
  "expires-in": "3600",
};

function formText(pairs: readonly Pair[]): string {
  return pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeText(value)}`).join("&");
}

function encodeText(value: string): string {
  return encodeURIComponent(value).replace(/%7B(\w+)%7D/g, "{$1}");
}

/**
 * A path makes objects within objects, and lists where it has indexes. A value has no members: a path that goes on behind
 * another is a name with dots.
 */
function jsonText(pairs: readonly Pair[]): string {
  const root: Tree = new Map();
  for (const [path, value] of pairs) {
    const isName = pairs.some(([other]) => path.startsWith(`${other}.`));
    plant(root, isName ? [path] : path.split("."), value);
  }
  return JSON.stringify(plain(root));
}

type Tree = Map<string, string | Tree>;

function plant(tree: Tree, [name = "", ...rest]: readonly string[], value: string): void {
  if (rest.length === 0) {
    tree.set(name, value);
    return;
  }
  const below = tree.get(name);
  const next: Tree = below instanceof Map ? below : new Map();
  tree.set(name, next);
  plant(next, rest, value);
}

function plain(tree: Tree): object {
  const entries = [...tree].map(
    ([name, value]) => [name, typeof value === "string" ? value : plain(value)] as const,
  );
  const isList = entries.length > 0 && entries.every(([name], at) => name === String(at));
  return isList ? entries.map(([, value]) => value) : Object.fromEntries(entries);
}
