/** The media types of what is read as text at all. */
export const TEXT: RegExp = /json|xml|text|urlencoded/;

/**
 * The body of an answer that nobody has asked for yet, and may still read, as far as 65,536 characters, or as have come within
 * two seconds: nothing where its headers say that it is longer, or no text, and where it breaks off.
 *
 * @example
 * await briefText(new Response("oauth_problem=nonce_used")); // => "oauth_problem=nonce_used"
 * await briefText(new Response("...", { headers: { "content-type": "image/png" } })); // => ""
 */
export async function briefText(response: Response): Promise<string> {
  const { headers } = response;
  const isBrief = Number(headers.get("content-length")) <= LONGEST;
  if (!isBrief || !TEXT.test(headers.get("content-type") ?? "text")) return "";
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  // Half of what was copied ends only with the other half, which is not waited for.
  const end = (): void => void reader?.cancel().catch(() => undefined);
  const timer = setTimeout(end, LONGEST_WAIT);
  const decoder = new TextDecoder();
  let text = "";
  try {
    // Throws where the app's own function has read it.
    reader = response.clone().body?.getReader();
    // Without a length it may have no end.
    while (reader && text.length < LONGEST) {
      const { value } = await reader.read();
      if (!value) break;
      text += decoder.decode(value, { stream: true });
    }
    return text;
  } catch {
    return "";
  } finally {
    clearTimeout(timer);
    end();
  }
}

const LONGEST = 65_536;

// Whoever wants the answer itself waits for it as long as they like, and not for this.
const LONGEST_WAIT = 2000;
