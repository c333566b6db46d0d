import {
  secret,
  sign,
  signature,
  verify,
  type BaseString,
  type Credentials,
  type RequestParts,
  type SignatureMethod,
  type VerifyingKeys,
} from "@oauth1/core";
import { demandSame, underRule, type Check } from "./demand.js";

/** A signature method, with keys to try it with. */
export interface MethodSubject<K> {
  readonly method: SignatureMethod<K>;
  /** What it signs with, with a token. Secrets with characters like `&`, `!` and `é` show most. */
  readonly credentials: Credentials<K>;
  /** What verifies it. */
  readonly keys: VerifyingKeys;
  /** What must not: with another secret, another token's secret, another public key. */
  readonly otherKeys: readonly VerifyingKeys[];
}

/**
 * The contract of a `SignatureMethod`, as checks for any test runner. It cannot know which signature is right: that is for
 * vectors that somebody else has made.
 *
 * @example
 * import { hmacSha512 } from "@oauth1/core/methods/hmac-sha512";
 * const consumer = { key: "ck", secret: "c&s!" };
 * const credentials = { consumer, token: { key: "tk", secret: "é" } };
 * const otherKeys = [{ consumer }, { consumer: { secret: "c&s" }, token: credentials.token }];
 * const checks = methodContract({ method: hmacSha512, credentials, keys: credentials, otherKeys });
 * for (const { run } of checks) await run();
 * checks.length; // => 6
 */
export function methodContract<K>(subject: MethodSubject<K>): readonly Check[] {
  return Object.entries(checksOf(subject)).map(([name, check]) => ({
    name,
    run: () => underRule(RULE, check),
  }));
}

const RULE = "RFC 5849 section 3.4, and `SignatureMethod` in @oauth1/core";

function checksOf<K>(subject: MethodSubject<K>): Readonly<Record<string, () => Promise<void>>> {
  const { method, keys, otherKeys } = subject;
  const accepts = async (base: BaseString, given: string, tried = keys): Promise<boolean> =>
    method.verify(base, signature(given), tried);
  return {
    async "what it signs is verified, in every place where a signature travels"() {
      for (const transmission of ["header", "query", "body"] as const) {
        const { request } = await sign(REQUEST, subject.credentials, { method, transmission });
        const verdict = await verify(request, () => keys, { methods: [method] });
        demandSame(verdict.ok, true, `the verdict on a signature in the ${transmission}`);
      }
    },
    async "another request is refused, unless TLS has to hide the signature"() {
      const [first, second] = await Promise.all([signed(subject, "1"), signed(subject, "2")]);
      if (first.signature === second.signature) {
        demandSame(method.requiresTls, true, "`requiresTls` of one signature for all requests");
        return;
      }
      const isAccepted = await accepts(second.baseString, first.signature);
      demandSame(isAccepted, false, "the signature of another request");
    },
    async "other keys are refused, and none"() {
      const { baseString, signature: given } = await signed(subject, "1");
      for (const [at, other] of [...otherKeys, { consumer: {} }].entries()) {
        const name = at < otherKeys.length ? `\`otherKeys[${at}]\`` : "nothing";
        demandSame(await accepts(baseString, given, other), false, `what ${name} verifies`);
      }
    },
    async "a secret that is redacted is the same secret"() {
      const { baseString, signature: given } = await signed(subject, "1");
      demandSame(await accepts(baseString, given, redacted(keys)), true, "what a Secret verifies");
    },
    async "any text is a signature, and only the right one is right"() {
      const { baseString, signature: given } = await signed(subject, "1");
      for (const wrong of [...WRONG, ...almost(given)]) {
        const text = JSON.stringify(wrong.slice(0, 40));
        demandSame(await accepts(baseString, wrong), false, `what ${text} proves`);
      }
    },
    async "requests that come together are told apart"() {
      const all = await Promise.all(
        Array.from({ length: 16 }, (_, index) => signed(subject, `${index}`)),
      );
      const verdicts = await Promise.all(
        all.flatMap(({ baseString, signature: given }) => [
          accepts(baseString, given),
          accepts(baseString, "wrong"),
        ]),
      );
      demandSame(
        verdicts,
        all.flatMap(() => [true, false]),
        "the answers to right and wrong ones in turns",
      );
    },
  };
}

const REQUEST: RequestParts = {
  method: "POST",
  url: "https://photos.example.net/a%2Fb?c=%E2%98%83&c=",
  headers: { "content-type": "application/x-www-form-urlencoded" },
  body: "d=e+f&d=%21",
};

async function signed<K>(
  { method, credentials }: MethodSubject<K>,
  nonce: string,
): Promise<{ readonly baseString: BaseString; readonly signature: string }> {
  return sign(REQUEST, credentials, { method, nonce, timestamp: 1_700_000_000 });
}

function redacted({ consumer, token, ...rest }: VerifyingKeys): VerifyingKeys {
  const hidden = <T extends VerifyingKeys["consumer"]>(holder: T): T =>
    typeof holder.secret === "string" ? { ...holder, secret: secret(holder.secret) } : holder;
  return { ...rest, consumer: hidden(consumer), ...(token && { token: hidden(token) }) };
}

const WRONG = [
  "",
  " ",
  "=",
  "&",
  "%",
  "\0",
  "é☃",
  "\ud800",
  "AAAA",
  "undefined",
  "a".repeat(100_000),
];

// A base64 that is lengthened, or whose last character is changed, can be the same bytes; these cannot.
function almost(given: string): readonly string[] {
  const middle = Math.floor(given.length / 2);
  const [before, at = "", after] = [given.slice(0, middle), given[middle], given.slice(middle + 1)];
  const changed = `${before}${at === "A" ? "B" : "A"}${after}`;
  const swapped = given.replace(/[a-z]/gi, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
  return [changed, swapped, before, after].filter((text) => text !== given);
}
