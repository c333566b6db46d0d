import { mkdir, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { generate, RefusedError, type Generated, type GenerateOptions } from "@oauth1/codegen";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createProject, type Project } from "./fixtures/folder.js";

let project: Project;

beforeEach(async () => {
  project = await createProject();
});

afterEach(() => project.remove());

async function run(options: Partial<GenerateOptions> = {}): Promise<Generated> {
  return generate({ providers: project.providers, packages: project.sdk, ...options });
}

async function statuses(options: Partial<GenerateOptions> = {}): Promise<unknown> {
  const result = await run(options);
  return result.ok ? result.packages.map(({ id, status }) => `${id} ${status}`) : result.issues;
}

const OPERATION = { group: "users", summary: "Finds you.", method: "GET", path: "/me" } as const;

describe("generate", () => {
  it("creates, leaves alone, updates and removes", async () => {
    await project.describe("one");
    await project.describe("two");
    expect(await statuses()).toEqual(["one created", "two created"]);
    expect(await statuses()).toEqual(["one unchanged", "two unchanged"]);
    await project.describe("one", { name: "First" });
    await rm(join(project.providers, "two.json"));
    await project.put("sdk/two/api.txt", "# two");
    expect(await statuses()).toEqual(["one updated", "two removed"]);
    expect(await readdir(project.sdk)).toEqual(["one"]);
  });

  it("writes nothing when any descriptor has a mistake, and reports those of all", async () => {
    await project.describe("good");
    await project.put("providers/bad.json", '{ "descriptorVersion": 2 }');
    await project.put("providers/worse.json", "{");
    const result = await run();
    const files = result.ok ? [] : result.issues.map(({ file }) => file);
    expect(new Set(files)).toEqual(
      new Set([join(project.providers, "bad.json"), join(project.providers, "worse.json")]),
    );
    expect(await readdir(project.root)).toEqual(["providers"]);
  });

  it("takes single files, and then removes no other package", async () => {
    await project.describe("one");
    await project.describe("two");
    await run();
    const providers = [join(project.providers, "two.json")];
    expect(await statuses({ providers })).toEqual(["two unchanged"]);
    expect(await readdir(project.sdk)).toEqual(["one", "two"]);
  });

  it("refuses two descriptors of one provider", async () => {
    await project.describe("one");
    await project.put("others/one.json", await project.read("providers/one.json"));
    const result = await run({ providers: [project.providers, join(project.root, "others")] });
    expect(result).toMatchObject({ ok: false, issues: [{ rule: "duplicate-id" }] });
  });

  it("only looks with check", async () => {
    await project.describe("one");
    expect(await statuses({ check: true })).toEqual(["one created"]);
    expect(await readdir(project.root)).toEqual(["providers"]);
    await run();
    await project.describe("two");
    await rm(join(project.providers, "one.json"));
    expect(await statuses({ check: true })).toEqual(["two created", "one removed"]);
    expect(await readdir(project.sdk)).toEqual(["one"]);
  });

  it("refuses a folder without descriptors, which would remove every package", async () => {
    await project.describe("one");
    await run();
    await project.put("docs/readme.txt", "");
    const empty = join(project.root, "docs");
    for (const providers of [empty, [project.providers, empty]]) {
      const refusal = await run({ providers }).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(TypeError);
      expect(String(refusal)).toContain(`There is no descriptor in ${empty}`);
    }
    expect(await readdir(project.sdk)).toEqual(["one"]);
  });

  it("does not remove what it has not made, nor what was written by hand", async () => {
    await project.describe("one");
    await project.describe("two");
    await project.describe("own");
    await run();
    await rm(join(project.providers, "one.json"));
    await rm(join(project.providers, "own.json"));
    await project.put("sdk/one/src/custom/mine.ts", "mine");
    await project.put("sdk/own/.git/HEAD", "ref: refs/heads/main");
    await project.put("sdk/foreign/src/index.ts", "export {};");
    expect(await statuses()).toEqual(["two unchanged", "one removed", "own removed"]);
    expect(await project.files("sdk/one")).toEqual(new Map([["src/custom/mine.ts", "mine"]]));
    expect([...(await project.files("sdk/own")).keys()]).toEqual([".git/HEAD"]);
    expect(await project.files("sdk/foreign")).toEqual(new Map([["src/index.ts", "export {};"]]));
  });

  it("keeps version, changelog, API report and handwork of a package that it updates", async () => {
    await project.describe("one");
    await run();
    const manifest = await project.read("sdk/one/package.json");
    await project.put("sdk/one/package.json", manifest.replace('"0.0.0"', '"3.1.4"'));
    await project.put("sdk/one/CHANGELOG.md", "# 3.1.4");
    await project.put("sdk/one/api.txt", "# one");
    await project.put("sdk/one/src/custom/mine.ts", "mine");
    await project.describe("one", { name: "First", operations: { getMe: OPERATION } });
    expect(await statuses()).toEqual(["one updated"]);
    expect(await project.read("sdk/one/package.json")).toContain('"version": "3.1.4"');
    expect(await project.read("sdk/one/CHANGELOG.md")).toBe("# 3.1.4");
    expect(await project.read("sdk/one/api.txt")).toBe("# one");
    expect(await project.read("sdk/one/src/custom/mine.ts")).toBe("mine");
    expect(await statuses({ check: true })).toEqual(["one unchanged"]);
  });

  it("says what an update changes for those who use the package", async () => {
    await project.describe("one");
    await run();
    await project.describe("one", { operations: { getMe: OPERATION } });
    const result = await run();
    const [one] = result.ok ? result.packages : [];
    expect(one?.changes).toEqual({ removed: [], changed: [], added: ["getMe"] });
  });

  it("reads what editors of Windows leave, each time, and says where it cannot", async () => {
    await project.describe("one");
    const text = await project.read("providers/one.json");
    await project.put("providers/one.json", `\uFEFF${text}`);
    const cache = { file: join(project.root, "cache.json"), generator: "1" };
    expect(await statuses({ cache })).toEqual(["one created"]);
    expect(await statuses({ cache })).toEqual(["one unchanged"]);
    for (const start of ["\uFEFF", ""]) {
      await writeFile(join(project.providers, "one.json"), Buffer.from(start + text, "utf16le"));
      const result = await run();
      expect(result).toMatchObject({
        ok: false,
        issues: [{ line: 1, rule: "syntax", message: "the file is UTF-16: save it as UTF-8" }],
      });
      expect(result.ok ? [] : result.issues).toHaveLength(1);
    }
  });

  it("says where a file is of another charset, instead of writing other letters into a package", async () => {
    await project.describe("one");
    const text = await project.read("providers/one.json");
    const [first = ""] = /"name": "/.exec(text) ?? [];
    const spoiled = text.replace(first, `${first}f\u00fcr `);
    await writeFile(join(project.providers, "one.json"), Buffer.from(spoiled, "latin1"));
    const before = spoiled.slice(0, spoiled.indexOf("\u00fc")).split("\n");
    expect(await run()).toMatchObject({
      ok: false,
      issues: [
        {
          line: before.length,
          column: (before.at(-1) ?? "").length + 1,
          message: "what is here is not UTF-8: save the file as UTF-8",
        },
      ],
    });
  });

  it("takes nothing for a descriptor whose name begins with a dot, as of copies and locks", async () => {
    await project.describe("one");
    await project.put("providers/._one.json", "\0\u0005\u0016\u0007");
    await symlink("me@machine.1234", join(project.providers, ".#one.json"));
    expect(await statuses()).toEqual(["one created"]);
  });

  it("finds nothing to do in a checkout with the line ends of Windows", async () => {
    await project.describe("one", { operations: { getMe: OPERATION } });
    await run();
    for (const [path, text] of await project.files("sdk")) {
      await project.put(`sdk/${path}`, text.replaceAll("\n", "\r\n"));
    }
    const before = await project.files("sdk");
    expect(await statuses({ check: true })).toEqual(["one unchanged"]);
    expect(await statuses()).toEqual(["one unchanged"]);
    expect(await project.files("sdk")).toEqual(before);
  });

  it("says when it is told a file where there should be a folder", async () => {
    await project.describe("one");
    await project.put("sdk", "a file");
    for (const packages of [project.sdk, join(project.sdk, "deep/er")]) {
      for (const check of [true, false]) {
        const refusal = await run({ packages, check }).catch((error: unknown) => error);
        expect(refusal).toBeInstanceOf(RefusedError);
        expect(String(refusal)).toContain(`${project.sdk} is a file: choose a folder`);
      }
    }
  });

  it("offers nothing to everybody that nobody has a license for", async () => {
    await project.describe("one");
    const published = async (options: Partial<GenerateOptions>): Promise<unknown> => {
      await run(options);
      return JSON.parse(await project.read("sdk/one/package.json")).publishConfig;
    };
    expect(await published({})).toEqual({ access: "public" });
    expect(await published({ license: "UNLICENSED" })).toBeUndefined();
    const registry = { registry: "https://npm.acme.example" };
    expect(await published({ manifest: { publishConfig: registry } })).toEqual(registry);
    const other = { ...registry, access: "restricted" };
    expect(await published({ manifest: { publishConfig: other } })).toEqual(other);
  });

  it("tells how far it is", async () => {
    await project.describe("one");
    await project.describe("two");
    const steps: unknown[] = [];
    await run({ onProgress: (step) => steps.push(step) });
    expect(steps).toEqual([
      { done: 1, total: 2 },
      { done: 2, total: 2 },
    ]);
  });

  it("makes packages that build on their own, unless it is told a build", async () => {
    await project.describe("one");
    await run({ scope: "@acme", license: "UNLICENSED", range: "^1.2.0" });
    const own = JSON.parse(await project.read("sdk/one/package.json"));
    expect(own).toMatchObject({
      name: "@acme/one",
      license: "UNLICENSED",
      dependencies: { "@oauth1/client": "^1.2.0" },
      scripts: { build: "tsup", prepack: "npm run build" },
    });
    expect(Object.keys(own.devDependencies)).toEqual(["tsup", "typescript"]);
    const devDependencies = { vitest: "*" };
    await run({ script: "compile", manifest: { private: true, devDependencies } });
    expect(JSON.parse(await project.read("sdk/one/package.json"))).toMatchObject({
      private: true,
      scripts: { compile: "tsup", prepack: "npm run compile" },
      devDependencies: { tsup: "^8.5.0", vitest: "*" },
    });
    await rm(project.sdk, { recursive: true });
    await run({ build: "make" });
    const told = JSON.parse(await project.read("sdk/one/package.json"));
    expect(told).toMatchObject({ name: "@oauth1/one", license: "MIT", scripts: { build: "make" } });
    expect(told).not.toHaveProperty("devDependencies");
  });
});

