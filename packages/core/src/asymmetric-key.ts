/**
 * A key of a key pair: PEM text (PKCS #1 or PKCS #8; for verifying also SPKI or a certificate), a JSON Web Key, a
 * `CryptoKey`, or a `KeyObject` of node:crypto. The last two are recognized by their shape.
 */
export type AsymmetricKey = string | RsaJsonWebKey | CryptoKeyLike | KeyObjectLike;

/** An RSA key as RFC 7517 writes it; `d` makes it a private one. */
export interface RsaJsonWebKey {
  readonly kty: string;
  readonly n?: string;
  readonly e?: string;
  readonly d?: string;
  readonly [parameter: string]: unknown;
}

/** What a `CryptoKey` of WebCrypto looks like. */
export interface CryptoKeyLike {
  readonly type: string;
  readonly algorithm: { readonly name: string };
  readonly extractable: boolean;
}

/** What a `KeyObject` of node:crypto looks like. */
export interface KeyObjectLike {
  readonly type: string;
  readonly asymmetricKeyType?: string | undefined;
  readonly export: (options: { readonly format: "jwk" }) => unknown;
}

/** A key by its kind. */
export type KnownKey =
  | { readonly kind: "pem"; readonly label: string; readonly pem: string }
  | { readonly kind: "jwk"; readonly jwk: RsaJsonWebKey }
  | { readonly kind: "cryptoKey"; readonly cryptoKey: CryptoKeyLike }
  | { readonly kind: "keyObject"; readonly keyObject: KeyObjectLike };

/** What a key is needed for. */
export type KeyUse = "private" | "public";

/**
 * Tells the kind of a key, and refuses what cannot be one for this use. Throws a TypeError that says what was seen, and
 * holds nothing of the key.
 *
 * @example
 * knownKey({ kty: "RSA", n: "AQAB", e: "AQAB" }, "public").kind; // => "jwk"
 */
export function knownKey(key: AsymmetricKey, use: KeyUse): KnownKey {
  if (typeof key === "string") return knownPem(key, use);
  const stranger = strangerIn(key);
  if (stranger !== undefined) throw wrongKey(use, stranger);
  if ("kty" in key) {
    if (key.kty !== "RSA") throw wrongKey(use, `a JSON Web Key of type ${String(key.kty)}`);
    if (use === "private" && key.d === undefined) throw wrongKey(use, "a public JSON Web Key");
    if (use === "private" && PRIMES.some((name) => key[name] === undefined)) {
      throw wrongKey(use, `a JSON Web Key that lacks one of ${PRIMES.join(", ")}`);
    }
    return { kind: "jwk", jwk: key };
  }
  if (use === "private" ? key.type !== "private" : key.type === "secret") {
    throw wrongKey(use, `a ${key.type} ${"algorithm" in key ? "CryptoKey" : "KeyObject"}`);
  }
  if ("algorithm" in key) {
    if (!key.algorithm.name.startsWith("RSA"))
      throw wrongKey(use, `a CryptoKey for ${key.algorithm.name}`);
    return { kind: "cryptoKey", cryptoKey: key };
  }
  if (key.asymmetricKeyType?.startsWith("rsa") !== true) {
    throw wrongKey(use, `a KeyObject of type ${key.asymmetricKeyType ?? key.type}`);
  }
  return { kind: "keyObject", keyObject: key };
}

/**
 * Whether a public key is readable and for another algorithm than RSA. PEM does not show before it is parsed.
 *
 * @example
 * isOfAnotherAlgorithm({ kty: "EC", crv: "P-256" }); // => true
 * isOfAnotherAlgorithm({ kty: "RSA", n: "AQAB", e: "AQAB" }); // => false
 */
export function isOfAnotherAlgorithm(key: AsymmetricKey): boolean {
  if (typeof key === "string" || strangerIn(key) !== undefined) return false;
  if ("kty" in key) return key.kty !== "RSA";
  if (key.type !== "public") return false;
  const name = "algorithm" in key ? key.algorithm.name : key.asymmetricKeyType;
  return name !== undefined && !/^rsa/i.test(name);
}

