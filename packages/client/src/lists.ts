import type { FlagTexts } from "./description.js";
import type { Pair } from "./query.js";

/** How a list is written in a query or a form. */
export type ListStyle =
  | "comma"
  | "pipe"
  | "space"
  | "semicolon"
  /** `a=1&a=2` */
  | "repeat"
  /** `a[]=1&a[]=2` */
  | "brackets"
  /** `a[0]=1&a[1]=2` */
  | "indexed"
  /** `a[b][c]=1`, for objects and lists of any depth. Nothing is sent of one that is empty. */
  | "deep"
  | "json";

/**
 * A parameter as the pairs that travel. What is `undefined` or `null` is left out, in a list as well, and so is what has nothing
 * in it where each item is a pair of its own: no server could tell it from a parameter that is not there. Booleans in it are
 * written as `flag` says, but not in JSON, which has its own.
 *
 * @example
 * pairsOf(["tags", ["sea", "sun"]], "comma"); // => [["tags", "sea,sun"]]
 * pairsOf(["filter", { size: { min: 2 } }], "deep"); // => [["filter[size][min]", "2"]]
 * pairsOf(["filter", { size: {} }], "deep"); // => []
 * pairsOf(["days", [true, false]], "repeat", { true: "Y", false: "N" }); // => [["days", "Y"], ["days", "N"]]
 */
export function pairsOf(
  [name, given]: readonly [name: string, value: unknown],
  style: ListStyle,
  flag?: FlagTexts,
): readonly Pair[] {
  const value = typeof given === "boolean" ? flagOf(given, flag) : given;
  if (value === undefined || value === null) return [];
  if (style === "deep" && isNested(value)) {
    return Object.entries(value).flatMap(([key, item]) =>
      pairsOf([`${name}[${key}]`, item], style, flag),
    );
  }
  if (!Array.isArray(value) || style === "json") return [[name, textOf(value)]];
  const items = value.flatMap((item) => pairsOf([name, item], "json", flag));
  const separator = SEPARATORS[style];
  if (separator !== undefined) return [[name, items.map(([, text]) => text).join(separator)]];
  return items.map(([, text], at) => [name + (SUFFIXES[style]?.(at) ?? ""), text]);
}

/**
 * A boolean, which may also be text such as that of a command line, as a provider writes it; any other value as it is.
 * `undefined` for what is not sent.
 *
 * @example
 * flagOf(true, { true: "1", false: "0" }); // => "1"
 * flagOf("false", { true: "" }); // => undefined
 */
export function flagOf(value: unknown, texts: FlagTexts | undefined): unknown {
  if (texts === undefined) return value;
  const said = String(value);
  return said === "true" || said === "false" ? texts[said] : value;
}

/**
 * The text of a single value: dates as ISO 8601, objects as JSON.
 *
 * @example
 * textOf(new Date(0)); // => "1970-01-01T00:00:00.000Z"
 */
export function textOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  return isNested(value) ? JSON.stringify(value) : String(value);
}

const SEPARATORS: { readonly [S in ListStyle]?: string } = {
  comma: ",",
  pipe: "|",
  space: " ",
  semicolon: ";",
};

const SUFFIXES: { readonly [S in ListStyle]?: (at: number) => string } = {
  brackets: () => "[]",
  indexed: (at) => `[${at}]`,
};

function isNested(value: unknown): value is object {
  return typeof value === "object" && value !== null && !(value instanceof Date);
}
