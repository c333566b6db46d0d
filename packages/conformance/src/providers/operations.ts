import { deepEqual, equal, ok } from "node:assert/strict";
import { paginate } from "@oauth1/client";
import {
  resolvePath,
  unionMembers,
  type DescribedPagination,
  type OperationModel,
  type ProviderModel,
} from "@oauth1/descriptor";
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
      const params = beginningOf(model, operation);
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
  if (pagination === undefined) return deepEqual(result, example);
  const [items, shown] = [result, example].map((one) => itemsAt(one, pagination.items));
  // A list that is shown empty has something to turn pages with all the same.
  if (shown?.length === 0) equal(items?.length, 1);
  else deepEqual(items, shown);
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
        const params = beginningOf(world.model, operation);
        const items: unknown[] = [];
        for await (const item of paginate(world.sdk.operation(id), session, { params }))
          items.push(item);
        const size = itemsAt(example, pagination.items).length || 1;
        // The last page has one item alone where such a list may be that item without a list around it.
        const last = isBare(world.model, operation) ? 1 : size;
        equal(items.length, size * (PAGES - 1) + last);
        const heads = items.filter((_, index) => index % size === 0);
        equal(new Set(heads.map((item) => JSON.stringify(item))).size, PAGES);
      },
    },
  ];
}

// As the emulator shows it: one of them may stand where the list of them does.
function isBare(model: ProviderModel, { result, pagination }: OperationModel): boolean {
  const type = pagination && resolvePath(model, result, pagination.items);
  const types = type === undefined ? [] : unionMembers(model, type);
  const lists = types.flatMap((one) =>
    one.kind === "array" ? unionMembers(model, one.items) : [],
  );
  return types.some((one) => one.kind !== "array" && lists.some(({ kind }) => kind === one.kind));
}

function itemsAt(result: unknown, path: string): readonly unknown[] {
  const items = valueAt(result, path);
  return Array.isArray(items) ? items : [];
}

// A list begins with its first page, which is named only where it has to be.
function beginningOf(
  model: ProviderModel,
  { parameters, pagination, example }: OperationModel,
): Readonly<Record<string, unknown>> {
  if (pagination === undefined) return paramsOf(model, parameters);
  const turning = turningOf(pagination, example);
  const given = parameters.filter(({ name, required }) => required || !turning.includes(name));
  const first = firstOf(pagination);
  const named = given.filter(({ name }) => first !== undefined && turning.includes(name));
  return {
    ...paramsOf(model, given),
    ...Object.fromEntries(named.map(({ name }) => [name, first])),
  };
}

// What names the first page among cursors is the parameter's own example.
function firstOf(pagination: DescribedPagination): number | undefined {
  switch (pagination.kind) {
    case "page":
      return pagination.first ?? 1;
    case "offset":
      return pagination.first ?? 0;
    case "link":
      return 1;
    case "continuation":
    case "cursor":
    case "last-item":
      return undefined;
  }
}

function turningOf(pagination: DescribedPagination, example: unknown): readonly string[] {
  if (pagination.kind === "continuation")
    return Object.keys(valueAt(example, pagination.next) ?? { continue: "" });
  return [pagination.kind === "link" ? "page" : pagination.parameter];
}
