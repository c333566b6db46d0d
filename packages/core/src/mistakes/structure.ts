import { decode, encode } from "../percent.js";
import { fromTexts, withoutOwn } from "./counting.js";
import type { Counted, Draft } from "./draft.js";
import { lone, rare, type Change, type KnownMistake } from "./mistake.js";

/** Mistakes in what is counted of data that is more than pairs: JSON, groups and lists. */
export const STRUCTURE_MISTAKES: readonly KnownMistake[] = [
  {
    id: "json-counted",
    title: "The JSON body is signed as if it were parameters",
    advice: "Only a form counts. Leave a JSON body out of the parameters.",
    apply: countedJson,
  },
  {
    id: "object-as-text",
    title: "A group of parameters is signed as the text [object Object]",
    advice:
      "Pass the signer the pairs that are sent, such as `user[name]` and its value: of an object it makes this text.",
    apply: ({ fields }) => [
      { fields: withoutGroups(fields), detail: "those in brackets" },
      ...rare([{ fields: fields.map(withoutJson), detail: "those in JSON" }]),
    ],
  },
  {
    id: "commas-split",
    title: "A value with commas is signed as several parameters",
    advice: "Sign the text that is sent, or send each value of a list on its own.",
    apply: ({ fields }) =>
      rare([
        {
          fields: fields.flatMap((field) =>
            isOwn(field)
              ? field.value
                  .split("%2C")
                  .map((value) => (value === field.value ? field : { ...field, value }))
              : [field],
          ),
        },
      ]),
  },
];

// A parameter for each letter: nobody looks for them in more.
const MOST_LETTERS = 1000;

// The last ways are those of oauth-1.0a for Node.js: of a list each item is a parameter, of text each letter, and beside
// text the query is lost.
function countedJson({ fields, sent: { content = "" } }: Draft): readonly Change[] {
  const value = parseJson(content);
  if (!isObject(value)) return [];
  const members = Object.entries(value);
  const items = members.flatMap(([name, member]) =>
    [member].flat().map((item) => [name, isObject(item) ? OBJECT : String(item)] as const),
  );
  const isDeep = members.some(([, member]) => isObject(member));
  const isShort = content.length <= MOST_LETTERS;
  const letters = content
    .split("", MOST_LETTERS)
    .map((letter, at) => [String(at), letter] as const);
  const counting = (pairs: Pairs, detail: string, others = fields): Change => ({
    fields: [...others, ...fromTexts(pairs)],
    detail,
  });
  return [
    counting(written(members), "its members"),
    ...rare([counting([[content, ""]], "its text, as a name")]),
    ...(isDeep ? [counting(items, "its members, each list repeated and each object as text")] : []),
    ...lone(
      (isShort ? [fields, withoutOwn(fields, "query")] : []).map((others) =>
        counting(letters, "its text, letter by letter", others),
      ),
    ),
  ];
}

type Pairs = Parameters<typeof fromTexts>[0];

// What is nested too deep can be read, and not written.
function written(members: readonly [string, unknown][]): Pairs {
  try {
    return members.map(([name, member]) => [
      name,
      typeof member === "string" ? member : JSON.stringify(member),
    ]);
  } catch {
    return [];
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function withoutGroups(fields: readonly Counted[]): readonly Counted[] {
  const seen = new Set<string>();
  return fields.flatMap((field) => {
    const [group] = (isOwn(field) && GROUP.exec(field.name)) || [];
    if (group === undefined) return [field];
    if (seen.has(group)) return [];
    seen.add(group);
    return [{ ...field, name: group.slice(0, group.indexOf("%5B")), value: encode(OBJECT) }];
  });
}

function withoutJson(field: Counted): Counted {
  const isText = !isOwn(field) || !field.value.startsWith("%7B");
  return isText || !isObject(parseJson(decode(field.value)))
    ? field
    : { ...field, value: encode(OBJECT) };
}

// By name, because an object from outside can have a `toString` of its own.
const OBJECT = "[object Object]";

// Only an index, or none, makes a list of it.
const GROUP = /^.+?%5B(?!\d*%5D)/;

// What the application sends itself.
function isOwn({ source }: Counted): boolean {
  return source === "query" || source === "form";
}
