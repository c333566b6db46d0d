import { decode } from "../percent.js";
import { byNameThenValue, sortBy, type Draft, type Spelled } from "./draft.js";
import { lone, type KnownMistake } from "./mistake.js";

/** Mistakes in the order of the parameters (RFC 5849 section 3.4.1.3.2), the likeliest first. */
export const SORTING_MISTAKES: readonly KnownMistake[] = [
  {
    id: "sorted-before-encoding",
    title: "Parameters are sorted before they are encoded",
    advice: "Encode names and values first and sort the encoded text.",
    apply: () => [
      {
        sort: sortBy(
          ({ field }) => decode(field.name),
          ({ field }) => decode(field.value),
        ),
      },
    ],
  },
  {
    id: "unsorted",
    title: "Parameters are not sorted",
    advice: "Sort all parameters of the request together, by encoded name and then by value.",
    apply: () => [
      ...ORDERS.map((sort, at) => (at < 2 ? { sort } : { sort, isRare: true as const })),
      ...lone(FORM_FIRST.map((sort) => ({ sort }))),
    ],
  },
  {
    id: "sorted-by-name-only",
    title: "Parameters with one name are not sorted by their values",
    advice: "Where names are the same, sort by the encoded value.",
    apply: () => [{ sort: sortBy(({ name }) => name, nothing) }],
  },
  {
    id: "sorted-as-joined",
    title: "Parameters are sorted as `name=value` texts",
    advice: "Compare the names first and the values then: `a=` comes before `a1=`.",
    apply: () => [{ sort: sortBy(({ name, value }) => `${name}=${value}`, nothing) }],
  },
  {
    id: "sorted-ignoring-case",
    title: "Parameters are sorted without regard to letter case",
    advice: "Compare bytes: `B` comes before `a`. Functions for a language or locale do not.",
    apply: () => [
      {
        sort: sortBy(
          ({ name }) => name.toLowerCase(),
          ({ value }) => value,
        ),
      },
    ],
  },
];

// What the parameters would be in, had nobody sorted them: the signer's own order can only be guessed at, and these are
// the ways in which requests are put together.
const ORDERS: readonly Draft["sort"][] = [
  (list) => list,
  (list) => [...list.filter(isProtocol), ...list.filter(isOfRequest)],
  (list) => [...list.filter(isOfRequest), ...list.filter(isProtocol)],
  (list) => [...byNameThenValue(list.filter(isProtocol)), ...list.filter(isOfRequest)],
  (list) => [...list.filter(isOfRequest), ...byNameThenValue(list.filter(isProtocol))],
  (list) => [
    ...byNameThenValue(list.filter(isProtocol)),
    ...byNameThenValue(list.filter(isOfRequest)),
  ],
  (list) => [
    ...byNameThenValue(list.filter(isOfRequest)),
    ...byNameThenValue(list.filter(isProtocol)),
  ],
];

// The query behind the form, as what merges two arrays may have it.
const FORM_FIRST: readonly Draft["sort"][] = [
  (list) => [...list.filter(isProtocol), ...formFirst(list)],
  (list) => [...formFirst(list), ...list.filter(isProtocol)],
];

function formFirst(list: readonly Spelled[]): readonly Spelled[] {
  const own = list.filter(isOfRequest);
  const isOfQuery = ({ field }: Spelled): boolean => field.source === "query";
  return [...own.filter((parameter) => !isOfQuery(parameter)), ...own.filter(isOfQuery)];
}

function isProtocol({ field }: Spelled): boolean {
  return field.name.startsWith("oauth_");
}

function isOfRequest(parameter: Spelled): boolean {
  return !isProtocol(parameter);
}

function nothing(): string {
  return "";
}
