import { secret } from "@oauth1/core";
import type { ConsumerRecord, NonceUse, Store, TokenRecord } from "@oauth1/server";
import { memoryStore } from "@oauth1/server/stores/memory";
import { storeContract } from "@oauth1/testing";
import { describe, expect, test } from "vitest";

describe("memoryStore keeps the contract", () => {
  for (const { name, run } of storeContract(() => memoryStore())) test(name, run);
});

describe("memoryStore", () => {
  const use = (nonce: number, timestamp: number): NonceUse => {
    return { consumer: "k1", timestamp, nonce: String(nonce), expiresAt: timestamp + 300 };
  };

  test("tells two hundred thousand nonces apart", async () => {
    const store = memoryStore();
    const outcomes = { fresh: 0, full: 0, used: 0 };
    for (let count = 0; count < 200_000; count += 1) {
      const nonce = use(count % 150_000, 1_800_000_000 + ((count % 150_000) >> 8));
      outcomes[await store.consumeNonce(nonce, 1_800_000_000)] += 1;
    }
    expect(outcomes).toEqual({ fresh: 150_000, full: 0, used: 50_000 });
  });

  test("is full at its bound, forgets nothing that is live, and has room again later", async () => {
    const store = memoryStore({ maxNonces: 10 });
    const start = 1_800_000_000;
    for (let nonce = 0; nonce < 10; nonce += 1) {
      expect(await store.consumeNonce(use(nonce, start), start)).toBe("fresh");
    }
    expect(await store.consumeNonce(use(10, start), start)).toBe("full");
    expect(await store.consumeNonce(use(9, start), start + 300)).toBe("used");
    expect(await store.consumeNonce(use(10, start), start + 300)).toBe("full");
    expect(await store.consumeNonce(use(10, start + 301), start + 301)).toBe("fresh");
    expect(await store.consumeNonce(use(9, start), start)).toBe("used");
  });

  test("keeps a nonce as long as the longest window that was asked for", async () => {
    const store = memoryStore({ maxNonces: 3 });
    const start = 1_800_000_000;
    const short = (nonce: number, timestamp: number): NonceUse => {
      return { ...use(nonce, timestamp), expiresAt: timestamp + 5 };
    };
    expect(await store.consumeNonce(use(0, start), start)).toBe("fresh");
    expect(await store.consumeNonce(short(1, start), start)).toBe("fresh");
    expect(await store.consumeNonce(short(2, start + 250), start + 250)).toBe("fresh");
    expect(await store.consumeNonce(use(1, start), start + 300)).toBe("used");
    expect(await store.consumeNonce(use(3, start + 300), start + 300)).toBe("full");
    expect(await store.consumeNonce(use(3, start + 301), start + 301)).toBe("fresh");
    expect(await store.consumeNonce(short(1, start), start)).toBe("used");
  });

  test("takes a nonce in the last second of its window, whatever is over by then", async () => {
    const store = memoryStore();
    const start = 1_800_000_000;
    for (const [nonce, timestamp] of [start - 1, start].entries()) {
      expect(await store.consumeNonce(use(nonce, timestamp), timestamp)).toBe("fresh");
    }
    for (const [nonce, timestamp] of [start + 300, start].entries()) {
      expect(await store.consumeNonce(use(nonce + 2, timestamp), start + 300)).toBe("fresh");
    }
  });

  test("forgets tokens a day after their end, when another one is given", async () => {
    const store = memoryStore();
    const now = 1_800_000_000;
    const given = (grant: string, createdAt: number): TokenRecord => {
      const token = { tokenHash: grant, secret: secret("s"), consumer: "k1", user: "jane", grant };
      return { ...token, createdAt, expiresAt: createdAt + 60 };
    };
    await store.insertToken(given("g1", now));
    await store.insertToken(given("g2", now + 86_460));
    expect((await store.findToken("g1"))?.expiresAt).toBe(now + 60);
    await store.insertToken(given("g3", now + 86_461));
    expect(await store.findToken("g1")).toBeUndefined();
    expect((await store.listGrants("jane")).map(({ id }) => id)).toEqual(["g2", "g3"]);
  });

  test("forgets tokens behind others that have no end, or a later one", async () => {
    const store = memoryStore();
    const now = 1_800_000_000;
    const give = (name: string, createdAt: number, expiresAt?: number): Promise<void> => {
      const token = { tokenHash: name, secret: secret("s"), consumer: "k1", user: "jane" };
      const ends = expiresAt !== undefined && { expiresAt };
      return store.insertToken({ ...token, grant: name, createdAt, ...ends });
    };
    const kept = Array.from({ length: 40 }, (_, index) => `kept${index}`);
    for (const [index, name] of kept.entries()) {
      await give(name, now, index % 2 === 0 ? undefined : now + 9_000_000);
    }
    for (let count = 0; count < 500; count += 1) await give(`old${count}`, now, now + 60);
    for (let count = 0; count < 100; count += 1) await give(`new${count}`, now + 90_000);
    const listed = (await store.listGrants("jane")).map(({ id }) => id);
    expect(listed.filter((id) => id.startsWith("old"))).toEqual([]);
    expect(listed.slice(0, 40)).toEqual(kept);
    expect(listed).toHaveLength(140);
  });

  test("forgets logins that are over behind others that live longer", async () => {
    const store = memoryStore();
    const now = 1_800_000_000;
    const begin = (tokenHash: string, at: number, lifetime: number): Promise<void> => {
      const login = { tokenHash, secret: secret("s"), consumer: "k1", callback: "oob" };
      return store.insertTemporary({ ...login, expiresAt: at + lifetime }, at);
    };
    for (let count = 0; count < 40; count += 1) await begin(`kept${count}`, now, 6000);
    for (let count = 0; count < 500; count += 1) await begin(`old${count}`, now, 600);
    for (let count = 0; count < 100; count += 1) await begin(`new${count}`, now + 601, 600);
    // By a clock that is set back, what is kept is found.
    const isKept = async (name: string): Promise<boolean> =>
      (await store.findTemporary(name, now)) !== undefined;
    for (const [name, count, expected] of [
      ["old", 500, 0],
      ["kept", 40, 40],
      ["new", 100, 100],
    ] as const) {
      const kept = await Promise.all(Array.from({ length: count }, (_, at) => isKept(name + at)));
      expect(kept.filter(Boolean), name).toHaveLength(expected);
    }
  });

  test("refuses a bound that is none", () => {
    for (const maxNonces of [0, -1, Number.NaN]) {
      expect(() => memoryStore({ maxNonces })).toThrow("it has to be above zero");
    }
  });
});

