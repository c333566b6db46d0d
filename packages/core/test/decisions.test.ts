import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  encode,
  normalize,
  parseForm,
  receivedTarget,
  signSync,
  verify,
  type RequestParts,
} from "@oauth1/core";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";

interface Decision {
  readonly id: string;
  readonly decision: string;
  readonly method: string;
  readonly url: string;
  readonly contentType?: string;
  readonly body?: string;
  /** In hex. */
  readonly bodyBytes?: string;
  readonly realm?: string;
  readonly expected: {
    readonly uri: string;
    readonly receivedUri?: string;
    readonly parameters: string;
  };
  readonly only?: "sent";
}

const decisions: readonly Decision[] = JSON.parse(
  readFileSync(new URL("../../testing/vectors/decisions.json", import.meta.url), "utf8"),
);

const credentials = { consumer: { key: "ck", secret: "cs" } };
const OAUTH =
  "oauth_consumer_key=ck&oauth_nonce=n&oauth_signature_method=HMAC-SHA1&oauth_timestamp=1";

// By hand, so that nothing of the pipeline takes part in what the pipeline is measured against.
function expectedBaseString({ method, expected }: Decision, uri: string): string {
  const parameters = expected.parameters.replace("{oauth}", OAUTH);
  const encode = (text: string): string =>
    Array.from(new TextEncoder().encode(text), (byte) => {
      const character = String.fromCharCode(byte);
      return /[A-Za-z0-9\-._~]/.test(character)
        ? character
        : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
    }).join("");
  return `${method.toUpperCase()}&${encode(uri)}&${encode(parameters)}`;
}

function requestOf({ method, url, contentType, body, bodyBytes }: Decision): RequestParts {
  const content = bodyBytes === undefined ? body : new Uint8Array(Buffer.from(bodyBytes, "hex"));
  return {
    method,
    url,
    headers: contentType === undefined ? {} : { "Content-Type": contentType },
    ...(content === undefined ? {} : { body: content }),
  };
}

describe("the decisions of the wire", () => {
  it.each(decisions.map((vector) => [`${vector.id}: ${vector.decision}`, vector] as const))(
    "sent: %s",
    (_title, vector) => {
      const { realm } = vector;
      const options = {
        nonce: "n",
        timestamp: 1,
        version: false,
        ...(realm === undefined ? {} : { realm }),
      };
      const { baseString } = signSync(requestOf(vector), credentials, options);
      expect(baseString).toBe(expectedBaseString(vector, vector.expected.uri));
    },
  );

  const received = decisions.filter(({ only }) => only !== "sent");
  it.each(received.map((vector) => [`${vector.id}: ${vector.decision}`, vector] as const))(
    "received: %s",
    async (_title, vector) => {
      const { uri, receivedUri = uri } = vector.expected;
      const signature = createHmac("sha1", "cs&")
        .update(expectedBaseString(vector, receivedUri))
        .digest("base64");
      const realm = vector.realm === undefined ? "" : `realm="${vector.realm}",`;
      const fields = `${OAUTH.replaceAll("&", '",').replaceAll("=", '="')}",oauth_signature="${encodeURIComponent(signature)}"`;
      const request = requestOf(vector);
      const headers = { ...request.headers, authorization: `OAuth ${realm}${fields}` };
      const verdict = await verify(
        { ...request, headers },
        () => ({ consumer: { secret: "cs" } }),
        { methods: [hmacSha1] },
      );
      expect(verdict).toMatchObject({ ok: true });
    },
  );
});

describe("wire forms that no vector has", () => {
  it("sort alike however many parameters there are", () => {
    const pairs = Array.from({ length: 90 }, (_, at) => `n${(at * 7) % 30}=${(at * 11) % 90}`);
    const text = (pair: string): string => pair.replace("=", "\0");
    const expected = pairs.toSorted((a, b) => (text(a) < text(b) ? -1 : 1));
    for (const length of [2, 49, 50, 51, 90]) {
      const some = pairs.slice(0, length);
      const sorted = expected.filter((pair) => some.includes(pair));
      expect(normalize(parseForm(some.join("&")))).toBe(sorted.join("&"));
    }
  });

  it("have every character beyond ASCII as its bytes of UTF-8, and half a pair as U+FFFD", () => {
    expect(parseForm("é=\x80&ü€=😀")).toEqual([
      ["%C3%A9", "%C2%80"],
      ["%C3%BC%E2%82%AC", "%F0%9F%98%80"],
    ]);
    expect(encode("a\ud800!")).toBe("a%EF%BF%BD%21");
    expect(encode("\x01")).toBe("%01");
  });

  it("have no port where a colon alone stands for the default", () => {
    expect(receivedTarget("https://example.com:/a")?.host).toBe("example.com");
    expect(receivedTarget("https://example.com/a")?.host).toBe("example.com");
  });

  it.each([
    [" application/x-www-form-urlencoded ", true],
    ["application/x-www-form-urlencoded;", true],
    ["x-application/x-www-form-urlencoded", false],
    ["text/plain application/x-www-form-urlencoded", false],
  ])("a body of the type %j counts: %s", (type, isSigned) => {
    const request = { method: "POST", url: "https://example.com/", body: "b=2" };
    const headers: [string, string][] = [
      ["accept", "text/plain"],
      ["Content-Type", type],
    ];
    const { normalizedParameters } = signSync({ ...request, headers }, credentials);
    expect(normalizedParameters.startsWith("b=2&")).toBe(isSigned);
  });
});
