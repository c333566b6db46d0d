import { describe, expect, it } from "vitest";
import { packageFolder } from "../src/paths.js";
import { runProcess } from "../src/process.js";
import { bundleForBrowser } from "../src/size/bundle.js";

interface Measured {
  readonly name: string;
  readonly size: number;
  /** Absent for what is only printed. */
  readonly sizeLimit?: number;
}

const folder = packageFolder("conformance");
const { stdout } = await runProcess("node_modules/.bin/size-limit", ["--json"], { cwd: folder });
const measured: readonly Measured[] = JSON.parse(stdout);

describe("budgets of .size-limit.mjs, gzip", () => {
  const limited = measured.filter(({ sizeLimit }) => sizeLimit !== undefined);

  it.each(limited)("$name: at most $sizeLimit bytes", ({ size, sizeLimit = 0 }) => {
    expect(size).toBeLessThanOrEqual(sizeLimit);
  });

  it("are enforced for sign", () => {
    expect(limited).not.toEqual([]);
  });
});

describe("a bundle for a browser", () => {
  it("of sign has the HMAC, and neither explain nor diagnose", async () => {
    const text = await bundleForBrowser('export { sign } from "@oauth1/core"');
    expect(text).toContain("HMAC-SHA1");
    expect(text).toContain("importKey");
    expect(text).not.toMatch(/explain|diagnose/i);
  });

  it("of plaintext alone has no HMAC", async () => {
    const code = 'export { plaintext } from "@oauth1/core/methods/plaintext"';
    const text = await bundleForBrowser(code);
    expect(text).toContain("PLAINTEXT");
    expect(text).not.toMatch(/HMAC|importKey/i);
  });

  it("of one RSA method has no HMAC", async () => {
    const code = 'export { rsaSha256 } from "@oauth1/core/methods/rsa-sha256"';
    const text = await bundleForBrowser(code);
    expect(text).toContain("RSA-SHA256");
    expect(text).not.toMatch(/HMAC/);
  });
});
