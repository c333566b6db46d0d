// One of the processes that race for a file: prints what each of its calls came to.
import { secret } from "@oauth1/core";
import { sqliteStore } from "@oauth1/server/stores/sqlite";
import Database from "libsql";

const [, , file = "", name = ""] = process.argv;
const now = Math.floor(Date.now() / 1000);
const key = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
const client = new Database(file);
const store = sqliteStore({ client, key });

for (let attempt = 0; attempt < 4; attempt += 1) {
  const id = `${name}${attempt}`;
  const token = { tokenHash: id, secret: secret("s"), grant: id, createdAt: now };
  const login = { tokenHash: "t1", consumer: "k1", verifierHash: "v1", attempts: 5 };
  const verdict = await store.exchange({ ...login, token }, now);
  console.log(verdict.ok ? "minted" : verdict.problem);
}
for (let nonce = 0; nonce < 100; nonce += 1) {
  const use = { consumer: "k1", timestamp: 1_800_000_000, nonce: `n${nonce}` };
  console.log(await store.consumeNonce({ ...use, expiresAt: 1_800_000_300 }, 1_800_000_000));
}
client.close();
