import { createTables } from "./sql-schema.js";
import type { SqlDialect } from "./sql.js";

/**
 * What PostgreSQL's SQL is where it differs from SQLite's.
 *
 * @example
 * postgresDialect("oauth1_").integer; // => "bigint"
 */
export function postgresDialect(prefix: string): SqlDialect {
  return {
    prefix,
    text: 'text COLLATE "C"',
    integer: "bigint",
    position: "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
    skipLocked: "FOR UPDATE SKIP LOCKED",
  };
}

/**
 * One statement, and so one transaction, that brings any older schema up to date. The lock lets one process at a time
 * through, and whoever comes second finds nothing to do. Nothing is written IF NOT EXISTS, because that prints notices.
 *
 * @example
 * postgresMigration(postgresDialect("oauth1_")).startsWith("DO $migrate$"); // => true
 */
export function postgresMigration(dialect: SqlDialect): string {
  const { prefix } = dialect;
  const [schema] = prefix.includes(".") ? prefix.split(".") : [];
  return `DO $migrate$
    DECLARE
      present integer;
    BEGIN
      PERFORM pg_advisory_xact_lock(hashtext('${prefix} migration'));
      ${schema === undefined ? "" : createSchema(schema)}
      IF to_regclass('${prefix}schema') IS NULL THEN
        CREATE TABLE ${prefix}schema (version integer PRIMARY KEY);
      END IF;
      SELECT coalesce(max(version), 0) INTO present FROM ${prefix}schema;
      IF present > ${MIGRATIONS.length} THEN
        RAISE EXCEPTION 'The store is at version %, and this package knows ${MIGRATIONS.length}: update @oauth1/server.', present;
      END IF;
      ${MIGRATIONS.map((migrate, at) => step(dialect, at + 1, migrate(dialect))).join("\n")}
    END
  $migrate$`;
}

// Version n is the n-th. What has been released is never changed: the next version is the next entry.
const MIGRATIONS: readonly ((dialect: SqlDialect) => readonly string[])[] = [
  (dialect) => [...createTables(dialect), ...createNonces(dialect)],
];

function step({ prefix }: SqlDialect, version: number, statements: readonly string[]): string {
  return `IF present < ${version} THEN
        ${statements.join(";\n")};
        INSERT INTO ${prefix}schema (version) VALUES (${version});
      END IF;`;
}

function createSchema(schema: string): string {
  return `IF to_regnamespace('${schema}') IS NULL THEN CREATE SCHEMA ${schema}; END IF;`;
}

// Nonces live in a partition for each minute of their timestamps, and a minute that is over is dropped as a whole. The
// one row of nonce_window says up to which timestamp that has happened, and how long a nonce lives after its own. It has no key:
// replicas know it by the whole of it, or PostgreSQL would refuse to change it, and so each request, once all tables are published.
function createNonces({ prefix }: SqlDialect): readonly string[] {
  return [
    `CREATE TABLE ${prefix}nonces (
      signed_at bigint NOT NULL,
      digest bytea NOT NULL,
      PRIMARY KEY (signed_at, digest)
    ) PARTITION BY RANGE (signed_at)`,
    `CREATE TABLE ${prefix}nonce_minutes (starts_at bigint PRIMARY KEY)`,
    `CREATE TABLE ${prefix}nonce_window (forgotten_before bigint NOT NULL, lifetime bigint NOT NULL)`,
    `ALTER TABLE ${prefix}nonce_window REPLICA IDENTITY FULL`,
    `INSERT INTO ${prefix}nonce_window VALUES (0, 0)`,
    makeNonceRoom(prefix),
  ];
}

// Each takes a few locks until the transaction ends, and of those a server has some thousands: after a reader of days, or a
// pause longer than a window of days, all minutes at once would fail, and again in each minute after.
const MOST_DROPPED = 50;

// Answers false when nonces of that second may have been forgotten. The update comes first: it locks the one row, so that
// there is one caller at a time, and every other order of locks is the same in all of them. Whoever reads the nonces for
// long, as pg_dump does, is in nobody's way: a partition that is attached, and not created in its place, does not wait for
// readers, and one that cannot be dropped soon is dropped in another minute, because who waits for readers stops all requests.
// A backup may have left out any of it.
function makeNonceRoom(prefix: string): string {
  return `CREATE FUNCTION ${prefix}make_nonce_room(moment bigint, lasting bigint, present bigint)
    RETURNS boolean LANGUAGE plpgsql AS $make_room$
    DECLARE
      forgotten bigint;
      longest bigint;
      start bigint;
      patience text := current_setting('lock_timeout');
    BEGIN
      UPDATE ${prefix}nonce_window SET lifetime = greatest(lifetime, lasting)
        RETURNING forgotten_before, lifetime INTO forgotten, longest;
      IF NOT FOUND THEN
        INSERT INTO ${prefix}nonce_window VALUES (0, lasting)
          RETURNING forgotten_before, lifetime INTO forgotten, longest;
      END IF;
      IF moment < forgotten THEN
        RETURN false;
      END IF;
      IF to_regclass(format('${prefix}nonces_%s', moment - moment % 60)) IS NOT NULL THEN
        RETURN true;
      END IF;
      BEGIN
        PERFORM set_config('lock_timeout', '250ms', true);
        FOR start IN
          DELETE FROM ${prefix}nonce_minutes WHERE starts_at IN (
            SELECT starts_at FROM ${prefix}nonce_minutes WHERE starts_at + 59 + longest < present
              ORDER BY starts_at LIMIT ${MOST_DROPPED}
          ) RETURNING starts_at
        LOOP
          IF to_regclass(format('${prefix}nonces_%s', start)) IS NOT NULL THEN
            EXECUTE format('DROP TABLE ${prefix}nonces_%s', start);
          END IF;
          UPDATE ${prefix}nonce_window SET forgotten_before = greatest(forgotten_before, start + 60);
        END LOOP;
      EXCEPTION WHEN lock_not_available THEN
        NULL;
      END;
      PERFORM set_config('lock_timeout', patience, true);
      SELECT forgotten_before INTO forgotten FROM ${prefix}nonce_window;
      IF moment < forgotten THEN
        RETURN false;
      END IF;
      start := moment - moment % 60;
      INSERT INTO ${prefix}nonce_minutes VALUES (start) ON CONFLICT DO NOTHING;
      EXECUTE format('CREATE TABLE ${prefix}nonces_%s (LIKE ${prefix}nonces INCLUDING INDEXES)', start);
      EXECUTE format(
        'ALTER TABLE ${prefix}nonces ATTACH PARTITION ${prefix}nonces_%s FOR VALUES FROM (%s) TO (%s)',
        start, start, start + 60
      );
      RETURN true;
    END
  $make_room$`;
}
