import { postgresStore } from "@oauth1/server/stores/postgres";
import { describe, expect, test } from "vitest";

const KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

class DatabaseError extends Error {
  readonly code: string;
  constructor(code: string) {
    super(`PostgreSQL says ${code}`);
    this.code = code;
  }
}

// A database whose first answers are these errors, and what it was asked.
function failing(...codes: string[]): { store: ReturnType<typeof postgresStore>; asked: string[] } {
  const asked: string[] = [];
  const client = {
    async query(statement: string): Promise<{ rows: [] }> {
      asked.push(statement);
      const code = codes.shift();
      if (code !== undefined) throw new DatabaseError(code);
      return { rows: [] };
    },
  };
  return { store: postgresStore({ client, key: KEY }), asked };
}

test.each([`${KEY}\n`, `${KEY}x`, ` ${KEY}`, `${KEY}${KEY}`])(
  "a key is 32 bytes in base64 and nothing else: %j",
  (key) => {
    const client = { query: async () => ({ rows: [] }) };
    expect(() => postgresStore({ client, key })).toThrow("openssl rand -base64 32");
  },
);

describe("a statement that PostgreSQL has undone because others were faster", () => {
  test.each(["40001", "40P01"])("is run again: %s", async (code) => {
    const { store, asked } = failing(code, code, code);
    expect(await store.findToken("t1")).toBeUndefined();
    expect(asked).toHaveLength(4);
  });

  test("is given up where that does not end", async () => {
    const { store, asked } = failing(...Array.from({ length: 100 }, () => "40001"));
    await expect(store.deny("t1", 7)).rejects.toThrow("PostgreSQL says 40001");
    expect(asked).toHaveLength(20);
  });

  test("is told from one that has failed", async () => {
    for (const code of ["42P07", "57P01", "23505"]) {
      const { store, asked } = failing(code);
      await expect(store.findToken("t1")).rejects.toThrow(`PostgreSQL says ${code}`);
      expect(asked).toHaveLength(1);
    }
  });
});

test.each(["42P06", "42P07", "42723", "42710", "23505", "40001"])(
  "a migration that another one has overtaken looks again: %s",
  async (code) => {
    const { store, asked } = failing(code);
    await store.migrate();
    expect(asked).toHaveLength(2);
    await expect(failing("42501").store.migrate()).rejects.toThrow("PostgreSQL says 42501");
  },
);

test("a client of postgres that renames columns is refused, and any other is not", () => {
  const unsafe = async (): Promise<[]> => [];
  const from = (name: string): string => name.replaceAll("_", "");
  // The `sql` of that driver is a function.
  const sql = (transform: object): { unsafe: typeof unsafe } =>
    Object.assign(() => undefined, { unsafe, options: { transform } });
  const camel = { column: { from, to: from }, value: { from }, row: {} };
  expect(() => postgresStore({ client: sql(camel), key: KEY })).toThrow(TypeError);
  expect(() => postgresStore({ client: sql(camel), key: KEY })).toThrow(
    "This client renames columns, by its option transform: give the store a client of its own",
  );
  const plain = { undefined: null, column: { from: undefined, to: from }, value: {}, row: {} };
  for (const client of [sql(plain), { unsafe }, Object.assign(sql({}), { options: null })]) {
    expect(typeof postgresStore({ client, key: KEY }).migrate).toBe("function");
  }
});
