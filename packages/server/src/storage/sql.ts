import type { Fields, Row } from "./row.js";

/** Where PostgreSQL and SQLite differ. */
export interface SqlDialect {
  /** What each table's name begins with. */
  readonly prefix: string;
  /** A column type for text that is compared byte for byte. */
  readonly text: string;
  readonly integer: string;
  /** A primary key that counts up. */
  readonly position: string;
  /** How a purge passes over rows that somebody else is purging. */
  readonly skipLocked: string;
}

/** Runs one statement whose parameters are named, as `:token_hash`, and answers with the rows that it returns. */
export type RunSql = (statement: string, values: Fields) => Promise<readonly Row[]>;

/** A statement as a driver takes it: what stands where a parameter was, and their names in that order. */
export interface CompiledSql {
  readonly text: string;
  readonly names: readonly string[];
}

/**
 * With `$1`, `$2`, ... for its parameters, as PostgreSQL counts them.
 *
 * @example
 * numberedSql("SELECT :a, :b, :a"); // => { text: "SELECT $1, $2, $1", names: ["a", "b"] }
 */
export function numberedSql(statement: string): CompiledSql {
  const names = [...new Set(Array.from(statement.matchAll(PARAMETER), ([, name = ""]) => name))];
  const text = statement.replace(PARAMETER, (_, name: string) => `$${names.indexOf(name) + 1}`);
  return { text, names };
}

/**
 * With `?` for each parameter, in the order in which they stand, as every driver of SQLite takes them.
 *
 * @example
 * positionalSql("SELECT :a, :b, :a"); // => { text: "SELECT ?, ?, ?", names: ["a", "b", "a"] }
 */
export function positionalSql(statement: string): CompiledSql {
  const names = Array.from(statement.matchAll(PARAMETER), ([, name = ""]) => name);
  return { text: statement.replace(PARAMETER, "?"), names };
}

/**
 * The values of a compiled statement in its order. Throws an Error for one that is missing.
 *
 * @example
 * sqlValues(numberedSql("SELECT :a, :b, :a"), { a: 1, b: null }); // => [1, null]
 */
export function sqlValues({ names }: CompiledSql, values: Fields): (string | number | null)[] {
  return names.map((name) => {
    const value = values[name];
    if (value === undefined) throw new Error(`A statement has no value for :${name}.`);
    return value;
  });
}

const PARAMETER = /(?<!:):([a-z_]+)/g;
