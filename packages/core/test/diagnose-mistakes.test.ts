import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { diagnose, type Diagnosis, type Refused } from "@oauth1/core/diagnose";
import { signSync, type Credentials, type RequestParts } from "@oauth1/core";
import { BODY_HASH_MISTAKES, HASH_OF_FORM, HASH_OF_OTHER } from "../src/mistakes/body-hash.js";
import { MISTAKES } from "../src/mistakes/search.js";
import { rfc3986, SIGNED_WRONGLY, signedWrongly, type SignedWrongly } from "./faulty-signer.js";
import { BEHIND_A_PROXY, BY_OAUTH_1_0A } from "./foreign-signatures.js";
import { ODD_SIGNATURES } from "./odd-signatures.js";

interface Vector {
  readonly mistakes: readonly string[];
  readonly request: RequestParts;
  readonly credentials: Credentials;
  readonly otherSecrets: readonly string[];
  /** For a request as a server has got it, behind a proxy. */
  readonly received?: boolean;
  readonly multipart?: readonly [string, string][];
  /** The request without mistakes, where they are in what it carries. */
  readonly rightRequest?: RequestParts;
  readonly right: string;
  readonly rightBaseString: string;
}

// Written by mistakes.py, which shares nothing with this package.
const vectors: readonly Vector[] = JSON.parse(
  readFileSync(new URL("../../testing/vectors/mistakes.json", import.meta.url), "utf8"),
);

const keys = {
  consumer: { key: "ck", secret: "cs" },
  token: { key: "tk", secret: "ts" },
};

const FIELD = 'Content-Disposition: form-data; name="';

const known = [...MISTAKES, ...BODY_HASH_MISTAKES, HASH_OF_FORM, HASH_OF_OTHER];

