import type { ProviderModel } from "@oauth1/descriptor";
import type { ProviderEvent } from "@oauth1/server";
import { createRateLimits, type RateLimits } from "./api/rate-limits.js";
import { registerApp, type AppRegistration, type RegisteredApp } from "./apps.js";
import { describedPlaces } from "./described.js";
import {
  createEmulation,
  type Emulation,
  type EmulationOptions,
  type HiddenSecret,
} from "./emulation.js";
import { faultTargets } from "./fault-targets.js";
import { createFaults, type FaultName, type FaultOptions } from "./faults.js";
import { pushesVerifiers, pushVerifier, type Push, type Pushed } from "./flows/pushed-login.js";
import { earOf, type HeardMessage } from "./heard.js";
import { issuedToken, type IssuedToken, type TokenRequest } from "./issued-token.js";
import { CONNECTED } from "./pages/account.js";
import { DEVELOPER } from "./pages/developer.js";
import { openPorts, ownOrigin, routerOf, type OpenPort, type Served } from "./ports.js";
import { createSite } from "./site.js";
import { tenantsOf, type Tenant, type TenantVariables } from "./tenants.js";
import { decideUrl, type Decided } from "./user.js";

/** Where and how a provider is emulated. */
export interface EmulatorOptions {
  /** On 127.0.0.1; any free port by default, and when the given one is taken. */
  readonly port?: number;
  /** The origin that clients use, where something stands in front of the emulator's first port; each port's own by default. */
  readonly origin?: string;
  /**
   * What the variables of the provider's URLs are: one set of values or, for several tenants, a list of sets. What a set leaves
   * out is as in the descriptor's example, and so is everything by default.
   */
  readonly variables?: TenantVariables | readonly TenantVariables[];
  /** Milliseconds since 1970; `Date.now` by default. */
  readonly now?: () => number;
  /** The origin whose pages may frame the emulator's; no page may by default. */
  readonly framedBy?: string;
  /** The origin whose scripts may call the provider (CORS), as some providers allow it; no page's may by default. */
  readonly calledBy?: string;
  /** Hears every message of every port, as it was on the wire. What it throws changes no message; `close()` rejects with it. */
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
  /** For the client's option of the same name: what the origins were made with, those of the first tenant where there are several. */
  readonly variables: TenantVariables;
  /** Where developers register apps, issue tokens, push verifiers (where the provider does that) and ask for faults, and where users revoke. */
  readonly pages: Readonly<Record<"apps" | "connected" | "faults" | "home" | "tokens", string>> & {
    readonly push?: string;
  };
  /** Registers an app without the page. */
  readonly register: (registration?: AppRegistration) => Promise<RegisteredApp>;
  /** Says yes to a login, as the user does on the page; `alice` by default. */
  readonly approve: (
    authorizationUrl: string | URL,
    options?: { readonly user?: string },
  ) => Promise<Decided>;
  readonly deny: (authorizationUrl: string | URL) => Promise<Decided>;
  /** Issues a token without a login, to the app that was registered last by default. Rejects with a TypeError for a user without a name. */
  readonly issueToken: (user: string, options?: Omit<TokenRequest, "user">) => Promise<IssuedToken>;
  /** Sends an app its credentials and a verifier, where the provider does that; rejects with a TypeError elsewhere. */
  readonly push: (push?: Push) => Promise<Pushed>;
  /** Makes something go wrong, once by default. Throws a TypeError for an unknown name, which lists all, and for what it can never strike. */
  readonly fault: (name: FaultName, options?: FaultOptions) => void;
  /** Forgets the faults that have not struck. */
  readonly clearFaults: () => void;
  /**
   * As a new emulator at the same URLs, for the next test: apps stay registered, and everything else is forgotten, such as
   * logins, tokens, nonces, faults and counted calls.
   */
  readonly reset: () => Promise<void>;
  /** Stops listening and drops every connection. Rejects with the first error that `onMessage` has thrown. */
  readonly close: () => Promise<void>;
}

