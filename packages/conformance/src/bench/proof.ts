import type { BenchReport, Unit } from "./report.js";

/** The figures as the documentation shows them: one list. */
export interface BenchProof {
  readonly node: string;
  readonly cpu: string;
  readonly figures: readonly ProvenFigure[];
}

/** One figure, with what it belongs to. */
export interface ProvenFigure {
  readonly measured: string;
  readonly figure: string;
  readonly median: number;
  readonly least: number;
  readonly most: number;
  readonly unit: Unit;
  readonly aim: string;
}

/** The figures of a report, to three significant digits: the fourth is noise. */
export function proofOf({ node, cpu, benches }: BenchReport): BenchProof {
  const figures = benches.flatMap(({ name, figures: ofBench }) =>
    ofBench.map(({ name: figure, value: { median, least, most }, unit, aim }): ProvenFigure => {
      const value = { median: rounded(median), least: rounded(least), most: rounded(most) };
      return { measured: name, figure, ...value, unit, aim };
    }),
  );
  return { node, cpu, figures };
}

function rounded(value: number): number {
  return value >= 1000 ? Math.round(value) : Number(value.toPrecision(3));
}