describe("the contract notices a store", () => {
  test("that mints more than one token", async () => {
    const failures = await failuresOf((store) => {
      return {
        ...store,
        async exchange(exchange, now) {
          const login = await store.findTemporary(exchange.tokenHash, now);
          await pause();
          const verdict = await store.exchange(exchange, now);
          if (login?.user === undefined) return verdict;
          const { consumer, user } = login;
          return { ok: true, token: { ...exchange.token, consumer, user } };
        },
      };
    });
    expect(failures).toContain("of 16 exchanges at once exactly one mints a token");
  });

  test("that looks before it writes a nonce", async () => {
    const failures = await failuresOf((store) => {
      const used = new Set<string>();
      return {
        ...store,
        async consumeNonce({ expiresAt: _expiresAt, ...use }) {
          const key = JSON.stringify(use);
          const known = used.has(key);
          await pause();
          used.add(key);
          return known ? "used" : "fresh";
        },
      };
    });
    expect(failures).toEqual([
      "a nonce is fresh once, for one of many",
      "of nonces that come together, each is its own",
    ]);
  });

  test("that writes over a token that is known", async () => {
    const failures = await failuresOf((store) => ({
      ...store,
      async insertToken(token) {
        const known = await store.findToken(token.tokenHash);
        if (known) await store.revokeToken(known);
        await store.insertToken(token);
      },
    }));
    expect(failures).toEqual(["a token is inserted once, however many try"]);
  });

  test("that takes one normal form of a text for another", async () => {
    const failures = await failuresOf((store) => ({
      ...store,
      insertToken: (token) => store.insertToken({ ...token, user: token.user.normalize() }),
      listGrants: (user) => store.listGrants(user.normalize()),
    }));
    expect(failures).toContain(
      "a user, a consumer and an owner are told from those that only look the same",
    );
  });

  test("that revokes all where a consumer is empty", async () => {
    const failures = await failuresOf((store) => ({
      ...store,
      revokeAll: ({ user, consumer }) => store.revokeAll(consumer ? { user, consumer } : { user }),
    }));
    expect(failures).toEqual([
      "a user whose name is almost another's neither sees nor revokes the other's grants",
    ]);
  });

  test("that lets the last of many users approve", async () => {
    const failures = await failuresOf((store) => ({
      ...store,
      async approve(approval, now) {
        const found = await store.findTemporary(approval.tokenHash, now);
        await store.approve(approval, now);
        return found;
      },
    }));
    expect(failures).toContain("one of many users approves");
    expect(failures).toContain("an approval is final: it can be neither denied nor repeated");
  });

  test("that loses the consumer's methods", async () => {
    const failures = await failuresOf((store) => ({
      ...store,
      insertConsumer: ({ methods: _methods, ...consumer }) => store.insertConsumer(consumer),
    }));
    expect(failures).toContain("a consumer comes back as it was, secret included");
    expect(failures).toContain("every field of a consumer comes back, and so does an empty list");
  });

  test("that reads, and then writes what it has read with a change", async () => {
    const failures = await failuresOf((store) => {
      const replaced = new Map<string, ConsumerRecord>();
      const find = async (key: string): Promise<ConsumerRecord | undefined> =>
        replaced.get(key) ?? store.findConsumer(key);
      const replace = async (
        key: string,
        change: (consumer: ConsumerRecord) => ConsumerRecord,
      ): Promise<boolean> => {
        const found = await find(key);
        await pause();
        if (found !== undefined) replaced.set(key, change(found));
        return found !== undefined;
      };
      return {
        ...store,
        findConsumer: find,
        changeConsumer: (key, { disabled = false, name = "" }) =>
          replace(key, (found) => ({ ...found, disabled, name })),
        rotateConsumer: ({ key, secret, previousExpiresAt: expiresAt }) =>
          replace(key, (found) => {
            return { ...found, secret, previous: { secret: found.secret, expiresAt } };
          }),
      };
    });
    expect(failures).toContain(
      "changes of different fields at once all happen, rotations between them too",
    );
    expect(failures).toContain(
      "of 16 rotations at once none loses a secret: each replaces the one before it",
    );
  });

  test("that cuts text off at a NUL", async () => {
    const failures = await failuresOf((store) => ({
      ...store,
      insertConsumer: (consumer) =>
        store.insertConsumer({ ...consumer, key: consumer.key.replace(/\0.*/s, "") }),
    }));
    expect(failures).toEqual(["text of any characters is kept, and told from what looks like it"]);
  });

  test("that lists what is not the owner's, or in another order", async () => {
    const all = await failuresOf((store) => ({
      ...store,
      listConsumers: () => store.listConsumers(),
    }));
    expect(all).toContain(LISTED);
    const reversed = await failuresOf((store) => ({
      ...store,
      listConsumers: async (owner) => (await store.listConsumers(owner)).toReversed(),
    }));
    expect(reversed).toContain(LISTED);
  });

  test("that lets more than one renew, or asks for less than it should", async () => {
    const failures = await failuresOf((store) => ({
      ...store,
      async renew({ tokenHash, token }) {
        const old = await store.findToken(tokenHash);
        await pause();
        if (old === undefined) return undefined;
        await store.revoke({ user: old.user, id: old.grant });
        const renewed = { ...old, ...token };
        await store.insertToken(renewed);
        return renewed;
      },
    }));
    expect(failures).toEqual(
      expect.arrayContaining([
        "of 16 renewals at once exactly one gets a token, and the grant stays one",
        "a renewal replaces secret, end and session, and nothing else",
        "a renewal needs its consumer, its session handle and a session that has not expired",
        "a token without a session is not renewed",
      ]),
    );
  });

  test("that loses the scopes, or gives all that were asked for", async () => {
    const lost = await failuresOf((store) => ({
      ...store,
      insertTemporary: ({ scopes: _scopes, ...login }, now) => store.insertTemporary(login, now),
    }));
    expect(lost).toContain(
      "temporary credentials keep the scopes that were asked for, until a user allows others",
    );
    const generous = await failuresOf((store) => ({
      ...store,
      approve: ({ scopes: _scopes, ...approval }, now) => store.approve(approval, now),
    }));
    expect(generous).toContain(
      "a token is for what the user has allowed, and comes with its secret and its session",
    );
  });

  test("that revokes what belongs to others", async () => {
    const failures = await failuresOf((store) => ({
      ...store,
      revokeAll: ({ user }) => store.revokeAll({ user }),
      async revokeToken({ tokenHash }) {
        const token = await store.findToken(tokenHash);
        return token && store.revokeToken(token);
      },
    }));
    expect(failures).toEqual([
      "all grants of a user are revoked at once, or those to one consumer, and nobody else's",
      "a token is revoked by its own consumer alone, once, and its grant is gone",
      "almost the right token, consumer or handle finds, renews and revokes nothing",
      "a user whose name is almost another's neither sees nor revokes the other's grants",
    ]);
  });

  test("that drops a token which can be renewed", async () => {
    const failures = await failuresOf((store) => ({
      ...store,
      async findToken(tokenHash) {
        const token = await store.findToken(tokenHash);
        const isOver = token?.expiresAt !== undefined && token.expiresAt < Date.now() / 1000;
        return isOver ? undefined : token;
      },
    }));
    expect(failures).toEqual([
      "a token that has expired is kept as long as it can be renewed, and one without an end for good",
    ]);
  });

  test("that forgets nonces and accepts them again", async () => {
    const failures = await failuresOf((store) => {
      const used = new Map<string, number>();
      return {
        ...store,
        async consumeNonce(use, now) {
          for (const [key, end] of used) if (end < now) used.delete(key);
          const key = JSON.stringify(use);
          if (used.has(key)) return "used";
          used.set(key, use.expiresAt);
          return "fresh";
        },
      };
    });
    expect(failures).toEqual([
      "what a short window may have let go is not fresh in a longer one",
      "what may have been forgotten is not fresh for a caller whose clock is behind",
    ]);
  });

  test("that forgets a nonce so long after it came, and not after its timestamp", async () => {
    const failures = await failuresOf((store) => {
      const came = new Map<string, number>();
      return {
        ...store,
        async consumeNonce({ expiresAt: _expiresAt, ...use }, now) {
          const key = JSON.stringify(use);
          if ((came.get(key) ?? 0) + 300 >= now) return "used";
          came.set(key, now);
          return "fresh";
        },
      };
    });
    expect(failures).toContain(
      "a nonce whose timestamp is ahead of the clock is remembered until its own window is over",
    );
  });

  test("that gives a login a second less than it has", async () => {
    const failures = await failuresOf((store) => ({
      ...store,
      approve: (approval, now) => store.approve(approval, now + 1),
    }));
    expect(failures).toEqual([
      "in the second of their expiry temporary credentials are approved, denied and exchanged",
    ]);
  });

  test("that revokes by a list which it has read before", async () => {
    const failures = await failuresOf((store) => {
      const forgotten = new Set<string>();
      return {
        ...store,
        listGrants: async (user) => (forgotten.has(user) ? [] : store.listGrants(user)),
        async revokeAll(revocation) {
          const listed = await store.listGrants(revocation.user);
          await pause();
          if (listed.length > 0) return store.revokeAll(revocation);
          forgotten.add(revocation.user);
          return [];
        },
      };
    });
    expect(failures).toContain(
      "of an exchange and a revocation of everything at once no token is left that is not listed",
    );
  });

  const lower = (text: string): string => text.toLowerCase();

  test.each<[fault: string, spoil: (store: Store) => Partial<Store>, noticed: string]>([
    [
      "confuses hashes of temporary credentials that differ in letter case",
      (store) => ({ findTemporary: (hash, now) => store.findTemporary(lower(hash), now) }),
      "a hash that is almost that of temporary credentials is that of none",
    ],
    [
      "confuses verifiers that differ in letter case",
      (store) => ({
        exchange: (one, now) =>
          store.exchange({ ...one, verifierHash: lower(one.verifierHash) }, now),
      }),
      "an exchange with almost the right hash, consumer or verifier fails",
    ],
    [
      "confuses tokens that differ in letter case",
      (store) => ({ findToken: (hash) => store.findToken(lower(hash)) }),
      "almost the right token, consumer or handle finds, renews and revokes nothing",
    ],
    [
      "lets a user revoke whose name differs in letter case",
      (store) => ({ revoke: ({ user, id }) => store.revoke({ user: lower(user), id }) }),
      "a user whose name is almost another's neither sees nor revokes the other's grants",
    ],
    [
      "cuts nonces off at 255 characters",
      (store) => ({
        consumeNonce: (use, now) =>
          store.consumeNonce({ ...use, nonce: use.nonce.slice(0, 255) }, now),
      }),
      "nonces of 256 characters are told apart by any of them, and so are their owners",
    ],
    [
      "takes five attempts whatever the exchange says",
      (store) => ({ exchange: (one, now) => store.exchange({ ...one, attempts: 5 }, now) }),
      "a login ends after as many wrong verifiers as the exchange says",
    ],
    [
      "gives all scopes to a token that was allowed none",
      (store) => ({
        approve: ({ scopes, ...approval }, now) =>
          store.approve({ ...approval, ...(scopes?.length && { scopes }) }, now),
      }),
      "a user who allows no scope, or is asked for none, gives a token without",
    ],
    [
      "answers an approval without the callback",
      (store) => ({
        async approve(approval, now) {
          const approved = await store.approve(approval, now);
          return approved && { ...approved, callback: "" };
        },
      }),
      "an approval adds the user and leaves the rest, secret included",
    ],
    [
      "keeps one grant of a user to a consumer",
      (store) => ({
        async insertToken(token) {
          await store.revokeAll({ user: token.user, consumer: token.consumer });
          await store.insertToken(token);
        },
      }),
      "a user can give one consumer many grants, and revokes one or all of them",
    ],
    [
      "lists the first hundred grants",
      (store) => ({ listGrants: async (user) => (await store.listGrants(user)).slice(0, 100) }),
      "a user can give one consumer many grants, and revokes one or all of them",
    ],
    [
      "enables a consumer by rotating its secret",
      (store) => ({
        async rotateConsumer(rotation) {
          await store.changeConsumer(rotation.key, { disabled: false });
          return store.rotateConsumer(rotation);
        },
      }),
      "a rotation and a change leave the rest of a consumer, its place in the list and its neighbors",
    ],
    [
      "lists everybody's consumers to nobody",
      (store) => ({ listConsumers: (owner) => store.listConsumers(owner || undefined) }),
      "an owner whose name is empty has no more consumers than any other",
    ],
    [
      "revokes by the hash of a token that was renewed in the meantime",
      (store) => {
        const held = new Map<string, TokenRecord>();
        return {
          insertToken(token) {
            held.set(token.grant, token);
            return store.insertToken(token);
          },
          async renew(renewal, now) {
            const renewed = await store.renew(renewal, now);
            if (renewed) held.set(renewed.grant, renewed);
            return renewed;
          },
          async revoke({ user, id }) {
            const token = held.get(id);
            await pause();
            return token?.user === user && (await store.revokeToken(token)) !== undefined;
          },
        };
      },
      "what is revoked while it is renewed is gone, whichever comes first",
    ],
    [
      "renews no session without an end",
      (store) => ({
        async renew(renewal, now) {
          const old = await store.findToken(renewal.tokenHash);
          return old?.session?.expiresAt === undefined ? undefined : store.renew(renewal, now);
        },
      }),
      "a session without an end is renewed at any time, and so is a token without one",
    ],
  ])("that %s", async (_fault, spoil, noticed) => {
    const failures = await failuresOf((store) => ({ ...store, ...spoil(store) }));
    expect(failures).toContain(noticed);
  });

  test("and says what was expected, and where that is written", async () => {
    const checks = storeContract(() => ({ ...memoryStore(), consumeNonce: async () => "fresh" }));
    const check = checks.find(({ name }) => name === "a nonce without a token is fresh once");
    await expect(check?.run()).rejects.toThrow(
      'Expected the second use to be "used", but it is "fresh". See RFC 5849 section 3.3,',
    );
  });

  test("that answers what JSON does not hold", async () => {
    const messages: string[] = [];
    const find = async (store: Store, key: string): Promise<ConsumerRecord | undefined> => {
      const found = await store.findConsumer(key);
      return found && Object.assign({ ...found }, { createdAt: 7n });
    };
    const spoiled = (store: Store): Store => ({
      ...store,
      findConsumer: (key) => find(store, key),
    });
    for (const { run } of storeContract(() => spoiled(memoryStore()))) {
      await run().catch(({ message }) => messages.push(message));
    }
    expect(messages[0]).toContain('"createdAt":"7n, a bigint"');
  });

  test("that lets anybody revoke", async () => {
    const failures = await failuresOf((store) => ({ ...store, revoke: async () => true }));
    expect(failures).toContain(
      "a grant is revoked by its user alone, and its token is gone at once",
    );
    expect(failures).toContain("a grant is revoked once");
  });
});

const LISTED = "consumers are listed in the order in which they were added, and each owner's alone";

async function failuresOf(spoil: (store: Store) => Store): Promise<readonly string[]> {
  const failures: string[] = [];
  for (const { name, run } of storeContract(() => spoil(memoryStore()))) {
    await run().catch(() => failures.push(name));
  }
  return failures;
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
