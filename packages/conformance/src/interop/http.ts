import { createServer, type RequestListener } from "node:http";
import type { Answer, Approval, Sent } from "./party.js";
import { PATHS } from "../contract.js";

/** A server on a free loopback port. */
export interface Listening {
  readonly origin: string;
  readonly close: () => Promise<void>;
}

/** Listens on a free loopback port; the listener may depend on where that is. */
export async function listen(
  listener: (origin: string) => RequestListener | Promise<RequestListener>,
): Promise<Listening> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  try {
    server.on("request", await listener(origin));
    return { origin, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Visits or posts once, without following redirects, for no longer than a minute. */
export function visit(url: string, init: RequestInit = {}): Promise<Response> {
  return fetch(url, { redirect: "manual", signal: AbortSignal.timeout(60_000), ...init });
}

/** Allows what a temporary token is for, as the user would at the consent page of the contract. */
export async function approve(base: string, token: string): Promise<Approval> {
  const form = { oauth_token: token, decision: "approve", user: "alice" };
  const response = await visit(`${base}${PATHS.authorize}`, {
    method: "POST",
    body: new URLSearchParams(form),
  });
  const text = await response.text();
  const location = response.headers.get("location") ?? undefined;
  const fields =
    location === undefined ? new URLSearchParams(text) : new URL(location).searchParams;
  const verifier = fields.get("oauth_verifier");
  if (verifier === null) throw new Error(`No verifier: ${response.status} ${text}`);
  return location === undefined ? { verifier } : { verifier, location };
}

/** Sends again what was sent. */
export async function resend({ method, url, headers, body }: Sent): Promise<Answer> {
  const { host: _host, connection: _connection, "content-length": _length, ...kept } = headers;
  const response = await visit(url, {
    method,
    headers: kept,
    ...(body === undefined || body === "" ? {} : { body }),
  });
  return { status: response.status, body: await response.text() };
}
