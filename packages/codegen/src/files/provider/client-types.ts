import type { ProviderModel } from "@oauth1/descriptor";
import { docComment } from "../../comments.js";
import {
  group,
  hardline,
  indent,
  join,
  line,
  softline,
  whenBroken,
  type Layout,
} from "../../layout.js";
import { propertyName, quote } from "../../literals.js";
import { sessionLevels } from "../../session-levels.js";
import { FIELD_TYPES, intersection, typeArguments } from "../../type-text.js";
import { serverFields } from "../accounts.js";
import { emittedFlows } from "../flows.js";

/** The type of the provider's sessions. */
export function sessionText(model: ProviderModel): Layout {
  const { id, name, names } = model;
  const levels = sessionLevels(model);
  const both = levels.length > 1;
  const comment = both
    ? `Whom requests to ${name} are signed for: a user, or with \`${names.session}<"consumer">\` the app alone.`
    : `Whom requests to ${name} are signed for${model.operations.length === 0 ? "" : ": what every operation here takes"}.`;
  const level = levels[0] === "consumer" ? [quote("consumer")] : [];
  const args = [quote(id), ...(both ? ["L"] : level)];
  const head = `export type ${names.session}${both ? '<L extends SessionLevel = "token">' : ""} =`;
  // As prettier has it: a type with parameters of its own stays on the line, and its arguments break.
  const type = both
    ? group([" Session<", indent([softline, join(args, [",", line])]), softline, ">"])
    : group(indent([line, typeArguments("Session", args)]));
  return [docComment(comment), hardline, head, type, ";"];
}

/** The type of the client. */
export function clientText(model: ProviderModel): Layout {
  const { id, name } = model;
  const levels = sessionLevels(model);
  const traits = [
    typeArguments("Client", [quote(id)]),
    ...(levels.includes("token") ? [tokenCalls(model)] : []),
    ...(levels.includes("consumer") ? [typeArguments("ConsumerCalls", [quote(id)])] : []),
    ...emittedFlows(model).map(({ type }) => type),
  ];
  const comment = docComment(`What an app can do at ${name}, besides calling its API.`);
  const head = `export type ${model.names.client} = `;
  return [comment, hardline, head, intersection(traits), ";"];
}

/** What makes sessions of users: where URLs of the API take something of the account, of accounts that have it. */
function tokenCalls(model: ProviderModel): Layout {
  const id = quote(model.id);
  const needed = serverFields(model).map(({ name, type, optional }) => {
    return `readonly ${propertyName(name)}${optional ? "?" : ""}: ${FIELD_TYPES[type]}`;
  });
  if (needed.length === 0) return typeArguments("TokenCalls", [id]);
  const inside = [indent([line, join(needed, [";", line])]), whenBroken(";"), line];
  return typeArguments("TokenCalls", [id, group(["{", ...inside, "}"])]);
}
