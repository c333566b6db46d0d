/**
 * A Markdown table with aligned columns, as prettier writes it; `|` in a cell is escaped.
 *
 * @example
 * table(["a", "b"], [["1", "two"]]); // => "| a   | b   |\n| --- | --- |\n| 1   | two |\n"
 */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll("|", "\\|")));
  const widths = head.map((_, column) =>
    Math.max(3, ...cells.map((row) => columnsOf(row[column] ?? ""))),
  );
  const [first, ...rest] = cells.map(
    (row) => `| ${row.map((cell, column) => pad(cell, widths[column] ?? 0)).join(" | ")} |\n`,
  );
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |\n`;
  return [first, rule, ...rest].join("");
}

function pad(cell: string, width: number): string {
  return cell + " ".repeat(Math.max(0, width - columnsOf(cell)));
}

/** East Asian characters take two columns. */
function columnsOf(text: string): number {
  const wide = text.match(
    /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]/g,
  );
  return [...text].length + (wide?.length ?? 0);
}
