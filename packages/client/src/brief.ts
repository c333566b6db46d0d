/** The media types of what is read as text at all. */
export const TEXT: RegExp = /json|xml|text|urlencoded/;

/**
 * The body of an answer that nobody has asked for yet, and may still read: nothing where its headers say that it is long, or no
 * text, and where it breaks off.
 *
 * @example
 * await briefText(new Response("oauth_problem=nonce_used")); // => "oauth_problem=nonce_used"
 * await briefText(new Response("...", { headers: { "content-type": "image/png" } })); // => ""
 */
export async function briefText(response: Response): Promise<string> {
  const { headers } = response;
  const isBrief = Number(headers.get("content-length")) <= LONGEST;
  if (!isBrief || !TEXT.test(headers.get("content-type") ?? "text")) return "";
  return response
    .clone()
    .text()
    .catch(() => "");
}

const LONGEST = 65_536;
