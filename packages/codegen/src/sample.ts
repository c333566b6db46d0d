import {
  ACCOUNT,
  textFormat,
  type ConsumerKey,
  type OperationModel,
  type ParameterModel,
  type PropertyModel,
  type ProviderModel,
  type TypeModel,
} from "@oauth1/descriptor";
import { namesApp } from "./consumer.js";
import { serverFields } from "./files/accounts.js";
import type { Layout } from "./layout.js";
import { call, list, literal, object, quote, type Members } from "./literals.js";
import type { TypeGraph } from "./type-graph.js";
import { FIELD_TYPES, type FieldText } from "./type-text.js";

/** A call of an operation with all that it requires, its answer kept in a variable. */
export function callText(operation: OperationModel, graph: TypeGraph, variable: string): Layout {
  const { id, response } = operation;
  const params = requiredParams(operation, graph);
  const target = response === "none" ? "" : `const ${variable} = `;
  const args = params.length === 0 ? ["session"] : ["session", object(params)];
  return [`${target}await `, call(id, args), ";"];
}

/** What an operation cannot do without, as the members of a literal. */
export function requiredParams(operation: OperationModel, graph: TypeGraph): Members {
  return operation.parameters
    .filter(({ required }) => required)
    .map((parameter) => [parameter.name, sampleText(parameter, graph)]);
}

function sampleText(parameter: ParameterModel, graph: TypeGraph): Layout {
  const type = graph.resolve(parameter.type);
  if (isBinary(type)) return FILE;
  if (type.kind === "array" && isBinary(graph.resolve(type.items))) return list([FILE]);
  return literal(sampleValue(parameter, graph));
}

const FILE = 'new Blob(["..."])';

/** A value for a parameter: its example, or what its type makes of its name. */
export function sampleValue(
  { name, type, example }: Pick<ParameterModel, "example" | "name" | "type">,
  graph: TypeGraph,
): unknown {
  return example ?? sampleOf(type, { name, graph });
}

/** Whether a type is that of a file. */
export function isBinary(type: TypeModel): boolean {
  return type.kind === "primitive" && type.format === "binary";
}

/** A value of a type, as small as it may be; nothing where a type that it stands in would have to come again. */
function sampleOf(type: TypeModel, at: SamplePlace): unknown {
  const value = valueOf(type, at);
  return value === undefined && type.nullable ? null : value;
}

interface SamplePlace {
  readonly name: string;
  readonly graph: TypeGraph;
  /** The named types that are being written, the outermost first. */
  readonly open?: readonly string[];
}

function valueOf(type: TypeModel, at: SamplePlace): unknown {
  const { name, graph, open = [] } = at;
  switch (type.kind) {
    case "primitive":
      return PRIMITIVES[type.name] ?? textSample(type.format) ?? name;
    case "enum":
      return type.values[0];
    case "array": {
      const item = open.length > MOST_OPEN ? undefined : sampleOf(type.items, at);
      return item === undefined ? [] : [item];
    }
    case "union":
      return firstOf(type.members, (member) => sampleOf(member, at));
    case "reference": {
      const target = open.includes(type.name) ? undefined : graph.definitionOf(type.name);
      return target && sampleOf(target, { ...at, open: [...open, type.name] });
    }
    case "object":
      return objectSample(type.properties, at);
    case "unknown":
    case "map":
      return {};
  }
}

function objectSample(properties: readonly PropertyModel[], at: SamplePlace): object | undefined {
  const members: (readonly [name: string, value: unknown])[] = [];
  for (const { name, type, required } of properties) {
    if (!required) continue;
    const value = sampleOf(type, { ...at, name });
    if (value === undefined) return undefined;
    members.push([name, value]);
  }
  return Object.fromEntries(members);
}

function firstOf(types: readonly TypeModel[], sample: (type: TypeModel) => unknown): unknown {
  for (const type of types) {
    const value = sample(type);
    if (value !== undefined) return value;
  }
  return undefined;
}

function textSample(format = ""): string | undefined {
  return textFormat(format)?.example ?? TEXTS.get(format);
}

