import { createHash, createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import { sign } from "@oauth1/core";
import { diagnose, type Refused } from "@oauth1/core/diagnose";
import { digest, equal, searchingHmac } from "../src/crypto/web.js";

// Everything that is imported here computes as a browser does.
vi.mock("../src/crypto/node.js", () => import("../src/crypto/web.js"));

type Vector = Refused & { readonly mistakes: readonly string[]; readonly multipart?: unknown };

const vectors: readonly Vector[] = JSON.parse(
  readFileSync(new URL("../../testing/vectors/mistakes.json", import.meta.url), "utf8"),
);

describe("diagnose on WebCrypto", () => {
  it("is what these tests run on", async () => {
    const { hmac } = await import("#crypto");
    expect(hmac("SHA-1", "k")("")).toBeInstanceOf(Promise);
  });

  it.each(vectors.filter(({ multipart }) => multipart === undefined))(
    "names $mistakes",
    async ({ mistakes, ...refused }) => {
      const diagnosis = await diagnose(refused);
      const lists = "alternatives" in diagnosis ? diagnosis.alternatives : [];
      const found = [("mistakes" in diagnosis && diagnosis.mistakes) || [], ...lists];
      expect(found.map((list) => list.map(({ id }) => id).sort())).toContainEqual(mistakes);
    },
  );

  it("has an answer where mistakes leave nothing of the key", async () => {
    const consumer = { key: "ck", secret: "cs" };
    const { request } = await sign(
      { method: "GET", url: "https://example.com/?a=b" },
      { consumer },
    );
    const signature = Buffer.alloc(20).toString("base64");
    const diagnosis = await diagnose({ request, credentials: { consumer }, signature });
    expect(diagnosis).toMatchObject({ verdict: "unknown" });
  });
});

describe("the HMAC of WebCrypto", () => {
  it.each([0, 1, 16_383, 16_384, 16_385, 100_000])(
    "takes texts of %i characters side by side",
    async (length) => {
      for (const key of ["", "k", "k".repeat(200)]) {
        const compute = searchingHmac("SHA-1", key);
        const texts = ["a", "b", "%"].map((character) => character.repeat(length));
        const expected = texts.map((text) => createHmac("sha1", key).update(text).digest("base64"));
        expect(await Promise.all(texts.map(compute))).toEqual(expected);
      }
    },
  );
});

describe("WebCrypto", () => {
  it("hashes bytes as they are, and text as UTF-8", async () => {
    const bytes = Uint8Array.of(0, 0xe9, 0xff);
    expect(await digest("SHA-1", bytes)).toBe(createHash("sha1").update(bytes).digest("base64"));
    expect(await digest("SHA-256", "é")).toBe(createHash("sha256").update("é").digest("base64"));
  });

  it("takes texts for equal that differ nowhere", () => {
    expect(equal("abc", "abc")).toBe(true);
    for (const other of ["xbc", "axc", "abx", "ab", "abcd", ""]) {
      expect([equal("abc", other), equal(other, "abc")]).toEqual([false, false]);
    }
  });
});
