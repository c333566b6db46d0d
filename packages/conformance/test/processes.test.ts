import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { atOnce } from "../src/attack/row.js";
import { openService, type Login, type Replica, type Service } from "../src/attack/service.js";
import { STORES } from "../src/attack/stores.js";
import { send, type Answer } from "../src/attack/wire.js";

// SQLite writes each of them to the disk, and is not what a service of many processes is built on.
const LOGINS: Readonly<Record<string, number>> = { postgres: 1000, redis: 1000, sqlite: 100 };
const AT_ONCE = 16;

for (const [store, kind] of Object.entries(STORES)) {
  if (!kind.isShared) continue;
  const reason = await kind.missing?.();
  const title = `two processes on one ${store} store`;
  describe.skipIf(reason !== undefined)(title, () => prove(store, LOGINS[store] ?? 100));
  if (reason !== undefined) it.skip(`${title}: ${reason}`, () => undefined);
}

function prove(store: string, count: number): void {
  const opened: { readonly service: Service; readonly replicas: readonly [Replica, Replica] }[] =
    [];
  const world = (): (typeof opened)[number] => {
    const [only] = opened;
    if (only === undefined) throw new Error("There is no service.");
    return only;
  };

  beforeAll(async () => {
    const service = await openService(store);
    const replicas = await Promise.all([service.replica(), service.replica()] as const);
    opened.push({ service, replicas });
  });
  afterAll(async () => {
    for (const { service } of opened) await service.close();
  });

  it("row 3: a replay across them is refused, also when the copies race", async () => {
    const { service, replicas } = world();
    const [first, second] = replicas;
    const token = await service.at(first).login();
    for (let turn = 0; turn < 8; turn += 1) {
      const request = await service.at(first).signed("/api/photos", { token });
      const statuses = await onBoth(replicas, ({ address }) => send(address, request));
      expect(statuses.filter((status) => status === 200)).toHaveLength(1);
      expect((await send(second.address, request)).status).toBe(401);
    }
  });

  it("row 4: of 16 exchanges on both at once one mints a token", async () => {
    const { service, replicas } = world();
    for (let turn = 0; turn < 8; turn += 1) {
      const { temporary, verifier } = await service.approved(`racer${turn}`);
      const exchange = (replica: Replica): Promise<Answer> =>
        service.at(replica).exchange(temporary, verifier);
      const statuses = await onBoth(replicas, exchange);
      expect(statuses.filter((status) => status === 200)).toHaveLength(1);
      expect(await service.provider.grants.list(`racer${turn}`)).toHaveLength(1);
    }
  });

  it(`row 4: SIGKILL in the middle of ${count} exchanges leaves no double token and no lost grant`, async () => {
    const { service, replicas } = world();
    const [survivor, doomed] = [replicas[0], await service.replica()];
    const users = Array.from({ length: count }, (_, index) => `user${index}`);
    const logins = await inTurns(users, service.approved);
    const answered = await exchangeUntilKilled(service, doomed, logins);
    expect(answered.size).toBeGreaterThan(count / 4);
    expect(answered.size).toBeLessThan(count);
    const states = await inTurns(logins, (login) => stateOf(service, login));
    expect(states.filter(({ tokens, isPending }) => tokens + Number(isPending) !== 1)).toEqual([]);
    expect(states.filter(({ user, tokens }) => answered.has(user) && tokens !== 1)).toEqual([]);
    const pending = logins.filter((_, index) => states[index]?.isPending);
    const statuses = await inTurns(pending, async ({ temporary, verifier }) => {
      const { status } = await service.at(survivor).exchange(temporary, verifier);
      return status;
    });
    expect(new Set(statuses)).toEqual(new Set([200]));
    const grants = await inTurns(users, (user) => service.provider.grants.list(user));
    expect(grants.every(({ length }) => length === 1)).toBe(true);
  });
}

async function onBoth(
  replicas: readonly Replica[],
  call: (replica: Replica) => Promise<Answer>,
): Promise<readonly number[]> {
  const answers = await atOnce(8, () => Promise.all(replicas.map(call)));
  return answers.flat().map(({ status }) => status);
}

// The users whose exchange was answered before the process was gone.
async function exchangeUntilKilled(
  service: Service,
  doomed: Replica,
  logins: readonly Login[],
): Promise<ReadonlySet<string>> {
  const answered = new Set<string>();
  const party = service.at(doomed);
  let killed: Promise<void> | undefined;
  await inTurns(logins, async ({ user, temporary, verifier }) => {
    const answer = await party.exchange(temporary, verifier).catch(() => undefined);
    if (answer?.status === 200) answered.add(user);
    if (answered.size > logins.length / 3) killed ??= doomed.kill("SIGKILL");
  });
  await killed;
  return answered;
}

async function stateOf(
  { provider, opened }: Service,
  { user, temporary }: Login,
): Promise<{ readonly user: string; readonly tokens: number; readonly isPending: boolean }> {
  const hash = createHash("sha256").update(temporary.key).digest("base64");
  const kept = await opened.store.findTemporary(hash, Math.floor(Date.now() / 1000));
  const { length: tokens } = await provider.grants.list(user);
  return { user, tokens, isPending: kept !== undefined };
}

async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = [...items.entries()];
  await atOnce(AT_ONCE, async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [index, item] = next;
      results[index] = await work(item);
    }
  });
  return results;
}
