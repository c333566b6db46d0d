import type { ProviderModel } from "@oauth1/descriptor";
import type { Statement } from "../print.js";
import { operationGroups, paramsOf } from "../sdk-names.js";
import { emittedFlows } from "./flows.js";
import { providerExports } from "./provider/provider.js";

/** `src/index.ts`: everything that the package exports, by name. */
export function indexFile(model: ProviderModel): readonly Statement[] {
  const types = model.types.map(({ name }) => `type ${name}`).sort();
  const statements: readonly Statement[] = [
    ...operationGroups(model).map(([group, operations]): Statement => {
      const names = operations.map(({ id }) => id).sort();
      const params = operations.flatMap((operation) => paramsOf(operation) ?? []).sort();
      const exported = [...names, ...params.map((name) => `type ${name}`)];
      return { kind: "export", names: exported, from: `./operations/${group}.js` };
    }),
    { kind: "export", names: providerExports(model), from: "./provider.js" },
    { kind: "export", names: types, from: "./types.js" },
    { kind: "export", names: clientExports(model), from: "@oauth1/client" },
  ];
  return statements.filter((statement) => !("names" in statement && statement.names.length === 0));
}

/** What an app needs of the client besides, so that it has one package to import from. */
function clientExports(model: ProviderModel): readonly string[] {
  const { operations, types } = model;
  const taken = new Set([...operations.map(({ id }) => id), ...types.map(({ name }) => name)]);
  const isPaged = operations.some(({ pagination }) => pagination !== undefined);
  const hasFlows = emittedFlows(model).length > 0;
  const names = [
    "CallError",
    ...(hasFlows ? ["LoginError"] : []),
    ...(isPaged ? ["paginate"] : []),
  ];
  return names.filter((name) => !taken.has(name));
}
