import type {
  EndpointModel,
  FlowModel,
  OperationModel,
  ProviderModel,
  StepParameterModel,
} from "@oauth1/descriptor";
import { loginParameters } from "../../src/files/flows.js";
import { isBinary, sampleValue } from "../../src/sample.js";
import { typeGraph, type TypeGraph } from "../../src/type-graph.js";
import { encryptSecret } from "../../../core/src/live-session.js";
import { MODP_1536, PRIVATE_KEY, PUBLIC_KEY } from "./keys.js";
import { recordOf } from "./request-text.js";

/** The modules of an emitted package. */
export interface Sdk {
  readonly index: object;
  readonly testing: object;
}

/**
 * The requests of a provider's package as text: those of every flow, and of one operation for each kind of body, host, list
 * and authentication. Clock and nonce stand still. The package's own mock has verified each of them.
 */
export async function recordWire(model: ProviderModel, sdk: Sdk): Promise<string> {
  const records: string[] = [];
  const { keys } = model.oauth.consumer;
  const isKeyed = keys.includes("privateKey");
  const agreeing = keys.includes("liveSession") ? AGREEING : {};
  const own = { key: "consumer-key", secret: "consumer-secret", ...agreeing };
  const mock = callOf(sdk.testing, model.names.mock, {
    consumer: isKeyed ? { ...own, publicKey: PUBLIC_KEY } : own,
    tokens: await tokensOf(model),
  });
  const fetch = async (request: Request): Promise<unknown> => {
    records.push(await recordOf(request.clone()));
    return apply(mock, [request]);
  };
  const client = callOf(sdk.index, model.names.factory, {
    consumer: isKeyed ? { ...own, privateKey: PRIVATE_KEY } : own,
    variables: Object.fromEntries(model.variables.map(({ name, example }) => [name, example])),
    fetch,
    retry: false,
    now: () => 1_893_456_000_000,
    nonce: () => "nonce",
  });
  for (const [title, run] of stepsOf({ client, model, sdk })) {
    records.push(`### ${title}`);
    await run();
  }
  return `${records.join("\n\n")}\n`;
}

type Step = readonly [title: string, run: () => Promise<unknown>];

interface Player {
  readonly model: ProviderModel;
  readonly client: unknown;
  readonly sdk: Sdk;
}

function stepsOf(player: Player): readonly Step[] {
  const { model } = player;
  const graph = typeGraph(model.types);
  const flows = model.oauth.flows.map((flow) => ({
    isEnd: flow.kind === "revocation",
    steps: flowSteps(flow, model, player.client),
  }));
  const operations = representatives(model.operations, graph).map((operation): Step => [
    operation.id,
    () => callOperation(operation, graph, player),
  ]);
  // A token that is revoked calls nothing any more.
  return [
    ...flows.filter(({ isEnd }) => !isEnd).flatMap(({ steps }) => steps),
    ...operations,
    ...flows.filter(({ isEnd }) => isEnd).flatMap(({ steps }) => steps),
  ];
}

function flowSteps(flow: FlowModel, model: ProviderModel, client: unknown): readonly Step[] {
  const account = {
    ...fieldsOf(model),
    version: 1,
    token: { key: "token-key", secret: "token-secret" },
  };
  const step = (name: string, ...args: readonly unknown[]): Step => [
    name,
    async () => callOf(client, name, ...args),
  ];
  switch (flow.kind) {
    case "login":
      return [["begin, complete", () => logIn(flow, model, client)]];
    case "pushed-login":
      return [step("completePushed", { verifier: "verifier", params: paramsOf(model) })];
    case "x-auth":
      return [
        step("xAuth", {
          username: "name",
          password: "password",
          params: neededOf(flow.tokenCredentials, model),
        }),
      ];
    case "reverse-auth":
      return [step("reverseAuth", { params: neededOf(flow.temporaryCredentials, model) })];
    case "renewal": {
      const handle = flow.handle === undefined ? {} : { [flow.handle]: "handle" };
      return [step("renew", { ...account, ...handle })];
    }
    case "revocation":
      return [step("revoke", account)];
    case "exchange":
      return [step(flow.name, account, neededOf(flow.endpoint, model))];
    case "live-session":
      return [["openLiveSession", () => openLiveSession(client)]];
    case "two-legged":
    case "pre-issued":
      return [];
  }
}

/** What URLs take of an account. */
function fieldsOf({ accountTexts }: ProviderModel): Readonly<Record<string, string>> {
  return Object.fromEntries(
    accountTexts.map(([name, text]) => [name.slice("account.".length), text]),
  );
}

const AGREEING = { encryptionKey: PRIVATE_KEY, diffieHellman: MODP_1536 } as const;

function encrypted(): Promise<string> {
  return encryptSecret(PUBLIC_KEY, new TextEncoder().encode("token-secret"));
}

