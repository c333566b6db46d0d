import { createServer, type Server } from "node:http";
import type { SignatureMethod } from "@oauth1/core";
import type { MethodModule, ProviderModel } from "@oauth1/descriptor";
import {
  createProvider,
  type Provider,
  type ProviderEvent,
  type RegisteredConsumer,
  type Registration,
} from "@oauth1/server";
import { nodeHandler } from "@oauth1/server/adapters/node";
import { tokenFields } from "./account.js";
import { PAGES } from "./pages.js";
import { createSite } from "./site.js";

/** Where and how a provider is emulated. */
export interface EmulatorOptions {
  /** On 127.0.0.1; any free port by default, and when the given one is taken. */
  readonly port?: number;
  /** The origin that clients use, where something stands in front of the emulator; its own by default. */
  readonly origin?: string;
  /** Milliseconds since 1970; `Date.now` by default. */
  readonly now?: () => number;
  /** Hears what an operator of the provider would. */
  readonly onEvent?: (event: ProviderEvent) => void;
}

/** A provider that runs on this machine. */
export interface Emulator {
  readonly origin: string;
  /** The port on 127.0.0.1 that it really listens on. */
  readonly port: number;
  /** For the client's option of the same name: each origin of the provider, and where it is emulated. */
  readonly originMap: Readonly<Record<string, string>>;
  /** Where a developer registers an app, and where a user sees and revokes what was allowed. */
  readonly pages: { readonly apps: string; readonly connected: string };
  /** Registers an app without the page. */
  readonly register: (registration: Registration) => Promise<RegisteredConsumer>;
  /** Stops listening and drops every connection. */
  readonly close: () => Promise<void>;
}

/**
 * Starts a provider on 127.0.0.1 from its descriptor: endpoints, paths and methods as described, login, consent,
 * token answers with the described fields, and the described operations behind real verification.
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
  const server = createServer();
  const port = await listen(server, options.port ?? 0);
  const origin = options.origin ?? `http://127.0.0.1:${port}`;
  const provider = await emulatedProvider(model, origin, options);
  server.on("request", nodeHandler(createSite(model, provider), { origins: [origin] }));
  return {
    origin,
    port,
    originMap: Object.fromEntries(model.origins.map((one) => [one, origin])),
    pages: { apps: `${origin}${PAGES.apps}`, connected: `${origin}${PAGES.connected}` },
    register: (registration) => provider.consumers.register(registration),
    close: () => close(server),
  };
}

async function emulatedProvider(
  { oauth }: ProviderModel,
  origin: string,
  { now, onEvent }: EmulatorOptions,
): Promise<Provider> {
  const { temporaryCredentials, authorization, tokenCredentials, callback } = oauth;
  const { deniedParameter } = callback;
  return createProvider({
    origins: [origin],
    endpoints: {
      temporaryCredentials: endpoint(temporaryCredentials),
      authorization: { path: new URL(authorization.url).pathname },
      tokenCredentials: endpoint(tokenCredentials),
    },
    methods: await Promise.all(oauth.signatureMethods.map(loadMethod)),
    // Some clients send callback and verifier in the query or the form, and providers take them there.
    scatteredParameters: true,
    tokenFields: ({ user }) => tokenFields({ oauth }, user),
    ...(deniedParameter === undefined
      ? {}
      : { denialFields: (token) => [[deniedParameter, token]] }),
    ...(now === undefined ? {} : { now }),
    ...(onEvent === undefined ? {} : { onEvent }),
  });
}

function endpoint({ method, url }: { readonly method: string; readonly url: string }): {
  readonly path: string;
  readonly methods: readonly string[];
} {
  return { path: new URL(url).pathname, methods: [method] };
}

async function loadMethod({ module, export: name }: MethodModule): Promise<SignatureMethod<never>> {
  const exports: Readonly<Record<string, SignatureMethod<never>>> = await import(
    `@oauth1/core/methods/${module}`
  );
  const method = exports[name];
  if (method === undefined)
    throw new TypeError(`@oauth1/core/methods/${module} has no export ${name}.`);
  return method;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => {
      if (port !== 0 && "code" in error && error.code === "EADDRINUSE") resolve(listen(server, 0));
      else reject(error);
    });
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
