// Our server behind the interop contract: one black box that any client can be pointed at.
import { createServer } from "node:http";
import { parseArgs } from "node:util";
import { orUsage } from "../../../scripts/usage.js";
import type { SignatureMethod } from "@oauth1/core";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { hmacSha256 } from "@oauth1/core/methods/hmac-sha256";
import { hmacSha512 } from "@oauth1/core/methods/hmac-sha512";
import { plaintext } from "@oauth1/core/methods/plaintext";
import { rsaPssSha256 } from "@oauth1/core/methods/rsa-pss-sha256";
import { rsaSha1 } from "@oauth1/core/methods/rsa-sha1";
import { rsaSha256 } from "@oauth1/core/methods/rsa-sha256";
import { rsaSha512 } from "@oauth1/core/methods/rsa-sha512";
import { createProvider } from "@oauth1/server";
import { openStore, STORES } from "./attack/stores.js";
import { CALLBACKS, CONSUMERS, PUBLIC_KEY } from "./contract.js";
import { ADAPTERS } from "./serve/adapters.js";
import { createSite } from "./serve/site.js";

// PLAINTEXT is asked for, because the contract has it off by default.
const METHODS: readonly SignatureMethod<never>[] = [
  hmacSha1,
  hmacSha256,
  hmacSha512,
  rsaSha1,
  rsaSha256,
  rsaSha512,
  rsaPssSha256,
];

const { values } = orUsage(
  () =>
    parseArgs({
      options: {
        adapter: { type: "string", default: "node" },
        store: { type: "string", default: "memory" },
        port: { type: "string", default: "0" },
        plaintext: { type: "boolean", default: false },
      },
    }),
  `serve [--adapter ${Object.keys(ADAPTERS).join("|")}] [--store ${Object.keys(STORES).join("|")}] [--port N] [--plaintext]`,
);

const application = ADAPTERS[values.adapter] ?? unknown("adapter", ADAPTERS);
const kind = STORES[values.store] ?? unknown("store", STORES);
const absent = await kind.missing?.();
if (absent !== undefined) {
  console.error(`--store ${values.store} cannot be used: ${absent}.`);
  process.exit(1);
}
const opened = await openStore(kind);

const server = createServer().listen(Number(values.port), "127.0.0.1", () => void open());
process.once("SIGTERM", () => {
  server.close(() => void opened.close());
  server.closeAllConnections();
});

async function open(): Promise<void> {
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  const methods = [...METHODS, ...(values.plaintext ? [plaintext] : [])];
  const provider = createProvider({ origins: [origin], methods, store: opened.store });
  const [first] = CONSUMERS;
  for (const consumer of CONSUMERS) {
    const more = consumer === first ? { publicKey: PUBLIC_KEY } : {};
    const names = methods
      .map(({ name }) => name)
      .filter((name) => consumer === first || name !== plaintext.name);
    const agreed = { ...consumer, ...more, callbacks: CALLBACKS, methods: names };
    await provider.consumers.register(agreed);
  }
  server.on("request", await application(createSite(provider)));
  console.log(`listening on ${origin}`);
}

function unknown(option: "adapter" | "store", table: object): never {
  console.error(
    `There is no ${option} ${values[option]}: --${option} takes ${Object.keys(table).join(", ")}.`,
  );
  process.exit(2);
}
