import { rsaVerify } from "#crypto";
import { signature } from "@oauth1/core";
import { rsaSha1 } from "@oauth1/core/methods/rsa-sha1";
import { expect, test, vi } from "vitest";
import { claimedBaseString } from "../src/base-string.js";

// Arithmetic that is or is not done shows in nothing but its time, which no test can rely on.
vi.mock("#crypto", { spy: true });

test("a consumer without a public key costs one RSA verification, and is refused", async () => {
  const given = signature(Buffer.alloc(256, 1).toString("base64"));
  expect(await rsaSha1.verify(claimedBaseString("GET&a&b"), given, { consumer: {} })).toBe(false);
  expect(rsaVerify).toHaveBeenCalledTimes(1);
  expect(rsaVerify).toHaveReturnedWith(false);
});

test("a public key that is null, as a database says it, lets nobody in who could sign for nobody", async () => {
  vi.mocked(rsaVerify).mockReturnValueOnce(true);
  const given = signature(Buffer.alloc(256, 1).toString("base64"));
  const keys = { consumer: JSON.parse('{ "publicKey": null }') };
  expect(await rsaSha1.verify(claimedBaseString("GET&a&b"), given, keys)).toBe(false);
});
