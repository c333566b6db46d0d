import type { OperationModel, ProviderModel, TypeModel } from "@oauth1/descriptor";
import { accountOf } from "./account.js";

/** Finds the operation that a request is for, by method and path. */
export type OperationFinder = (method: string, path: string) => OperationModel | undefined;

/**
 * The operations of a provider by where they are. A path without parameters comes before one with them.
 *
 * @example
 * const find = operationFinder({ api: { baseUrl: "https://api.example.com/2" }, operations: [{ id: "me", method: "GET", path: "/users/{id}" }] });
 * find("GET", "/2/users/7")?.id; // => "me"
 * find("GET", "/2/users"); // => undefined
 */
export function operationFinder({
  api,
  operations,
}: Pick<ProviderModel, "api" | "operations">): OperationFinder {
  const base = new URL(api.baseUrl).pathname.replace(/\/$/, "");
  const routes = [...operations]
    .sort((a, b) => placeholders(a) - placeholders(b))
    .map((operation) => ({ operation, pattern: pathPattern(`${base}${operation.path}`) }));
  return (method, path) =>
    routes.find(({ operation, pattern }) => operation.method === method && pattern.test(path))
      ?.operation;
}

/**
 * What the emulated API answers a user: the descriptor's example, or a value made from the result's type; the
 * profile operation tells who is signed in.
 *
 * @example
 * const operation = { id: "me", response: "json", example: { data: { id: "0", name: "Somebody" } } };
 * const model = { api: { profile: { operation: "me", username: ["data", "name"] } }, operations: [], types: [] };
 * await answerOperation(model, operation, "alice").json(); // => { data: { id: "0", name: "alice" } }
 */
export function answerOperation(
  model: ProviderModel,
  operation: OperationModel,
  user: string,
): Response {
  if (operation.response === "none") return new Response(null, { status: 204 });
  const value = operation.example ?? sample(model, operation.result, 0);
  if (operation.response === "text") return new Response(String(value));
  return Response.json(personal(model, operation, { value, user }));
}

function personal(
  { api: { profile } }: ProviderModel,
  { id }: OperationModel,
  { value, user }: { readonly value: unknown; readonly user: string },
): unknown {
  if (profile?.operation !== id) return value;
  const account = accountOf(user);
  const named =
    profile.username === undefined ? value : replaceAt(value, profile.username, account.username);
  return profile.id === undefined ? named : replaceAt(named, profile.id, account.id);
}

// Where the example has a number, as an id may be one, a number takes its place.
function replaceAt(value: unknown, path: readonly string[], text: string): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return typeof value === "number" ? Number(text) : text;
  const entries: [string, unknown][] =
    typeof value === "object" && value !== null ? Object.entries(value) : [];
  const fields = new Map(entries);
  return Object.fromEntries(fields.set(name, replaceAt(fields.get(name), rest, text)));
}

const MAX_DEPTH = 6;

function sample(model: Pick<ProviderModel, "types">, type: TypeModel, depth: number): unknown {
  if (depth > MAX_DEPTH) return null;
  switch (type.kind) {
    case "unknown":
      return {};
    case "primitive":
      return type.format === "date-time" ? "2026-01-31T12:00:00.000Z" : PRIMITIVES[type.name];
    case "enum":
      return type.values[0] ?? "";
    case "array":
      return [sample(model, type.items, depth + 1)];
    case "map":
      return {};
    case "object":
      return Object.fromEntries(
        type.properties
          .filter(({ required }) => required)
          .map((property) => [property.name, sample(model, property.type, depth + 1)]),
      );
    case "reference": {
      const named = model.types.find(({ name }) => name === type.name);
      return named === undefined ? {} : sample(model, named.type, depth + 1);
    }
  }
}

const PRIMITIVES = { string: "text", integer: 1, number: 1.5, boolean: true } as const;

function placeholders({ path }: OperationModel): number {
  return path.split("{").length;
}

function pathPattern(path: string): RegExp {
  const parts = path.split(/\{[^}]+\}/).map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("[^/]+")}$`);
}
