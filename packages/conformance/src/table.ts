/** Lines of columns, each as wide as its widest cell. */
export function asTable(lines: readonly (readonly string[])[]): string {
  const widths = lines[0]?.map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  const padded = lines.map((line) =>
    line.map((text, column) => text.padEnd(widths?.[column] ?? 0)).join("  "),
  );
  return padded.map((line) => line.trimEnd()).join("\n");
}
