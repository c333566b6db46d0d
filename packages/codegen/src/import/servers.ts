import type { DescribedVariable } from "@oauth1/descriptor";
import { at, entriesOf, itemsOf, textOf } from "./json.js";
import { camelCase, freeName } from "./names.js";

/** Where an API is, and the variables of its URL. */
export interface Servers {
  readonly api: { readonly baseUrl: string };
  readonly variables?: Readonly<Record<string, DescribedVariable>>;
}

type Note = (place: string, text: string) => void;

/** Where the API is. The parts of its URL that differ become variables, where a descriptor can have them. */
export function serversOf(document: unknown, todo: string, note: Note): Servers {
  const servers = itemsOf(at(document, "servers"));
  // Swagger makes one of every scheme.
  const server = servers.find((one) => urlOf(one).startsWith("https:")) ?? servers[0];
  const chosen = urlOf(server);
  noteOtherServers(servers.map(urlOf), chosen, note);
  const { url, variables } = templated(server, { todo, note });
  const [base = "", ...end] = url.split(/(?=[?#])/);
  if (end.length > 0) note("servers", `"${end.join("")}" at the end of ${chosen} was left out`);
  const trimmed = base.replace(/\/+$/, "");
  if (!/^https?:\/\//.test(trimmed)) {
    if (trimmed !== "") note("servers", `${chosen} is no whole URL: paths are relative to it`);
    return { api: { baseUrl: `${todo}: the URL that paths are relative to` } };
  }
  const api = { baseUrl: trimmed };
  return variables.length === 0 ? { api } : { variables: Object.fromEntries(variables), api };
}

function urlOf(server: unknown): string {
  return textOf(at(server, "url")) ?? "";
}

function noteOtherServers(urls: readonly string[], chosen: string, note: Note): void {
  const plain = (url: string): string => url.replace(/^https?:/, "");
  const others = new Set(urls.filter((url) => plain(url) !== plain(chosen)));
  for (const url of others) note("servers", `${url} was left out`);
}

interface Templated {
  readonly url: string;
  readonly variables: readonly (readonly [name: string, variable: DescribedVariable])[];
}

/** A server's URL, with names of variables that a descriptor may have, or the usual value where it cannot have one. */
function templated(server: unknown, { todo, note }: { todo: string; note: Note }): Templated {
  const whole = urlOf(server);
  const variables = new Map<string, readonly [name: string, variable: DescribedVariable]>();
  const taken = new Set<string>();
  const usual = new Map<string, string>();
  for (const [, name = ""] of whole.matchAll(/\{([^{}]*)\}/g)) {
    if (variables.has(name) || usual.has(name)) continue;
    const declared = at(server, "variables", name);
    if (declared === undefined) note("servers", `the variable "${name}" is not described`);
    const variable = variableOf(name, declared, todo);
    const value = variable.default;
    const isScheme = whole.startsWith(`{${name}}:`);
    if (value !== undefined && (isScheme || !isFit(variable, declared))) {
      note("servers", `the variable "${name}" became its value "${value}"`);
      usual.set(name, value);
    } else variables.set(name, [freeName(camelCase(name), taken), variable]);
  }
  for (const [name] of entriesOf(at(server, "variables"))) {
    if (variables.has(name) || usual.has(name)) continue;
    note("servers", `the URL does not use the variable "${name}"`);
  }
  const url = whole.replace(/\{([^{}]*)\}/g, (_, name: string) => {
    const variable = variables.get(name)?.[0];
    return variable === undefined ? (usual.get(name) ?? "") : `{${variable}}`;
  });
  // A value that is a path begins with the slash that stands before it.
  return { url: url.replace(/([^:/])\/{2,}/g, "$1/"), variables: [...variables.values()] };
}

function variableOf(name: string, declared: unknown, todo: string): DescribedVariable {
  const values = itemsOf(at(declared, "enum")).map(String);
  const said = at(declared, "default");
  const preset = said === undefined || said === null ? values[0] : String(said);
  return {
    description: `${todo}: what ${name} is.`,
    example: preset ?? camelCase(name),
    ...(preset === undefined ? {} : { default: preset }),
    ...(preset !== undefined && values.includes(preset)
      ? { values: Object.fromEntries(values.map((value) => [value, value])) }
      : {}),
  };
}

/** Whether there is a choice, and a descriptor can have it: what stands in a host or a path is one name. */
function isFit(variable: DescribedVariable, declared: unknown): boolean {
  if (itemsOf(at(declared, "enum")).length === 1) return false;
  const texts = [variable.default ?? variable.example, ...Object.keys(variable.values ?? {})];
  return texts.every((text) => NAME.test(text));
}

// As validating has it.
const NAME = /^(?!\.+$)[\w.~-]+$/;
