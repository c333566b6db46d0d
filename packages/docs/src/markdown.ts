/**
 * A table. Cells are Markdown; what would end a cell is escaped.
 *
 * @example
 * table(["a", "b"], [["1", "2|3"]]); // => "| a | b |\n| --- | --- |\n| 1 | 2\\|3 |\n"
 */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |\n`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("");
}

/**
 * Text of which nothing is taken for HTML or for an expression of Vue.
 *
 * @example
 * literal("a <b> {{c}}"); // => "a &lt;b> &#123;&#123;c}}"
 */
export function literal(text: string): string {
  return text.replaceAll("<", "&lt;").replaceAll("{{", "&#123;&#123;");
}
