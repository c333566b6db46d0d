// What rows 2, 11 and 14 take here and now: figures to look at, since a clock in a test is red on a busy machine.
import { sign, type RequestParts } from "@oauth1/core";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { rsaSha1 } from "@oauth1/core/methods/rsa-sha1";
import { createProvider } from "@oauth1/server";
import { memoryStore } from "@oauth1/server/stores/memory";
import { generateKeyPairSync } from "node:crypto";
import { openStore, STORES, type StoreKind } from "./stores.js";

const ORIGIN = "https://photos.example.net";
const ROUNDS = 1000;

const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
const publicKey = keys.publicKey.export({ type: "spki", format: "pem" }).toString();
const privateKey = keys.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const provider = createProvider({
  origins: [ORIGIN],
  methods: [hmacSha1, rsaSha1],
  store: memoryStore(),
  limits: { parameter: 400_000 },
});
const consumer = await provider.consumers.register({ name: "Printer", callbacks: [], publicKey });
const unknown = { ...consumer, key: "unknown" };
const wrong = { ...consumer, secret: "wrong" };
const form = ["content-type", "application/x-www-form-urlencoded"] satisfies [string, string];

await print("row 2: refused in so many microseconds, the median of turns", {
  "HMAC-SHA1, unknown consumer": () => signed(unknown),
  "HMAC-SHA1, wrong signature": () => signed(wrong),
  "RSA-SHA1, unknown consumer": () => signedByRsa("unknown"),
  "RSA-SHA1, wrong signature": () => signedByRsa(consumer.key),
});
for (const [name, kind] of Object.entries(STORES)) {
  if ((await kind.missing?.()) === undefined) await printStore(name, kind);
}
await print("row 14: refused in so many microseconds", {
  "100,000 parameters": async () => posted("a=1&".repeat(100_000)),
});
await print("row 11: a callback of 64 KB refused in so many microseconds, its signature included", {
  "64 KB of escapes": () => asking(`https://a.example/${"%".repeat(64_000)}`),
  "64 KB of host": () => asking(`https://${"a.".repeat(32_000)}`),
});

async function printStore(name: string, kind: StoreKind): Promise<void> {
  const { store, close } = await openStore(kind);
  const { consumers, grants, protect } = createProvider({ origins: [ORIGIN], store });
  const { key } = await consumers.register({ name: "Printer", callbacks: [] });
  const token = { key: "t".repeat(32), secret: "s" };
  await grants.adopt({ token, user: "jane", consumer: key });
  const calling = async (consumerKey: string, tokenKey: string): Promise<RequestParts> => {
    const credentials = { consumer: { key: consumerKey, secret: "wrong" } };
    const draft = { method: "GET", url: `${ORIGIN}/photos` };
    return (await sign(draft, { ...credentials, token: { ...token, key: tokenKey } })).request;
  };
  const unknown = "u".repeat(32);
  const contenders = {
    "unknown consumer": () => calling(unknown, token.key),
    "unknown token": () => calling(key, unknown),
    "both unknown": () => calling(unknown, unknown),
    "wrong signature": () => calling(key, token.key),
  };
  await print(`row 2: with the ${name} store, in microseconds`, contenders, protect);
  await close();
}

async function print(
  title: string,
  contenders: Readonly<Record<string, () => Promise<RequestParts>>>,
  answer: (request: RequestParts) => Promise<unknown> = provider.temporaryCredentials,
): Promise<void> {
  const took = new Map(Object.keys(contenders).map((name) => [name, new Array<number>()]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, request] of Object.entries(contenders)) {
      const received = await request();
      const started = performance.now();
      await answer(received);
      took.get(name)?.push(1000 * (performance.now() - started));
    }
  }
  console.log(title);
  for (const [name, figures] of took) {
    const sorted = figures.toSorted((a, b) => a - b);
    const [median = 0, tenth = 0] = [sorted[ROUNDS / 2], sorted[ROUNDS / 10]];
    console.log(`  ${name}: ${median.toFixed(1)}, a tenth of them under ${tenth.toFixed(1)}`);
  }
}

async function signed(credentials: { key: string; secret: string }): Promise<RequestParts> {
  const draft = { method: "POST", url: `${ORIGIN}/oauth/initiate` };
  return (await sign(draft, { consumer: credentials })).request;
}

async function signedByRsa(key: string): Promise<RequestParts> {
  const draft = { method: "POST", url: `${ORIGIN}/oauth/initiate?signed` };
  const credentials = { consumer: { key, privateKey } };
  const { request } = await sign(draft, credentials, { method: rsaSha1 });
  return { ...request, url: `${ORIGIN}/oauth/initiate?changed` };
}

function posted(body: string): RequestParts {
  return { method: "POST", url: `${ORIGIN}/oauth/initiate`, headers: [form], body };
}

async function asking(callback: string): Promise<RequestParts> {
  const parameters = [["oauth_callback", callback]] as const;
  const draft = { ...posted("a=b") };
  return (await sign(draft, { consumer }, { parameters, transmission: "body" })).request;
}
