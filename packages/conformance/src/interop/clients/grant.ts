import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { connect, type Socket } from "node:net";
import type { RequestHandler } from "express";
import { PATHS } from "../../contract.js";
import { versionOf } from "../npm.js";
import { PRIVATE_KEY_FILE } from "../our-client.js";
import type { Answer, Client, ClientPeer, Setup } from "../party.js";
import { appClient, type App } from "./app.js";

/** What grant leaves in the session at the end of a login. */
interface Granted {
  readonly access_token?: string;
  readonly access_secret?: string;
  readonly profile?: object;
  readonly error?: unknown;
}

const require = createRequire(import.meta.url);

/**
 * grant in an Express app: the login, and the one call that it signs itself, which is for the profile. It reaches the
 * provider as a host without a port, through the options that it has for Node's http.
 */
export const grant: ClientPeer = grantPeer("grant", ({ base }) => {
  const { port, hostname } = new URL(base);
  return { base: "http://localhost", createConnection: () => connect(Number(port), hostname) };
});

/** The same with the provider's port in its URLs. */
export const grantAtPort: ClientPeer = {
  ...grantPeer("grant (at a port)", ({ base }) => ({ base })),
  ways: [{ method: "HMAC-SHA1", transmission: "header" }],
};

/** How the provider is reached. */
interface Route {
  readonly base: string;
  readonly createConnection?: () => Socket;
}

function grantPeer(name: string, routeTo: (setup: Setup) => Route): ClientPeer {
  return {
    name,
    package: "grant of the npm registry",
    role: "client",
    open: async () => ({
      version: versionOf("grant"),
      client: (setup): Promise<Client> =>
        appClient((origin) => appFor(setup, origin, routeTo(setup))),
      close: async () => undefined,
    }),
  };
}

function appFor(setup: Setup, origin: string, { base, ...request }: Route): App {
  // It signs with PLAINTEXT for the provider of this name, and for no other.
  const name = setup.method === "PLAINTEXT" ? "freshbooks" : "peer";
  const profiles: object[] = [];
  return {
    loginPath: `/connect/${name}`,
    callbackPath: `/connect/${name}/callback`,
    mount(app) {
      const {
        express,
      }: { readonly express: (config: object) => RequestHandler } = require("grant");
      const config = configFor({ ...setup, base }, origin, name);
      app.use(express({ config, request }));
      app.get("/done", (request, response) => {
        const session: { grant?: { response?: Granted } } = Reflect.get(request, "session");
        const {
          access_token: key,
          access_secret: secret,
          profile,
          ...more
        } = session.grant?.response ?? {};
        if (profile !== undefined) profiles.splice(0, 1, profile);
        response.json(key === undefined ? more : { key, secret });
      });
    },
    call: async (): Promise<Answer> => ({ status: 200, body: JSON.stringify(profiles[0]) }),
  };
}

function configFor(setup: Setup, origin: string, name: string): object {
  const { key, secret } = setup.consumer;
  const isRsa = setup.method === "RSA-SHA1";
  const provider = {
    request_url: `${setup.base}${PATHS.initiate}`,
    authorize_url: `${setup.base}${PATHS.authorize}`,
    access_url: `${setup.base}${PATHS.token}`,
    profile_url: `${setup.base}${PATHS.echo}?size=original&file=vacation.jpg`,
    oauth: 1,
    key,
    secret,
    callback: "/done",
    response: ["tokens", "profile"],
    ...(isRsa ? { private_key: readFileSync(PRIVATE_KEY_FILE, "utf8") } : {}),
  };
  return { defaults: { origin, transport: "session" }, [name]: provider };
}
