import type { Bench, BenchReport, Growth } from "./report.js";

const WIDTH = 760;
const LABEL = 290;
const ROW = 22;
const BAR = 12;
const ROOM = WIDTH - LABEL - 110;

/** Contenders that are ours; the others are what they are measured by. */
const OURS = /^(?:sign|verify|protect)/;

/**
 * The races and the growths of a report as an SVG: a bar for each contender, as multiples of the first, with a line from the
 * least to the most; and the cost of one parameter among more and more. It has its own ground, so it can be read wherever it
 * stands.
 */
export function chartOf({ node, cpu, benches, growths }: BenchReport): string {
  const panels = [...benches.filter(isRace).map(racePanel), ...growths.map(growthPanel)];
  const places = panels.reduce<readonly number[]>(
    (tops, { rows }) => [...tops, (tops.at(-1) ?? 0) + heightOf(rows)],
    [72],
  );
  const height = places.at(-1) ?? 72;
  const drawn = panels.map((panel, at) => panelText(panel, places[at] ?? 0)).join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="title summary">
<title id="title">Benchmarks of @oauth1</title>
<desc id="summary">${escaped(panels.map(spoken).join(" "))}</desc>
<style>${STYLE}</style>
<rect class="ground" width="${WIDTH}" height="${height}" rx="8"/>
<text class="head" x="20" y="32">What signing and verifying cost</text>
<text class="note" x="20" y="52">${escaped(`Node.js ${node}, ${cpu}. Medians of paired rounds; thin lines run from the least to the most.`)}</text>
${drawn}</svg>
`;
}

const STYLE = `
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.head { font-size: 17px; font-weight: 600 } .name { font-weight: 600 } .note { font-size: 12px; fill: #57606a }
.ground { fill: #ffffff; stroke: #d0d7de } .ours { fill: #1a5fb4 } .other { fill: #8c959f }
.range { stroke: #1f2328; stroke-width: 1 }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 } .note { fill: #9da7b3 } .ground { fill: #161b22; stroke: #30363d }
.ours { fill: #62a0ea } .other { fill: #6e7681 } .range { stroke: #e6edf3 }
}`;

interface Panel {
  readonly name: string;
  readonly note: string;
  readonly rows: readonly Row[];
}

interface Row {
  readonly label: string;
  readonly value: number;
  readonly text: string;
  readonly isOurs: boolean;
  readonly range?: readonly [least: number, most: number];
}

function isRace({ timings }: Bench): boolean {
  return timings.length > 0;
}

function racePanel({ name, timings }: Bench): Panel {
  const unit = timings[0]?.nanoseconds.median ?? 1;
  const rows = timings.map(({ name: label, nanoseconds: { median, least, most } }): Row => {
    const value = median / unit;
    const range = [least / unit, most / unit] as const;
    return { label, value, text: `${value.toFixed(1)} ×`, isOurs: OURS.test(label), range };
  });
  return { name, note: "time, as multiples of the first; shorter is better", rows };
}

function growthPanel({ name, unit, points }: Growth): Panel {
  const each = points.map(({ size, nanoseconds }) => ({ size, cost: nanoseconds / size }));
  const isLong = each.some(({ cost }) => cost >= 1e6);
  const rows = each.map(({ size, cost }): Row => {
    const text = isLong ? `${(cost / 1e6).toFixed(1)} ms` : `${cost.toFixed(cost < 10 ? 1 : 0)} ns`;
    return { label: `${size.toLocaleString("en-US")} in all`, value: cost, text, isOurs: true };
  });
  return { name, note: `time for each ${unit}; bars that do not grow are a linear cost`, rows };
}

function heightOf(rows: readonly Row[]): number {
  return rows.length * ROW + 58;
}

function panelText({ name, note, rows }: Panel, top: number): string {
  const most = Math.max(
    ...rows.map(({ value, range }) => Math.min(range?.[1] ?? value, value * 2)),
  );
  const lines = rows.map((row, at) => rowText(row, top + 44 + at * ROW, ROOM / most));
  return `<text class="name" x="20" y="${top + 14}">${escaped(name)}</text>
<text class="note" x="20" y="${top + 30}">${escaped(note)}</text>
${lines.join("")}`;
}

function rowText({ label, value, text, isOurs, range }: Row, top: number, scale: number): string {
  const at = (amount: number): string => (LABEL + Math.min(amount * scale, ROOM)).toFixed(1);
  const middle = top + BAR / 2;
  const line = range
    ? `<line class="range" x1="${at(range[0])}" x2="${at(range[1])}" y1="${middle}" y2="${middle}"/>\n`
    : "";
  const end = Math.max(Number(at(value)), range ? Number(at(range[1])) : 0);
  return `<text x="${LABEL - 10}" y="${top + 11}" text-anchor="end">${escaped(label)}</text>
<rect class="${isOurs ? "ours" : "other"}" x="${LABEL}" y="${top}" width="${Math.max(1, value * scale).toFixed(1)}" height="${BAR}" rx="2"/>
${line}<text x="${(end + 8).toFixed(1)}" y="${top + 11}">${escaped(text)}</text>
`;
}

function spoken({ name, rows }: Panel): string {
  return `${name}: ${rows.map(({ label, text }) => `${label} ${text}`).join(", ")}.`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
