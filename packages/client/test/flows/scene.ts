import { afterEach } from "vitest";
import {
  headerValues,
  verify,
  type KeyLookup,
  type RequestParts,
  type SignatureMethod,
} from "@oauth1/core";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { hmacSha256 } from "@oauth1/core/methods/hmac-sha256";
import type { ClientOptions, LoginDescription, TemporaryCredentials } from "@oauth1/client";
import { consumer, listen, type Answer, type Server } from "../photos.js";

/** The origin that the descriptions of these tests name; every client here reaches the test's own server in its place. */
export const ORIGIN: string = "https://photos.example.net";

export const endpoint = (path: string): { readonly method: "POST"; readonly url: string } => ({
  method: "POST",
  url: `${ORIGIN}${path}`,
});

/** What most descriptions have in common. */
export const photos: {
  readonly id: "photos";
  readonly name: string;
  readonly signatureMethod: SignatureMethod;
  readonly api: { readonly baseUrl: string };
} = { id: "photos", name: "Photos", signatureMethod: hmacSha1, api: { baseUrl: `${ORIGIN}/v1` } };

/** The least that a login can be described by. */
export const legs: LoginDescription = {
  temporaryCredentials: endpoint("/initiate"),
  authorization: { url: `${ORIGIN}/authorize` },
  tokenCredentials: endpoint("/token"),
};

export const callback: string = "https://app.example/ready";
export const temporary: TemporaryCredentials = {
  version: 1,
  provider: "photos",
  token: { key: "hh5s93j4", secret: "hdhd0244" },
};

export const TEMPORARY: string = "oauth_token=hh5s93j4&oauth_token_secret=hdhd0244";
export const CONFIRMED: string = `${TEMPORARY}&oauth_callback_confirmed=true`;
export const TOKEN: string = "oauth_token=nnch734d&oauth_token_secret=pfkkdhi9";

/** A request as the provider sees it. */
export interface Sent {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly body: string;
  /** The protocol parameters. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly header: (name: string) => string | undefined;
  /** Whether the signature is right, with the secret of the token that the request names. */
  readonly isSigned: boolean;
}

/** A provider that answers by path, and what it was sent. */
export interface Scene {
  readonly options: ClientOptions;
  readonly origin: string;
  readonly sent: () => Promise<readonly Sent[]>;
}

const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

export async function open(
  answers: Readonly<Record<string, Answer | ((origin: string) => Answer)>>,
): Promise<Scene> {
  const byPath = new Map(Object.entries(answers));
  const server = await listen(({ url }) => {
    const { origin, pathname } = new URL(url);
    const answer = byPath.get(pathname) ?? { status: 404, body: "not found" };
    return typeof answer === "function" ? answer(origin) : answer;
  });
  servers.push(server);
  return {
    origin: server.origin,
    options: { consumer, originMap: { [ORIGIN]: server.origin } },
    sent: () => Promise.all(server.received.map((request) => seen(request, server.origin))),
  };
}

const SECRETS: ReadonlyMap<string | undefined, string> = new Map([
  ["hh5s93j4", "hdhd0244"],
  ["nnch734d", "pfkkdhi9"],
]);

async function seen(request: RequestParts, origin: string): Promise<Sent> {
  const keys: KeyLookup = ({ token }) => ({
    consumer: { secret: consumer.secret },
    ...(token !== undefined && { token: { secret: SECRETS.get(token) ?? "" } }),
  });
  const verdict = await verify(request, keys, {
    methods: [hmacSha1, hmacSha256],
    scatteredParameters: true,
  });
  const body = request.body instanceof Uint8Array ? Buffer.from(request.body).toString() : "";
  return {
    method: request.method,
    target: request.url.replace(origin, ""),
    body,
    parameters: verdict.ok ? Object.fromEntries(verdict.parameters) : {},
    header: (name) => headerValues(request.headers, name)[0],
    isSigned: verdict.ok,
  };
}
