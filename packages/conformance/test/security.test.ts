import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROWS } from "../src/attack/rows.js";
import { restartRows } from "../src/attack/rows/replay.js";
import { packageFolder, ROOT } from "../src/paths.js";

const text = readFileSync(join(ROOT, "SECURITY.md"), "utf8");
const named = (line: string, ending: string): readonly string[] =>
  Array.from(line.matchAll(/`([^`]+)`/g), ([, name = ""]) => name).filter((name) =>
    name.endsWith(ending),
  );
const rows = text.split("\n").flatMap((line) => {
  const [, row, , attacks = ""] = /^\| (\d+) +(\|[^|]+)\|([^|]+)/.exec(line) ?? [];
  return row === undefined ? [] : [{ row: Number(row), attacks: named(attacks, ".ts") }];
});

describe("SECURITY.md", () => {
  it("names tests that there are", () => {
    const tests = named(text, ".test.ts");
    expect(tests).not.toEqual([]);
    expect(tests.filter((name) => !existsSync(packageFolder(name)))).toEqual([]);
  });

  it("has a row for each number that is attacked, and for what is fuzzed", () => {
    const attacked = new Set([...ROWS, ...restartRows].map(({ row }) => row));
    const FUZZED = 15;
    expect(new Set(rows.map(({ row }) => row))).toEqual(attacked.add(FUZZED));
  });

  it.each(rows)("says where the attacks of row $row are", ({ row, attacks }) => {
    for (const name of attacks) {
      const source = readFileSync(packageFolder(`conformance/src/attack/rows/${name}`), "utf8");
      expect(source).toContain(`row: ${row},`);
    }
  });
});
