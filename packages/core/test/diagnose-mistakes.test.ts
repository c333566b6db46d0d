import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { diagnose, type Diagnosis, type Refused } from "@oauth1/core/diagnose";
import type { Credentials, RequestParts } from "@oauth1/core";
import { BODY_HASH_MISTAKES, HASH_OF_FORM, HASH_OF_OTHER } from "../src/mistakes/body-hash.js";
import { MISTAKES } from "../src/mistakes/search.js";
import { rfc3986, SIGNED_WRONGLY, signedWrongly } from "./faulty-signer.js";

interface Vector {
  readonly mistakes: readonly string[];
  readonly request: RequestParts;
  readonly credentials: Credentials;
  readonly otherSecrets: readonly string[];
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

  it.each(SIGNED_WRONGLY.map((one) => [`${one.ids.join(" + ")} (${one.detail})`, one] as const))(
    "names %s, as another one wrote it",
    async (_name, { ids, detail, ...one }) => {
      const diagnosis = await diagnose(one);
      expect(namesIn(diagnosis)[0]).toBe([...ids].sort().join(" + "));
      if (detail !== undefined) expect(diagnosis).toMatchObject({ mistakes: [{ detail }] });
    },
  );

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

function named(list: readonly Vector[]): [string, Vector][] {
  return list.map((vector, index) => [`${vector.mistakes.join(" + ")} (${index})`, vector]);
}

function refused({ request, credentials, otherSecrets, multipart }: Vector): Refused {
  if (multipart === undefined) return { request, credentials, otherSecrets };
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