/**
 * Starts a provider on 127.0.0.1 from its descriptor: endpoints, paths, methods, signing rules and answers as described, and
 * the described operations behind real verification. What a client does otherwise is refused, with the rule that it broke.
 * Rejects with a TypeError for faults and variables that there are not, for origins and a number of calls that are none, and for
 * a provider with a path that begins with `/-/`, as the emulator's own pages do.
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
  const tenants = tenantsOf(model, located, options.variables);
  const closing = new AbortController();
  const begin = (before?: Emulation): Promise<State> =>
    begun(model, { ...options, closing: closing.signal, tenants, before });
  let state = await begin();
  for (const { name, ...fault } of options.faults ?? [])
    state.emulations[0].faults.add(name, fault);
  const { onMessage, ...others } = options;
  const { now, framedBy, calledBy } = options;
  const ear = onMessage && earOf(onMessage);
  const ports = await openPorts(state.served, { ...others, ...ear });
  const reset = async (): Promise<void> => {
    state = await begin(state.emulations[0]);
    serve();
  };
  const serve = (): void => {
    const { emulations, limits, served } = state;
    for (const { port, origins, origin } of ports) {
      const behind = origin === ownOrigin(port) ? undefined : origin;
      const site = createSite({
        emulation: emulations[0],
        limits,
        find: routerOf(served.routes, origins),
        ...{ origin: behind, calledBy, reset },
      });
      port.serve(site, { now, origin: behind, framedBy });
    }
  };
  for (const { origins, origin } of ports) for (const one of origins) located.set(one, origin);
  serve();
  const { variables } = tenants[0];
  return emulatorOf(() => state.emulations, {
    ...{ ports, located, variables, reset },
    async close() {
      closing.abort();
      await Promise.all(ports.map(({ port }) => port.close()));
      ear?.complain();
    },
  });
}

/** What an emulator knows and counts, and what it answers by that. */
interface State {
  readonly emulations: Emulations;
  readonly limits: RateLimits;
  readonly served: Served;
}

/** One for each tenant, with one memory. */
type Emulations = readonly [Emulation, ...Emulation[]];

async function begun(
  model: ProviderModel,
  {
    tenants: [own, ...others],
    ...options
  }: EmulatorOptions & { readonly tenants: readonly [Tenant, ...Tenant[]] } & Pick<
      EmulationOptions,
      "before" | "closing"
    >,
): Promise<State> {
  const faults = createFaults(faultTargets(model));
  const emulation = await createEmulation(model, { ...options, urls: own.urls, faults });
  const emulations = [emulation, ...others.map(({ urls }) => ({ ...emulation, urls }))] as const;
  const { now } = emulation;
  const limits = createRateLimits({ described: model.api.rateLimit, calls: options.calls, now });
  return { emulations, limits, served: describedPlaces(emulations, limits) };
}

function emulatorOf(
  emulations: () => Emulations,
  {
    ports: [first],
    located,
    ...more
  }: Pick<Emulator, "close" | "reset" | "variables"> & {
    readonly ports: readonly OpenPort[];
    readonly located: ReadonlyMap<string, string>;
  },
): Emulator {
  const own = (): Emulation => emulations()[0];
  const { model } = own();
  const origin = first?.origin ?? "";
  const page = (path: string): string => `${origin}${path}`;
  return {
    ...more,
    origin,
    port: first?.port.port ?? 0,
    originMap: Object.fromEntries(located),
    pages: {
      home: page(DEVELOPER.home),
      apps: page(DEVELOPER.apps),
      tokens: page(DEVELOPER.tokens),
      ...(pushesVerifiers(model) && { push: page(DEVELOPER.push) }),
      faults: page(DEVELOPER.faults),
      connected: page(CONNECTED),
    },
    register: (registration) => registerApp(own(), registration),
    approve: (url, options) => decideUrl(emulations(), String(url), { ...options, says: "yes" }),
    deny: (url) => decideUrl(emulations(), String(url), { says: "no" }),
    issueToken: (user, options) => issuedToken(own(), { ...options, user }),
    push: (push) => pushVerifier(own(), push),
    fault: (name, options) => void own().faults.add(name, options),
    clearFaults: () => own().faults.clear(),
  };
}
