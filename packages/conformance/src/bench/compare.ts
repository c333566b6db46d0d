import { asTable } from "../table.js";
import { proofOf, type ProvenFigure } from "./proof.js";
import { amount, type BenchReport } from "./report.js";

/** What became of the figures of an earlier report, which may be one of `--json` or of `--out`. */
export function compared(report: BenchReport, earlier: unknown): string {
  const before = new Map(figuresOf(earlier).map((figure) => [keyOf(figure), figure]));
  const lines = proofOf(report).figures.map((now) => {
    const old = before.get(keyOf(now));
    const title = `  ${now.measured}: ${now.figure}`;
    if (old === undefined) return [title, "", amount(now.median, now.unit), "", "new"];
    return [
      title,
      amount(old.median, old.unit),
      amount(now.median, now.unit),
      (now.median / old.median).toFixed(2),
      hasMoved(old, now) ? "moved" : "",
    ];
  });
  const known = new Set(proofOf(report).figures.map(keyOf));
  const gone = [...before.keys()].filter((key) => !known.has(key)).length;
  return [
    asTable([["", "was", "is", "ratio", ""], ...lines]),
    "moved: beyond the spread of the rounds, of then and of now; what ran once, by more than a tenth.",
    ...(gone === 0 ? [] : [`not measured this time: ${gone}`]),
  ].join("\n");
}

/** Whether a figure is another: the median of each report is outside of what the rounds of the other have seen. */
export function hasMoved(old: ProvenFigure, now: ProvenFigure): boolean {
  return isOutside(old.median, now) && isOutside(now.median, old);
}

// A size does not vary; of a time that was taken once nobody knows how much it does.
function isOutside(value: number, { least, most, unit }: ProvenFigure): boolean {
  const isOnce = least === most && unit !== "B";
  const [low, high] = isOnce ? [least * 0.9, most * 1.1] : [least, most];
  return value < low || value > high;
}

function keyOf({ measured, figure }: ProvenFigure): string {
  return `${measured}: ${figure}`;
}

function figuresOf(earlier: unknown): readonly ProvenFigure[] {
  if (typeof earlier === "object" && earlier !== null) {
    if ("benches" in earlier) return proofOf(reportOf(earlier)).figures;
    if ("figures" in earlier) return figuresIn(earlier);
  }
  throw new TypeError("This is no report of pnpm bench: make one with --json or --out.");
}

// A file is trusted to be what one of our own commands has written.
function reportOf(earlier: object): BenchReport {
  return JSON.parse(JSON.stringify(earlier));
}

function figuresIn(earlier: object): readonly ProvenFigure[] {
  const { figures }: { readonly figures: readonly ProvenFigure[] } = JSON.parse(
    JSON.stringify(earlier),
  );
  return figures;
}
