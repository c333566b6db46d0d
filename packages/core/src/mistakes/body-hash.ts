import { digest } from "#crypto";
import type { HashName } from "../crypto/platform.js";
import { decode } from "../percent.js";
import { HASHES } from "./mac.js";
import type { Mistake } from "./mistake.js";
import {
  fromBase64Twice,
  fromHex,
  fromHexInBase64,
  fromUrlSafe,
  padded,
  undone,
} from "./recoded.js";

/** A body that is sent with its hash. */
export interface HashedBody {
  /** The value of `oauth_body_hash`. */
  readonly given: string;
  readonly content: Uint8Array;
  /** The function that the hash should be made with. */
  readonly hash: HashName;
}

/** What a mistake in a body hash replaces: what was hashed, how, or the hash that the signer had before it was written. */
type HashedChange = Partial<HashedBody> & { readonly detail?: string };

/** A mistake in a body hash: one entry of a table. */
export interface BodyHashMistake extends Mistake {
  /** The ways in which a signer makes this mistake, none where there is no occasion. Each replaces one part. */
  readonly apply: (body: HashedBody) => readonly HashedChange[];
}

/** A body hash where none belongs, on a form (OAuth Request Body Hash 1.0). */
export const HASH_OF_FORM: Mistake = {
  id: "body-hash-of-form",
  title: "A form is sent with `oauth_body_hash`",
  advice:
    "Leave `oauth_body_hash` out where the body is a form: its parameters take part in the signature themselves.",
};

/** All that can be said of a hash which no known mistake makes of the body. */
export const HASH_OF_OTHER: Mistake = {
  id: "body-hash-of-other",
  title: "`oauth_body_hash` is not the hash of the body that is sent",
  advice:
    "Hash the very bytes that are sent: JSON that is written a second time, a template or a proxy on the way makes other bytes of them.",
};

/** Mistakes in making `oauth_body_hash` (OAuth Request Body Hash 1.0), the likeliest first. */
export const BODY_HASH_MISTAKES: readonly BodyHashMistake[] = [
  {
    id: "body-hash-other-hash",
    title: "The body is hashed with another function than the signature method's",
    advice:
      "Take SHA-1 with HMAC-SHA1 and RSA-SHA1, and SHA-256 with the methods of that name, unless the provider's documentation says otherwise.",
    apply: ({ hash }) =>
      HASHES.filter((other) => other !== hash).map((other) => ({ hash: other, detail: other })),
  },
  {
    id: "body-hash-of-empty",
    title: "`oauth_body_hash` is the hash of an empty body",
    advice: "Hash the body before the request is signed, when it is known and has not been read.",
    apply: () => [{ content: new Uint8Array() }],
  },
  {
    id: "body-hash-hex",
    title: "`oauth_body_hash` is written in hex",
    advice: "Write the bytes of the hash in base64.",
    apply: without(fromHex),
  },
  {
    id: "body-hash-base64-of-hex",
    title: "`oauth_body_hash` is the base64 of hex digits",
    advice: "Take the hash as bytes, not as hex text, and write them in base64.",
    apply: without(fromHexInBase64),
  },
  {
    id: "body-hash-base64-twice",
    title: "`oauth_body_hash` is in base64 twice",
    advice: "The hash function answers in base64 already: do not encode again.",
    apply: without(fromBase64Twice),
  },
  {
    id: "body-hash-encoded",
    title: "`oauth_body_hash` is percent-encoded once too often",
    advice: "Pass the signer the base64 as it is: it encodes every value itself.",
    apply: without(decode),
  },
  {
    id: "body-hash-url-safe",
    title: "`oauth_body_hash` is in the base64 of URLs, with - and _",
    advice: "Use plain base64, with `+` and `/`; the signer percent-encodes it.",
    apply: without(fromUrlSafe),
  },
  {
    id: "body-hash-not-padded",
    title: "`oauth_body_hash` has lost the `=` at its end",
    advice: "Keep the padding of base64.",
    apply: without(padded),
  },
  {
    id: "body-hash-line-break",
    title: "The body is hashed with a line break at its end and sent without, or the reverse",
    advice:
      "Hash what is sent: files often end with a line break, and some tools strip it on the way.",
    apply: ({ content }) => [withLineBreak(content), withoutLineBreak(content)],
  },
  {
    id: "body-hash-charset",
    title: "The body is hashed in another charset than it is sent in",
    advice: "Turn the body into bytes once, as UTF-8, then hash these bytes and send them.",
    apply: ({ content }) =>
      content.some((byte) => byte > 0x7f) ? [{ content: inOtherCharset(content) }] : [],
  },
];

