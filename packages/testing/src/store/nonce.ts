import type { NonceUse } from "@oauth1/server";
import { demandOne, demandSame, race } from "../demand.js";
import { clock, fresh, sampleNonce, type StoreChecks } from "./samples.js";

/** What a store does with nonces. */
export const nonceChecks: StoreChecks = {
  async "what a short window may have let go is not fresh in a longer one"(store) {
    // Before the other checks, because no window of theirs is as short.
    const start = clock() - 3 * 86_400;
    const early = { ...sampleNonce(), timestamp: start, expiresAt: start + 5 };
    const later = { ...sampleNonce(), timestamp: start + 100, expiresAt: start + 105 };
    await store.consumeNonce(early, start);
    await store.consumeNonce(later, start + 100);
    const replay = { ...early, expiresAt: start + 600 };
    demandSame(await store.consumeNonce(replay, start + 128), "used", "the replay");
  },
  async "a nonce whose timestamp is ahead of the clock is remembered until its own window is over"(
    store,
  ) {
    // So long ago, and before the other checks, that a store which has forgotten up to a later time has nothing to lose.
    const now = clock() - 2 * 86_400;
    const ahead = { ...sampleNonce(), timestamp: now + 300, expiresAt: now + 600 };
    const later = { ...sampleNonce(), timestamp: now + 500, expiresAt: now + 800 };
    await store.consumeNonce(ahead, now);
    await store.consumeNonce(later, now + 500);
    demandSame(await store.consumeNonce(ahead, now + 600), "used", "the replay");
  },
  async "a nonce is fresh once, for one of many"(store) {
    const use = sampleNonce();
    const outcomes = await race(16, () => store.consumeNonce(use, clock()));
    demandOne(outcomes, (outcome) => outcome === "fresh", "the nonce");
    demandSame(await store.consumeNonce(use, clock()), "used", "the seventeenth use");
  },
  async "a nonce without a token is fresh once"(store) {
    const { tokenHash, ...use } = sampleNonce();
    demandSame(await store.consumeNonce(use, clock()), "fresh", "the first use");
    demandSame(await store.consumeNonce(use, clock()), "used", "the second use");
    const withToken = { ...use, ...(tokenHash && { tokenHash }) };
    demandSame(await store.consumeNonce(withToken, clock()), "fresh", "the use with a token");
  },
  async "the same nonce of another consumer, token, second or letter case is another nonce"(store) {
    const use = { ...sampleNonce(), nonce: `${fresh()}a` };
    const later = use.timestamp + 1;
    const others: readonly NonceUse[] = [
      use,
      { ...use, consumer: fresh() },
      { ...use, tokenHash: fresh(32) },
      { ...use, timestamp: later, expiresAt: later + 300 },
      { ...use, nonce: use.nonce.toUpperCase() },
      { ...use, nonce: `${use.nonce} ` },
    ];
    for (const other of others) {
      demandSame(await store.consumeNonce(other, clock()), "fresh", JSON.stringify(other));
    }
  },
  async "characters that move from the consumer to the nonce make another nonce"(store) {
    const { tokenHash: _tokenHash, ...use } = sampleNonce();
    for (const joint of ["", "&", ":", ",", "|", "\n", '"']) {
      const key = fresh();
      const left = { ...use, consumer: `${key}${joint}b`, nonce: "c" };
      const right = { ...use, consumer: key, nonce: `b${joint}c` };
      demandSame(await store.consumeNonce(left, clock()), "fresh", `the first use with ${joint}`);
      demandSame(await store.consumeNonce(right, clock()), "fresh", `the other use with ${joint}`);
    }
  },
  async "a nonce is remembered through the last second of its window"(store) {
    const use = sampleNonce();
    await store.consumeNonce(use, clock());
    await store.consumeNonce(sampleNonce(), use.expiresAt);
    demandSame(await store.consumeNonce(use, use.expiresAt), "used", "the replay");
  },
  async "what may have been forgotten is not fresh for a caller whose clock is behind"(store) {
    // Yesterday, so that what this makes a store forget is nothing that others still use.
    const timestamp = clock() - 86_400;
    const expiresAt = timestamp + 300;
    const use = { ...sampleNonce(), timestamp, expiresAt };
    await store.consumeNonce(use, timestamp);
    const later = { ...sampleNonce(), timestamp: timestamp + 900, expiresAt: expiresAt + 900 };
    await store.consumeNonce(later, expiresAt + 900);
    demandSame(await store.consumeNonce(use, timestamp), "used", "the replay");
  },
  async "of nonces that come together, each is its own"(store) {
    // One consumer, one token and, as a rule, one second.
    const { consumer, ...first } = sampleNonce();
    const uses = Array.from({ length: 200 }, () => ({ ...first, consumer, nonce: fresh() }));
    const outcomes = await race(400, (index) =>
      store.consumeNonce(uses[index % 200] ?? sampleNonce(), clock()),
    );
    const count = outcomes.filter((outcome) => outcome === "fresh").length;
    demandSame(count, 200, "the number of fresh nonces among 200 that came twice");
  },
};
