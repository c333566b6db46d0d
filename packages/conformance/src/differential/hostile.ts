import type { Random } from "./random.js";

/** Text as somebody writes it: any characters, those that need encoding before all. */
export function plainText(random: Random): string {
  return random.list(0, 8, () => random.pick(PLAIN)(random)).join("");
}

/** A name or a value as it stands in a query or a form: encoded well, badly, needlessly or not at all. */
function wireText(random: Random): string {
  return random.list(0, 6, () => random.pick(WIRE)(random)).join("");
}

/** The same by somebody who encodes everything that has to be, if oddly. Every implementation can read it. */
function encodedText(random: Random): string {
  return random.list(0, 6, () => random.pick(WELL_ENCODED)(random)).join("");
}

/** A query or a form body: pairs, bare names, empty segments, duplicates, and now and then a great many. */
export function wireForm(random: Random): string {
  const most = random.chance(0.01) ? 120 : 6;
  // Pieces that some implementations refuse would hide what the others do, were they everywhere.
  const text = random.chance(0.7) ? encodedText : wireText;
  const segments = random.list(0, most, () => segment(random, text));
  const [first] = segments;
  if (first !== undefined && random.chance(0.2)) segments.push(first);
  return segments.join("&");
}

/** A URL whose every part may be odd. In a request that was received, the bytes are those of the request target. */
export function oddUrl(random: Random): string {
  const query = random.chance(0.8) ? `?${wireForm(random)}` : random.pick(["", "?"]);
  const authority = `${random.pick(USERINFO)}${random.pick(HOSTS)}${random.pick(PORTS)}`;
  return `${random.pick(SCHEMES)}://${authority}${random.pick(PATHS)}${query}`;
}

/** Percent-encodes each byte that has to be, and at random some that need not be, with hex of either case. */
export function oddlyEncoded(random: Random, text: string): string {
  return [...new TextEncoder().encode(text)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      const plain = /[A-Za-z0-9\-._~]/.test(character) && random.chance(0.95);
      return plain ? character : escaped(random, byte);
    })
    .join("");
}

type Make = (random: Random) => string;

const SCHEMES = ["http", "https", "HTTP", "Https"] as const;
const USERINFO = ["", "", "", "", "user:pass@", "a%40b@"] as const;
const HOSTS = [
  ...["example.com", "EXAMPLE.Com", "a.b-c.example", "localhost", "example.com.", "a_b.example"],
  ...["127.0.0.1", "[::1]", "[2001:DB8::1]", "[2001:db8:0:0:0:0:0:1]", "xn--mnchen-3ya.example"],
] as const;
const PORTS = ["", "", "", ":", ":80", ":443", ":8080", ":65535", ":0080"] as const;
const PATHS = [
  ...["", "/", "/a", "/r%20v/X", "/%7Ea", "/~a", "/a%2Fb", "/a%2fb", "/a;b=1", "/a;", "/a;b/c;"],
  ...["/../b", "/a/./b/..", "//", "//a//", "/ü", "/%e2%98%83", "/a+b", "/a'b()*!", "/%zz", "/%"],
  ...["/a:b@c", "/[x]", "/|", "/a,b$c", "/%FF", "/a=b&c=d"],
] as const;
const NAMES = ["a", "b", "A", "a%5B%5D", "a%5b0%5d", "__proto__", "constructor", "oauth", "0"];
const TEXTS = ["é", "ü", "日本語", "☃", "🎉", "e\u0301", "\u00a0", "\u202e", "\ufeff", "ß", "İ"];
const PUNCTUATION = [..."!*'()~:/?@$,;\"<>^`{|}\\[]"];

const ESCAPES = ["%20", "%25", "%zz", "%FF"];

const word: Make = (random) => random.list(1, 4, () => random.pick([..."abzAZ019-._~"])).join("");
const unicode: Make = (random) => random.pick(TEXTS);
const punctuation: Make = (random) => random.pick(PUNCTUATION);

const PLAIN: readonly Make[] = [
  word,
  unicode,
  punctuation,
  (random) => random.pick([...'&=+% #"\n\t\0\u007f\u0080']),
  (random) =>
    random.pick(["a=b&c=d", "0", "null", random.chance(0.2) ? random.pick(ESCAPES) : "+"]),
  (random) => (random.chance(0.02) ? random.pick(["\ud800", "\udfff", "\ude00\ud800"]) : ""),
];

const WELL_ENCODED: readonly Make[] = [
  word,
  word,
  (random) => random.pick([..."!*'()~:/?@$,;"]),
  (random) => escaped(random, random.below(128)),
  (random) => oddlyEncoded(random, random.pick(TEXTS)),
  (random) => oddlyEncoded(random, random.pick(PUNCTUATION)),
  (random) => oddlyEncoded(random, random.pick(["&", "=", "%", "+", " ", "~", "a b", "%41"])),
  (random) => random.pick(["+", "++", "%2B", "%2b", "%20"]),
];

const WIRE: readonly Make[] = [
  ...WELL_ENCODED,
  unicode,
  punctuation,
  (random) => escaped(random, random.below(256)),
  (random) => random.pick(["%", "%4", "%zz", "%%", "%u0041", "%C3", "%C0%AF", "%ED%A0%80", " "]),
];

function segment(random: Random, text: Make): string {
  const name = random.chance(0.5) ? random.pick(NAMES) : text(random);
  const value = random.chance(0.3)
    ? random.pick(["", "=", "a=b", "0", "false", "1"])
    : text(random);
  return random.chance(0.15) ? random.pick([name, "", "=", "=a"]) : `${name}=${value}`;
}

function escaped(random: Random, byte: number): string {
  const hex = byte.toString(16).padStart(2, "0");
  return `%${random.chance(0.5) ? hex : hex.toUpperCase()}`;
}
