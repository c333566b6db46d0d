import { parseDescriptor, type DescribedVariable } from "@oauth1/descriptor";
import { at, entriesOf, itemsOf, textOf } from "./json.js";
import { camelCase, freeName } from "./names.js";

/** Where an API is, with other hosts that some operations have, and the variables of its URLs. */
export interface DescribedServers {
  readonly variables?: Readonly<Record<string, DescribedVariable>>;
  readonly api: { readonly baseUrl: string; readonly hosts?: Readonly<Record<string, string>> };
}

/** The servers of a document, which operations add theirs to. */
export interface Servers {
  /** The name of the host that an operation's own servers are; none where these are where the API is, and a note where no URL of a descriptor can be. */
  readonly hostOf: (servers: readonly unknown[], place: string) => string | undefined;
  /** All that there are by now, in the words of a descriptor. */
  readonly described: () => DescribedServers;
}

type Note = (place: string, text: string) => void;

/** Where the API is. The parts of its URLs that differ become variables, where a descriptor can have them. */
export function serversOf(document: unknown, todo: string, note: Note): Servers {
  const variables = new Map<string, DescribedVariable>();
  const add = (one: Templated): string => {
    for (const [name, variable] of one.variables) variables.set(name, variable);
    return one.url;
  };
  const base = baseOf(document, { todo, note });
  const baseUrl = base === undefined ? `${todo}: the URL that paths are relative to` : add(base);
  const hosts = new Map<string, string>();
  return {
    hostOf: (servers, place) => {
      const server = chosenOf(servers);
      const notes: string[] = [];
      const said = { todo, known: variables, note: (text: string) => notes.push(text) };
      const host = templated(server, said);
      if (!isUrl(host) || !host.url.startsWith("https:")) {
        note(place, `its own servers were left out: ${servers.map(urlOf).join(", ")}`);
        return undefined;
      }
      for (const text of [...notes, ...otherUrls(servers, urlOf(server))]) note(place, text);
      const url = add(host);
      if (url === baseUrl) return undefined;
      const name = hosts.get(url) ?? freeName(hostName(url, baseUrl), new Set(hosts.values()));
      hosts.set(url, name);
      return name;
    },
    described: () => {
      const named = [...hosts].map(([url, name]) => [name, url] as const);
      const api = { baseUrl, ...(named.length > 0 && { hosts: Object.fromEntries(named) }) };
      return variables.size === 0 ? { api } : { variables: Object.fromEntries(variables), api };
    },
  };
}

