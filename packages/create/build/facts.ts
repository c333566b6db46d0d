import { readFileSync, readdirSync } from "node:fs";
import {
  lower,
  parseDescriptor,
  resolveType,
  type FlowModel,
  type LoginModel,
  type OperationModel,
  type ProviderModel,
  type StepParameterModel,
  type TypeModel,
  type VariableModel,
} from "@oauth1/descriptor";
import { FOR_WORK } from "../src/app-files.js";
import type { CallFacts, Facts, ProviderFacts, SignIn, VariableFacts } from "../src/facts.js";
import { TEMPLATES } from "../src/templates.js";

const ROOT = new URL("../../../", import.meta.url);

/** The folder of the descriptors. */
export const DESCRIPTORS: URL = new URL("providers/", ROOT);

/** What the scaffolder has to know of all providers, and which versions an app depends on. */
export function collectFacts(): Facts {
  const files = readdirSync(DESCRIPTORS).filter((name) => name.endsWith(".json"));
  const providers = files.sort().map((name) => factsOf(read(name)));
  return { providers, versions: { ...foreignVersions(), ...ownVersions(providers) } };
}

/** The facts of one provider. */
export function factsOf(model: ProviderModel): ProviderFacts {
  const { id, name, names, summary, oauth, variables } = model;
  const login = oauth.flows.find((flow) => flow.kind === "login");
  const signIn = signInOf(oauth.flows);
  const call = callOf(model, signIn === "consumer");
  const rule = login?.callback.rule;
  return {
    id,
    name,
    summary,
    factory: names.factory,
    account: names.account,
    signIn,
    consumer: consumerOf(model),
    registration: oauth.consumer.registration ?? model.documentation,
    ...(rule !== undefined && signIn === "callback" && { callbackRule: rule }),
    variables: variables.map(variableFacts),
    fields: fieldsOf(oauth.flows),
    loginParams: login === undefined ? {} : loginParams(model, login),
    postsPassword: login !== undefined && login.authorization.method !== "GET",
    ...(call !== undefined && { call }),
  };
}

function variableFacts(variable: VariableModel): VariableFacts {
  const { name, description, example, default: value, values } = variable;
  return {
    name,
    description,
    example,
    ...(value !== undefined && { default: value }),
    ...(values.length > 0 && { values: values.map(([said]) => said) }),
  };
}

function read(name: string): ProviderModel {
  const text = readFileSync(new URL(name, DESCRIPTORS), "utf8");
  const parsed = parseDescriptor(text, { file: name });
  if (!parsed.ok) throw new Error(`${name} has issues: pnpm generate says which.`);
  return lower(parsed.descriptor);
}

// In the order of what an app would rather have.
function signInOf(flows: readonly FlowModel[]): SignIn {
  const login = flows.find((flow) => flow.kind === "login");
  const kinds = new Set(flows.map(({ kind }) => kind));
  if (login !== undefined && login.authorization.method !== "GET") return "password";
  if (login !== undefined) return login.callback.modes === "pin" ? "pin" : "callback";
  if (kinds.has("x-auth")) return "password";
  return kinds.has("pre-issued") ? "token" : "consumer";
}

function consumerOf({ oauth }: ProviderModel): ProviderFacts["consumer"] {
  if (oauth.consumer.keys.includes("liveSession")) return "liveSession";
  if (oauth.signatureMethods[0].key === "privateKey") return "privateKey";
  return oauth.consumer.secret === "none" ? "nothing" : "secret";
}

function fieldsOf(flows: readonly FlowModel[]): readonly string[] {
  const fields = flows.flatMap((flow) => {
    if (flow.kind === "login") return [...flow.tokenCredentials.fields, ...flow.callback.fields];
    return flow.kind === "x-auth" ? flow.tokenCredentials.fields : [];
  });
  return [...new Set(fields.map(({ name }) => name))];
}