async function tokensOf(model: ProviderModel): Promise<Readonly<Record<string, string>>> {
  const usual = { "token-key": secretOf(model) };
  const isEncrypted = model.oauth.consumer.keys.includes("liveSession");
  return isEncrypted ? { ...usual, "encrypted-key": await encrypted() } : usual;
}

/** What calls are signed with: text, or the bytes of a live session in base64. */
function secretOf({ oauth }: ProviderModel): string {
  return oauth.consumer.keys.includes("liveSession") ? btoa("live-session-token") : "token-secret";
}

/** The app's half of the agreement is drawn, so the generator stands still for it. */
async function openLiveSession(client: unknown): Promise<void> {
  const random = crypto.getRandomValues;
  crypto.getRandomValues = (array) => {
    if (array instanceof Uint8Array) array.fill(7);
    return array;
  };
  try {
    const account = { version: 1, token: { key: "encrypted-key", secret: await encrypted() } };
    await callOf(client, "openLiveSession", account);
  } finally {
    crypto.getRandomValues = random;
  }
}

async function logIn(
  { callback }: Extract<FlowModel, { kind: "login" }>,
  model: ProviderModel,
  client: unknown,
): Promise<void> {
  const url = "https://app.example/callback?a=b";
  const params = { params: paramsOf(model) };
  const begun = await callOf(
    client,
    "begin",
    callback.modes === "pin" ? params : { callback: url, ...params },
  );
  const temporary: unknown = get(begun, "temporary");
  const end = model.oauth.revision === "1.0" ? {} : { verifier: "verifier" };
  await callOf(
    client,
    "complete",
    callback.fields.length === 0
      ? { temporary, ...end }
      : { temporary, callbackUrl: returned(url, callback, temporary) },
  );
}

function returned(
  url: string,
  { tokenParameter, verifierParameter, fields }: Extract<FlowModel, { kind: "login" }>["callback"],
  temporary: unknown,
): string {
  const back = new URL(url);
  back.searchParams.set(tokenParameter, String(get(get(temporary, "token"), "key")));
  back.searchParams.set(verifierParameter, "verifier");
  for (const { name, at, example = "1" } of fields) back.searchParams.set(at ?? name, example);
  return back.href;
}

function paramsOf(model: ProviderModel): object {
  return valuesOf(loginParameters(model), model);
}

/** What a step cannot do without, and the description does not fix. */
function neededOf({ parameters }: EndpointModel, model: ProviderModel): object {
  const needed = parameters.filter(({ required, value }) => required && value === undefined);
  return valuesOf(needed, model);
}

function valuesOf(parameters: readonly StepParameterModel[], model: ProviderModel): object {
  const graph = typeGraph(model.types);
  return Object.fromEntries(
    parameters.map((parameter) => [parameter.name, sampleValue(parameter, graph)]),
  );
}

/** One operation for each way in which requests differ. */
function representatives(
  operations: readonly OperationModel[],
  graph: TypeGraph,
): readonly OperationModel[] {
  const seen = new Set<string>();
  return operations.filter((operation) => {
    const { auth, host, body, response, query, parameters, signing, without } = operation;
    const lists = parameters
      .filter(({ type }) => !["primitive", "enum"].includes(graph.resolve(type).kind))
      .map(({ in: place, style }) => `${place} ${style}`);
    const places = parameters.map(({ in: place, flag }) => (flag ? `${place} flag` : place));
    const kinds = [auth, host, body, response, query.length > 0, signing, without];
    const key = JSON.stringify([...kinds, [...new Set([...lists, ...places])].sort()]);
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

async function callOperation(
  operation: OperationModel,
  graph: TypeGraph,
  { client, model, sdk }: Player,
): Promise<unknown> {
  const session =
    operation.auth === "token" || get(client, "consumerSession") === undefined
      ? await callOf(client, "session", {
          ...fieldsOf(model),
          key: "token-key",
          secret: secretOf(model),
        })
      : await callOf(client, "consumerSession");
  const params = operation.parameters.map((parameter) => [
    parameter.name,
    isBinary(graph.resolve(parameter.type))
      ? new Blob(["bytes"])
      : twice(sampleValue(parameter, graph)),
  ]);
  return callOf(sdk.index, operation.id, session, Object.fromEntries(params));
}

/** A list shows how it is written with two items. */
function twice(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? [value[0], value[0]] : value;
}

function get(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function callOf(owner: unknown, name: string, ...args: readonly unknown[]): unknown {
  return apply(get(owner, name), args);
}

function apply(target: unknown, args: readonly unknown[]): unknown {
  if (typeof target !== "function") throw new TypeError("There is no such function.");
  return Reflect.apply(target, undefined, args);
}
