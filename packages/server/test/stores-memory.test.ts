import { memoryStore } from "@oauth1/server/stores/memory";
import { expect, test } from "vitest";

test("nonces in memory go on where a clock that was a day ahead is set right", async () => {
  const store = memoryStore();
  const start = 1_800_000_000;
  const consume = (nonce: string, timestamp: number, now = timestamp): Promise<string> =>
    store.consumeNonce({ consumer: "k1", timestamp, nonce, expiresAt: timestamp + 300 }, now);
  expect(await consume("n1", start)).toBe("fresh");
  expect(await consume("n2", start + 86_400)).toBe("fresh");
  expect(await consume("n3", start + 60)).toBe("fresh");
  expect(await consume("n3", start + 60, start + 61)).toBe("used");
  // What was forgotten meanwhile.
  expect(await consume("n1", start, start + 61)).toBe("used");
});
