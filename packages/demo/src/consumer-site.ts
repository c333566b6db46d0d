import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { CallError, LoginError, type TemporaryCredentials } from "@oauth1/client";
import { headerValues, receivedTarget, type RequestParts } from "@oauth1/core";
import { readRequest, writeResponse } from "@oauth1/core/node";
import { html, page, seeOther, type Html } from "@oauth1/emulator/html";
import { createTwitter, getUsersMe, type TwitterAccount } from "@oauth1/twitter";

/** What the provider gave the site when it was registered, and where the provider is. */
export interface ConsumerSiteOptions {
  readonly consumer: { readonly key: string; readonly secret: string };
  readonly originMap: Readonly<Record<string, string>>;
  /** Where browsers reach the site. */
  readonly origin: string;
  /** Where a user takes the permission back. */
  readonly connectedUrl: string;
}

/** A small site that people sign in to with X: everything an app needs is in this file. */
export interface ConsumerSite {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** What the site remembers of one browser. An app of more than one process keeps this in its session store. */
interface Visitor {
  readonly temporary?: TemporaryCredentials;
  readonly account?: TwitterAccount;
}

/** Starts the site on a free port of 127.0.0.1. */
export async function startConsumerSite({
  consumer,
  originMap,
  origin,
  connectedUrl,
}: ConsumerSiteOptions): Promise<ConsumerSite> {
  const twitter = createTwitter({ consumer, originMap });
  const visitors = new Map<string, Visitor>();

  async function login(): Promise<Response> {
    const { authorizationUrl, temporary } = await twitter.begin({ callback: `${origin}/callback` });
    return seeOther(authorizationUrl, remember({ temporary }));
  }

  async function callback(request: RequestParts, visitor: Visitor): Promise<Response> {
    const { temporary } = visitor;
    if (temporary === undefined)
      return message("Nobody is signing in here", "Start from the first page.", 400);
    const account = await twitter.complete({ temporary, callbackUrl: request.url });
    return seeOther("/", remember({ account }));
  }

  async function profile({ account }: Visitor): Promise<Response> {
    if (account === undefined) return seeOther("/");
    const { data } = await getUsersMe(twitter.session(account));
    return page({
      title: "Your profile",
      body: html`<h1>Your profile, from the API</h1>
        <dl>
          <dt>name</dt>
          <dd>${data?.name ?? ""}</dd>
          <dt>username</dt>
          <dd>${data?.username ?? ""}</dd>
          <dt>id</dt>
          <dd>${data?.id ?? ""}</dd>
        </dl>
        <p><a href="/">Back</a></p>`,
    });
  }

  function home({ account }: Visitor): Response {
    return page({
      title: "Photo Printer",
      body: account === undefined ? SIGNED_OUT : signedIn(account, connectedUrl),
    });
  }

  // A new id with each step of a login, so that nobody can plant one beforehand.
  function remember(visitor: Visitor): { "set-cookie": string } {
    const id = crypto.randomUUID();
    visitors.set(id, visitor);
    return { "set-cookie": `${COOKIE}=${id}; Path=/; HttpOnly; SameSite=Lax` };
  }

  async function answer(request: RequestParts): Promise<Response> {
    const visitor = visitors.get(cookieOf(request)) ?? {};
    const { path = "" } = receivedTarget(request.url) ?? {};
    switch (`${request.method} ${path}`) {
      case "GET /":
        return home(visitor);
      case "POST /login":
        return login();
      case "GET /callback":
        return callback(request, visitor);
      case "GET /profile":
        return profile(visitor);
      case "POST /logout":
        visitors.delete(cookieOf(request));
        return seeOther("/");
      default:
        return message("Nothing is here", path, 404);
    }
  }

  const server = createServer((incoming, outgoing) => {
    void readRequest(incoming, { origin })
      .then((request) => (request === undefined ? message("Too large", "", 413) : answer(request)))
      .catch(explain)
      .then((response) => writeResponse(response, outgoing));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { port: portOf(server.address()), close };
}

const COOKIE = "photo_printer";

const SIGNED_OUT = html`<h1>Photo Printer</h1>
  <p class="dim">A site that wants to know who you are on X, without your password.</p>
  <form method="post" action="/login"><button class="go">Sign in with X (emulated)</button></form>`;

function signedIn({ screen_name, user_id }: TwitterAccount, connectedUrl: string): Html {
  return html`<h1>You are signed in</h1>
    <p>as <strong>@${screen_name}</strong> <small>(user_id ${user_id})</small></p>
    <p><a href="/profile">Load your profile from the API</a></p>
    <p><a href="${connectedUrl}">Take the permission back, at the provider</a></p>
    <form method="post" action="/logout"><button>Sign out here</button></form>`;
}

function explain(error: unknown): Response {
  if (error instanceof LoginError && error.code === "denied") {
    return message("You said no", "Photo Printer has learned nothing about you.", 403);
  }
  if (error instanceof CallError && error.status === 401) {
    return message("X no longer lets us in", "The permission was taken back: sign in again.", 401);
  }
  if (error instanceof LoginError) return message("That did not work", error.message, 502);
  return message("Something broke", "The site could not finish this.", 500);
}

function message(title: string, text: string, status: number): Response {
  return page({
    title,
    status,
    body: html`<h1>${title}</h1>
      <p>${text}</p>
      <p><a href="/">Back</a></p>`,
  });
}

function cookieOf({ headers }: RequestParts): string {
  const cookies = headerValues(headers, "cookie").flatMap((value) => value.split(/;\s*/));
  return cookies.find((cookie) => cookie.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1) ?? "";
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === "object" && address !== null ? address.port : 0;
}
