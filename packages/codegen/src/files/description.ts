import {
  namesAccount,
  type ClientValue,
  type ProviderModel,
  type VariableModel,
} from "@oauth1/descriptor";
import type { Layout } from "../layout.js";
import { block, list, literal, object, quote } from "../literals.js";
import { sessionLevels } from "../session-levels.js";
import { members, signingText, text } from "./endpoints.js";
import { emittedFlows } from "./flows.js";

/** The function of the client that reads errors in XML. */
export const XML_READER: ClientValue = "readXml";

/** The function of the client that lets sessions reach the servers of their accounts. */
export const ACCOUNT_SERVERS: ClientValue = "accountServers";

/** The provider as data, for the client to run. Only what differs from the client's defaults is said. */
export function descriptionText(model: ProviderModel): Layout {
  const { id, name, oauth, variables } = model;
  const levels = sessionLevels(model);
  const flows = emittedFlows(model).map(({ value }) => value);
  const description = block([
    ["id", quote(id)],
    ["name", quote(name)],
    ["signatureMethod", oauth.signatureMethods[0].export],
    ["signing", signingText(oauth.signing)],
    ["sessions", levels.join() === "token" ? undefined : list(levels.map(quote))],
    ["flows", flows.length === 0 ? undefined : list(flows)],
    ["api", apiText(model)],
    ["variables", members(variables.map((variable) => [variable.name, variableText(variable)]))],
  ]);
  return ["const provider = ", description, " as const satisfies ProviderDescription;"];
}

/** Whether some URL of the API comes with the token. */
export function hasAccountServers({ baseUrl, hosts }: ProviderModel["api"]): boolean {
  return [baseUrl, ...hosts.map(([, url]) => url)].some(namesAccount);
}

function apiText({ api }: ProviderModel): Layout {
  const { baseUrl, hosts, headers, query, key, authentication, errors, rateLimit } = api;
  return object([
    ["baseUrl", quote(baseUrl)],
    ["hosts", texts(hosts)],
    ["servers", hasAccountServers(api) ? ACCOUNT_SERVERS : undefined],
    ["headers", texts(headers)],
    ["query", texts(query)],
    ["key", key && literal(key)],
    [
      "authentication",
      authentication &&
        members([
          ["headers", texts(authentication.headers)],
          ["query", texts(authentication.query)],
        ]),
    ],
    ["errors", errors && errorsText(errors)],
    ["rateLimit", rateLimit && rateLimitText(rateLimit)],
  ]);
}

function texts(all: readonly (readonly [name: string, value: string])[]): Layout | undefined {
  return members(all.map(([name, value]) => [name, quote(value)]));
}

function errorsText({
  signs,
  code,
  message,
  xml,
  mendable,
}: Present<"errors">): Layout | undefined {
  return members([
    ["signs", signs.length === 0 ? undefined : literal(signs)],
    ["code", code.length === 0 ? undefined : literal(code)],
    ["message", message.length === 0 ? undefined : literal(message)],
    ["problems", texts(mendable)],
    ["read", xml === undefined ? undefined : XML_READER],
  ]);
}

function rateLimitText(limit: Present<"rateLimit">): Layout | undefined {
  return members([
    ["limit", limit.limit && literal(limit.limit)],
    ["remaining", limit.remaining && literal(limit.remaining)],
    ["reset", limit.reset && literal(limit.reset)],
    ["resetUnit", limit.resetUnit === "epoch-seconds" ? undefined : text(limit.resetUnit)],
    ["status", (limit.status ?? 429) === 429 ? undefined : String(limit.status)],
  ]);
}

type Present<K extends "errors" | "rateLimit"> = Exclude<ProviderModel["api"][K], undefined>;

function variableText({ values, default: usual }: VariableModel): Layout | undefined {
  return members([
    ["values", texts(values)],
    ["default", text(usual)],
  ]);
}