function loginParams(model: ProviderModel, login: LoginModel): Readonly<Record<string, unknown>> {
  const { temporaryCredentials, authorization, tokenCredentials } = login;
  const steps = [temporaryCredentials, authorization, tokenCredentials];
  return samples(
    model,
    steps.flatMap(({ parameters }) => parameters).filter(({ value }) => value === undefined),
  );
}

function callOf(model: ProviderModel, isConsumer: boolean): CallFacts | undefined {
  const { api, operations } = model;
  const fitting = operations.filter(({ auth }) => !isConsumer || auth !== "token");
  const cheapest = [...fitting].sort((one, other) => costOf(one) - costOf(other))[0];
  const found = fitting.find(({ id }) => id === api.profile?.operation) ?? cheapest;
  if (found === undefined) return undefined;
  const { id: operation, summary, parameters, response } = found;
  return { operation, summary, params: samples(model, parameters), hasResult: response !== "none" };
}

// A newcomer's first call reads, needs the user's token, and asks for nothing.
function costOf({ method, auth, parameters, response, deprecated }: OperationModel): number {
  return (
    (method === "GET" ? 0 : 1000) +
    (response === "json" ? 0 : 300) +
    (deprecated === undefined ? 0 : 200) +
    parameters.filter(({ required }) => required).length * 10 +
    AUTH_COST[auth]
  );
}

const AUTH_COST: Readonly<Record<OperationModel["auth"], number>> = {
  token: 0,
  consumer: 5,
  key: 6,
  none: 7,
};

type Sampled = Pick<StepParameterModel, "example" | "name" | "required" | "type">;

function samples(
  model: ProviderModel,
  parameters: readonly Sampled[],
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    parameters
      .filter(({ required }) => required)
      .map(({ name, type, example }) => [
        name,
        example ?? sampleOf(resolveType(model, type), name),
      ]),
  );
}

function sampleOf(type: TypeModel, name: string): unknown {
  switch (type.kind) {
    case "primitive":
      return type.name === "string" ? name : type.name === "boolean" ? true : 1;
    case "enum":
      return type.values[0];
    case "array":
      return [];
    case "map":
    case "object":
    case "reference":
    case "union":
    case "unknown":
      return {};
  }
}

function ownVersions(providers: readonly ProviderFacts[]): Readonly<Record<string, string>> {
  const folders = ["client", "core", "descriptor", "emulator"];
  const all = [...folders, ...providers.map(({ id }) => `sdk/${id}`)].map((folder) => {
    const manifest = new URL(`packages/${folder}/package.json`, ROOT);
    const { name, version }: Named = JSON.parse(readFileSync(manifest, "utf8"));
    return [name, `^${version}`];
  });
  return Object.fromEntries(all);
}

interface Named {
  readonly name: string;
  readonly version: string;
}

// Of the packages of others, the workspace's catalog has the versions that are tested here. An app takes what is compatible.
function foreignVersions(): Readonly<Record<string, string>> {
  const text = readFileSync(new URL("pnpm-workspace.yaml", ROOT), "utf8");
  const [, catalog = ""] = /^catalog:\n((?: {2}.*\n)*)/m.exec(text) ?? [];
  const versions = new Map(
    [...catalog.matchAll(/^ {2}"?([^":]+)"?: (\S+)$/gm)].map(([, name = "", version = ""]) => [
      name,
      /^\d/.test(version) ? `^${version}` : version,
    ]),
  );
  const needed = TEMPLATES.flatMap((one) => [...one.dependencies, ...one.devDependencies]);
  const foreign = [...FOR_WORK, ...needed].filter((name) => !name.startsWith("@oauth1/"));
  return Object.fromEntries(foreign.map((name) => [name, versions.get(name) ?? missing(name)]));
}

function missing(name: string): never {
  throw new Error(
    `Apps depend on ${name}: put its version into the catalog of pnpm-workspace.yaml.`,
  );
}
