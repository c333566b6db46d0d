import type { GrantRecord } from "../store.js";
import { readList, readNumber, readText, type Row } from "./row.js";

/**
 * The grant in a token's row, which has no secret in it.
 *
 * @example
 * readGrant({ grant_id: "g1", consumer_key: "k1", user_id: "jane", created_at: 7, scopes: null });
 * // => { id: "g1", consumer: "k1", user: "jane", createdAt: 7 }
 */
export function readGrant(row: Row): GrantRecord {
  return {
    id: readText(row, "grant_id"),
    consumer: readText(row, "consumer_key"),
    user: readText(row, "user_id"),
    createdAt: readNumber(row, "created_at"),
    ...readScopes(row),
  };
}

/**
 * The grants in tokens' rows, in the order in which they were given.
 *
 * @example
 * const grant = { consumer_key: "k1", user_id: "jane", created_at: 7 };
 * const rows = [{ ...grant, grant_id: "g2", position: 2 }, { ...grant, grant_id: "g1", position: 1 }];
 * readGrants(rows).map(({ id }) => id); // => ["g1", "g2"]
 */
export function readGrants(rows: readonly Row[]): readonly GrantRecord[] {
  return rows.toSorted(byAge).map(readGrant);
}

/**
 * The scopes in a row, as a property that is there only when they are.
 *
 * @example
 * readScopes({ scopes: null }); // => {}
 */
export function readScopes(row: Row): { readonly scopes?: readonly string[] } {
  const scopes = readList(row, "scopes");
  return scopes === undefined ? {} : { scopes };
}

// Times are whole seconds, and more than one grant can be given in one.
function byAge(a: Row, b: Row): number {
  const age = readNumber(a, "created_at") - readNumber(b, "created_at");
  return age === 0 ? readNumber(a, "position") - readNumber(b, "position") : age;
}
