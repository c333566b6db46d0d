/** A row as a driver hands it out: numbers may have come as text, and what is absent is null, or not there. */
export type Row = Readonly<Record<string, unknown>>;

/** What a row is written from, by column. */
export type Fields = Readonly<Record<string, string | number | null>>;

/**
 * Text as it is stored: control characters, quotes and lone surrogates are escaped as in JSON, because PostgreSQL
 * refuses a NUL and other engines end the text there. Different texts stay different, and most stay as they are.
 *
 * @example
 * storedText("kd94hf93k423kf44"); // => "kd94hf93k423kf44"
 * storedText("\0"); // => "\\u0000"
 */
export function storedText(text: string): string {
  // Of a number's JSON the ends would be gone, and two of them be one.
  if (typeof text !== "string")
    throw new TypeError(`A store keeps text, and not a ${typeof text}.`);
  return JSON.stringify(text).slice(1, -1);
}

/**
 * The text of a column, as `storedText` wrote it. Throws an Error when there is none.
 *
 * @example
 * readText({ name: "Printer" }, "name"); // => "Printer"
 */
export function readText(row: Row, column: string): string {
  const text = readOptionalText(row, column);
  if (text === undefined) throw damaged(column, "text");
  return text;
}

/**
 * The text of a column that may be empty.
 *
 * @example
 * readOptionalText({ owner: null }, "owner"); // => undefined
 */
export function readOptionalText(row: Row, column: string): string | undefined {
  const value = row[column] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value !== "string") throw damaged(column, "text");
  return value.includes("\\") ? String(JSON.parse(`"${value}"`)) : value;
}

/**
 * The whole number of a column, which a driver may hand out as text. Throws an Error when there is none.
 *
 * @example
 * readNumber({ created_at: "1191242096" }, "created_at"); // => 1191242096
 */
export function readNumber(row: Row, column: string): number {
  const number = readOptionalNumber(row, column);
  if (number === undefined) throw damaged(column, "number");
  return number;
}

/**
 * The whole number of a column that may be empty.
 *
 * @example
 * readOptionalNumber({}, "expires_at"); // => undefined
 */
export function readOptionalNumber(row: Row, column: string): number | undefined {
  const value = row[column] ?? undefined;
  if (value === undefined) return undefined;
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw damaged(column, "number");
  return number;
}

/**
 * Whether a column says yes, which a driver may hand out as PostgreSQL's own text.
 *
 * @example
 * [{ room: true }, { room: "t" }, { room: "f" }, {}].map((row) => isTrue(row, "room")); // => [true, true, false, false]
 */
export function isTrue(row: Row, column: string): boolean {
  return row[column] === true || row[column] === "t";
}

/**
 * A list of texts as it is stored: JSON, or null.
 *
 * @example
 * storedList(["oob"]); // => '["oob"]'
 */
export function storedList(list: readonly string[] | null | undefined): string | null {
  return list === undefined || list === null ? null : JSON.stringify(list);
}

/**
 * The list of a column that may be empty.
 *
 * @example
 * readList({ scopes: '["read"]' }, "scopes"); // => ["read"]
 */
export function readList(row: Row, column: string): readonly string[] | undefined {
  const value = row[column] ?? undefined;
  if (value === undefined) return undefined;
  const list: unknown = typeof value === "string" ? JSON.parse(value) : undefined;
  if (!isList(list)) throw damaged(column, "list");
  return list;
}

function isList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

function damaged(column: string, what: string): Error {
  return new Error(`A stored row has no ${what} in ${column}: was it written by something else?`);
}
