import type { ClientValue, ProviderModel } from "@oauth1/descriptor";
import type { Statement } from "../../print.js";
import { sessionLevels } from "../../session-levels.js";
import { referencesOf } from "../../type-graph.js";
import { hasAccount, liveSessionOf } from "../accounts.js";
import { ACCOUNT_SERVERS, hasAccountServers, XML_READER } from "../description.js";
import { endpointFunctions } from "../endpoints.js";
import { emittedFlows, identityOperation, methodParams } from "../flows.js";
import { compositeOf } from "./composite.js";
import { keyTypes } from "./options.js";

/** What the file imports. */
export function importStatements(model: ProviderModel): readonly Statement[] {
  const profile = identityOperation(model);
  const types = [
    ...methodParams(model).flatMap(({ parameters }) => parameters.map(({ type }) => type)),
    ...(profile === undefined ? [] : [profile.result]),
  ].flatMap(referencesOf);
  return [
    { kind: "import", names: clientNames(model), from: "@oauth1/client" },
    ...model.oauth.clientMethods.map((method): Statement => {
      const from = `@oauth1/core/methods/${method.module}`;
      return { kind: "import", names: [method.export], from };
    }),
    ...(profile === undefined ? [] : [importOf([profile.id], `./operations/${profile.group}.js`)]),
    ...(types.length === 0
      ? []
      : [
          importOf(
            [...new Set(types)].sort().map((name) => `type ${importName(model, name)}`),
            "./types.js",
          ),
        ]),
  ];
}

function importName(model: ProviderModel, name: string): string {
  const original = model.types.find((type) => aliasOf(type.name) === name)?.name;
  const isAlias = original !== undefined && !model.types.some((type) => type.name === name);
  return isAlias ? `${original} as ${name}` : name;
}

function importOf(names: readonly string[], from: string): Statement {
  return { kind: "import", names, from };
}

function clientNames(model: ProviderModel): readonly string[] {
  const flows = emittedFlows(model);
  const levels = sessionLevels(model);
  const composite = compositeOf(model) !== undefined;
  const values: readonly ClientValue[] = [
    "createClient",
    ...flows.map(({ make }) => make),
    ...(composite ? (["compositeCredentials"] as const) : []),
    ...endpointFunctions(model),
    ...(hasAccountServers(model.api) ? [ACCOUNT_SERVERS] : []),
    ...(model.api.errors?.xml === undefined ? [] : [XML_READER]),
  ];
  const types = [
    ...["Client", "ClientOptions", "ProviderDescription", "Session"],
    ...(hasAccount(model) || liveSessionOf(model) !== undefined ? ["Account"] : []),
    ...(composite ? ["CompositeCredentials"] : []),
    ...(levels.includes("token") ? ["TokenCalls"] : []),
    ...(levels.includes("consumer") ? ["ConsumerCalls"] : []),
    ...(levels.length > 1 ? ["SessionLevel"] : []),
    ...keyImports(model),
    ...flows.map(({ trait }) => trait),
  ];
  return [
    ...[...new Set(values)].sort(),
    ...[...new Set(types)].sort().map((name) => `type ${name}`),
  ];
}

// A consumer that only has a secret is the client's own default.
function keyImports(model: ProviderModel): readonly string[] {
  const keys = keyTypes(model);
  return keys.join() === "SharedKey" ? [] : keys;
}

/** The model, with another name for the profile's type where the client has its own of that name. */
export function withAlias(model: ProviderModel): ProviderModel {
  const profile = identityOperation(model);
  if (profile?.result.kind !== "reference") return model;
  const { name } = profile.result;
  if (!clientNames(model).includes(`type ${name}`)) return model;
  const result = { ...profile.result, name: aliasOf(name) };
  const operations = model.operations.map((one) =>
    one.id === profile.id ? { ...one, result } : one,
  );
  return { ...model, operations };
}

function aliasOf(name: string): string {
  return `Profile${name}`;
}
