import { createHmac } from "node:crypto";
import { expect, it, vi } from "vitest";
import { sign, signSync, verify } from "@oauth1/core";
import { liveSessionSignature, verifyLiveSession } from "@oauth1/core/live-session";
import { hmacSha256Token } from "@oauth1/core/methods/hmac-sha256-token";

// Everything that is imported here computes as a browser does.
vi.mock("../src/crypto/node.js", () => import("../src/crypto/web.js"));

const request = { method: "GET", url: "https://api.example.com/me" };
const secret = Buffer.alloc(100, 9).toString("base64");
const credentials = { consumer: { key: "TESTCONS" }, token: { key: "6f53", secret } };

it("signs and verifies on WebCrypto, and not at once", async () => {
  const signed = await sign(request, credentials, { method: hmacSha256Token });
  const expected = createHmac("sha256", Buffer.alloc(100, 9)).update(signed.baseString);
  expect(signed.signature).toBe(expected.digest("base64"));
  const keys = { consumer: {}, token: { secret } };
  const options = { methods: [hmacSha256Token] };
  expect(await verify(signed.request, () => keys, options)).toMatchObject({ ok: true });
  expect(() => signSync(request, credentials, { method: hmacSha256Token })).toThrow(/await sign/);
});

it("proves a live session on WebCrypto", async () => {
  const token = "YBWbLw+9RYP2nWrPQHxHZkBb1aM=";
  const signature = await liveSessionSignature(token, "TESTCONS");
  expect(signature).toBe("543c55477d6cbb0e792d1e4f8111cec7305ba3f4");
  expect(await verifyLiveSession(token, { consumerKey: "TESTCONS", signature })).toBe(true);
});
