import { parametersName, type OperationModel, type ProviderModel } from "@oauth1/descriptor";

/** The operations by the file they go to: the groups by name, the operations of each in the descriptor's order. */
export function operationGroups({
  operations,
}: ProviderModel): readonly (readonly [group: string, operations: readonly OperationModel[]])[] {
  const names = [...new Set(operations.map(({ group }) => group))].sort();
  return names.map((name) => [name, operations.filter(({ group }) => group === name)]);
}

/** The name of an operation's parameters as a type; `undefined` where it has none. */
export function paramsOf({ id, parameters }: OperationModel): string | undefined {
  return parameters.length === 0 ? undefined : parametersName(id);
}
