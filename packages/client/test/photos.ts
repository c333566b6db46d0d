import { createServer, type IncomingMessage } from "node:http";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { readRequest } from "@oauth1/core/node";
import type { RequestParts } from "@oauth1/core";
import { plaintext } from "@oauth1/core/methods/plaintext";
import {
  createClient,
  login,
  type Account,
  type Client,
  type ClientOptions,
  type Login,
  type ProviderDescription,
  type TemporaryCredentials,
  type TokenCalls,
} from "@oauth1/client";

/** The provider of RFC 5849 section 1.2, with fields of every type. */
const photos = {
  id: "photos",
  name: "Photos",
  signatureMethod: hmacSha1,
  flows: [
    login({
      temporaryCredentials: { method: "POST", url: "https://photos.example.net/initiate" },
      authorization: { url: "https://photos.example.net/authorize?lang=en" },
      tokenCredentials: {
        method: "POST",
        url: "https://photos.example.net/token",
        fields: {
          user_id: { type: "string" },
          albums: { type: "integer" },
          staff: { type: "boolean" },
          expires: { type: "date-seconds" },
          seen: { type: "date-milliseconds", optional: true },
        },
      },
      callback: { denied: [{ parameter: "denied" }] },
    }),
  ],
  api: { baseUrl: "https://api.photos.example.net/v1", headers: { "x-api": "1" } },
} as const satisfies ProviderDescription;

/** What `createClient` has to infer from the description above. */
export interface PhotosAccount extends Account {
  readonly user_id: string;
  readonly albums: number;
  readonly staff: boolean;
  readonly expires: string;
  readonly seen?: string;
}

/** The same as a generated package says it. */
export type PhotosClient = Client<"photos"> & TokenCalls<"photos"> & Login<PhotosAccount>;

export function createPhotos(options: ClientOptions): PhotosClient {
  return createClient({ ...options, provider: photos });
}

/** The same provider, signing with PLAINTEXT and reached over http. */
export function createPlainPhotos(options: ClientOptions): PhotosClient {
  const api = { baseUrl: "http://api.photos.example.net" };
  return createClient({ ...options, provider: { ...photos, signatureMethod: plaintext, api } });
}

export const consumer = { key: "dpf43f3p2l4k3l03", secret: "kd94hf93k423kf44" };
export const temporary: TemporaryCredentials = {
  version: 1,
  provider: "photos",
  token: { key: "hh5s93j4", secret: "hdhd0244" },
};

/** What the server below answers to a request: a body, or a status, headers and body. */
export type Answer =
  | string
  | { readonly status?: number; readonly headers?: Record<string, string>; readonly body?: string };

/** A real HTTP server that answers as the test says and keeps what it was sent. */
export interface Server {
  readonly origin: string;
  readonly received: RequestParts[];
  readonly close: () => Promise<void>;
}

export async function listen(
  answer: (request: RequestParts) => Answer | Promise<Answer>,
): Promise<Server> {
  const received: RequestParts[] = [];
  const origin = { current: "" };
  const handle = async (incoming: IncomingMessage): Promise<Exclude<Answer, string>> => {
    const request = await readRequest(incoming, { origin: origin.current });
    if (request === undefined) return { status: 413 };
    received.push(request);
    const given = await answer(request);
    return typeof given === "string" ? { body: given } : given;
  };
  const server = createServer((incoming, outgoing) => {
    void handle(incoming).then(({ status = 200, headers = {}, body = "" }) =>
      outgoing.writeHead(status, headers).end(body),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  origin.current = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { origin: origin.current, received, close };
}
