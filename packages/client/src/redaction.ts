import { encode } from "@oauth1/core";

/** Blanks out the credentials in a text, which is a provider's or for a log. */
export type Hide = (text: string) => string;

/**
 * Makes what blanks out the credentials that stand behind a name: in a form, JSON, XML, a header, a signature base string, a
 * table of HTML, or what a program prints of its variables. `names` are patterns of what a provider calls its own.
 *
 * @example
 * const hide = hiding(["shibboleth"]);
 * hide("oauth_token=abc&shibboleth=def&user_id=1"); // => "oauth_token=[secret]&shibboleth=[secret]&user_id=1"
 * hide("<td>oauth_token</td><td>abc</td>"); // => "<td>oauth_token</td><td>[secret]</td>"
 */
export function hiding(names: readonly string[] = []): Hide {
  const all = [CREDENTIALS, ...names].join("|");
  const plain = new RegExp(`(?<![a-z_-])(${all})${PLAIN}`, "gi");
  const encoded = new RegExp(`(${all})${ENCODED}`, "gi");
  return (text) => text.replace(plain, BLANK).replace(encoded, BLANK);
}

/**
 * Text without these credentials, whatever stands before them and however they are escaped. What is shorter than six characters
 * is a word too often, and stays.
 *
 * @example
 * hideValues("Signed with kd94&amp;hf93.", ["kd94&hf93"]); // => "Signed with [secret]."
 */
export function hideValues(text: string, values: readonly string[]): string {
  const known = values.filter((value) => value.length > 5);
  // One may begin with another.
  const spelled = known.sort((a, b) => b.length - a.length).flatMap(spellings);
  return known.length === 0 ? text : text.replace(new RegExp(spelled.join("|"), "gi"), "[secret]");
}

/**
 * A copy of an answer's headers with the credentials in them blanked out: a redirect repeats what was sent in a query, and a
 * cookie may be as good as a login.
 *
 * @example
 * const headers = new Headers({ location: "https://photos.example.net/?oauth_token=abc&page=2", "set-cookie": "a=b" });
 * hideHeaders(headers, hiding()).get("location"); // => "https://photos.example.net/?oauth_token=[secret]&page=2"
 * hideHeaders(headers, hiding()).get("set-cookie"); // => "[secret]"
 */
export function hideHeaders(headers: Headers, hide: Hide): Headers {
  const shown = [...headers].map(([name, value]): [string, string] => [
    name,
    name === "set-cookie" ? "[secret]" : hide(value),
  ]);
  return new Headers(shown);
}

/**
 * Whether a parameter of this name is a credential.
 *
 * @example
 * isCredential("oauth_verifier"); // => true
 */
export function isCredential(name: string): boolean {
  return new RegExp(`^(?:${CREDENTIALS})$`).test(name);
}

/**
 * Text as a pattern.
 *
 * @example
 * literal("lp.key"); // => "lp\\.key"
 */
export function literal(text: string): string {
  return text.replace(/[^\w-]/g, "\\$&");
}

const BLANK = "$1$2[secret]";

// With PLAINTEXT, the signature is both secrets. All parameters that are sent as one, in JSON, are in `Authorization`.
const CREDENTIALS =
  "oauth_token(?:_secret)?|oauth_signature|oauth_verifier|oauth_session_handle|(?:access|refresh|id)_token|x_auth_password|Authorization(?==)";

// A sign that what follows is a value, and all that may stand before it: quotes, brackets, tags, and the word for it. In a list
// of names, another one follows.
const PLAIN = String.raw`(?=[\s"'\\\]]*(?:[=:<>&]|value\W*[=:])|\\*["'],)((?:[\s"'\\\]=:>,]|&#?\w+;|<[^<>]*>|value\b|string\(\d+\))+)(?!oauth_[a-z_]+\b)[^&"'\s,}<\\]+`;

const ENCODED = String.raw`(%(?:25)*(?:3D|3A|22)(?:%(?:25)*(?:3D|3A|2[02C]))*)(?:%25(?!22)|[^%&"'\s,}<\\])+`;

// As it is, or as its words with any signs between them, however these are encoded or escaped: were each sign looked for by
// itself, that would start over at each one of a long run. No secret has more words, and a pattern of thousands takes its time.
function spellings(value: string): readonly string[] {
  const parts = value.split(/(\W+)/, 127);
  const spelled = parts.map((part, at) => {
    // Of what stands around it, all may be the text's.
    const most = parts[at - 1] && parts[at + 1] ? 32 : Math.min(part.length, 32);
    return at % 2 === 0 ? part : `${SIGN}{1,${most}}`;
  });
  const isKnown = value.replace(/\W+/g, "-").length > 5;
  return [literal(value), literal(encode(value)), ...(isKnown ? [spelled.join("")] : [])];
}

const ESCAPE = String.raw`\\u\w{4}|%(?:25)*\w\w|&#?\w{1,6};`;

// What begins an escape is none by itself.
const SIGN = `(?:${ESCAPE}|(?!${ESCAPE})\\W)`;