describe("generate with a cache", () => {
  const remembered = (generator = "1"): Partial<GenerateOptions> => ({
    cache: { file: join(project.root, "cache/codegen.json"), generator },
  });

  beforeEach(async () => {
    await project.describe("one", { operations: { getMe: OPERATION } });
    await run(remembered());
  });

  /** A package that only its author could tell from an emitted one. */
  async function forge(): Promise<void> {
    await project.put("sdk/one/src/index.ts", "// Generated by @oauth1/codegen from forged.json\n");
  }

  it("notices what was edited by hand, added and deleted", async () => {
    const right = await project.files("sdk");
    await forge();
    expect(await statuses({ ...remembered(), check: true })).toEqual(["one updated"]);
    expect(await statuses(remembered())).toEqual(["one updated"]);
    await project.put("sdk/one/src/more.ts", "export {};");
    expect(await statuses(remembered())).toEqual(["one updated"]);
    await rm(join(project.sdk, "one/README.md"));
    expect(await statuses(remembered())).toEqual(["one updated"]);
    expect(await project.files("sdk")).toEqual(right);
  });

  it("does not emit again what would be the same", async () => {
    // Only a cache can hold this to be right: what is emitted differs.
    const file = join(project.root, "cache/codegen.json");
    const before = await project.read("cache/codegen.json");
    expect(await statuses(remembered())).toEqual(["one unchanged"]);
    expect(await project.read("cache/codegen.json")).toBe(before);
    await rm(file);
    expect(await statuses({ ...remembered(), check: true })).toEqual(["one unchanged"]);
    expect(await readdir(join(project.root, "cache"))).toEqual([]);
  });

  it("emits again for another descriptor, generator or surroundings", async () => {
    await project.describe("one", { name: "First", operations: { getMe: OPERATION } });
    expect(await statuses(remembered())).toEqual(["one updated"]);
    expect(await statuses({ ...remembered(), scope: "@acme" })).toEqual(["one updated"]);
    expect(await statuses({ ...remembered("2"), scope: "@acme" })).toEqual(["one unchanged"]);
  });

  it("does without a cache that cannot be read or written", async () => {
    await project.put("cache/codegen.json", "not JSON");
    expect(await statuses(remembered())).toEqual(["one unchanged"]);
    await rm(join(project.root, "cache"), { recursive: true });
    await project.put("cache", "a file in the way");
    expect(await statuses(remembered())).toEqual(["one unchanged"]);
    await project.describe("one", { name: "First" });
    expect(await statuses(remembered())).toEqual(["one updated"]);
    await rm(join(project.root, "cache"));
    await mkdir(join(project.root, "cache/codegen.json"), { recursive: true });
    await project.describe("one", { name: "Second" });
    expect(await statuses(remembered())).toEqual(["one updated"]);
    expect(await readdir(join(project.root, "cache"))).toEqual(["codegen.json"]);
  });
});