describe("diagnose, on the signatures of an independent signer", () => {
  it.each(named(vectors))("names %s", async (_name, vector) => {
    const diagnosis = await diagnose(refused(vector));
    expect(diagnosis.verdict).toBe("explained");
    expect(namesIn(diagnosis)).toContain(vector.mistakes.join(" + "));
  });

  it.each(named(vectors))("finds the right signature beside %s", async (_name, vector) => {
    const { rightRequest: request = vector.request, right } = vector;
    const diagnosis = await diagnose({ ...refused({ ...vector, request }), signature: right });
    expect(diagnosis).toMatchObject({ verdict: "correct", baseString: vector.rightBaseString });
  });

  it.each([...SIGNED_WRONGLY, ...ODD_SIGNATURES].map((one, at) => [called(one, at), one] as const))(
    "names %s, as another one wrote it",
    async (_name, { ids, detail, ...one }) => {
      const diagnosis = await diagnose(one);
      expect(namesIn(diagnosis)[0]).toBe([...ids].sort().join(" + "));
      if (detail !== undefined) expect(diagnosis).toMatchObject({ mistakes: [{ detail }] });
    },
  );

  it.each(BY_OAUTH_1_0A.map((one) => [`${one.id}: ${one.body}`, one] as const))(
    "names %s, as oauth-1.0a signs it",
    async (_name, { id, detail, ...one }) => {
      const diagnosis = await diagnose(one);
      expect(diagnosis).toMatchObject({ verdict: "explained", mistakes: [{ id }] });
      if (detail !== undefined) expect(diagnosis).toMatchObject({ mistakes: [{ detail }] });
    },
  );

  it.each(BEHIND_A_PROXY.map((one) => [one.detail, one] as const))(
    "names what a proxy has changed: %s",
    async (_name, { id, detail, ...one }) => {
      expect(await diagnose({ ...one, received: true })).toMatchObject({
        verdict: "explained",
        mistakes: [{ id, detail }],
      });
      // No client sends these headers, so on its side nothing is made of them.
      expect(await diagnose(one)).toMatchObject({ verdict: "unknown" });
    },
  );

  it.each([
    ["text", (bytes: ArrayBuffer) => new TextDecoder().decode(bytes)],
    ["bytes", (bytes: ArrayBuffer) => new Uint8Array(bytes)],
    ["a buffer", (bytes: ArrayBuffer) => bytes],
  ])("finds the fields of a multipart body that is %s", async (_name, write) => {
    const data = new FormData();
    data.append("photo", new Blob(["oauth"]), "a.jpg");
    data.append('a "b"', "x y\r\nz");
    data.append("é", "");
    const posted = new Request("https://api.example.com/photos", { method: "POST", body: data });
    const body = write(await posted.clone().arrayBuffer());
    const url = "https://api.example.com/photos";
    const form = new URLSearchParams([
      ['a "b"', "x y\r\nz"],
      ["é", ""],
    ]);
    const { authorization = "" } = signSync({ method: "POST", url, body: form }, keys);
    const headers = { authorization, "content-type": posted.headers.get("content-type") ?? "" };
    const request = { method: "POST", url, headers, body };
    expect(await diagnose({ request, credentials: keys })).toMatchObject({
      verdict: "explained",
      mistakes: [{ id: "multipart-counted" }],
    });
    const other = { ...request, headers: { ...headers, "content-type": "multipart/form-data" } };
    expect(await diagnose({ request: other, credentials: keys })).toMatchObject({
      verdict: "unknown",
    });
  });

  it.each([
    ["the first field", "boundary=x", [`${FIELD}a"\r\n\r\nb`]],
    ["a boundary in quotes", 'boundary="x"', [`${FIELD}a"\r\n\r\nb`]],
    ["a boundary behind a charset", "charset=utf-8; boundary=x", [`${FIELD}a"\r\n\r\nb`]],
    [
      "a field whose header is in lower case",
      "boundary=x",
      [`${FIELD.toLowerCase()}a"\r\nContent-Type: text/plain\r\n\r\nb`],
    ],
    [
      "a field among what is none",
      "boundary=x",
      [
        "Content-Disposition: form-data\r\n\r\nc",
        `${FIELD}c"; filename*=utf-8''c.txt\r\n\r\nc`,
        `${FIELD}a"\r\n\r\nb`,
        `${FIELD}c"\r\nContent-Type: text/plain`,
      ],
    ],
  ])("finds %s of a multipart body", async (_what, boundary, fields) => {
    const url = "https://api.example.com/photos";
    const form = new URLSearchParams([["a", "b"]]);
    const { authorization = "" } = signSync({ method: "POST", url, body: form }, keys);
    const headers = { authorization, "content-type": `multipart/form-data; ${boundary}` };
    const body = `${fields.map((field) => `--x\r\n${field}\r\n`).join("")}--x--\r\n`;
    const request = { method: "POST", url, headers, body };
    expect(namesIn(await diagnose({ request, credentials: keys }))).toEqual(["multipart-counted"]);
  });

  it.each([
    ["[".repeat(100_000) + "]".repeat(100_000), "application/json"],
    ["null", "application/json"],
    ['{"a":{"toString":1},"b":[{"toString":1}]}', "application/json"],
    [`a${"[]".repeat(40_000)}x=1`, "application/x-www-form-urlencoded"],
    [`a${"[1]".repeat(40_000)}x[=1`, "application/x-www-form-urlencoded"],
    [`a=${",".repeat(30_000)}`, "application/x-www-form-urlencoded"],
    ["\r\n--x".repeat(100_000), "multipart/form-data; boundary=x"],
    ["-".repeat(1_000_000), `multipart/form-data; boundary=${"-".repeat(70)}`],
  ])("is soon done with hostile data: %.20s, %s", async (body, type) => {
    const url = "https://api.example.com/photos";
    const headers = { "content-type": type };
    const { request } = signSync({ method: "POST", url, headers, body }, keys);
    const wrong = { consumer: { secret: "other" }, token: { secret: "other" } };
    const diagnosis = await diagnose({ request, credentials: wrong });
    expect(diagnosis.verdict).toBe("unknown");
  });

  it("names no two mistakes of which one undoes the other", async () => {
    const query = [
      ["city", "New York"],
      ["town", "Los Angeles"],
      ["next", "http://x/y"],
    ] as const;
    const cities = query.map(
      ([name, value]) => [name, name === "next" ? value : rfc3986(value)] as const,
    );
    const sent = { query, form: [] };
    const diagnosis = await diagnose(signedWrongly([], { query: cities }, { sent }));
    expect(diagnosis).toMatchObject({ verdict: "unknown" });
  });

  it("has a vector for every mistake but one, whose key is a provider's oddity", () => {
    const covered = new Set<string>([
      ...vectors.flatMap(({ mistakes }) => mistakes),
      ...SIGNED_WRONGLY.flatMap(({ ids }) => ids),
      ...BY_OAUTH_1_0A.map(({ id }) => id),
      ...BEHIND_A_PROXY.map(({ id }) => id),
    ]);
    const missing = known.map(({ id }) => id).filter((id) => !covered.has(id));
    expect(missing).toEqual(["ampersand-added"]);
  });

  it("prefers one mistake to two", async () => {
    for (const vector of vectors.filter(({ mistakes }) => mistakes.length === 1)) {
      const diagnosis = await diagnose(refused(vector));
      expect(diagnosis).toMatchObject({ mistakes: [{}] });
    }
  });

  it("describes each mistake once, with its mend", () => {
    const ids = known.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { title, advice } of known) {
      expect(title).not.toMatch(/\.$/);
      expect(advice).toMatch(/\.$/);
    }
  });
});

function called({ ids, detail }: SignedWrongly, at: number): string {
  return `${ids.join(" + ")} (${detail ?? at})`;
}

function named(list: readonly Vector[]): [string, Vector][] {
  return list.map((vector, index) => [`${vector.mistakes.join(" + ")} (${index})`, vector]);
}

function refused({
  request,
  credentials,
  otherSecrets,
  received = false,
  multipart,
}: Vector): Refused {
  if (multipart === undefined) return { request, credentials, otherSecrets, received };
  const body = new FormData();
  for (const [name, value] of multipart) body.append(name, value);
  return { request: { ...request, body }, credentials, otherSecrets };
}

function namesIn(diagnosis: Diagnosis): readonly string[] {
  if (diagnosis.verdict !== "explained") return [];
  return [diagnosis.mistakes, ...diagnosis.alternatives].map((list) =>
    list
      .map(({ id }) => id)
      .sort()
      .join(" + "),
  );
}
