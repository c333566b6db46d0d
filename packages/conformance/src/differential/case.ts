/** What two implementations of RFC 5849 have to agree on: a request as it is on the wire, and both secrets. */
export interface Case {
  readonly id: number;
  /** `sent`: our `signSync` has written it. `received`: the generator has, and our `verify` reads it. */
  readonly direction: "sent" | "received";
  readonly method: string;
  readonly url: string;
  readonly authorization?: string;
  readonly contentType?: string;
  /** The body's bytes in base64. */
  readonly body?: string;
  readonly hash: "SHA-1" | "SHA-256" | "SHA-512";
  readonly consumerSecret: string;
  readonly tokenSecret: string;
}

/** The stages of a signature, as one implementation sees them. */
export interface Stages {
  readonly normalized: string;
  readonly uri: string;
  readonly base: string;
  readonly signature: string;
}

/** An implementation may also refuse a request, saying why. */
export type Answer = Stages | { readonly refused: string };

/** The text of a body, byte for byte: what is not ASCII appears as `%XX`. */
export function bodyText({ body }: Case): string {
  return [...Buffer.from(body ?? "", "base64")]
    .map((byte) => (byte < 0x80 ? String.fromCharCode(byte) : `%${byte.toString(16)}`))
    .join("");
}

/** Whether the body takes part in the signature (RFC 5849 section 3.4.1.3.1). */
export function hasForm({ contentType = "" }: Case): boolean {
  return /^application\/x-www-form-urlencoded *(?:;|$)/i.test(contentType);
}
