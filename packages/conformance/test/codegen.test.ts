import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { packageFolder, tool } from "../src/paths.js";
import { output } from "../src/process.js";

/** A company's project, outside of the tree, with the packages as they would be published. */
const project = mkdtempSync(join(tmpdir(), "oauth1-company-"));
const inProject = { cwd: project };
const PACKAGES = ["core", "client", "descriptor", "codegen"] as const;
const QUIET = ["--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"];

const DESCRIPTOR = {
  descriptorVersion: 1,
  id: "photos",
  name: "Photos",
  summary: "Photos of anvils.",
  documentation: "https://photos.example",
  sources: ["https://photos.example"],
  state: "alive",
  lastVerified: "2026-11-20",
  oauth: {
    signatureMethods: ["HMAC-SHA1"],
    temporaryCredentials: { method: "POST", url: "https://photos.example/request" },
    authorization: { url: "https://photos.example/authorize" },
    tokenCredentials: { method: "POST", url: "https://photos.example/access" },
  },
  api: { baseUrl: "https://api.photos.example" },
  operations: {
    getMe: {
      group: "users",
      summary: "Tells who is signed in.",
      method: "GET",
      path: "/me",
      result: { type: "object", properties: { id: { type: "integer" } }, required: ["id"] },
    },
  },
};

const USE = `
import { createPhotos, getMe } from "@company/photos";
const photos = createPhotos({
  consumer: { key: "key", secret: "secret" },
  fetch: async (request) => Response.json({ id: new Request(request).headers.has("authorization") ? 7 : 0 }),
});
const { id } = await getMe(photos.session({ key: "token", secret: "secret" }));
export const seven: number = id;
console.log(seven);
`;

beforeAll(async () => {
  const tarballs = PACKAGES.map((name) => join(project, `${name}.tgz`));
  for (const [at, name] of PACKAGES.entries()) {
    const args = ["pack", "--out", tarballs[at] ?? ""];
    await output(tool("pnpm"), args, { cwd: packageFolder(name) });
  }
  mkdirSync(join(project, "providers"));
  writeFileSync(join(project, "providers/photos.json"), JSON.stringify(DESCRIPTOR));
  const manifest = { name: "company", private: true, type: "module", workspaces: ["sdk/*"] };
  writeFileSync(join(project, "package.json"), JSON.stringify(manifest));
  await output("npm", ["install", ...QUIET, ...tarballs], inProject);
}, 600_000);

afterAll(() => rmSync(project, { recursive: true }));

it("gives a company a package that builds, is typed and runs on its own", async () => {
  const args = ["oauth1-codegen", "./providers", "--out", "./sdk", "--scope", "@company"];
  const said = await output("npx", args, inProject);
  expect(said).toContain("photos  1 operation  created");
  await output("npm", ["install", ...QUIET], inProject);
  await output("npm", ["run", "build", "--workspaces"], inProject);
  expect(readdirSync(join(project, "sdk/photos/dist"))).toEqual(
    expect.arrayContaining(["index.js", "index.cjs", "index.d.ts", "index.d.cts", "testing.js"]),
  );
  writeFileSync(join(project, "use.ts"), USE);
  const compilerOptions = { module: "NodeNext", target: "ES2022", strict: true, types: [] };
  writeFileSync(
    join(project, "tsconfig.json"),
    JSON.stringify({ compilerOptions, files: ["use.ts"] }),
  );
  await output(join(project, "node_modules/.bin/tsc"), ["--project", "."], inProject);
  expect(await output(process.execPath, ["use.js"], inProject)).toBe("7\n");
  const required = `console.log(typeof require("@company/photos").getMe)`;
  expect(await output(process.execPath, ["--eval", required], inProject)).toBe("function\n");
}, 600_000);
