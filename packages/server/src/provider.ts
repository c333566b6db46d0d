import { receivedTarget, type RequestParts } from "@oauth1/core";
import { misdirected, refusalAnswer, type Refusal } from "./answer.js";
import { createAuthorization, type Authorization } from "./authorization.js";
import { createConsumers, type Consumers } from "./consumers.js";
import { createGrants, type Grants } from "./grants.js";
import { introspection } from "./introspection.js";
import type { ProviderOptions } from "./options.js";
import { createProtect, type Protect } from "./protect.js";
import { revocation } from "./revocation.js";
import { resolveSettings, type Settings } from "./settings.js";
import { temporaryCredentials } from "./temporary-credentials.js";
import { tokenCredentials } from "./token-credentials.js";

/** An endpoint: whatever has been sent, there is an answer. */
export type EndpointHandler = (request: Request | RequestParts) => Promise<Response>;

/**
 * An OAuth 1.0a provider. No function of it uses `this`. The endpoints and `protect` have an answer to whatever a peer
 * sends and the store does; what the application calls itself rejects when the store does.
 */
export interface Provider extends Pick<Settings, "endpoints" | "origins"> {
  /** Answers a request to one of the endpoints, by its path; `undefined` when it is for none, and so the application's own. */
  readonly handle: (request: Request | RequestParts) => Promise<Response | undefined>;
  /** Answers a request for temporary credentials (RFC 5849 section 2.1), wherever it was sent. */
  readonly temporaryCredentials: EndpointHandler;
  /** Answers a request for token credentials (RFC 5849 section 2.3), wherever it was sent. */
  readonly tokenCredentials: EndpointHandler;
  /** Answers a consumer that gives its token back. */
  readonly revocation: EndpointHandler;
  /** Answers a resource server that asks whose request it has received. */
  readonly introspection: EndpointHandler;
  readonly authorization: Authorization;
  readonly protect: Protect;
  /** The answer to a request that `protect` has refused. */
  readonly refuse: (refusal: Refusal) => Response;
  /** The answer to a request for a host that is none of the origins', for adapters: the operator's event has the host. */
  readonly misdirected: (host: string) => Response;
  readonly consumers: Consumers;
  readonly grants: Grants;
}

/**
 * Makes an OAuth 1.0a provider (RFC 5849): the endpoints as functions from `Request` to `Response`, the pieces
 * of a consent page, the guard for resources, registration of clients and revocation by users. Throws a TypeError
 * for options that cannot be meant.
 *
 * @example
 * const provider = createProvider({ origins: ["https://photos.example.net"] });
 * const printer = await provider.consumers.register({ name: "Printer", callbacks: ["oob"] });
 * printer.endpoints.temporaryCredentials; // => "https://photos.example.net/oauth/initiate"
 */
export function createProvider(options: ProviderOptions): Provider {
  const settings = resolveSettings(options);
  const { origins, endpoints } = settings;
  const protect = createProtect(settings);
  const handlers = {
    temporaryCredentials: (request: Request | RequestParts) =>
      temporaryCredentials(settings, request),
    tokenCredentials: (request: Request | RequestParts) => tokenCredentials(settings, request),
    revocation: (request: Request | RequestParts) => revocation(settings, request),
    introspection: (request: Request | RequestParts) => introspection(settings, protect, request),
  };
  const byPath = new Map<string, EndpointHandler>([
    [endpoints.temporaryCredentials.path, handlers.temporaryCredentials],
    [endpoints.tokenCredentials.path, handlers.tokenCredentials],
    [endpoints.revocation.path, handlers.revocation],
    [endpoints.introspection.path, handlers.introspection],
  ]);
  return {
    ...handlers,
    origins,
    endpoints,
    async handle(request) {
      return byPath.get(receivedTarget(request.url)?.path ?? "")?.(request);
    },
    authorization: createAuthorization(settings),
    protect,
    refuse: (refusal) => refusalAnswer(refusal, settings),
    misdirected(host) {
      settings.emit({ type: "request_misdirected", host });
      return misdirected();
    },
    consumers: createConsumers(settings),
    grants: createGrants(settings),
  };
}
