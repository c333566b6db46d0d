import { createProvider, type Provider } from "@oauth1/server";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { ROOT } from "../paths.js";
import { createClock } from "./clock.js";
import { approve, createParty, keysOf, type Keys, type Party } from "./party.js";
import { openStore, STORES, type OpenStore } from "./stores.js";

/** A service of several processes on one store, and the hands of its operator in this one. */
export interface Service {
  readonly provider: Provider;
  readonly opened: OpenStore;
  readonly consumer: Keys;
  /** Starts one more process. */
  readonly replica: () => Promise<Replica>;
  /** The consumer at a replica. */
  readonly at: (replica: Replica) => Party;
  /** An approved login, made in this process. */
  readonly approved: (user: string) => Promise<Login>;
  readonly close: () => Promise<void>;
}

/** A process of the service. */
export interface Replica {
  readonly address: string;
  /** Resolves once the process is gone. */
  readonly kill: (signal: "SIGKILL" | "SIGTERM") => Promise<void>;
}

/** Temporary credentials that wait to be exchanged. */
export interface Login {
  readonly user: string;
  readonly temporary: Keys;
  readonly verifier: string;
}

// Its TLS ends in front of it, as far as its processes can tell.
const ORIGIN = "https://service.example";
const REPLICA = fileURLToPath(new URL("replica.ts", import.meta.url));

/** Opens a service on a store of this kind, with nothing in it and no process yet. */
export async function openService(store: string): Promise<Service> {
  const kind = STORES[store];
  if (kind === undefined) throw new TypeError(`There is no store ${store}.`);
  const opened = await openStore(kind);
  const provider = createProvider({ origins: [ORIGIN], store: opened.store });
  const consumer = await provider.consumers.register({ name: "Printer", callbacks: ["oob"] });
  const place = { address: "", origin: ORIGIN, provider, clock: createClock() };
  const here = createParty(place, consumer);
  const replicas: Replica[] = [];
  return {
    provider,
    opened,
    consumer,
    async replica() {
      const replica = await start(store, opened.namespace);
      replicas.push(replica);
      return replica;
    },
    at: ({ address }) => createParty({ ...place, address }, consumer),
    async approved(user) {
      const parameters = [["oauth_callback", "oob"]] as const;
      const { method, target, headers = [] } = await here.signed("/oauth/initiate", { parameters });
      const pairs = headers.map(([name, value]): [string, string] => [name, value]);
      const request = { method, url: `${ORIGIN}${target}`, headers: pairs };
      const answer = await provider.temporaryCredentials(request);
      const body = await answer.text();
      const temporary = keysOf({ status: answer.status, headers: [], body });
      return { user, temporary, verifier: await approve(provider, temporary, user) };
    },
    async close() {
      await Promise.all(replicas.map(({ kill }) => kill("SIGTERM")));
      await opened.close();
    },
  };
}

async function start(store: string, namespace: string): Promise<Replica> {
  // Without tsx's own process in between, so that a signal hits the one that serves.
  const options = ["--import", "tsx", "--conditions=@oauth1/source"];
  const child = spawn(process.execPath, [...options, REPLICA, store, namespace, ORIGIN], {
    cwd: ROOT,
  });
  const written: string[] = [];
  child.stderr.on("data", (text: Buffer) => written.push(String(text)));
  const gone = once(child, "exit");
  const address = new Promise<string>((resolve, reject) => {
    child.stdout.on("data", (text: Buffer) => {
      const found = /^listening on (\S+)/m.exec(String(text))?.[1];
      if (found !== undefined) resolve(found);
    });
    void gone.then(() => reject(new Error(`The replica stopped: ${written.join("")}`)));
  });
  return {
    address: await address,
    async kill(signal) {
      child.kill(signal);
      await gone;
    },
  };
}
