import type { SignatureMethod } from "@oauth1/core";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { hmacSha256 } from "@oauth1/core/methods/hmac-sha256";
import {
  createProvider,
  type Provider,
  type ProviderEvent,
  type ProviderOptions,
  type Store,
} from "@oauth1/server";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { createClock, type Clock } from "./clock.js";
import { createParty, type Party } from "./party.js";
import { consentListener, type Site } from "./consent-site.js";
import type { OpenStore } from "./stores.js";

/** Mounts a provider's endpoints and a guarded resource below `/api/`, which answers who is there. */
export type Mount = (site: Site) => RequestListener | Promise<RequestListener>;

/** A server under attack, and the hands of its operator. */
export interface Target {
  /** Where it listens. */
  readonly address: string;
  /** What it takes for its own address: that of the first server, where several stand for one service. */
  readonly origin: string;
  readonly provider: Provider;
  readonly store: Store;
  readonly events: ProviderEvent[];
  /** Exceptions that reached an adapter. */
  readonly errors: unknown[];
  /** Every verb of the store and every signature that was verified, in order. */
  readonly work: string[];
  readonly clock: Clock;
  /** Whether the adapter sees what came over the wire. */
  readonly isRaw: boolean;
  /** A consumer that is registered with `CALLBACK` and `oob`. */
  readonly consumer: Party;
  readonly register: (registration?: Registration) => Promise<Party>;
  /** One more server of the same service, on the same store; after a restart, where `anew`. */
  readonly sibling: (anew?: "anew") => Promise<Target>;
  readonly close: () => Promise<void>;
}

type Registration = Partial<Parameters<Provider["consumers"]["register"]>[0]>;

/** What a target is made of. */
export interface Parts {
  readonly adapter: { readonly mount: Mount; readonly isRaw: boolean };
  readonly opened: OpenStore;
  readonly options?: TargetOptions;
}

/** Options of a provider, whose store says nothing with `undefined`, as ours do. */
export type TargetOptions = Omit<Partial<ProviderOptions>, "store"> & { readonly store?: Store };

export const CALLBACK = "https://printer.example.com/ready?job=7";
export const USER = "jane";

/** Starts a server on a free loopback port. */
export function openTarget(parts: Parts): Promise<Target> {
  return open(parts, createClock());
}

async function open(parts: Parts, clock: Clock, service?: string): Promise<Target> {
  const { adapter, opened, options = {} } = parts;
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const bound = server.address();
  const address = `http://127.0.0.1:${typeof bound === "object" ? bound?.port : ""}`;
  const origin = service ?? address;
  const seen = { events: new Array<ProviderEvent>(), errors: new Array<unknown>() };
  const work: string[] = [];
  const store = counted(options.store ?? opened.store, work);
  const provider = createProvider({
    origins: [origin],
    now: () => clock.now() * 1000,
    onEvent: (event) => seen.events.push(event),
    ...options,
    store,
    methods: (options.methods ?? [hmacSha1, hmacSha256]).map((method) => watched(method, work)),
  });
  const site = { provider, onError: (error: unknown) => void seen.errors.push(error) };
  const [page, rest] = [consentListener(site), await adapter.mount(site)];
  server.on("request", (incoming, outgoing) => {
    const isPage = /^\/oauth\/authorize(?:\?|$)/.test(incoming.url ?? "");
    void (isPage ? page : rest)(incoming, outgoing);
  });
  const siblings: Target[] = [];
  const register: Target["register"] = async (registration = {}) => {
    const agreed = { name: "Printer", callbacks: [CALLBACK, "oob"], ...registration };
    return createParty(
      { address, origin, provider, clock },
      await provider.consumers.register(agreed),
    );
  };
  return {
    ...seen,
    address,
    origin,
    provider,
    store,
    work,
    clock,
    register,
    isRaw: adapter.isRaw,
    consumer: await register(),
    async sibling(anew) {
      const store = anew === undefined ? opened : { ...opened, store: await opened.reopen() };
      const sibling = await open({ ...parts, opened: store }, clock, origin);
      siblings.push(sibling);
      return sibling;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await Promise.all(siblings.map((sibling) => sibling.close()));
    },
  };
}

function counted(store: Store, work: string[]): Store {
  return new Proxy(store, {
    get(inner, name) {
      const verb: unknown = Reflect.get(inner, name);
      if (typeof verb !== "function") return verb;
      return (...given: unknown[]) => {
        work.push(String(name));
        return Reflect.apply(verb, inner, given);
      };
    },
  });
}

function watched(method: SignatureMethod<never>, work: string[]): SignatureMethod<never> {
  return {
    ...method,
    verify(base, signature, keys) {
      const key = keys.consumer.publicKey === undefined ? "a secret" : "a public key";
      work.push(`verify ${method.name} by ${key}`);
      return method.verify(base, signature, keys);
    },
  };
}
