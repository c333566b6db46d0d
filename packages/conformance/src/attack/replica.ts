// One process of a service of many: a provider on a store that others have too. Arguments: store, namespace, public origin.
import { createProvider } from "@oauth1/server";
import { once } from "node:events";
import { createServer } from "node:http";
import { ADAPTERS } from "./adapters.js";
import { STORES } from "./stores.js";

const [store = "", namespace = "", origin = ""] = process.argv.slice(2);
const [kind, adapter] = [STORES[store], ADAPTERS["node"]];
if (kind === undefined || adapter === undefined) throw new TypeError(`There is no store ${store}.`);

const connection = await kind.connect(namespace);
const provider = createProvider({ origins: [origin], store: connection.store });
const server = createServer(await adapter.mount({ provider, onError: console.error }));
server.listen(0, "127.0.0.1");
await once(server, "listening");
const address = server.address();
console.log(`listening on http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`);
process.once("SIGTERM", () => {
  server.close();
  server.closeAllConnections();
  void connection.close();
});