/** Texts of formats that only people know. */
const TEXTS: ReadonlyMap<string, string> = new Map([
  ["byte", "SGVsbG8="],
  ["decimal", "9.95"],
  ["email", "name@app.example"],
  ["int64", "1234567890"],
  ["time", "12:00:00"],
  ["uri", "https://app.example/"],
  ["url", "https://app.example/"],
]);

const PRIMITIVES: Readonly<Record<string, unknown>> = { integer: 1, number: 1, boolean: true };

// What is deeper shows nobody more of a call.
const MOST_OPEN = 4;

/** What a client of an example is made of: nothing, or its options. */
export function sampleOptions(
  model: ProviderModel,
  consumer: Layout = sampleConsumer(model),
): readonly Layout[] {
  const options: Members = [
    ["consumer", namesApp(model) ? consumer : undefined],
    ["variables", sampleVariables(model)],
  ];
  return options.every(([, value]) => value === undefined) ? [] : [object(options)];
}

function sampleConsumer({ oauth }: ProviderModel): Layout {
  const signing = oauth.consumer.keys.flatMap((key) => SAMPLE_KEYS[key]);
  return object([["key", quote("your key")], ...signing]);
}

/** A consumer that is kept in a variable, with the keys that come from files. */
export function keptConsumer({ oauth }: ProviderModel): Layout {
  const keys = oauth.consumer.keys.filter((key) => key !== "secret");
  const own = "...consumer";
  const files = keys.flatMap((key) => SAMPLE_KEYS[key]);
  return files.length === 0 ? "consumer" : object([[own, own], ...files]);
}

const SAMPLE_KEYS: Readonly<Record<ConsumerKey, Members>> = {
  secret: [["secret", quote("your secret")]],
  privateKey: [["privateKey", "privateKey"]],
  liveSession: [
    ["encryptionKey", "encryptionKey"],
    ["diffieHellman", "diffieHellman"],
  ],
};

/** Examples of the variables that have no default. */
export function sampleVariables({ variables }: ProviderModel): Layout | undefined {
  const needed = variables.filter((variable) => variable.default === undefined);
  const places: Members = needed.map(({ name, example }) => [name, quote(example)]);
  return places.length === 0 ? undefined : object(places);
}

/** A token that was kept, with what the URLs of the API take of its account. A secret that nobody needs is the empty text. */
export function sampleToken(model: ProviderModel, key: string): Layout {
  const secret = tokenHasSecret(model) ? "its secret" : "";
  return object([["key", quote(key)], ["secret", quote(secret)], ...sampleServers(model)]);
}

/** A token in a variable, with the same. */
export function heldToken(model: ProviderModel, variable: string): Layout {
  const servers = sampleServers(model);
  const all = `...${variable}`;
  return servers.length === 0 ? variable : object([[all, all], ...servers]);
}

function sampleServers(model: ProviderModel): Members {
  const texts = new Map(model.accountTexts);
  return serverFields(model).map(({ name, type }) => {
    return [name, FIELD_SAMPLES[FIELD_TYPES[type]](texts.get(`${ACCOUNT}${name}`))];
  });
}

/** What a client makes of the text of a field. */
const FIELD_SAMPLES: Readonly<Record<FieldText, (text?: string) => string>> = {
  string: (text = "text") => quote(text),
  number: (text = "1") => String(Number(text)),
  boolean: (text = "true") => String(/^(?:true|1|yes|t)$/i.test(text)),
};

/** Whether anything is signed with a token's secret, or sends it. */
export function tokenHasSecret({ api, oauth, operations }: ProviderModel): boolean {
  const { authentication } = api;
  if (authentication === undefined) return true;
  const templates = [...authentication.headers, ...authentication.query];
  return (
    templates.some(([, template]) => template.includes("{secret}")) ||
    oauth.flows.some(({ kind }) => SIGNED.has(kind)) ||
    operations.some(({ auth }) => auth === "consumer")
  );
}

/** What a token signs itself. */
const SIGNED: ReadonlySet<string> = new Set(["exchange", "live-session", "renewal", "revocation"]);
