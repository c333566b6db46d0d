import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";

const packages = fileURLToPath(new URL("../../", import.meta.url));
const project = mkdtempSync(join(tmpdir(), "oauth1-consumer-"));
mkdirSync(join(project, "node_modules/@oauth1"), { recursive: true });
for (const [name, folder] of [
  ["core", "core"],
  ["client", "client"],
  ["server", "server"],
  ["twitter", "sdk/twitter"],
] as const) {
  symlinkSync(join(packages, folder), join(project, "node_modules/@oauth1", name));
}
afterAll(() => rmSync(project, { recursive: true }));

/** Runs a script of a stranger's project, on the built packages, and parses the JSON that it prints. */
function run(type: "module" | "commonjs", code: string): unknown {
  const output = execFileSync(process.execPath, [`--input-type=${type}`, "--eval", code], {
    cwd: project,
    encoding: "utf8",
  });
  return JSON.parse(output);
}

const REQUEST = `{ method: "GET", url: "https://api.example.com/me" }`;
const CREDENTIALS = `{ consumer: { key: "dpf43f3p2l4k3l03", secret: "kd94hf93k423kf44" } }`;
const OPTIONS = `{ nonce: "kllo9940pd9333jh", timestamp: 1191242096 }`;

describe("the built packages", () => {
  it("sign alike by import and by require, root and subpath mixed", () => {
    const signing = `JSON.stringify(core.signSync(${REQUEST}, ${CREDENTIALS}, { ...${OPTIONS}, method: hmacSha1 }).signature)`;
    const imported = run(
      "module",
      `import * as core from "@oauth1/core"; import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1"; console.log(${signing})`,
    );
    const required = run(
      "commonjs",
      `const core = require("@oauth1/core"); const { hmacSha1 } = require("@oauth1/core/methods/hmac-sha1"); console.log(${signing})`,
    );
    const mixed = run(
      "module",
      `import { createRequire } from "node:module"; import * as core from "@oauth1/core"; const { hmacSha1 } = createRequire(process.cwd() + "/x.js")("@oauth1/core/methods/hmac-sha1"); console.log(${signing})`,
    );
    expect([imported, required, mixed]).toEqual(
      Array.from({ length: 3 }, () => "T6Z8XkEaGMu8GjrTROFWuzToOvc="),
    );
  });

  it.each(["module", "commonjs"] as const)(
    "of a client, a server and an SDK load as %s",
    (type) => {
      const load = (name: string): string =>
        type === "module" ? `await import("${name}")` : `require("${name}")`;
      const code = `const { createTwitter } = ${load("@oauth1/twitter")}; const { createProvider } = ${load("@oauth1/server")}; const { memoryStore } = ${load("@oauth1/server/stores/memory")};
      console.log(JSON.stringify([createTwitter({ consumer: { key: "k", secret: "s" } }).provider, createProvider({ origins: ["https://a.example"], store: memoryStore() }).endpoints.tokenCredentials.url]))`;
      expect(run(type, code)).toEqual(["twitter", "https://a.example/oauth/token"]);
    },
  );

  it("sign alike with WebCrypto, which is what other runtimes than Node.js get", () => {
    const web = join(packages, "core/dist/crypto/web.js");
    const code = `const { hmac } = await import(${JSON.stringify(web)}); console.log(JSON.stringify(await hmac("SHA-1", "cs&")("bs")))`;
    expect(run("module", code)).toBe("egQqG5AJep5sJ7anhXju1unge2I=");
  });
});
