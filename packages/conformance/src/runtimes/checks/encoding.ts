import { expectSame, type Check, type Library } from "../library.js";

/** Percent-encoding of text and of what is found on the wire, byte for byte. */
export function encodingChecks({ core }: Library): readonly Check[] {
  const cases: readonly (readonly [name: string, actual: () => unknown, expected: unknown])[] = [
    ["every ASCII character", () => core.encode(ascii()), expectedAscii()],
    ["of UTF-8", () => core.encode("é☃日🎉\u0000"), "%C3%A9%E2%98%83%E6%97%A5%F0%9F%8E%89%00"],
    ["of a lone surrogate", () => core.encode("a\ud800b"), "a%EF%BF%BDb"],
    ["of wire text", () => core.encodeWire("%e2%98%83%7E%FF 100%"), "%E2%98%83~%FF%20100%25"],
    ["of malformed escapes", () => core.encodeWire("%zz%4%%41"), "%25zz%254%25A"],
    [
      "there and back",
      () => core.decode(core.encode("a\u{10ffff}\ufeff&=%+ ")),
      "a\u{10ffff}\ufeff&=%+ ",
    ],
    ["of bytes that are no text", () => core.decode("%FFa"), "\ufffda"],
    ["of names like __proto__", () => core.parseForm("__proto__=a&constructor"), ODD_NAMES],
    ["sorts encoded bytes", () => core.normalize(core.parseForm("b=1&[=2&a=%C3%A9&a=z")), SORTED],
  ];
  return cases.map(([name, actual, expected]) => ({
    group: "encoding",
    name,
    run: () => expectSame(actual(), expected),
  }));
}

const ODD_NAMES = [
  ["__proto__", "a"],
  ["constructor", ""],
] as const;
const SORTED = "%5B=2&a=%C3%A9&a=z&b=1";

function ascii(): string {
  return Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)).join("");
}

function expectedAscii(): string {
  return [...ascii()]
    .map((character) => {
      const hex = character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0");
      return /[A-Za-z0-9\-._~]/.test(character) ? character : `%${hex}`;
    })
    .join("");
}
