import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sentTarget, type Target } from "@oauth1/core";

function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError);
    return undefined;
  }
}

// The definition: what the platform's parser makes of it.
function parsed(url: string): Target | undefined {
  const made = attempt(() => new URL(url));
  if (made?.protocol !== "http:" && made?.protocol !== "https:") return undefined;
  const { protocol, host, pathname, search } = made;
  return { scheme: protocol.slice(0, -1), host, path: pathname, query: search.slice(1) };
}

function sent(url: string): Target | undefined {
  return attempt(() => sentTarget(url));
}

const choice = (...texts: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...texts);

/** Up to so many pieces, one after the other. */
const run = (piece: fc.Arbitrary<string>, maxLength: number): fc.Arbitrary<string> =>
  fc.array(piece, { maxLength }).map((pieces) => pieces.join(""));

const any = fc.string({ unit: "binary", maxLength: 2 });
const scheme = choice("http", "https", "HTTP", "Https", "ftp", "httpss", " https", "");
const slashes = choice("://", "://", "://", ":///", ":/", ":", ":\\\\", ":/\t/");
const hostPiece = fc.oneof(
  choice("a", "z", "api", "example", "com", "localhost", ".", ".", "-", "--", "xn--", "xn--p1ai"),
  choice("0", "1", "127", "255", "256", "0x", "0x7f", "f", "%41", "%2e", "A", "_", "~", "ß", "。"),
  choice("[::1]", ":", ":80", ":443", ":8080", "@", "user:pw@", "\u00ad", "\t", "\n", " ", "*"),
  any,
);
const pathPiece = fc.oneof(
  choice("/", "/", "/", ".", "..", "...", "a", "b.json", "~x", "_", "-", "1.1", "statuses"),
  choice(
    "%2e",
    "%2E",
    "%2f",
    "%7E",
    "%",
    "\\",
    "\t",
    "\r",
    "\n",
    " ",
    "ü",
    "!",
    "'",
    "(",
    "*",
    ";",
    "@",
  ),
  any,
);
const queryPiece = fc.oneof(
  choice("a=b", "&", "=", "+", "%20", "%zz", "[]", "'", '"', "#", "?", "/", "ü", "\t", " ", "\n"),
  any,
);
const hostile = fc
  .tuple(
    scheme,
    slashes,
    run(hostPiece, 6),
    run(pathPiece, 8),
    choice("", "?", "#"),
    run(queryPiece, 5),
  )
  .map((pieces) => pieces.join(""));
const plain = fc
  .tuple(
    choice("http://", "https://"),
    run(choice("api", "a", "1", "x9", ".", "-"), 6),
    choice("com", "a", "localhost", "example.com", "1", "0x1"),
    run(choice("/", "/", "a", "1.1", "..", ".", "~_-"), 8),
    choice("", "?"),
    run(choice("a", "=", "&", "%20", "+"), 5),
  )
  .map((pieces) => pieces.join(""));

describe("the target of a request that is about to be sent", () => {
  it.each([
    ["hostile", hostile],
    ["plain", plain],
  ])("is what the platform makes of a %s URL", (_name, urls) => {
    fc.assert(
      fc.property(urls, (url) => {
        expect(sent(url)).toStrictEqual(parsed(url));
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    "https://example.com/.well-known/a",
    "https://example.com/a/./b/../c",
    "https://example.com/a/%2e%2E/b",
    "https://example.com/a\n",
    "https://example.com/a?b\n",
    "https://1.2.3/a",
    "https://1.2.0x3/a",
    "https://example.com./a",
    "https://a..com/a",
    "https://xn--a.com/",
    "https://a.xn--p1ai/",
    "https://example.com:443/",
    "https://example.com",
    "https://example.com?a",
    "https://example.com/a?",
    "https://example.com/a?#b",
    "https://example.com\\a/",
    "https://EXAMPLE.com/a",
    `https://${"a".repeat(300)}.com/a`,
    `https://${"a.".repeat(200)}com/a`,
  ])("is what the platform makes of %j", (url) => {
    expect(sent(url)).toStrictEqual(parsed(url));
  });
});
