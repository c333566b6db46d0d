import { decode, encode } from "../percent.js";
import type { Counted, Draft, Spelled } from "./draft.js";
import { asItIs, formEncoded, latin1, utf8OfBytes } from "./escapes.js";
import { lone, rare, type Change, type KnownMistake } from "./mistake.js";

/** Mistakes in encoding (RFC 5849 sections 3.4.1.1 and 3.6), in the order in which they are made. */
export const ENCODING_MISTAKES: readonly KnownMistake[] = [
  {
    id: "wire-encoded-again",
    title: "The query or the form is signed as its text, without having been decoded",
    advice:
      "Split the query or the form, decode each name and value, and encode them for the base string.",
    apply: ({ spell }) => [{ spell: (field) => (isForm(field) ? undecoded(field) : spell(field)) }],
  },
  {
    id: "charset-latin1",
    title: "Text beyond ASCII is signed in another charset than it is sent in",
    advice: "Send and sign UTF-8, not Latin-1.",
    apply: ({ spell }) => [{ spell: respelled(spell, latin1) }],
  },
  {
    id: "charset-twice",
    title: "Text beyond ASCII is signed as UTF-8 of UTF-8",
    advice: "The text was turned into bytes twice: encode it once, from the text itself.",
    apply: ({ spell }) => rare([{ spell: respelled(spell, utf8OfBytes) }]),
  },
  {
    id: "reserved-not-encoded",
    title: "The characters ! * ' ( ) are not encoded",
    advice:
      "RFC 5849 section 3.6 leaves only letters, digits and `-._~` as they are; encodeURIComponent and its kin leave more.",
    apply: faulty(byPlatform),
  },
  {
    id: "tilde-encoded",
    title: "`~` is encoded",
    advice: "`~` is an unreserved character and stays as it is.",
    apply: faulty((text) => text.replaceAll("~", "%7E")),
  },
  {
    id: "space-as-plus",
    title: "A space is encoded as `+`",
    advice: "Use percent-encoding, not that of forms: a space is `%20`.",
    apply: (draft) => [
      ...faulty((text) => text.replaceAll("%20", "+"))(draft),
      ...rare(
        faulty(formEncoded)(draft).map((change) => ({
          ...change,
          detail: "as URLEncoder does, with ~ encoded and * not",
        })),
      ),
    ],
  },
  {
    id: "slash-not-encoded",
    title: "`/` is not encoded",
    advice: "Encode `/` as `%2F`: some functions have to be told, as Python's quote with safe=''.",
    apply: faulty((text) => text.replaceAll("%2F", "/")),
  },
  {
    id: "separators-not-encoded",
    title: "Reserved characters such as & = ? / : are not encoded",
    advice: "Use a function for components, such as encodeURIComponent, not one for whole URLs.",
    apply: faulty((text) => unescaped(text, /%(?:2[134678-9ABCF]|3[ABDF]|40)/g)),
  },
  {
    id: "lower-case-hex",
    title: "The escapes have lower-case letters",
    advice: "Write `%2F`, not `%2f`: the hex digits of RFC 5849 section 3.6 are upper-case.",
    apply: faulty((text) => text.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase())),
  },
  {
    id: "callback-not-encoded",
    title: "`oauth_callback` is signed as it is, not encoded",
    advice: "Encode the callback's URL like any other value before it is joined.",
    apply: ({ spell }) => [
      {
        spell: (field) =>
          (field.name === "oauth_callback" ? respelled(spell, decode) : spell)(field),
      },
    ],
  },
  {
    id: "values-not-encoded",
    title: "Names and values are not encoded before they are joined",
    advice:
      "Encode each name and value first, then sort and join them, then encode the whole once more.",
    apply: ({ spell }) => [
      { spell: respelled(spell, decode) },
      ...rare([
        {
          spell: respelled(spell, (text, isName) => (isName ? text : decode(text))),
          detail: "values",
        },
      ]),
    ],
  },
  {
    id: "values-encoded-twice",
    title: "Names and values are encoded once too often",
    advice:
      "Pass the signer plain text if it encodes. In the base string a space of a value is `%2520`, not `%252520`.",
    apply: encodedTwice,
  },
  {
    id: "pieces-not-encoded",
    title: "The pieces of the base string are joined without being encoded",
    advice:
      "Encode the method, the URI and the normalized parameters, each on its own, and join them with `&`.",
    apply: ({ piece }) => [
      { piece: asItIs, detail: "all" },
      ...rare(
        [2, 1].map((raw) => ({
          piece: (text: string, index: number) => (index === raw ? text : piece(text, index)),
          detail: raw === 2 ? "the parameters" : "the URI",
        })),
      ),
    ],
  },
  {
    id: "base-string-encoded-again",
    title: "The base string is encoded once too often",
    advice: "Encode its three pieces once, and sign what comes of it.",
    apply: ({ join, piece }) => [
      { join: (pieces) => encode(join(pieces)), detail: "the whole" },
      ...rare([{ piece: (text, index) => encode(piece(text, index)), detail: "its pieces" }]),
    ],
  },
  {
    id: "base-string-encoded-whole",
    title: "The base string was joined first and encoded then, its `&` too",
    advice: "Encode the three pieces, each on its own, then join them with a plain `&`.",
    apply: ({ join }) => rare([{ piece: asItIs, join: (pieces) => encode(join(pieces)) }]),
  },
  {
    id: "base-string-newline",
    title: "The base string was signed with a line break at its end",
    advice: "Sign the base string alone: echo adds a line break, printf does not.",
    apply: () => [{ ending: "\n" }],
  },
];

