import { createRequire } from "node:module";
import type { RequestHandler } from "express";
import { PATHS } from "../../contract.js";
import { versionOf } from "../npm.js";
import type { Client, ClientPeer, Setup } from "../party.js";
import { appClient, type App } from "./app.js";
import { callByHeader, secretFor, type Signer } from "./oauth.js";

type Done = (error: null, user: object) => void;
type Verify = (
  ...found: readonly [key: string, secret: string, profile: object, done: Done]
) => void;

interface Strategy {
  /** For the strategies that are made of this one, to call the provider with. */
  readonly _oauth: Signer;
}

interface Passport {
  readonly use: (strategy: Strategy) => void;
  readonly initialize: () => RequestHandler;
  readonly authenticate: (name: string, options: object) => RequestHandler;
}

const require = createRequire(import.meta.url);

/** passport-oauth1 in an Express app: the login, and calls with what its strategies call profiles with. */
export const passportOauth1: ClientPeer = {
  name: "passport-oauth1",
  package: "passport-oauth1 of the npm registry",
  role: "client",
  open: async () => ({
    version: versionOf("passport-oauth1"),
    client: (setup): Promise<Client> => appClient((origin) => appFor(setup, origin)),
    close: async () => undefined,
  }),
};

function appFor(setup: Setup, origin: string): App {
  const strategy = strategyFor(setup, `${origin}/callback`);
  const { Passport }: { readonly Passport: new () => Passport } = require("passport");
  const passport = new Passport();
  passport.use(strategy);
  const authenticate = passport.authenticate("oauth", { session: false });
  return {
    loginPath: "/login",
    callbackPath: "/callback",
    mount(app) {
      app.use(passport.initialize());
      app.get("/login", authenticate);
      app.get("/callback", authenticate, (request, response) => {
        response.json(Reflect.get(request, "user"));
      });
    },
    call: (call) => callByHeader(strategy._oauth, call),
  };
}

function strategyFor(setup: Setup, callbackURL: string): Strategy {
  const Strategy: new (options: object, verify: Verify) => Strategy = require("passport-oauth1");
  const options = {
    requestTokenURL: `${setup.base}${PATHS.initiate}`,
    accessTokenURL: `${setup.base}${PATHS.token}`,
    userAuthorizationURL: `${setup.base}${PATHS.authorize}`,
    consumerKey: setup.consumer.key,
    consumerSecret: secretFor(setup),
    signatureMethod: setup.method,
    callbackURL,
  };
  return new Strategy(options, (...found) => {
    const [key, secret, , done] = found;
    done(null, { key, secret });
  });
}
