import { deepEqual, equal, ok } from "node:assert/strict";
import { paginate } from "@oauth1/client";
import type { OperationModel, ProviderModel } from "@oauth1/descriptor";
import { paramsOf, valueAt } from "./values.js";
import { sessionFor, type Check } from "./world.js";

/** Every operation, called once with all its parameters, and every list to its end. */
export function operationChecks(model: ProviderModel): readonly Check[] {
  return [...model.operations.map(callCheck), ...model.operations.flatMap(pagesCheck)];
}

function callCheck(operation: OperationModel): Check {
  const { id, response, example } = operation;
  return {
    title: `calls ${id}`,
    async run(world) {
      const { model, sdk } = world;
      const params = paramsOf(model, ownParameters(operation));
      const result = await sdk.operation(id)(await sessionFor(world, operation), params);
      if (response === "none") equal(result, undefined);
      if (response === "text") equal(result, example ?? "text");
      if (response === "binary") ok(result instanceof Blob && result.size > 0);
      if (response === "json" && !isNarrower(model, operation, params))
        checkResult(model, operation, result);
    },
  };
}

// The emulator answers with the example, in which it turns pages and tells who is logged in.
function checkResult(
  { api }: ProviderModel,
  { id, pagination, example }: OperationModel,
  result: unknown,
): void {
  ok(result !== undefined);
  if (example === undefined || id === api.profile?.operation) return;
  if (pagination === undefined) deepEqual(result, example);
  else deepEqual(itemsAt(result, pagination.items), itemsAt(example, pagination.items));
}

// With `me` for an id, some calls are those of another operation.
function isNarrower(
  { operations }: ProviderModel,
  { id, method, path, host }: OperationModel,
  params: Readonly<Record<string, unknown>>,
): boolean {
  const filled = path.replace(/\{([^}]+)\}/g, (_, name: string) => String(params[name]));
  return operations.some(
    (other) =>
      other.id !== id && other.method === method && other.host === host && other.path === filled,
  );
}

/** How many pages every list of the emulator has. */
const PAGES = 3;

function pagesCheck(operation: OperationModel): readonly Check[] {
  const { id, example, pagination } = operation;
  if (pagination === undefined) return [];
  return [
    {
      title: `pages through ${id} to its end, by ${pagination.kind}`,
      async run(world) {
        const session = await sessionFor(world, operation);
        const params = paramsOf(world.model, ownParameters(operation));
        const items: unknown[] = [];
        for await (const item of paginate(world.sdk.operation(id), session, { params }))
          items.push(item);
        const size = itemsAt(example, pagination.items).length || 1;
        equal(items.length, size * PAGES);
        const heads = items.filter((_, index) => index % size === 0);
        equal(new Set(heads.map((item) => JSON.stringify(item))).size, PAGES);
      },
    },
  ];
}

function itemsAt(result: unknown, path: string): readonly unknown[] {
  const items = valueAt(result, path);
  return Array.isArray(items) ? items : [];
}

// All but those that pages are turned with: a list begins with its first page.
function ownParameters({ parameters, pagination, example }: OperationModel): typeof parameters {
  if (pagination === undefined) return parameters;
  const turning =
    pagination.kind === "continuation"
      ? Object.keys(valueAt(example, pagination.next) ?? { continue: "" })
      : [pagination.kind === "link" ? "page" : pagination.parameter];
  return parameters.filter(({ name }) => !turning.includes(name));
}
