import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import express, { type Express, type Request, type RequestHandler, type Response } from "express";
import { CONSUMERS, PATHS } from "../../contract.js";
import { listen } from "../http.js";
import { versionOf } from "../npm.js";
import type { Pairs, ServerPeer } from "../party.js";

type Done = (error: null, ...found: readonly unknown[]) => void;
type Lookup = (given: string, done: Done) => void;
type Validate = (timestamp: string, nonce: string, done: Done) => void;

interface Passport {
  readonly use: (name: string, strategy: object) => void;
  readonly initialize: () => RequestHandler;
  readonly authenticate: (name: string, options: object) => RequestHandler;
}

type Strategy = new (consumer: Lookup, token: Lookup, validate: Validate) => object;

interface Issued {
  readonly secret: string;
  readonly callback?: string;
  readonly verifier?: string;
}

const require = createRequire(import.meta.url);

/** passport-http-oauth's two strategies in an Express app: `ConsumerStrategy` at the endpoints, `TokenStrategy` behind them. */
export const passportHttpOauth: ServerPeer = {
  name: "passport-http-oauth",
  package: "passport-http-oauth of the npm registry",
  role: "server",
  async open() {
    const { origin, close } = await listen(provider);
    return { version: versionOf("passport-http-oauth"), base: origin, close };
  },
};

function provider(): Express {
  const temporary = new Map<string, Issued>();
  const tokens = new Map<string, Issued>();
  const passport = passportWith(temporary, tokens);
  const consumer = passport.authenticate("consumer", { session: false });
  const app = express().use(express.urlencoded({ extended: false }), passport.initialize());
  app.post(PATHS.initiate, consumer, (request, response) => {
    const { callbackURL } = oauthOf(request);
    const { key, secret } = issue(
      temporary,
      callbackURL === undefined ? {} : { callback: callbackURL },
    );
    response.send(
      formOf({ oauth_token: key, oauth_token_secret: secret, oauth_callback_confirmed: "true" }),
    );
  });
  app.post(PATHS.authorize, (request, response) => {
    approve(temporary, String(Reflect.get(request.body, "oauth_token")), response);
  });
  app.post(PATHS.token, consumer, (request, response) => {
    const { token = "", verifier } = oauthOf(request);
    const approved = temporary.get(token);
    temporary.delete(token);
    if (approved?.verifier === undefined || approved.verifier !== verifier)
      return void response.status(401).send("verifier");
    const { key, secret } = issue(tokens, {});
    response.send(formOf({ oauth_token: key, oauth_token_secret: secret }));
  });
  app.all(PATHS.echo, passport.authenticate("token", { session: false }), (request, response) => {
    const form: object | undefined = request.body;
    response.json({ user: "alice", query: pairsOf(request.query), form: pairsOf(form ?? {}) });
  });
  return app;
}

function passportWith(temporary: Map<string, Issued>, tokens: Map<string, Issued>): Passport {
  const {
    ConsumerStrategy,
    TokenStrategy,
  }: Readonly<
    Record<"ConsumerStrategy" | "TokenStrategy", Strategy>
  > = require("passport-http-oauth");
  const { Passport }: { readonly Passport: new () => Passport } = require("passport");
  const passport = new Passport();
  const consumer: Lookup = (given, done) => {
    const found = CONSUMERS.find(({ key }) => key === given);
    done(null, found ?? false, found?.secret);
  };
  const ofConsumer: Lookup = (given, done) => done(null, temporary.get(given)?.secret);
  const ofUser: Lookup = (given, done) =>
    done(null, tokens.has(given) && { name: "alice" }, tokens.get(given)?.secret);
  const fresh = freshness();
  passport.use("consumer", new ConsumerStrategy(consumer, ofConsumer, fresh));
  passport.use("token", new TokenStrategy(consumer, ofUser, fresh));
  return passport;
}

function freshness(): Validate {
  const seen = new Set<string>();
  return (timestamp, nonce, done) => {
    const one = `${timestamp} ${nonce}`;
    const isFresh = !seen.has(one);
    seen.add(one);
    done(null, isFresh);
  };
}

function issue(
  issued: Map<string, Issued>,
  more: Omit<Issued, "secret">,
): { readonly key: string; readonly secret: string } {
  const [key, secret] = [randomUUID(), randomUUID()];
  issued.set(key, { ...more, secret });
  return { key, secret };
}

function approve(temporary: Map<string, Issued>, key: string, response: Response): void {
  const pending = temporary.get(key);
  if (pending === undefined) return void response.status(400).send("unknown");
  const verifier = randomUUID();
  temporary.set(key, { ...pending, verifier });
  const { callback = "oob" } = pending;
  const fields = { oauth_token: key, oauth_verifier: verifier };
  if (callback === "oob") return void response.send(formOf(fields));
  const location = new URL(callback);
  for (const [name, value] of Object.entries(fields)) location.searchParams.append(name, value);
  response.redirect(location.href);
}

interface OfRequest {
  readonly callbackURL?: string;
  readonly token?: string;
  readonly verifier?: string;
}

function oauthOf(request: Request): OfRequest {
  const { oauth }: { readonly oauth: OfRequest } = Reflect.get(request, "authInfo");
  return oauth;
}

function formOf(fields: Readonly<Record<string, string>>): string {
  return String(new URLSearchParams(fields));
}

// As Express hands them over: a list where a name comes again.
function pairsOf(fields: object): Pairs {
  return Object.entries(fields).flatMap(([name, values]) =>
    [values].flat().map((value) => [name, String(value)] as const),
  );
}
