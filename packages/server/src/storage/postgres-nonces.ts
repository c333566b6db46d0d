import type { NonceUse, Store } from "../store.js";
import { batched } from "./batch.js";
import { fingerprint } from "./fingerprint.js";
import { isTrue } from "./row.js";
import type { RunSql } from "./sql.js";

/**
 * Nonces in PostgreSQL: eight bytes of time and fifteen of a hash in a logged table, many of them inserted at once.
 * Minutes that are over are dropped whenever a new one begins.
 *
 * @example
 * const run = async (statement) => (statement.includes("make_nonce_room") ? [{ room: true }] : []);
 * const consume = postgresNonces("oauth1_", run);
 * await consume({ consumer: "k1", timestamp: 60, nonce: "n1", expiresAt: 360 }, 60); // => "fresh"
 */
export function postgresNonces(prefix: string, run: RunSql): Store["consumeNonce"] {
  const insert = async (calls: readonly Call[]): Promise<ReadonlySet<unknown>> => {
    const rows = await run(insertMany(prefix), {
      moments: `{${calls.map(({ use }) => use.timestamp).join(",")}}`,
      digests: `{${calls.map(({ digest }) => digest).join(",")}}`,
    });
    return new Set(rows.map((row) => row["code"]));
  };
  // How long a nonce lives after its timestamp, as far as this process has told the database.
  let lifetime = 0;
  const makeRoom = async (calls: readonly Call[]): Promise<ReadonlySet<number>> => {
    const longest = Math.max(lifetime, ...calls.map(lifetimeOf));
    const closed = new Set<number>();
    for (const [minute, now] of new Map(calls.map((call) => [minuteOf(call), call.now]))) {
      const values = { moment: minute * 60, lifetime: longest, now };
      const [row = {}] = await run(makeMinute(prefix), values);
      if (!isTrue(row, "room")) closed.add(minute);
    }
    lifetime = longest;
    return closed;
  };
  const consume = batched<Call, Outcome>(
    async (calls) => {
      let closed = calls.some((call) => lifetimeOf(call) > lifetime) ? await makeRoom(calls) : NONE;
      for (let attempt = 1; ; attempt += 1) {
        const open = calls.filter((call) => !closed.has(minuteOf(call)));
        try {
          const used = await insert(open);
          const isUsed = (call: Call): boolean =>
            closed.has(minuteOf(call)) || used.has(call.digest);
          return outcomes(calls, isUsed);
        } catch (error) {
          if (attempt === MAX_ATTEMPTS || !lacksMinute(error)) throw error;
          closed = await makeRoom(calls);
        }
      }
    },
    { size: 1000, lanes: 4 },
  );
  return async (use, now) => {
    const digest = (await fingerprint(use)).slice(0, DIGEST_CHARACTERS);
    return consume({ use, now, digest });
  };
}

type Outcome = "fresh" | "used";

interface Call {
  readonly use: NonceUse;
  readonly now: number;
  /** In base64. */
  readonly digest: string;
}

// Fifteen bytes, which need no padding in base64, and no more room in a row than twelve.
const DIGEST_CHARACTERS = 20;

const NONE: ReadonlySet<number> = new Set();

// The minute that was missing can be dropped again by somebody whose clock is ahead.
const MAX_ATTEMPTS = 3;

// In one order for everybody, because two batches that wait for each other's rows would wait for ever. What comes back is
// what was there before: in the usual case nothing.
function insertMany(prefix: string): string {
  return `WITH use AS MATERIALIZED (
      SELECT moment, code, decode(code, 'base64') AS digest
      FROM unnest(
        cast(cast(:moments AS text) AS bigint[]), cast(cast(:digests AS text) AS text[])
      ) AS given (moment, code)
    ), fresh AS (
      INSERT INTO ${prefix}nonces (signed_at, digest)
      SELECT moment, digest FROM use ORDER BY digest
      ON CONFLICT DO NOTHING
      RETURNING digest
    )
    SELECT code FROM use WHERE digest NOT IN (SELECT digest FROM fresh)`;
}

function makeMinute(prefix: string): string {
  return `SELECT ${prefix}make_nonce_room(
      cast(:moment AS bigint), cast(:lifetime AS bigint), cast(:now AS bigint)
    ) AS room`;
}

// Of the same use more than once in a batch, the first one was inserted.
function outcomes(calls: readonly Call[], isUsed: (call: Call) => boolean): readonly Outcome[] {
  const seen = new Set<string>();
  return calls.map((call) => {
    if (isUsed(call) || seen.has(call.digest)) return "used";
    seen.add(call.digest);
    return "fresh";
  });
}

function lifetimeOf({ use }: Call): number {
  return use.expiresAt - use.timestamp;
}

function minuteOf({ use }: Call): number {
  return Math.floor(use.timestamp / 60);
}

// "no partition of relation found for row"
function lacksMinute(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "23514";
}
