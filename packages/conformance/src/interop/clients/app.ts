import { createRequire } from "node:module";
import express, { type Express, type RequestHandler } from "express";
import { listen, visit } from "../http.js";
import type { Approval, Client, Keys } from "../party.js";

/** An Express app with sessions in which a library logs users in. */
export interface App {
  /** Where a login begins. */
  readonly loginPath: string;
  readonly callbackPath: string;
  /** Adds the library; at the end of a login it answers with the token as JSON, `{key, secret}`. */
  readonly mount: (app: Express, origin: string) => void;
  readonly call: Client["call"];
}

const require = createRequire(import.meta.url);

/** A client that is an app: its temporary credentials are in its session, and a scripted browser goes where it is sent. */
export async function appClient(make: (origin: string) => App): Promise<Client> {
  const state: { app?: App } = {};
  const { origin, close } = await listen((at) => {
    const app = make(at);
    state.app = app;
    const host = express().use(sessions());
    app.mount(host, at);
    return host;
  });
  const { app } = state;
  if (app === undefined) throw new Error("There is no app.");
  const browse = browser();
  return {
    callback: `${origin}${app.callbackPath}`,
    async temporary() {
      const key = await sentAway(browse, `${origin}${app.loginPath}`);
      return { key, secret: "" };
    },
    token: async (_temporary, approval) =>
      cameBack(browse, `${origin}${app.callbackPath}`, approval),
    call: app.call,
    close,
  };
}

function sessions(): RequestHandler {
  const session: (options: object) => RequestHandler = require("express-session");
  return session({ secret: "no secret", resave: false, saveUninitialized: false });
}

type Browse = (url: string) => Promise<Response>;

// One browser of one user: it keeps the cookie of the session.
function browser(): Browse {
  const jar = { cookie: "" };
  return async (url) => {
    const response = await visit(url, { headers: { cookie: jar.cookie } });
    const cookie = response.headers.getSetCookie().at(-1);
    if (cookie !== undefined) jar.cookie = cookie.split(";")[0] ?? "";
    return response;
  };
}

/** Begins the login and reads the temporary token from where the app sends its user. */
async function sentAway(browse: Browse, start: string): Promise<string> {
  const response = await browse(start);
  const location = response.headers.get("location");
  const key = location === null ? null : new URL(location, start).searchParams.get("oauth_token");
  if (key !== null) return key;
  throw new Error(`${response.status} ${location ?? (await response.text())}`);
}

async function cameBack(browse: Browse, callback: string, { location }: Approval): Promise<Keys> {
  const first = await browse(location ?? callback);
  const onward = first.headers.get("location");
  const response = onward === null ? first : await browse(new URL(onward, callback).href);
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${response.status} ${text}`);
  const { key, secret }: Partial<Keys> = JSON.parse(text);
  if (key === undefined || secret === undefined) throw new Error(text);
  return { key, secret };
}
