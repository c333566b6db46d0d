import { decode } from "../percent.js";
import type { KnownMistake } from "./mistake.js";
import {
  fromBase64Twice,
  fromHex,
  fromHexInBase64,
  fromUrlSafe,
  padded,
  undone,
} from "./recoded.js";

/**
 * Mistakes in how the signature is written and sent (RFC 5849 sections 3.4.2 and 3.5), the likeliest first. Each is
 * undone: what was sent is read as the signature that the signer had.
 */
export const CODING_MISTAKES: readonly KnownMistake[] = [
  {
    id: "signature-encoded-twice",
    title: "`oauth_signature` is percent-encoded twice on the wire",
    advice:
      "Encode the signature once, where it is written into the header, the query or the form.",
    apply: (draft) => (draft.mac.usesText ? without(decode)(draft) : []),
  },
  {
    id: "plaintext-encoded-twice",
    title: "The PLAINTEXT signature is percent-encoded once too often",
    advice:
      "The secrets are encoded when the signature is made, and all of it once more when it is sent; not a third time.",
    apply: (draft) => (draft.mac.usesText ? [] : without(decode)(draft)),
  },
  {
    id: "signature-not-encoded",
    title: "`oauth_signature` is not percent-encoded on the wire, so its `+` became a space",
    advice: "Percent-encode the signature where it is written into the query or the form.",
    apply: without((text) => text.replaceAll(" ", "+")),
  },
  {
    id: "signature-hex",
    title: "The signature is written in hex",
    advice: "Write the bytes of the HMAC in base64.",
    apply: without(fromHex),
  },
  {
    id: "signature-base64-of-hex",
    title: "The signature is the base64 of hex digits",
    advice: "Take the HMAC as bytes, not as hex text, and write them in base64.",
    apply: without(fromHexInBase64),
  },
  {
    id: "signature-base64-twice",
    title: "The signature is in base64 twice",
    advice: "The HMAC function answers in base64 already: do not encode again.",
    apply: without(fromBase64Twice),
  },
  {
    id: "signature-url-safe",
    title: "The signature is in the base64 of URLs, with - and _",
    advice: "Use plain base64, with `+` and `/`, and percent-encode it on the wire.",
    apply: without(fromUrlSafe),
  },
  {
    id: "signature-not-padded",
    title: "The signature has lost the `=` at its end",
    advice: "Keep the padding of base64.",
    apply: without(padded),
  },
  {
    id: "signature-line-break",
    title: "The signature has line breaks in it",
    advice: "Some base64 functions add line breaks: strip them before the signature is sent.",
    apply: without((text) => text.replace(/[\r\n]/g, "")),
  },
  {
    id: "signature-quoted",
    title: "The signature has quotes around it",
    advice:
      "The quotes of the header stand around the encoded value: `oauth_signature` itself has none. In Python, decode the bytes of the base64: `str` makes `b'...'` of them.",
    apply: without((text) => text.replace(/^b?(["'])(.*)\1$/s, "$2")),
  },
];

function without(coding: (text: string) => string): KnownMistake["apply"] {
  return (draft) => undone(coding, draft.signature).map((signature) => ({ signature }));
}
