import { describe, expect, it } from "vitest";
import { chartOf } from "../src/bench/chart.js";
import { compared } from "../src/bench/compare.js";
import { proofOf } from "../src/bench/proof.js";
import { benchOf, benchOfFigures, single, type BenchReport } from "../src/bench/report.js";

const MACHINE = { node: "20.0.0", cpu: "a & b" };

/** A race in which one contender took twice as long as another, give or take, and a size. */
function reportOf(rounds: readonly number[], size = 3000): BenchReport {
  const race = benchOf(
    "sign: a <form>",
    [
      { name: "createHmac", rounds: [1000, 1000, 1000] },
      { name: "signSync", rounds },
    ],
    [{ name: "signSync to createHmac", of: "signSync", to: "createHmac", aim: "at most 2.5" }],
  );
  const sizes = benchOfFigures("size", [single("sign", size, { unit: "B", aim: "none" })]);
  const points = [1, 10].map((count) => ({ size: count, nanoseconds: count * 500 }));
  const growths = [{ name: "signSync", unit: "parameter", points }];
  return { ...MACHINE, benches: [race, sizes], growths };
}

const line = (text: string, part: string): string =>
  text.split("\n").find((one) => one.includes(part)) ?? "";

describe("a comparison with an earlier report", () => {
  const before = reportOf([1900, 2000, 2100]);

  it("shows what a figure was, is, and by how much it differs", () => {
    const text = compared(reportOf([2900, 3000, 3100]), before);
    expect(line(text, "signSync to createHmac")).toMatch(/2\.00 x +3\.00 x +1\.50 +moved$/);
  });

  it("says nothing of what stays within the rounds of either", () => {
    const text = compared(reportOf([1950, 2200, 2900]), before);
    expect(line(text, "signSync to createHmac")).toMatch(/2\.00 x +2\.20 x +1\.10$/);
  });

  it("takes every change of a size as one, and of what ran once only a large one", () => {
    expect(line(compared(reportOf([2000], 3001), before), "size: sign")).toMatch(/moved$/);
    const once = (seconds: number): BenchReport => {
      const figure = single("building", seconds, { unit: "s", aim: "none" });
      return { ...before, benches: [benchOfFigures("codegen", [figure])] };
    };
    expect(line(compared(once(10.5), once(10)), "building")).toMatch(/1\.05$/);
    expect(line(compared(once(12), once(10)), "building")).toMatch(/1\.20 +moved$/);
  });

  it("reads the report of the documentation as well, and counts what was not measured", () => {
    const earlier: unknown = JSON.parse(JSON.stringify(proofOf(before)));
    const now = reportOf([2000]);
    const text = compared({ ...now, benches: now.benches.slice(1) }, earlier);
    expect(line(text, "size: sign")).toMatch(/3000 B +3000 B +1\.00$/);
    expect(text).toContain("not measured this time: 1");
  });

  it("refuses what is no report", () => {
    expect(() => compared(before, { name: "package" })).toThrow(/--json or --out/);
  });
});

it("has every figure in one list for the documentation", () => {
  const { figures, ...machine } = proofOf(reportOf([1900, 2000.4, 2100]));
  expect(machine).toEqual(MACHINE);
  expect(figures[0]).toEqual({
    measured: "sign: a <form>",
    figure: "signSync to createHmac",
    unit: "x",
    median: 2,
    least: 1.9,
    most: 2.1,
    aim: "at most 2.5",
  });
});

describe("the chart", () => {
  const svg = chartOf(reportOf([1900, 2000, 2100]));

  it("is text of labels and figures, and runs nothing", () => {
    for (const text of ["createHmac", "signSync", "2.0 ×", "sign: a &lt;form>", "500 ns"]) {
      expect(svg).toContain(text);
    }
    expect(svg).toContain("a &amp; b");
    expect(svg).not.toMatch(/<script|<image|href|<foreignObject/);
  });

  it("is told to whom cannot see it, and has colors for the dark", () => {
    expect(svg).toMatch(/role="img" aria-labelledby="title summary"/);
    expect(svg).toMatch(/<desc id="summary">[^<]*signSync 2\.0 ×/);
    expect(svg).toContain("prefers-color-scheme: dark");
  });
});