/**
 * The error for a key that does not fit, naming what was seen and what is needed.
 *
 * @example
 * wrongKey("private", "a certificate").message; // => "This signature method needs a private RSA key, and this is a certificate: pass PEM (PKCS #1 or PKCS #8), a JSON Web Key, a CryptoKey or a KeyObject."
 */
export function wrongKey(use: KeyUse, seen: string): TypeError {
  const formats =
    use === "private" ? "PEM (PKCS #1 or PKCS #8)" : "PEM (SPKI, PKCS #1 or a certificate)";
  return new TypeError(
    `This signature method needs a ${use} RSA key, and this is ${seen}: ` +
      `pass ${formats}, a JSON Web Key, a CryptoKey or a KeyObject.`,
  );
}

/**
 * Parses a key with the platform's means. Throws a TypeError in place of the platform's own error, which may quote the key.
 *
 * @example
 * const known = knownKey({ kty: "RSA", n: "", e: "" }, "public");
 * readKey("public", known, () => 7); // => 7
 */
export function readKey<T>(use: KeyUse, known: KnownKey, parse: () => T | undefined): T {
  try {
    const key = parse();
    if (key !== undefined) return key;
  } catch {
    // What the platform has to say is not for logs.
  }
  throw unreadable(use, known);
}

/**
 * The error for a key whose format is right and whose content is not, as that of another algorithm or of a damaged file.
 *
 * @example
 * const known = knownKey({ kty: "RSA", n: "", e: "" }, "public");
 * unreadable("public", known).message.includes("this is a JSON Web Key that this platform cannot read as an RSA key"); // => true
 */
export function unreadable(use: KeyUse, known: KnownKey): TypeError {
  const seen = known.kind === "pem" ? `a PEM block labelled ${known.label}` : SEEN[known.kind];
  return wrongKey(use, `${seen} that this platform cannot read as an RSA key`);
}

const SEEN = {
  jwk: "a JSON Web Key",
  cryptoKey: "a CryptoKey",
  keyObject: "a KeyObject",
} as const;

// What only a program without types can pass: a variable that is not set, or a file that was read as bytes.
function strangerIn(key: unknown): string | undefined {
  if (key === undefined || key === null) return String(key);
  if (typeof key !== "object") return `a ${typeof key}`;
  if (ArrayBuffer.isView(key)) return "bytes, not text";
  return "kty" in key || ("type" in key && typeof key.type === "string")
    ? undefined
    : "an object of another kind";
}

function knownPem(text: string, use: KeyUse): KnownKey {
  // Encapsulated blocks (RFC 7468); what stands around them is commentary, and a certificate often comes with its key.
  const blocks = [...text.matchAll(PEM_BLOCK)];
  const fits = ([, label = ""]: readonly string[]): boolean => PEM_LABELS[use].includes(label);
  const [, label, body] = blocks.find(fits) ?? blocks[0] ?? [];
  if (label === undefined || body === undefined) throw wrongKey(use, textKind(text));
  if (/^\s*Proc-Type:.*ENCRYPTED/.test(body)) throw wrongKey(use, "a PEM block that is encrypted");
  if (!PEM_LABELS[use].includes(label)) throw wrongKey(use, `a PEM block labelled ${label}`);
  // Variables of the environment often hold line breaks as \n or as spaces, which not every platform reads.
  const lines = body.replace(/\s|\\[nr]/g, "").replace(/.{64}(?=.)/g, "$&\n");
  return { kind: "pem", label, pem: `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----` };
}

function textKind(text: string): string {
  if (/^\s*\{/.test(text)) return "JSON as text, which has to be parsed first";
  if (text.includes("-----BEGIN ")) return "a PEM block without its end line";
  return "text that is no PEM";
}

const PEM_BLOCK = /-----BEGIN ([A-Z0-9 ]{1,40})-----([^-]*(?:-(?!----)[^-]*)*)-----END \1-----/g;

// No platform signs with the exponent alone (RFC 7518 section 6.3.2).
const PRIMES = ["p", "q", "dp", "dq", "qi"] as const;

const PEM_LABELS: Readonly<Record<KeyUse, readonly string[]>> = {
  private: ["PRIVATE KEY", "RSA PRIVATE KEY"],
  public: ["PUBLIC KEY", "RSA PUBLIC KEY", "CERTIFICATE"],
};
