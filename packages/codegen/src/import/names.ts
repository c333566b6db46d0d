/** The words of a name, however they are put together: `getV1Files`, `get_v1_files` and `get-v1-files` are alike. */
export function wordsOf(name: string): readonly string[] {
  return name
    .normalize("NFKD")
    .replace(/['’]/g, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "")
    .map((word) => word.toLowerCase());
}

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
