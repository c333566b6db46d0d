import type {
  ConsumerKey,
  OperationModel,
  ProviderModel,
  StepParameterModel,
} from "@oauth1/descriptor";
import { group, indent, join, line, layOut, whenBroken, type Layout } from "../../layout.js";
import { call, literal } from "../../literals.js";
import { WIDTH } from "../../print.js";
import { callText, keptConsumer, sampleOptions, sampleToken, sampleValue } from "../../sample.js";
import { takesAnySession } from "../../session-levels.js";
import { typeGraph, type TypeGraph } from "../../type-graph.js";
import { liveSessionOf } from "../accounts.js";
import { members } from "../endpoints.js";

/** What examples are made from. */
export interface ReadmeContext {
  readonly model: ProviderModel;
  readonly graph: TypeGraph;
  /** The package's own name. */
  readonly package: string;
}

/** What a way leads to: an account, a token, or the app's own session. */
export type Holding = "account" | "consumer" | "nothing" | "token";

/** What a way is made of. */
export interface Steps {
  readonly title: string;
  readonly text: string | undefined;
  /** In front of the client. */
  readonly before?: readonly string[];
  readonly lines: readonly string[];
  readonly has: Holding;
}

/** The import of a block, and what keys in files take besides. */
export function importLines(context: ReadmeContext, names: readonly string[]): readonly string[] {
  const inside = [
    indent([line, join([...new Set(names)].sort(), [",", line])]),
    whenBroken(","),
    line,
  ];
  const own = group(["import {", ...inside, `} from "${context.package}";`]);
  return [
    ...(readsKeys(context.model) ? ['import { readFile } from "node:fs/promises";'] : []),
    layOut(own, { width: WIDTH }),
  ];
}

/** The client of an example. */
export function clientLines(model: ProviderModel, hasConsumer = false): readonly string[] {
  const { names } = model;
  const options = sampleOptions(model, hasConsumer ? keptConsumer(model) : undefined);
  return [
    ...model.oauth.consumer.keys.flatMap((key) => KEY_LINES[key]),
    layOut([`const ${names.camel} = `, call(names.factory, options), ";"], { width: WIDTH }),
  ];
}

/** How an example comes to what a consumer has besides a secret. */
const KEY_LINES: Readonly<Record<ConsumerKey, readonly string[]>> = {
  secret: [],
  privateKey: ['const privateKey = await readFile("private.pem", "utf8");'],
  liveSession: [
    'const encryptionKey = await readFile("private_encryption.pem", "utf8");',
    'const diffieHellman = await readFile("dhparam.pem", "utf8");',
  ],
};

/** Whether a consumer has keys that come from files. */
export function readsKeys({ oauth }: ProviderModel): boolean {
  const lines = oauth.consumer.keys.flatMap((key) => KEY_LINES[key]);
  return lines.some((line) => line.includes("readFile"));
}

/** The call that tells who is signed in, or else the first that the session is enough for. */
export function sampleOperation(
  { api, operations }: ProviderModel,
  has: Holding = "token",
): OperationModel | undefined {
  const fitting = operations.filter((one) => has !== "consumer" || takesAnySession(one));
  return (
    fitting.find(({ id }) => id === api.profile?.operation) ??
    fitting.find(({ auth }) => auth === (has === "consumer" ? "consumer" : "token")) ??
    fitting[0]
  );
}

/** A session with a token that was kept, or the app's own. */
export function sessionLines(model: ProviderModel, key: string | undefined): readonly string[] {
  if (key !== undefined) return openedLines(model, sampleToken(model, key));
  return [`const session = ${model.names.camel}.consumerSession();`];
}

/** The session of an account or a token, by what calls are signed with. */
export function openedLines(model: ProviderModel, given: Layout): readonly string[] {
  const constant = (name: string, value: Layout): string =>
    layOut([`const ${name} = `, value, ";"], { width: WIDTH });
  const { camel } = model.names;
  if (liveSessionOf(model) === undefined) {
    return [constant("session", call(`${camel}.session`, [given]))];
  }
  return [
    "// Calls are signed with a live session, until it ends.",
    constant("live", call(`await ${camel}.openLiveSession`, [given])),
    constant("session", call(`${camel}.session`, ["live"])),
  ];
}

/** A call with its answer printed, or where there are no operations a request. */
export function callLines(
  { graph }: Pick<ReadmeContext, "graph">,
  sample: OperationModel | undefined,
): readonly string[] {
  if (sample === undefined) {
    return ['const answer = await session.fetch("/");', "console.log(answer.status);"];
  }
  const text = layOut(callText(sample, graph, "answer"), { width: WIDTH });
  return sample.response === "none" ? [text] : [text, "console.log(answer);"];
}

/** A constant whose value moves to a line of its own where it is too long. */
export function constant(name: string, value: Layout): string {
  return layOut([`const ${name} =`, group(indent([line, value])), ";"], { width: WIDTH });
}

/** Whether an app has to say a parameter, because nothing else does. */
export function isNeeded({ required, value }: StepParameterModel): boolean {
  return required && value === undefined;
}

/** What has to be asked for, as a literal; nothing where nothing has to be. */
export function neededParams(
  model: ProviderModel,
  parameters: readonly StepParameterModel[],
): Layout | undefined {
  const graph = typeGraph(model.types);
  return members(
    parameters
      .filter(isNeeded)
      .map((parameter) => [parameter.name, literal(sampleValue(parameter, graph))]),
  );
}
