import { isRecord } from "../kept.js";
import type { OperationDescription } from "../operation-description.js";
import type { MockEndpoint, MockProvider } from "./provider.js";

/** A request that the mock knows: of a flow's endpoint, or of an operation. */
export type Route = { readonly matches: (request: Request) => Promise<boolean> } & (
  | { readonly kind: "endpoint"; readonly endpoint: MockEndpoint }
  | { readonly kind: "operation"; readonly operation: OperationDescription }
);

/** The requests that a mock knows, those that say more first. */
export function routesOf({
  description,
  endpoints = [],
  examples = [],
}: MockProvider): readonly Route[] {
  const { baseUrl, hosts = {} } = description.api;
  const bases = new Map(Object.entries(hosts));
  const operations = examples.map(([{ description: operation }]) => {
    const base = bases.get(operation.host ?? "") ?? baseUrl;
    const { method, fixed = {}, body } = operation;
    const { matches, weight } = patternOf({ method, url: base + operation.path, fixed });
    const fields = Object.entries(body?.fixed ?? {});
    return {
      weight: weight + 1000 * fields.length,
      matches: async (request: Request) => matches(request) && (await hasFields(request, fields)),
      kind: "operation",
      operation,
    } as const;
  });
  const all = [
    ...endpoints.map((endpoint) => {
      const { weight, matches } = patternOf(endpoint);
      // One URL may give both kinds of credentials: who has a token already wants the other kind.
      const fits = async (request: Request): Promise<boolean> =>
        matches(request) && !(endpoint.gives === "temporary" && hasToken(request));
      return { weight, matches: fits, kind: "endpoint", endpoint } as const;
    }),
    ...operations,
  ];
  return all.sort((a, b) => b.weight - a.weight);
}

function hasToken({ url, headers }: Request): boolean {
  const pairs = [...new URL(url).searchParams].map((pair) => pair.join("="));
  return /\boauth_token"?[=:]"?[^"&]/.test(
    [headers.get("authorization") ?? "", ...pairs].join("&"),
  );
}

type Fields = readonly (readonly [name: string, value: unknown])[];

async function hasFields(request: Request, fields: Fields): Promise<boolean> {
  if (fields.length === 0) return true;
  const sent = new Map(await fieldsOf(request.clone()));
  return fields.every(([name, value]) => JSON.stringify(sent.get(name)) === JSON.stringify(value));
}

async function fieldsOf(request: Request): Promise<Fields> {
  const type = request.headers.get("content-type") ?? "";
  if (/^(?:multipart\/form-data|application\/x-www-form-urlencoded)/i.test(type)) {
    return [...(await request.formData().catch(() => []))];
  }
  const members: unknown = await request.json().catch(() => undefined);
  return isRecord(members) ? Object.entries(members) : [];
}

interface Target {
  readonly method: string;
  /** A template. */
  readonly url: string;
  readonly fixed?: Readonly<Record<string, string>>;
}

/** Whether a request goes to a target, and how much the target says: letters, and query parameters. */
function patternOf({ method, url, fixed = {} }: Target): {
  readonly matches: (request: Request) => boolean;
  readonly weight: number;
} {
  const [place = "", query = ""] = url.split("?");
  const parameters = [...new URLSearchParams(query), ...Object.entries(fixed)];
  const expression = new RegExp(`^${expressionOf(place)}/?$`);
  const openness = place.includes("{+") ? 0.5 : 0;
  return {
    weight: place.replace(PLACEHOLDER, "").length - openness + 1000 * parameters.length,
    matches(request) {
      const { origin, pathname, searchParams } = new URL(request.url);
      return (
        request.method === method &&
        expression.test(origin + pathname) &&
        parameters.every(([name, value]) => searchParams.getAll(name).includes(value))
      );
    },
  };
}

const PLACEHOLDER = /\{[^}]+\}/g;

/** A placeholder stands for a piece of a host or a path, with a plus for several, and at the beginning for a whole URL. */
function expressionOf(template: string): string {
  const normal = template.replace(/\/$/, "");
  let from = 0;
  let expression = "";
  for (const { 0: placeholder, index } of normal.matchAll(PLACEHOLDER)) {
    const value = placeholder.startsWith("{+") ? ".+" : "[^/]+";
    expression += escaped(normal.slice(from, index)) + (index === 0 ? "https?://.+" : value);
    from = index + placeholder.length;
  }
  return expression + escaped(normal.slice(from));
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
