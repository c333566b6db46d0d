import { exampleVariables, type ProviderModel } from "@oauth1/descriptor";
import type { ProviderEvent } from "@oauth1/server";
import { createRateLimits } from "./api/rate-limits.js";
import { registerApp, type AppRegistration, type RegisteredApp } from "./apps.js";
import { createEmulation, type Emulation, type HiddenSecret } from "./emulation.js";
import { createFaults, type FaultName, type FaultOptions } from "./faults.js";
import { pushVerifier, type Push, type Pushed } from "./flows/pushed-login.js";
import { issuedToken, type IssuedToken, type TokenRequest } from "./issued-token.js";
import { withRoute, type HeardMessage } from "./heard.js";
import { openPort, type Port } from "./listen.js";
import { CONNECTED } from "./pages/account.js";
import { DEVELOPER } from "./pages/developer.js";
import { createRouter, groupOrigins, type Route, type Router } from "./routes.js";
import { createSite, describedRoutes } from "./site.js";
import { createUrls } from "./urls.js";
import { decideUrl, type Decided } from "./user.js";
import type { Heard } from "./wire.js";

/** Where and how a provider is emulated. */
export interface EmulatorOptions {
  /** On 127.0.0.1; any free port by default, and when the given one is taken. */
  readonly port?: number;
  /** The origin that clients use, where something stands in front of the emulator; its own by default. */
  readonly origin?: string;
  /** Milliseconds since 1970; `Date.now` by default. */
  readonly now?: () => number;
  /** The origin whose pages may frame the emulator's; no page may by default. */
  readonly framedBy?: string;
  /** Hears every message of every port, as it was on the wire. */
  readonly onMessage?: (heard: HeardMessage) => void;
  /** Hears what an operator of the provider would. */
  readonly onEvent?: (event: ProviderEvent) => void;
  /** Hears the secrets of live sessions, which never cross the wire. */
  readonly onLiveSession?: (token: string, hidden: HiddenSecret) => void;
  /** How many calls there are until one is refused, instead of the described number. */
  readonly calls?: number;
  /** What goes wrong from the beginning. */
  readonly faults?: readonly (FaultOptions & { readonly name: FaultName })[];
}

/** A provider that runs on this machine. */
export interface Emulator {
  readonly origin: string;
  /** The port on 127.0.0.1 that it really listens on. */
  readonly port: number;
  /** For the client's option of the same name: each origin of the provider, and where it is emulated. */
  readonly originMap: Readonly<Record<string, string>>;
  /** For the client's option of the same name: the examples that the origins were made with. */
  readonly variables: Readonly<Record<string, string>>;
  /** Where developers register apps, issue tokens, push verifiers and ask for faults, and where users revoke. */
  readonly pages: Readonly<
    Record<"apps" | "connected" | "faults" | "home" | "push" | "tokens", string>
  >;
  /** Registers an app without the page. */
  readonly register: (registration?: AppRegistration) => Promise<RegisteredApp>;
  /** Says yes to a login, as the user does on the page; `alice` by default. */
  readonly approve: (
    authorizationUrl: string | URL,
    options?: { readonly user?: string },
  ) => Promise<Decided>;
  readonly deny: (authorizationUrl: string | URL) => Promise<Decided>;
  /** Issues a token without a login, to the app that was registered last by default. */
  readonly issueToken: (user: string, options?: Omit<TokenRequest, "user">) => Promise<IssuedToken>;
  /** Sends an app its credentials and a verifier, where the provider does that. */
  readonly push: (push?: Push) => Promise<Pushed>;
  /** Makes something go wrong, once by default. Throws a TypeError for an unknown name, which lists all. */
  readonly fault: (name: FaultName, options?: FaultOptions) => void;
  /** Forgets the faults that have not struck. */
  readonly clearFaults: () => void;
  /** Stops listening and drops every connection. */
  readonly close: () => Promise<void>;
}

/**
 * Starts a provider on 127.0.0.1 from its descriptor: endpoints, paths, methods, signing rules and answers as described, and
 * the described operations behind real verification. What a client does otherwise is refused, with the rule that it broke.
 * Rejects with a TypeError for faults that there are not.
 *
 * @example
 * import { readFileSync } from "node:fs";
 * import { lower, parseDescriptor } from "@oauth1/descriptor";
 * const parsed = parseDescriptor(readFileSync("providers/twitter.json", "utf8"), { file: "providers/twitter.json" });
 * const emulator = await startEmulator(lower(parsed.descriptor));
 * const { endpoints } = await emulator.register({ name: "Printer", callbacks: ["oob"] });
 * endpoints.temporaryCredentials.replace(emulator.origin, ""); // => "/oauth/request_token"
 * await emulator.close();
 */
