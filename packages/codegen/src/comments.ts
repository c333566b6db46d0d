/** What stands in a doc comment besides its text. */
export interface CommentOptions {
  /** Lines that begin with a tag, such as `@see https://acme.example`; they come behind the text. */
  readonly tags?: readonly string[];
  /** Code behind all of that, such as that of an `@example`; it keeps its lines. */
  readonly code?: string;
  /** How many columns the text may take; those of a comment at the start of a line by default. */
  readonly width?: number;
}

/**
 * A doc comment: paragraphs wrapped, and nothing in them that would end the comment or begin a tag.
 *
 * @example
 * docComment("The user's name."); // => "/** The user's name. *" + "/"
 * docComment("Their @name."); // => "/** Their \\@name. *" + "/"
 * docComment("One two three", { width: 7 }).split("\n"); // => ["/**", " * One two", " * three", " *" + "/"]
 */
export function docComment(
  text: string,
  { tags = [], code = "", width = DOC_WIDTH }: CommentOptions = {},
): string {
  const lines = [
    ...text.split(/\r\n|\r|\n/).map(plain),
    ...(tags.length === 0 ? [] : [""]),
    ...tags.map((tag) => `@${plain(tag.slice(1))}`),
  ].flatMap((paragraph) => wrap(paragraph, width));
  if (code === "" && lines.length === 1) return `/** ${lines.join("")} */`;
  // In a string literal `*\/` says the same, and does not end the comment.
  const examples = code === "" ? [] : code.replaceAll("*/", "*\\/").split("\n");
  return ["/**", ...[...lines, ...examples].map(docLine), " */"].join("\n");
}

/**
 * Several sentences as one text: what has no full stop gets one where something follows. Nothing where nobody says anything.
 *
 * @example
 * sentences(["The site", undefined, "Such as `us`."]); // => "The site. Such as `us`."
 * sentences(["The site"]); // => "The site"
 */
export function sentences(parts: readonly (string | undefined)[]): string | undefined {
  const said = parts.flatMap((part) => (part === undefined || part === "" ? [] : [part]));
  const texts = said.map((part, index) => (index < said.length - 1 ? ended(part) : part));
  return texts.length === 0 ? undefined : texts.join(" ");
}

function ended(text: string): string {
  const plain = text.trimEnd();
  return /[.:;!?…。！？]["'”’»)\]`*]*$/u.test(plain) ? plain : `${plain}.`;
}

// In code nothing begins a tag, and a backslash would be seen.
function plain(text: string): string {
  if (!/[@*]/.test(text)) return text;
  const parts = text.replaceAll("*/", "*\\/").split(/(`[^`]+`)/);
  return parts
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/(?<=^|\s)@/g, "\\@")))
    .join("");
}

/** The columns of text in a comment at the start of a line. */
export const DOC_WIDTH = 93;

function wrap(paragraph: string, width: number): readonly string[] {
  const lines: string[] = [];
  let current = "";
  for (const word of paragraph.trim().split(/[\s\p{Cc}]+/u)) {
    // Editors make a link only of what stands beside its tag.
    const isTag = /^@\w+$/.test(current);
    if (current !== "" && !isTag && current.length + 1 + word.length > width) {
      lines.push(current);
      current = word;
    } else {
      current = current === "" ? word : `${current} ${word}`;
    }
  }
  return [...lines, current];
}

function docLine(text: string): string {
  return text === "" ? " *" : ` * ${text}`;
}