/**
 * What is wrong with a body hash: nothing, or the fewest mistakes that make it of the body, or that it is the hash of
 * something else. Of what was hashed, with which function and how that was written, each can be wrong.
 *
 * @example
 * const content = new TextEncoder().encode("Hello World!");
 * await findBodyHashMistakes({ given: "Lve95gjOVATpfV8EL5X4nxwjKHE=", content, hash: "SHA-1" }); // => []
 * const hex = { given: "2ef7bde608ce5404e97d5f042f95f89f1c232871", content, hash: "SHA-1" };
 * (await findBodyHashMistakes(hex)).map(({ id }) => id); // => ["body-hash-hex"]
 */
export async function findBodyHashMistakes(body: HashedBody): Promise<readonly Mistake[]> {
  if ((await digest(body.hash, body.content)) === body.given) return [];
  const found: (readonly Mistake[])[] = [];
  for (const hashed of waysOf(body, "content")) {
    for (const hashing of waysOf(body, "hash")) {
      const result = await digest(hashing.body.hash, hashed.body.content);
      for (const writing of waysOf(body, "given")) {
        const made = [...hashed.made, ...hashing.made, ...writing.made];
        if (writing.body.given === result) found.push(made);
      }
    }
  }
  const [fewest = [HASH_OF_OTHER]] = found.sort((a, b) => a.length - b.length);
  return fewest;
}

/** A hashed body with one part as it is, or with a mistake made in it. */
interface Way {
  readonly body: HashedBody;
  readonly made: readonly Mistake[];
}

function waysOf(body: HashedBody, part: keyof HashedBody): readonly Way[] {
  const wrong = BODY_HASH_MISTAKES.flatMap(({ apply, ...mistake }) =>
    apply(body)
      .filter((change) => part in change)
      .map(({ detail, ...change }) => ({
        body: { ...body, ...change },
        made: [detail === undefined ? mistake : { ...mistake, detail }],
      })),
  );
  return [{ body, made: [] }, ...wrong];
}

function without(coding: (text: string) => string): BodyHashMistake["apply"] {
  return (body) => undone(coding, body.given).map((given) => ({ given }));
}

function withLineBreak(content: Uint8Array): HashedChange {
  const longer = new Uint8Array(content.length + 1).fill(LINE_FEED);
  longer.set(content);
  return { content: longer };
}

function withoutLineBreak(content: Uint8Array): HashedChange {
  const last = content.findLastIndex((byte) => byte !== LINE_FEED && byte !== CARRIAGE_RETURN);
  return { content: content.subarray(0, last + 1) };
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

// UTF-8 becomes Latin-1, with question marks for what that does not have, and what is not UTF-8 is taken for Latin-1.
function inOtherCharset(content: Uint8Array): Uint8Array {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
    return Uint8Array.from(text, (character) => {
      const code = character.charCodeAt(0);
      return code > 0xff ? QUESTION_MARK : code;
    });
  } catch {
    const text = Array.from(content, (byte) => String.fromCharCode(byte)).join("");
    return new TextEncoder().encode(text);
  }
}

const QUESTION_MARK = 0x3f;
