import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { hmacSha256 } from "@oauth1/core/methods/hmac-sha256";
import { plaintext } from "@oauth1/core/methods/plaintext";
import { rsaSha1 } from "@oauth1/core/methods/rsa-sha1";
import { createProvider, type Provider } from "@oauth1/server";
import { PUBLIC_KEY } from "../contract.js";
import { ADAPTERS } from "../serve/adapters.js";
import { createSite, type Site } from "../serve/site.js";
import { listen } from "./http.js";
import type { Keys, Sent } from "./party.js";

/** What its consent page calls every consumer. */
export const NAME = "The Peer";

/** Our server behind the interop contract, with a free choice of consumers. */
export interface OurServer {
  readonly base: string;
  readonly register: (consumer: Keys, callbacks: readonly string[]) => Promise<void>;
  /** The last request that reached the protected resource. */
  readonly last: () => Sent;
  /** Why a request was refused since this was asked last; empty where none was. */
  readonly why: () => string;
  readonly close: () => Promise<void>;
}

/** Starts our server, in its adapter for node:http. */
export async function openOurServer(): Promise<OurServer> {
  const heard: Heard = { why: "" };
  const opened: { provider?: Provider } = {};
  const { origin, close } = await listen((base) => {
    const provider = providerAt(base, heard);
    opened.provider = provider;
    const adapter = ADAPTERS["node"];
    if (adapter === undefined) throw new Error("There is no adapter for node:http.");
    return adapter(recorded(createSite(provider), base, heard));
  });
  return {
    base: origin,
    async register({ key, secret }, callbacks) {
      const agreed = { name: NAME, callbacks: [...callbacks, "oob"], publicKey: PUBLIC_KEY };
      await opened.provider?.consumers.register({ key, secret, ...agreed });
    },
    last() {
      if (heard.last === undefined) throw new Error("Nothing has reached the protected resource.");
      return heard.last;
    },
    why() {
      const { why } = heard;
      heard.why = "";
      return why;
    },
    close,
  };
}

interface Heard {
  last?: Sent;
  why: string;
}

function providerAt(base: string, heard: Heard): Provider {
  return createProvider({
    // The second origin is for a client that cannot do with a port.
    origins: [base, "http://localhost"],
    methods: [hmacSha1, hmacSha256, rsaSha1, plaintext],
    onEvent(event) {
      if (event.type === "request_refused") heard.why = event.reason;
    },
  });
}

function recorded(site: Site, base: string, heard: Heard): Site {
  return {
    ...site,
    echo(guarded) {
      const { method, url, headers, body } = guarded.request;
      const bytes = body instanceof Uint8Array ? body : new Uint8Array();
      heard.last = {
        method,
        url: new URL(url, base).href,
        body: new TextDecoder().decode(bytes),
        headers: Object.fromEntries(new Headers(headers)),
      };
      return site.echo(guarded);
    },
  };
}
