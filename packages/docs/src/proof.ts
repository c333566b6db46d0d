import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { table } from "./markdown.js";
import { DOCS } from "./paths.js";

const FIGURES = ["bench", "runtimes", "interop"] as const;

/** Tables of the figures that are in a folder, by their paths in the site. What is not there says how to get it. */
export async function proofTexts(folder: string): Promise<ReadonlyMap<string, string>> {
  const texts = FIGURES.map(async (name): Promise<[string, string]> => {
    const file = join(folder, `${name}.json`);
    const text = existsSync(file)
      ? figuresText(JSON.parse(await readFile(file, "utf8")))
      : `Not measured yet: \`pnpm ${name}\` writes these figures.\n`;
    return [`generated/${name}.md`, (await chartText(folder, name)) + text];
  });
  return new Map(await Promise.all(texts));
}

async function chartText(folder: string, name: string): Promise<string> {
  const chart = join(folder, `${name}.svg`);
  if (!existsSync(chart)) return "";
  await mkdir(join(DOCS, "public/proof"), { recursive: true });
  await copyFile(chart, join(DOCS, `public/proof/${name}.svg`));
  return `![The figures of the table as a chart](/proof/${name}.svg)\n\n`;
}

/**
 * Every list of objects in a value, as a table whose columns are their members; members that are objects are columns each.
 *
 * @example
 * figuresText({ runs: [{ name: "a", ms: { min: 1 } }] }); // => "| name | min |\n| --- | --- |\n| a | 1 |\n"
 */
export function figuresText(value: unknown): string {
  const tables = listsIn(value).map((rows) => {
    const head = [...new Set(rows.flatMap((row) => [...row.keys()]))];
    return table(
      head,
      rows.map((row) => head.map((name) => row.get(name) ?? "")),
    );
  });
  return tables.join("\n");
}

type Row = ReadonlyMap<string, string>;

function listsIn(value: unknown): readonly (readonly Row[])[] {
  if (Array.isArray(value)) {
    const rows = value.filter(isObject).map((item) => new Map(cellsOf(item)));
    return rows.length === 0 ? [] : [rows];
  }
  return isObject(value) ? Object.values(value).flatMap(listsIn) : [];
}

function cellsOf(item: object): readonly (readonly [string, string])[] {
  return Object.entries(item).flatMap(([name, value]: [string, unknown]) =>
    isObject(value) && !Array.isArray(value) ? cellsOf(value) : [[name, textOf(value)] as const],
  );
}

function textOf(value: unknown): string {
  if (typeof value === "number") return String(Math.round(value * 100) / 100);
  return Array.isArray(value) ? value.join(", ") : String(value ?? "");
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