function isForm({ source }: Counted): boolean {
  return source === "query" || source === "form";
}

function undecoded(field: Counted): Spelled {
  const [name = "", ...value] = field.raw.split("=");
  return { field, name: encode(name), value: encode(value.join("=")) };
}

function respelled(
  spell: Draft["spell"],
  write: (text: string, isName: boolean) => string,
): Draft["spell"] {
  return (field) => {
    const spelled = spell(field);
    return { field, name: write(spelled.name, true), value: write(spelled.value, false) };
  };
}

function encodedTwice({ fields, spell }: Draft): readonly Change[] {
  const both = respelled(spell, encode);
  const values = respelled(spell, (text, isName) => (isName ? text : encode(text)));
  const sloppy = respelled(spell, (text) => encode(byPlatform(text)));
  const where = (
    detail: string,
    isIt: (field: Counted) => boolean,
    wrong: Draft["spell"],
  ): Change => ({ spell: (field) => (isIt(field) ? wrong : spell)(field), detail });
  return [
    { spell: both },
    ...rare([
      where("those of the protocol", isProtocol, both),
      where("those of the request", isOfRequest, both),
    ]),
    ...lone([
      where("those of the query", ({ source }) => source === "query", both),
      where("those of the form", ({ source }) => source === "form", both),
      where("those of the request, first with encodeURIComponent", isOfRequest, sloppy),
      { spell: values, detail: "the values" },
      where("the values of the request", isOfRequest, values),
      where("the values of the query", ({ source }) => source === "query", values),
      where("the values of the form", ({ source }) => source === "form", values),
      ...fields.flatMap((one) =>
        [
          ...(one.value.includes("%") ? [values] : []),
          ...(one.name.includes("%") ? [both] : []),
        ].map((wrong) => where(decode(one.name), (field) => field === one, wrong)),
      ),
    ]),
  ];
}

function isProtocol({ name }: Counted): boolean {
  return name.startsWith("oauth_");
}

function isOfRequest(field: Counted): boolean {
  return !isProtocol(field);
}

// A wrong encoder is used for everything, or the right one is at hand where base string or key are put together.
function faulty(fault: (encoded: string) => string): (draft: Draft) => readonly Change[] {
  return ({ spell, piece, key }) => {
    const inParameters = { spell: respelled(spell, fault) };
    const inBaseString = {
      ...inParameters,
      piece: (text: string, index: number) => fault(piece(text, index)),
    };
    const write = (secret: string): string => fault(key.write(secret));
    const isInKey = [key.consumer, key.token].some((secret) => write(secret) !== key.write(secret));
    return [
      { ...inBaseString, key: { ...key, write } },
      inParameters,
      // Where it is the same as the first, it is not tried again; each way keeps its place.
      ...rare([isInKey ? { ...inBaseString, detail: "but right in the key" } : {}]),
    ];
  };
}

// As encodeURIComponent does.
function byPlatform(encoded: string): string {
  return unescaped(encoded, /%(?:21|27|28|29|2A)/g);
}

function unescaped(text: string, escapes: RegExp): string {
  return text.replace(escapes, decode);
}
