import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { diagnose, type Diagnosis, type Refused } from "@oauth1/core/diagnose";
import type { Credentials, RequestParts } from "@oauth1/core";
import { BODY_HASH_MISTAKES, HASH_OF_FORM, HASH_OF_OTHER } from "../src/mistakes/body-hash.js";
import { MISTAKES } from "../src/mistakes/search.js";

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

  it("has a vector for every mistake but one, whose key is a provider's oddity", () => {
    const covered = new Set(vectors.flatMap(({ mistakes }) => mistakes));
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
