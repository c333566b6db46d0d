import { basename } from "node:path";

/** The words of a name, however they are put together: `getV1Files`, `get_v1_files` and `get-v1-files` are alike. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replace(/[ßæøœł]/gi, (letter) => LETTERS[letter] ?? letter)
    .normalize("NFKD")
    .replace(/['’\p{M}]/gu, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "")
    .map((word) => word.toLowerCase());
}

// Those that Unicode does not take apart.
const LETTERS: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  Æ: "Ae",
  ø: "o",
  Ø: "O",
  œ: "oe",
  Œ: "Oe",
  ł: "l",
  Ł: "L",
};

/**
 * A name for a type.
 *
 * @example
 * pascalCase("paint_style-list"); // => "PaintStyleList"
 */
export function pascalCase(name: string): string {
  const joined = wordsOf(name).map(capitalize).join("");
  return /^[A-Z]/.test(joined) ? joined : `Type${joined}`;
}

/**
 * A name for an operation.
 *
 * @example
 * camelCase("get /v1/files/{file_key}"); // => "getV1FilesFileKey"
 */
export function camelCase(name: string): string {
  const joined = wordsOf(name)
    .map((word, index) => (index === 0 ? word : capitalize(word)))
    .join("");
  return /^[a-z]/.test(joined) ? joined : `call${capitalize(joined)}`;
}

/**
 * The id of a descriptor that is made of a document: what somebody has said, or what the descriptor's file or the document is
 * called. Throws a TypeError for what can be no id, and for one that is not the name of the descriptor's file.
 *
 * @example
 * importedId({ document: "specs/My API v1.2.yaml" }); // => "my-api-v1-2"
 */
export function importedId({
  id,
  out,
  document,
}: {
  readonly id?: string | undefined;
  readonly out?: string | undefined;
  readonly document: string;
}): string {
  const called = out === undefined ? kebabCase(nameOf(document)) : nameOf(out);
  const chosen = id ?? called;
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(chosen)) {
    throw new TypeError(
      `"${chosen}" is no id: choose lower-case words joined by hyphens with --id`,
    );
  }
  if (out !== undefined && chosen !== called) {
    throw new TypeError(
      `The descriptor of "${chosen}" has to be called ${chosen}.json, not ${out}`,
    );
  }
  return chosen;
}

/** What a file is called, without its end. */
function nameOf(file: string): string {
  return basename(file).replace(/\.[^.]*$/, "");
}

/**
 * A name for a group or a provider.
 *
 * @example
 * kebabCase("Component Sets"); // => "component-sets"
 */
export function kebabCase(name: string): string {
  const joined = wordsOf(name).join("-");
  return /^[a-z]/.test(joined) ? joined : `group-${joined}`;
}

/**
 * A sentence that says no more than the name does.
 *
 * @example
 * sentenceOf("getFileNodes"); // => "Get file nodes."
 */
export function sentenceOf(name: string): string {
  const words = wordsOf(name).join(" ");
  return `${capitalize(words)}.`;
}

/** The name, or where it is taken the name with a number. Whatever it gives is taken from then on. */
export function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let count = 2; taken.has(free); count += 1) free = `${name}${count}`;
  taken.add(free);
  return free;
}

function capitalize(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
