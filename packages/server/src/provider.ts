import { receivedTarget, type RequestParts } from "@oauth1/core";
import { refusalAnswer, type Refusal } from "./answer.js";
import { createAuthorization, type Authorization } from "./authorization.js";
import { createConsumers, type Consumers } from "./consumers.js";
import { createGrants, type Grants } from "./grants.js";
import { createProtect, type Protect } from "./protect.js";
import { resolveSettings, type ProviderOptions, type Settings } from "./settings.js";
import { temporaryCredentials } from "./temporary-credentials.js";
import { tokenCredentials } from "./token-credentials.js";

/**
 * An OAuth 1.0a provider. No function of it uses `this`, and none throws because of what a peer has sent; all
 * of them reject when the store does.
 */
export interface Provider extends Pick<Settings, "endpoints" | "origins"> {
  /**
   * Answers a request for temporary or for token credentials, by its path; `undefined` when it is for neither,
   * and so the application's own.
   */
  readonly handle: (request: Request | RequestParts) => Promise<Response | undefined>;
  /** Answers a request for temporary credentials (RFC 5849 section 2.1), wherever it was sent. */
  readonly temporaryCredentials: (request: Request | RequestParts) => Promise<Response>;
  /** Answers a request for token credentials (RFC 5849 section 2.3), wherever it was sent. */
  readonly tokenCredentials: (request: Request | RequestParts) => Promise<Response>;
  readonly authorization: Authorization;
  readonly protect: Protect;
  /** The answer to a request that `protect` has refused. */
  readonly refuse: (refusal: Refusal) => Response;
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
  const { origins, endpoints, realm } = settings;
  const answers = new Map([
    [endpoints.temporaryCredentials.path, temporaryCredentials],
    [endpoints.tokenCredentials.path, tokenCredentials],
  ]);
  return {
    origins,
    endpoints,
    async handle(request) {
      return answers.get(receivedTarget(request.url)?.path ?? "")?.(settings, request);
    },
    temporaryCredentials: (request) => temporaryCredentials(settings, request),
    tokenCredentials: (request) => tokenCredentials(settings, request),
    authorization: createAuthorization(settings),
    protect: createProtect(settings),
    refuse: (refusal) => refusalAnswer(refusal, realm),
    consumers: createConsumers(settings),
    grants: createGrants(settings),
  };
}
