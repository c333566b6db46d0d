import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ROOT, TYPESCRIPT } from "../src/paths.js";
import { output } from "../src/process.js";

/** A repository like this one, with no provider yet, in which pnpm installs nothing. */
let copy: string;

const COPIED = [
  "scripts/generate.ts",
  "scripts/generated",
  "scripts/usage.ts",
  "packages/descriptor/schema.json",
];

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), "oauth1-generate-"));
  for (const path of COPIED) await cp(join(ROOT, path), join(copy, path), { recursive: true });
  for (const name of ["core", "descriptor", "codegen"]) {
    for (const part of ["src", "package.json"]) {
      const path = join("packages", name, part);
      await cp(join(ROOT, path), join(copy, path), { recursive: true });
    }
    const modules = join("packages", name, "node_modules");
    await symlink(join(ROOT, modules), join(copy, modules));
  }
  await put("package.json", '{ "type": "module" }');
  await put("node_modules/.bin/pnpm", "#!/bin/sh\n");
  await chmod(join(copy, "node_modules/.bin/pnpm"), 0o755);
  await put(".changeset/by-hand.md", "---\n---\n");
  await put("providers/.gitkeep", "");
});

afterAll(() => rm(copy, { recursive: true }));

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(copy, path)), { recursive: true });
  await writeFile(join(copy, path), text);
}

/** Describes a provider that has these operations, and generates. */
async function generate(...operations: readonly string[]): Promise<readonly string[]> {
  const url = "https://acme.example";
  const endpoint = { method: "POST", url };
  const operation = { group: "all", summary: "Does it.", method: "GET" };
  const descriptor = {
    descriptorVersion: 1,
    id: "acme",
    name: "Acme",
    summary: "Photos.",
    documentation: url,
    state: "alive",
    lastVerified: "2026-11-20",
    sources: [url],
    api: { baseUrl: url },
    oauth: {
      signatureMethods: ["HMAC-SHA1"],
      authorization: { url },
      temporaryCredentials: endpoint,
      tokenCredentials: endpoint,
    },
    operations: Object.fromEntries(
      operations.map((name) => [name, { ...operation, path: `/${name}` }]),
    ),
  };
  await put("providers/acme.json", JSON.stringify(descriptor));
  await run();
  return changesets();
}

async function run(): Promise<void> {
  const args = [...TYPESCRIPT, "--conditions=@oauth1/source", "scripts/generate.ts"];
  await output(process.execPath, args, { cwd: copy });
}

/** What the changesets of the provider's package say, without those that are there for other reasons. */
async function changesets(): Promise<readonly string[]> {
  const names = (await readdir(join(copy, ".changeset"))).filter((name) =>
    name.startsWith("acme-"),
  );
  const texts = names.map((name) => readFile(join(copy, ".changeset", name), "utf8"));
  return (await Promise.all(texts)).sort();
}

/** What `changeset version` does to a package and its changesets. */
async function release(): Promise<void> {
  const manifest = join(copy, "packages/sdk/acme/package.json");
  const text = await readFile(manifest, "utf8");
  await writeFile(manifest, text.replace('"version": "0.0.0"', '"version": "1.0.0"'));
  for (const name of await readdir(join(copy, ".changeset")))
    if (name.startsWith("acme-")) await rm(join(copy, ".changeset", name));
}

it("describes each change of a package once, and none of a package that is gone", async () => {
  const first = '---\n"@oauth1/acme": minor\n---\n\nThe first version.\n';
  const added = '---\n"@oauth1/acme": minor\n---\n\nAdded: `getPost`.\n';
  const removed = '---\n"@oauth1/acme": major\n---\n\nRemoved: `getPost`.\n';
  expect(await generate("getUser")).toEqual([first]);
  // Before the first release nothing can have changed for anybody.
  expect(await generate("getUser", "getPhoto")).toEqual([first]);
  expect(await generate("getUser")).toEqual([first]);
  await release();
  expect(await generate("getUser", "getPost")).toEqual([added]);
  expect(await generate("getUser")).toEqual([added, removed].sort());
  expect(await generate("getUser", "getPost")).toEqual([added, removed].sort());
  const acme = await readFile(join(copy, "providers/acme.json"), "utf8");
  await put("providers/other.json", acme.replace('"id":"acme"', '"id":"other"'));
  await rm(join(copy, "providers/acme.json"));
  await run();
  expect(await changesets()).toEqual([]);
  expect(await readdir(join(copy, ".changeset"))).toContain("by-hand.md");
});
