/**
 * The inside of a doc comment: paragraphs wrapped at `width` columns, and nothing in them that would end the comment. It
 * begins with a line break when it needs more than one line, as ts-morph wants it.
 *
 * @example
 * documentation("The user's name.", 80); // => "The user's name."
 * documentation("One two three", 7); // => "\nOne two\nthree"
 */
export function documentation(text: string, width: number): string {
  const lines = text
    .replaceAll("*/", "*\\/")
    .split("\n")
    .flatMap((paragraph) => wrap(paragraph, width));
  return lines.length === 1 ? lines.join("") : `\n${lines.join("\n")}`;
}

function wrap(paragraph: string, width: number): readonly string[] {
  const lines: string[] = [];
  let current = "";
  for (const word of paragraph.split(/\s+/)) {
    if (current !== "" && current.length + 1 + word.length > width) {
      lines.push(current);
      current = word;
    } else {
      current = current === "" ? word : `${current} ${word}`;
    }
  }
  return [...lines, current];
}

/**
 * A whole doc comment, for text that ts-morph does not print.
 *
 * @example
 * docComment("The user's name."); // => "/** The user's name. *" + "/"
 */
export function docComment(text: string): string {
  const inside = documentation(text, DOC_WIDTH);
  if (!inside.includes("\n")) return `/** ${inside} */`;
  return ["/**", ...inside.trim().split("\n").map(docLine), " */"].join("\n");
}

/** The columns of documentation at the start of a line, besides the comment's own. */
export const DOC_WIDTH = 93;

function docLine(text: string): string {
  return text === "" ? " *" : ` * ${text}`;
}