export async function startEmulator(
  model: ProviderModel,
  options: EmulatorOptions = {},
): Promise<Emulator> {
  const located = new Map<string, string>();
  const closing = new AbortController();
  const emulation = await createEmulation(model, {
    ...options,
    closing: closing.signal,
    urls: createUrls(model, located),
    faults: createFaults(operationNames(model), hasVerifiers(model) ? [] : ["wrong_verifier"]),
  });
  for (const { name, ...fault } of options.faults ?? []) emulation.faults.add(name, fault);
  const { now } = emulation;
  const limits = createRateLimits({ described: model.api.rateLimit, calls: options.calls, now });
  const routes = describedRoutes(emulation, limits);
  const ports = await openPorts(routerGroups(model, routes), options);
  for (const { port, origins, find, origin } of ports) {
    for (const one of origins) located.set(one, origin);
    const site = createSite({ emulation, limits, find });
    const served = origin === ownOrigin(port) ? undefined : origin;
    port.serve(site, { now: options.now, origin: served, framedBy: options.framedBy });
  }
  const close = async (): Promise<void> => {
    closing.abort();
    await Promise.all(ports.map(({ port }) => port.close()));
  };
  return emulatorOf(emulation, { ports, located, close });
}

/** The origins that one port can serve, and what is found there. */
interface Group {
  readonly origins: readonly string[];
  readonly find: Router;
}

interface OpenPort extends Group {
  readonly port: Port;
  /** Where clients reach it. */
  readonly origin: string;
}

// What faults can be asked for by.
function operationNames({ oauth, operations }: ProviderModel): readonly string[] {
  const flows = oauth.flows.flatMap((flow) => [
    ...(FLOW_NAMES[flow.kind] ?? ("name" in flow ? [flow.name] : [])),
    ...("discovery" in flow && flow.discovery !== undefined ? ["discovery"] : []),
  ]);
  return [...new Set([...flows, ...operations.map(({ id }) => id)])];
}

// Before revision A of the protocol nobody brought a verifier back.
function hasVerifiers({ oauth }: ProviderModel): boolean {
  return oauth.revision !== "1.0" || oauth.flows.some(({ kind }) => kind === "pushed-login");
}

const FLOW_NAMES: Readonly<
  Partial<Record<ProviderModel["oauth"]["flows"][number]["kind"], readonly string[]>>
> = {
  login: ["temporaryCredentials", "authorization", "tokenCredentials"],
  "pushed-login": ["temporaryCredentials", "tokenCredentials"],
  "x-auth": ["xAuth"],
  "reverse-auth": ["reverseAuth", "reverseAuthTarget"],
  "live-session": ["liveSession"],
  renewal: ["renewal"],
  revocation: ["revocation"],
};

function routerGroups(
  { origins }: Pick<ProviderModel, "origins">,
  routes: readonly Route[],
): readonly Group[] {
  return groupOrigins(origins, routes).map((group) => ({
    origins: group,
    find: createRouter(routes.filter(({ place }) => group.includes(place.origin))),
  }));
}

// One after the other, so that the first one gets the port that was asked for.
async function openPorts(
  groups: readonly Group[],
  { port: wanted = 0, origin: given, onMessage }: EmulatorOptions,
): Promise<readonly OpenPort[]> {
  const ports: OpenPort[] = [];
  for (const group of groups) {
    const isFirst = ports.length === 0;
    const hear = onMessage && ((heard: Heard) => onMessage(withRoute(group.find, heard)));
    const port = await openPort(isFirst ? wanted : 0, hear);
    ports.push({ ...group, port, origin: (isFirst ? given : undefined) ?? ownOrigin(port) });
  }
  return ports;
}

function ownOrigin({ port }: Pick<Port, "port">): string {
  return `http://127.0.0.1:${port}`;
}

function emulatorOf(
  emulation: Emulation,
  {
    ports: [first],
    located,
    close,
  }: {
    readonly ports: readonly OpenPort[];
    readonly located: ReadonlyMap<string, string>;
    readonly close: () => Promise<void>;
  },
): Emulator {
  const { faults, model } = emulation;
  const origin = first?.origin ?? "";
  const page = (path: string): string => `${origin}${path}`;
  return {
    origin,
    port: first?.port.port ?? 0,
    originMap: Object.fromEntries(located),
    variables: exampleVariables(model),
    pages: {
      home: page(DEVELOPER.home),
      apps: page(DEVELOPER.apps),
      tokens: page(DEVELOPER.tokens),
      push: page(DEVELOPER.push),
      faults: page(DEVELOPER.faults),
      connected: page(CONNECTED),
    },
    register: (registration) => registerApp(emulation, registration),
    approve: (url, options) => decideUrl(emulation, String(url), { ...options, says: "yes" }),
    deny: (url) => decideUrl(emulation, String(url), { says: "no" }),
    issueToken: (user, options) => issuedToken(emulation, { ...options, user }),
    push: (push) => pushVerifier(emulation, push),
    fault: (name, options) => void faults.add(name, options),
    clearFaults: faults.clear,
    close,
  };
}
