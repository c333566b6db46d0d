// One server, in a process of its own: tells its parent where it is and who may call it, and ends with its parent.
import { sign, type RequestParts } from "@oauth1/core";
import { createProvider, type Provider } from "@oauth1/server";
import { memoryStore } from "@oauth1/server/stores/memory";
import { once } from "node:events";
import { createServer } from "node:http";
import type { Key, Ready } from "./process.js";
import { APPLICATIONS } from "./servers.js";

const [, , name = "", protection = ""] = process.argv;
const application = APPLICATIONS[name];
if (application === undefined) throw new TypeError(`There is no application ${name}.`);

const server = createServer();
await once(server.listen(0, "127.0.0.1"), "listening");
const address = server.address();
const origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
const store = memoryStore({ maxNonces: 20_000_000 });
const provider = createProvider({ origins: [origin], store });
server.on("request", await application(protection === "protect" ? provider : undefined));
const ready: Ready = { origin, ...(await logIn(provider)) };
process.send?.(ready);
process.on("message", () => process.send?.(process.cpuUsage()));
process.on("disconnect", () => process.exit());

async function logIn({
  authorization,
  consumers,
  endpoints,
  temporaryCredentials,
  tokenCredentials,
}: Provider): Promise<Omit<Ready, "origin">> {
  const consumer = await consumers.register({ name: "Load", callbacks: ["oob"] });
  const draft = (endpoint: { readonly url: string }): RequestParts => {
    return { method: "POST", url: endpoint.url };
  };
  const first = await sign(
    draft(endpoints.temporaryCredentials),
    { consumer },
    { parameters: [["oauth_callback", "oob"]] },
  );
  const temporary = await keyIn(await temporaryCredentials(first.request));
  const approval = await authorization.approve({ token: temporary.key, user: "jane" });
  const verifier = approval.ok ? (approval.verifier ?? "") : "";
  const second = await sign(
    draft(endpoints.tokenCredentials),
    { consumer, token: temporary },
    { parameters: [["oauth_verifier", verifier]] },
  );
  return { consumer, token: await keyIn(await tokenCredentials(second.request)) };
}

async function keyIn(response: Response): Promise<Key> {
  const fields = new URLSearchParams(await response.text());
  return { key: fields.get("oauth_token") ?? "", secret: fields.get("oauth_token_secret") ?? "" };
}
