import type { Counted } from "./draft.js";
import { rare, type KnownMistake } from "./mistake.js";

/** Mistakes in the text of values: another one is signed than is sent. */
export const TEXT_MISTAKES: readonly KnownMistake[] = [
  {
    id: "boolean-other-text",
    title: "A value that is true or false is signed as another text than it is sent",
    advice: "Make text of every value once, before the request is signed, and send that text.",
    apply: ({ fields }) => [
      ...BOOLEANS.map(([yes, no]) => ({ fields: withBooleans(fields, yes, no), detail: yes })),
      ...rare([{ fields: withBooleans(fields, "1", ""), detail: "1" }]),
    ],
  },
  {
    id: "line-breaks-other",
    title: "Line breaks are signed otherwise than they are sent",
    advice:
      "Sign the text that is sent: what posts a form, as a browser does, makes CR LF of every line break.",
    apply: ({ fields }) => [
      { fields: fields.map(revalued((value) => value.replaceAll("%0D%0A", "%0A"))), detail: "LF" },
      {
        fields: fields.map(revalued((value) => value.replace(/(?:%0D)?%0A/g, "%0D%0A"))),
        detail: "CR LF",
      },
    ],
  },
];

const BOOLEANS = [
  ["True", "False"],
  ["1", "0"],
  ["true", "false"],
] as const;

function withBooleans(fields: readonly Counted[], yes: string, no: string): readonly Counted[] {
  return fields.map(
    revalued((value) => {
      if (/^true$/i.test(value)) return yes;
      return /^false$/i.test(value) ? no : value;
    }),
  );
}

function revalued(write: (value: string) => string): (field: Counted) => Counted {
  return (field) => {
    const value = write(field.value);
    return value === field.value ? field : { ...field, value };
  };
}
