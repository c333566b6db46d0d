import { isMap, isScalar, isSeq, visit, type YAMLMap } from "yaml";

/**
 * Gives values their letters back where OpenAPI has nothing but texts: names, values of a type `string`, and of the variables
 * of a server. Without quotes YAML reads `1.0` as the number 1, and `True` as what is written `true`.
 */
export function keepTexts(document: Parameters<typeof visit>[0]): void {
  visit(document, {
    Pair: (_, { key }) => keepText(key),
    Map(_, map) {
      if (isOfTexts(map)) keepValues(map, ["enum", "const"]);
      const variables = typeof map.get("url") === "string" ? map.get("variables") : undefined;
      if (!isMap(variables)) return;
      for (const { value } of variables.items)
        if (isMap(value)) keepValues(value, ["enum", "default"]);
    },
  });
}

function isOfTexts(schema: YAMLMap): boolean {
  const type = schema.get("type");
  const kinds = isSeq(type)
    ? type.items.map((item) => (isScalar(item) ? item.value : item))
    : [type];
  return kinds.includes("string") && kinds.every((kind) => kind === "string" || isNullWord(kind));
}

function isNullWord(kind: unknown): boolean {
  return kind === "null" || kind === null;
}

function keepValues(map: YAMLMap, names: readonly string[]): void {
  for (const name of names) {
    const value: unknown = map.get(name, true);
    if (isSeq(value)) value.items.forEach(keepText);
    else keepText(value);
  }
}

function keepText(node: unknown): void {
  if (!isScalar(node) || node.source === undefined) return;
  if (["number", "boolean", "bigint"].includes(typeof node.value)) node.value = node.source;
}
