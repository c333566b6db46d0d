import { describe, expect, it } from "vitest";
import { secret } from "@oauth1/core";
import { openTemporary, sealTemporary } from "@oauth1/client";
import { temporary } from "./photos.js";

const key = "correct horse battery staple, twice";
const MINUTES = 60_000;

describe("sealed temporary credentials", () => {
  it("come back as they were, and show nothing until then", async () => {
    const given = { ...temporary, parameters: { scope: "räd" } };
    const sealed = await sealTemporary(given, key);
    expect(await openTemporary(sealed, key)).toEqual(given);
    expect(sealed).toMatch(/^1\.[\w-]+$/);
    expect(Buffer.from(sealed.split(".")[1] ?? "", "base64url").toString()).not.toMatch(
      /hdhd|hh5s/,
    );
    expect(await sealTemporary(given, key)).not.toBe(sealed);
  });

  it("last ten minutes, or as long as the app says", async () => {
    const sealed = await sealTemporary(temporary, key, { now: () => 0 });
    expect(await openTemporary(sealed, key, { now: () => 10 * MINUTES - 1 })).toEqual(temporary);
    expect(await openTemporary(sealed, key, { now: () => 10 * MINUTES })).toBeUndefined();
    const short = await sealTemporary(temporary, key, { lifetime: 1, now: () => 0 });
    expect(await openTemporary(short, key, { now: () => 1000 })).toBeUndefined();
  });

  it("take text, a Secret or bytes for a key", async () => {
    const sealed = await sealTemporary(temporary, key);
    expect(await openTemporary(sealed, secret(key))).toEqual(temporary);
    expect(await openTemporary(sealed, new TextEncoder().encode(key))).toEqual(temporary);
    const shortest = await sealTemporary(temporary, "x".repeat(32));
    expect(await openTemporary(shortest, new TextEncoder().encode("x".repeat(32)))).toBeDefined();
    await expect(sealTemporary(temporary, "x".repeat(31))).rejects.toThrow(/too short/);
    await expect(openTemporary(sealed, new Uint8Array(31))).rejects.toThrow(TypeError);
  });

  it("are sealed with the first of several keys, and open with each", async () => {
    const [old, young] = [`${key} old`, `${key} young`];
    const sealed = await sealTemporary(temporary, [young, secret(old)]);
    expect(await openTemporary(sealed, young)).toEqual(temporary);
    expect(await openTemporary(sealed, old)).toBeUndefined();
    expect(await openTemporary(sealed, [key, old, young])).toEqual(temporary);
    expect(await openTemporary(sealed, [key, old])).toBeUndefined();
    const late = { now: () => Date.now() + 10 * MINUTES };
    expect(await openTemporary(sealed, [key, young], late)).toBeUndefined();
  });

  it("need every key to be one, and one of them", async () => {
    await expect(sealTemporary(temporary, [])).rejects.toThrow(/missing or too short/);
    await expect(sealTemporary(temporary, [key, "short"])).rejects.toThrow(/missing or too short/);
    await expect(openTemporary("1.a", [key, ""])).rejects.toThrow(/missing or too short/);
  });

  it.each(["[]", "[null]", "[7]", "[{}]", JSON.stringify(["x".repeat(40).split("")])])(
    "take nothing else for a key, as JavaScript gives it: the first of %s",
    async (list) => {
      const [wrong]: [string] = JSON.parse(list);
      await expect(sealTemporary(temporary, wrong)).rejects.toThrow(/missing or too short/);
      await expect(openTemporary("1.a", wrong)).rejects.toThrow(/missing or too short/);
    },
  );

  it("are nothing where a browser sent nothing", async () => {
    const [nothing]: [string] = JSON.parse("[]");
    expect(await openTemporary(nothing, key)).toBeUndefined();
  });

  it.each([Number.NaN, Infinity, 0, -1])("do not last for %d seconds", async (lifetime) => {
    await expect(sealTemporary(temporary, key, { lifetime })).rejects.toThrow(/number of seconds/);
  });

  it("are nothing with another key", async () => {
    const sealed = await sealTemporary(temporary, key);
    expect(await openTemporary(sealed, `${key}!`)).toBeUndefined();
  });

  it("are nothing when a single character was changed", async () => {
    const sealed = await sealTemporary(temporary, key);
    for (let at = 0; at < sealed.length; at += 1) {
      const other = sealed[at] === "A" ? "B" : "A";
      const changed = `${sealed.slice(0, at)}${other}${sealed.slice(at + 1)}`;
      expect(await openTemporary(changed, key)).toBeUndefined();
    }
  });

  it.each([
    ["padding", (sealed: string) => `${sealed}==`],
    ["a space", (sealed: string) => `${sealed} `],
    ["bits that mean nothing", (sealed: string) => sealed.slice(0, -1) + after(sealed)],
  ])("are nothing in another spelling: with %s", async (_, respelled) => {
    // One after the other, their lengths leave each number of such bits.
    for (const provider of ["a", "ab", "abc"]) {
      const sealed = await sealTemporary({ ...temporary, provider }, key);
      expect(await openTemporary(respelled(sealed), key)).toBeUndefined();
      expect(await openTemporary(sealed, key)).toBeDefined();
    }
  });

  it.each([
    "",
    "1",
    "1..",
    "1.a",
    "1.=",
    "1. AAAA",
    "2.AAAAAAAAAAAAAAAAAAAAAA.AAAA",
    "1.AAAAAAAAAAAAAAAAAAAAAA.A",
    "\0".repeat(9000),
    "=".repeat(40),
  ])("are nothing in %j", async (text) => {
    expect(await openTemporary(text, key)).toBeUndefined();
  });
});

// The next one of the alphabet, which differs in the lowest bit from an even one.
function after(sealed: string): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return alphabet[alphabet.indexOf(sealed.slice(-1)) ^ 1] ?? "";
}
