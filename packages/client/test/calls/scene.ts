import { onTestFinished } from "vitest";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { verify, type RequestParts, type SignatureMethod } from "@oauth1/core";
import {
  createClient,
  type ApiDescription,
  type ClientOptions,
  type ProviderDescription,
  type Session,
} from "@oauth1/client";
import { consumer, listen, type Answer, type Server } from "../photos.js";

export const ORIGIN = "https://api.photos.example.net";
export const token: { readonly key: string; readonly secret: string } = {
  key: "nnch734d",
  secret: "pfkkdhi9",
};

/** A real server, and sessions of a provider whose requests all go there. */
export interface Scene {
  readonly server: Server;
  readonly session: Session<"photos">;
  readonly consumerSession: Session<"photos", "consumer">;
  /** The session of another token. */
  readonly sessionOf: (other: typeof token) => Session<"photos">;
  /** The last request that arrived. */
  readonly last: () => RequestParts;
  /** Method, path and query of all that arrived. */
  readonly lines: () => readonly string[];
}

/** What differs in a test: the provider's description, and the client's options. */
export interface SceneOptions extends Partial<ClientOptions> {
  readonly api?: Partial<ApiDescription>;
  readonly provider?: Partial<Pick<ProviderDescription, "signing" | "variables">>;
}

export async function open(
  answer: (request: RequestParts) => Answer | Promise<Answer>,
  { api = {}, provider = {}, ...options }: SceneOptions = {},
): Promise<Scene> {
  const server = await listen(answer);
  onTestFinished(() => server.close());
  const client = createClient({
    consumer,
    originMap: { [ORIGIN]: server.origin },
    ...options,
    provider: {
      id: "photos",
      name: "Photos",
      signatureMethod: hmacSha1,
      sessions: ["token", "consumer"],
      ...provider,
      api: { baseUrl: `${ORIGIN}/v1`, ...api },
    },
  });
  const { received } = server;
  return {
    server,
    session: client.session(token),
    consumerSession: client.consumerSession(),
    sessionOf: client.session,
    last() {
      const request = received.at(-1);
      if (request === undefined) throw new Error("nothing has arrived");
      return request;
    },
    lines: () => received.map(({ method, url }) => `${method} ${url.replace(server.origin, "")}`),
  };
}

/** Whose signature a request has: the user's, the consumer's alone, or nobody's. */
export async function signer(
  request: RequestParts,
  methods: readonly SignatureMethod<never>[] = [hmacSha1],
): Promise<"token" | "consumer" | "nobody"> {
  const verdict = await verify(
    request,
    ({ token: presented }) => ({
      consumer: { secret: consumer.secret },
      ...(presented !== undefined && presented !== "" && { token: { secret: token.secret } }),
    }),
    { methods },
  );
  if (!verdict.ok) return "nobody";
  return verdict.token === undefined || verdict.token === "" ? "consumer" : "token";
}

/** The body of a request as text. */
export function bodyText({ body }: RequestParts): string {
  return body instanceof Uint8Array ? new TextDecoder().decode(body) : String(body ?? "");
}