function baseOf(
  document: unknown,
  { todo, note }: { readonly todo: string; readonly note: Note },
): Templated | undefined {
  const servers = itemsOf(at(document, "servers"));
  const server = chosenOf(servers);
  const chosen = urlOf(server);
  const say = (text: string): void => note("servers", text);
  otherUrls(servers, chosen).forEach(say);
  const base = templated(server, { todo, note: say, known: new Map() });
  if (isUrl(base)) return closed(base, say);
  if (/^https?:\/\//.test(base.url)) say(`${chosen} was left out: it is no URL of an API`);
  else if (base.url !== "") say(`${chosen} is no whole URL: paths are relative to it`);
  return undefined;
}

/** Nearly every API that was described with http has been moved to https since, and to no other a client would go. */
function closed(base: Templated, say: (text: string) => void): Templated {
  const { url, variables } = base;
  const api = { baseUrl: url };
  const text = JSON.stringify({ state: "alive", variables: Object.fromEntries(variables), api });
  const result = parseDescriptor(text, { file: "openapi" });
  if (
    result.ok ||
    !result.issues.some(({ path, rule }) => path === "api.baseUrl" && rule === "url")
  )
    return base;
  say(`${url} became https, because over http others can read what is sent`);
  return { ...base, url: url.replace(/^http:/, "https:") };
}

/** Swagger makes one of every scheme. */
function chosenOf(servers: readonly unknown[]): unknown {
  return servers.find((one) => urlOf(one).startsWith("https:")) ?? servers[0];
}

function urlOf(server: unknown): string {
  return textOf(at(server, "url")) ?? "";
}

function otherUrls(servers: readonly unknown[], chosen: string): readonly string[] {
  const plain = (url: string): string => url.replace(/^https?:/, "");
  const others = servers.map(urlOf).filter((url) => plain(url) !== plain(chosen));
  return [...new Set(others)].map((url) => `${url} was left out`);
}

/** Whether it is a whole URL that a descriptor may have, as validating has it. */
function isUrl({ url, variables }: Templated): boolean {
  const examples = new Map(variables);
  const filled = url.replace(/\{(\w+)\}/g, (_, name: string) => examples.get(name)?.example ?? "");
  if (!/^https?:\/\/[^\s{}?#]+$/.test(filled) || !URL.canParse(filled)) return false;
  const { username, password } = new URL(filled);
  return username + password === "";
}

/** What is different about a host: its own name, or on the same machine the end of its path. */
function hostName(url: string, baseUrl: string): string {
  const [, machine = "", path = ""] = /^https:\/\/([^/]*)(.*)/.exec(url) ?? [];
  const isSame = path !== "" && baseUrl.startsWith(`https://${machine}/`);
  const label = /^(?:www\.)?[^.:]*/.exec(machine)?.[0] ?? "";
  return camelCase(isSame ? path.replace(/.*\//, "") : label.replace(/^www\./, ""));
}

interface Templated {
  /** Without a slash at its end. */
  readonly url: string;
  readonly variables: readonly (readonly [name: string, variable: DescribedVariable])[];
}

interface Naming {
  readonly todo: string;
  readonly note: (text: string) => void;
  /** The variables that there are already. */
  readonly known: ReadonlyMap<string, DescribedVariable>;
}

/** A server's URL, with names of variables that a descriptor may have, or the usual value where it cannot have one. */
function templated(server: unknown, { todo, note, known }: Naming): Templated {
  const whole = urlOf(server);
  const variables = new Map<string, readonly [name: string, variable: DescribedVariable]>();
  const own = new Map(known);
  const usual = new Map<string, string>();
  for (const [, name = ""] of whole.matchAll(/\{([^{}]*)\}/g)) {
    if (variables.has(name) || usual.has(name)) continue;
    const declared = at(server, "variables", name);
    if (declared === undefined) note(`the variable "${name}" is not described`);
    const variable = variableOf(name, declared, todo);
    const value = variable.default;
    const isScheme = whole.startsWith(`{${name}}:`);
    if (value !== undefined && (isScheme || !isFit(variable, declared))) {
      note(`the variable "${name}" became its value "${value}"`);
      usual.set(name, value);
      continue;
    }
    const called = variableName(name, variable, own);
    own.set(called, variable);
    variables.set(name, [called, variable]);
  }
  for (const [name] of entriesOf(at(server, "variables"))) {
    if (variables.has(name) || usual.has(name)) continue;
    note(`the URL does not use the variable "${name}"`);
  }
  const filled = whole.replace(/\{([^{}]*)\}/g, (_, name: string) => {
    const variable = variables.get(name)?.[0];
    return variable === undefined ? (usual.get(name) ?? "") : `{${variable}}`;
  });
  // A value that is a path begins with the slash that stands before it.
  const [url = "", ...end] = filled.replace(/([^:/])\/{2,}/g, "$1/").split(/(?=[?#])/);
  if (end.length > 0) note(`"${end.join("")}" at the end of ${whole} was left out`);
  return { url: url.replace(/\/+$/, ""), variables: [...variables.values()] };
}

/** The same variable of another server keeps its name. */
function variableName(
  name: string,
  variable: DescribedVariable,
  known: ReadonlyMap<string, DescribedVariable>,
): string {
  const wanted = camelCase(name);
  const isSame = JSON.stringify(known.get(wanted)) === JSON.stringify(variable);
  // A realm has a variable of its own.
  return isSame ? wanted : freeName(wanted, new Set([...known.keys(), "requestUrl"]));
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
