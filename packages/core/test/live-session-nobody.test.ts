import { digest } from "#crypto";
import { signature } from "@oauth1/core";
import { hmacSha256Token } from "@oauth1/core/methods/hmac-sha256-token";
import { expect, test, vi } from "vitest";
import { claimedBaseString } from "../src/base-string.js";

// Work that is or is not done shows in nothing but its time, which no test can rely on.
vi.mock("#crypto", { spy: true });

test.each([undefined, { secret: "" }, { secret: "no base64" }, { secret: "AQID" }])(
  "the token %j costs one HMAC, and is refused",
  async (token) => {
    vi.mocked(digest).mockClear();
    const keys = { consumer: {}, ...(token && { token }) };
    const base = claimedBaseString("GET&a&b");
    // The HMAC of nobody's key, which everybody can compute.
    const given = signature("Van+CBqxPgP6YEif/6TuXVVtaKMNCiOgcDLy+Bgteng=");
    expect(await hmacSha256Token.verify(base, given, keys)).toBe(false);
    expect(digest).toHaveBeenCalledTimes(2);
  },
);
