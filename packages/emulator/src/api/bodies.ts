import {
  resolveType,
  type BodyModel,
  type OperationModel,
  type ProviderModel,
} from "@oauth1/descriptor";
import { isSameJson } from "../json-path.js";
import type { Pairs } from "../places.js";
import { bodyText, type Visit } from "../visit.js";

/** The body of a call: which parameters it has, and its text as far as that is signed. */
export interface ReadBody {
  readonly names: ReadonlySet<string>;
  /** Of the fields that are text; empty in a body that has none. */
  readonly text: Pairs;
  /** The names of the parts that are files; empty in a body that is no multipart form. */
  readonly files: readonly string[];
  /** The values of a JSON body by parameter; empty for any other body. */
  readonly members: ReadonlyMap<string, unknown>;
}

/** Whether a request has the kind of body that an operation describes, or none where it describes none. */
export function hasBodyOf(
  model: Pick<ProviderModel, "types">,
  { body, parameters }: Pick<OperationModel, "body" | "parameters">,
  visit: Visit,
): boolean {
  if (body === undefined || !hasBody(visit)) return (body === undefined) === !hasBody(visit);
  const expected = expectedType(body);
  if (expected !== undefined && !isType(visit.header("content-type") ?? "", expected)) return false;
  if (!body.fixed.every(([name, value]) => holds(visit, name, value))) return false;
  const whole = parameters.find(({ name }) => name === body.whole);
  const kind = whole === undefined ? "object" : resolveType(model, whole.type).kind;
  if (body.kind !== "json" || kind === "unknown" || kind === "union") return true;
  return Array.isArray(parsed(visit)) === (kind === "array");
}

/** Reads the body of a call as the operation describes it; a sentence where it is another one. */
export async function readBody(
  { body, parameters }: Pick<OperationModel, "body" | "parameters">,
  visit: Visit,
): Promise<ReadBody | string> {
  if (body === undefined) return NONE;
  const fields = parameters.filter((parameter) => parameter.in === "body");
  if (!hasBody(visit)) return NONE;
  const type = visit.header("content-type") ?? "";
  const expected = expectedType(body);
  if (expected !== undefined && !isType(type, expected)) {
    return `The body has to be ${expected}, and is ${type === "" ? "of no type" : type}.`;
  }
  if (body.whole !== undefined) return readWhole(body, visit, body.whole);
  return READERS[body.kind](
    visit,
    fields.map(({ name }) => name),
  );
}

/** Whether a body has a field with a value, as far as one can see before it is taken apart. */
function holds(visit: Visit, name: string, value: unknown): boolean {
  if (visit.form.length > 0)
    return visit.form.some(([key, text]) => key === name && text === value);
  const members = parsed(visit);
  if (typeof members === "object" && members !== null) {
    const given = new Map<string, unknown>(Object.entries(members)).get(name);
    return isSameJson(given, value);
  }
  return bodyText(visit.request).includes(`name="${name}"\r\n\r\n${String(value)}\r\n`);
}

const NONE: ReadBody = { names: new Set(), text: [], files: [], members: new Map() };

const TYPES: Readonly<Record<BodyModel["kind"], string | undefined>> = {
  json: "application/json",
  form: "application/x-www-form-urlencoded",
  multipart: "multipart/form-data",
  binary: undefined,
};

function hasBody({ request }: Visit): boolean {
  return request.body !== undefined && request.body !== null;
}

function expectedType({ contentType, kind }: BodyModel): string | undefined {
  return contentType ?? TYPES[kind];
}

function isType(given: string, expected: string): boolean {
  const [bare = ""] = given.toLowerCase().split(";");
  const [wanted = ""] = expected.toLowerCase().split(";");
  const isJson = wanted === "application/json" && /^application\/[\w.+-]*\+json$/.test(bare.trim());
  return bare.trim() === wanted.trim() || isJson;
}

function readWhole({ kind }: BodyModel, visit: Visit, name: string): ReadBody | string {
  const names = new Set([name]);
  if (kind !== "json") return { ...NONE, names };
  const value = parsed(visit);
  return value === undefined ? NOT_JSON : { ...NONE, names, members: new Map([[name, value]]) };
}

type Reader = (visit: Visit, names: readonly string[]) => Promise<ReadBody | string>;

const READERS: Readonly<Record<BodyModel["kind"], Reader>> = {
  async json(visit) {
    const value = parsed(visit);
    if (value === undefined) return NOT_JSON;
    if (typeof value !== "object" || value === null || Array.isArray(value))
      return "The body has to be a JSON object.";
    return { ...NONE, names: new Set(Object.keys(value)), members: new Map(Object.entries(value)) };
  },
  async form({ form }) {
    return { ...NONE, names: new Set(form.map(([name]) => name)), text: form };
  },
  async multipart({ request, header }) {
    const { body } = request;
    const headers = { "content-type": header("content-type") ?? "" };
    const data = await new Response(body ?? null, { headers }).formData().catch(() => undefined);
    if (data === undefined) return "The body cannot be read as multipart/form-data.";
    const fields = [...data];
    const text = fields.flatMap(([name, value]) =>
      typeof value === "string" ? [[name, value] as const] : [],
    );
    const files = fields.flatMap(([name, value]) => (typeof value === "string" ? [] : [name]));
    return { ...NONE, names: new Set(fields.map(([name]) => name)), text, files };
  },
  binary: async (_visit, names) => ({ ...NONE, names: new Set(names) }),
};

const NOT_JSON = "The body cannot be read as JSON.";

function parsed({ request }: Visit): unknown {
  try {
    return JSON.parse(bodyText(request));
  } catch {
    return undefined;
  }
}
