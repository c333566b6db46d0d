import type { AuthLevel, OperationModel, ProviderModel } from "@oauth1/descriptor";
import { docComment, sentences } from "../comments.js";
import { layOut } from "../layout.js";
import { code } from "../markdown.js";
import { WIDTH } from "../print.js";
import { callText } from "../sample.js";
import type { TypeGraph } from "../type-graph.js";

/** What stands above an operation: what it does, what it needs, what it refuses with, and a call. */
export function operationComment(
  operation: OperationModel,
  model: ProviderModel,
  graph: TypeGraph,
): string {
  const { summary, documentation, deprecated } = operation;
  const text = sentences([summary, ...needs(operation), ...refusals(operation, model)]) ?? "";
  const tags = [
    ...(deprecated === undefined ? [] : [`@deprecated ${deprecated}`.replace(/\s+/g, " ")]),
    ...(documentation === undefined ? [] : [`@see ${documentation}`]),
    "@example",
  ];
  const example = layOut(callText(operation, graph, "answer"), { width: WIDTH - 3 });
  return docComment(text, { tags, code: example });
}

/** Whom a session has to speak for, and what it has to be allowed. */
export function needs({ auth, access }: OperationModel): readonly string[] {
  const level = LEVELS[auth];
  const names = access.map(code);
  return [
    ...(level === undefined ? [] : [level]),
    ...(names.length === 0 ? [] : [`Needs the access ${names.join(", ")}.`]),
  ];
}

const LEVELS: Readonly<Record<AuthLevel, string | undefined>> = {
  none: "Needs nobody: any session will do.",
  key: "Needs the app's key alone: any session will do.",
  consumer: "Signed by the app: any session will do.",
  token: undefined,
};

/** The errors that are this call's own, with what the provider means by them. */
function refusals({ errors }: OperationModel, { api }: ProviderModel): readonly string[] {
  if (errors.length === 0) return [];
  const meanings = new Map(api.errors?.codes ?? []);
  const told = errors.map((error) => {
    const meaning = meanings.get(error)?.replace(/\.$/, "");
    return meaning === undefined ? code(error) : `${code(error)} (${meaning})`;
  });
  return [`Errors: ${told.join(", ")}.`];
}
