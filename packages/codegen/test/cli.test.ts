import { existsSync } from "node:fs";
import { readFile, readdir, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runCodegen, type Ended } from "./fixtures/command.js";
import { createProject, type Project } from "./fixtures/folder.js";

let project: Project;

beforeEach(async () => {
  project = await createProject();
});

afterEach(() => project.remove());

function run(...args: readonly string[]): Promise<Ended> {
  return runCodegen(project.root, args);
}

describe("oauth1-codegen", () => {
  it("generates, finds drift, and touches nothing outside of its folder", async () => {
    await project.describe("acme");
    expect(await run("providers", "--out", "out/sdk", "--scope", "@acme")).toEqual({
      code: 0,
      stdout: "acme  0 operations  created\n5 files changed\n",
      stderr: "",
    });
    expect(await readdir(project.root)).toEqual(["out", "providers"]);
    expect(await project.read("out/sdk/acme/package.json")).toContain('"@acme/acme"');
    const command = "npx @oauth1/codegen providers --out out/sdk --scope @acme";
    const [header] = (await project.read("out/sdk/acme/src/index.ts")).split("\n");
    expect(header).toMatch(new RegExp(` run ${command}[.]$`));
    expect(await project.read("out/sdk/acme/README.md")).toContain(`run \`${command}\`.`);
    await project.put("out/sdk/acme/src/index.ts", "edited");
    const drift = await run("providers", "--out", "out/sdk", "--scope", "@acme", "--check");
    expect(drift).toMatchObject({ code: 1, stderr: "stale  out/sdk/acme/src/index.ts\n" });
    expect(await project.read("out/sdk/acme/src/index.ts")).toBe("edited");
  });

  it("names every mistake with its place, its rule and what was meant", async () => {
    await project.put("providers/acme.json", '{\n  "descriptorVersion": 2,\n  "sumary": ""\n}\n');
    await project.put("providers/other.json", "");
    const { code, stdout, stderr } = await run("providers", "--out", "sdk");
    expect(code).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/providers\/acme\.json:2:24 error this must be 1\b.* \[not-allowed\]\n/);
    expect(stderr).toContain(
      'providers/acme.json:3:3 error there is no property "sumary" (did you mean "summary"?) [unknown-property]\n',
    );
    expect(stderr).toContain("providers/other.json:1:1 error the file is empty [syntax]\n");
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(await readdir(project.root)).toEqual(["providers"]);
  });

  it("says the same as JSON", async () => {
    await project.describe("acme");
    const fine = await run("providers/acme.json", "--out", "sdk", "--json");
    expect(JSON.parse(fine.stdout)).toMatchObject({
      ok: true,
      packages: [{ id: "acme", status: "created" }],
    });
    await project.put("providers/bad.json", "{");
    const bad = await run("providers", "--out", "sdk", "--json");
    expect(bad.code).toBe(1);
    expect(JSON.parse(bad.stdout)).toMatchObject({
      ok: false,
      issues: expect.arrayContaining([expect.objectContaining({ line: 1, rule: "syntax" })]),
    });
  });

  it("remembers in a project's node_modules what it has emitted", async () => {
    await project.describe("acme");
    await project.put("node_modules/.keep", "");
    await run("providers", "--out", "sdk");
    expect(await readdir(join(project.root, "node_modules/.cache"))).toEqual([
      "oauth1-codegen.json",
    ]);
    const again = await run("providers", "--out", "sdk");
    expect(again.stdout).toBe("acme  0 operations  unchanged\n0 files changed\n");
    await rm(join(project.root, "sdk/acme/README.md"));
    const drift = await run("providers", "--out", "sdk", "--check");
    expect(drift.stderr).toBe("stale  sdk/acme/README.md\n");
  });

  it.each([
    [[], "--out is missing"],
    [["providers"], "--out is missing"],
    [["--out", "sdk"], "A file or a folder is needed"],
    [["nowhere", "--out", "sdk"], "There is no nowhere"],
    [
      ["providers", "--out", "sdk", "--scope", "acme"],
      '--scope is a name such as @acme, not "acme"',
    ],
    [["providers", "--out", "sdk", "--scope", "@aCME"], "npm wants lower case"],
    [["providers", "--typo"], "Unknown option '--typo'"],
    [["providers", "--out", ""], "--out is missing"],
    [
      ["providers", "--out", "sdk", "--license", "a\nb"],
      '--license is one line of text, and not "a\\nb"',
    ],
    [["providers", "--out", "sdk", "--range", ""], '--range is one line of text, and not ""'],
    [["validate"], "A file or a folder is needed"],
    [["import", "."], ". is a folder, and no document"],
    [["import", "providers", "providers"], "import takes one document"],
  ])("answers %j with what is wrong, and where help is", async (args, message) => {
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).toContain(
      args.length === 0 ? "Usage: oauth1-codegen" : "(oauth1-codegen --help",
    );
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it.each([
    [
      ["providers", "--out", "sdk", "--typo"],
      [2, "usage", "Unknown option '--typo'"],
    ],
    [
      ["nowhere", "--out", "sdk"],
      [2, "usage", "There is no nowhere"],
    ],
    [["validate"], [2, "usage", "A file or a folder is needed"]],
    [
      ["providers", "--out", "taken"],
      [2, "refused", "taken is a file: choose a folder"],
    ],
    [
      ["providers", "--out", "loop/sdk"],
      [2, "ELOOP", "too many symbolic links"],
    ],
  ] as const)("says as JSON what is wrong with %j", async (args, [code, kind, message]) => {
    await project.describe("acme");
    await project.put("taken", "");
    await symlink("loop", join(project.root, "loop"));
    const ended = await run(...args, "--json");
    expect(ended).toMatchObject({ code, stderr: "" });
    const expected = { code: kind, message: expect.stringContaining(message) };
    expect(JSON.parse(ended.stdout)).toEqual({ ok: false, error: expected });
  });

  it("says whose right is missing", async () => {
    await project.describe("acme");
    const preload = `
      import fs from "node:fs";
      import { syncBuiltinESMExports } from "node:module";
      fs.mkdirSync = () => {
        throw Object.assign(new Error("EACCES: permission denied, mkdir"), { code: "EACCES", syscall: "mkdir" });
      };
      syncBuiltinESMExports();`;
    const ended = await runCodegen(project.root, ["providers", "--out", "sdk"], { preload });
    expect(ended).toEqual({
      code: 2,
      stdout: "",
      stderr:
        "Nobody may write to sdk (EACCES): change that, or choose another folder for the packages.\n",
    });
  });

  it("says what is read-only", async () => {
    await project.describe("acme");
    // There, Node.js names the wrong reason unless it makes one folder, in one that is there.
    const preload = `
      import fs from "node:fs";
      import { syncBuiltinESMExports } from "node:module";
      fs.mkdirSync = (path, { recursive } = {}) => {
        const code = recursive ? "ENOENT" : "EROFS";
        throw Object.assign(new Error(code + ", mkdir"), { code, syscall: "mkdir" });
      };
      syncBuiltinESMExports();`;
    const ended = await runCodegen(project.root, ["providers", "--out", "new/sdk"], { preload });
    expect(ended.stderr).toBe(
      "Nobody may write to new/sdk (EROFS): change that, or choose another folder for the packages.\n",
    );
  });

  it.skipIf(!existsSync("/proc/self"))(
    "ends where the system lets nobody make a folder",
    async () => {
      await project.describe("acme");
      await project.put("api.json", '{ "openapi": "3.0.0" }');
      expect(await run("providers", "--out", "/proc/new/sdk")).toMatchObject({
        code: 2,
        stderr: expect.stringContaining("Nobody may write to /proc/new/sdk (ENOENT)"),
      });
      expect(await run("import", "api.json", "--out", "/proc/new/acme.json")).toMatchObject({
        code: 2,
        stderr: expect.stringContaining("ENOENT: no such file or directory, mkdir '/proc/new'"),
      });
    },
  );

  it("names the files that it takes away", async () => {
    await project.describe("acme");
    await run("providers", "--out", "sdk");
    await project.put("sdk/acme/notes.txt", "mine");
    await project.put("sdk/acme/LICENSE.txt", "ours");
    expect((await run("providers", "--out", "sdk")).stdout).toBe(
      "acme  0 operations  updated\n  removed  notes.txt\n1 file changed\n",
    );
    expect(await project.read("sdk/acme/LICENSE.txt")).toBe("ours");
  });

  it("ends the sentences of its headers with one dot", async () => {
    await project.put("providers/sdk/.keep", "");
    await project.describe("acme");
    const folder = join(project.root, "providers");
    await runCodegen(folder, [".", "--out", ".."]);
    const [header] = (await project.read("acme/src/index.ts")).split("\n");
    expect(header).toMatch(/ run npx @oauth1\/codegen \.\/ --out \.\.\/\.$/);
  });

  it("refuses a folder that holds what it has not made, and leaves it as it is", async () => {
    await project.describe("acme");
    await project.put("sdk/acme/README.md", "mine");
    await project.put("sdk/acme/src/mine.ts", "mine");
    for (const more of [[], ["--check"]]) {
      expect(await run("providers", "--out", "sdk", ...more)).toEqual({
        code: 2,
        stdout: "",
        stderr:
          "sdk/acme holds files that were not generated: move them away, or choose another folder for the packages.\n",
      });
    }
    expect(await project.read("sdk/acme/README.md")).toBe("mine");
    expect(await readdir(join(project.root, "sdk/acme/src"))).toEqual(["mine.ts"]);
  });

  it("says without a stack that another run is at work", async () => {
    await project.describe("acme");
    await project.put("sdk/.oauth1-codegen-1/plan.json.draft", "");
    const { code, stderr } = await run("providers", "--out", "sdk");
    expect(code).toBe(2);
    expect(stderr).toMatch(/^Another run is writing to sdk[.].*\n$/);
  });

  it("takes a file that is asked for in other words once, and no folder for a file", async () => {
    await project.describe("acme");
    await project.put("providers/folder.json/notes.txt", "");
    const files = ["providers", "./providers/acme.json", join(project.root, "providers/acme.json")];
    expect(await run(...files, "--out", "sdk")).toMatchObject({
      code: 0,
      stdout: "acme  0 operations  created\n5 files changed\n",
    });
  });

  it("keeps the packages when it is given a folder without descriptors", async () => {
    await project.describe("acme");
    await run("providers", "--out", "sdk");
    await project.put("docs/readme.txt", "");
    const { code, stderr } = await run("docs", "--out", "sdk");
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("There is no descriptor (<id>.json) in docs"),
    });
    expect(await readdir(join(project.root, "sdk"))).toEqual(["acme"]);
  });

  it.each([["providers", "--out", "sdk"], ["validate", "providers"], ["--help"]])(
    "ends in peace when nobody reads on: %s",
    async (...args) => {
      await project.describe("acme");
      const preload = `process.stdout._write = (chunk, encoding, done) =>
        done(Object.assign(new Error("write EPIPE"), { code: "EPIPE", syscall: "write" }));`;
      expect(await runCodegen(project.root, args, { preload })).toEqual({
        code: 0,
        stdout: "",
        stderr: "",
      });
    },
  );

  it("helps, and says its version", async () => {
    const help = await run("--help");
    expect(help).toMatchObject({ code: 0, stderr: "" });
    expect(help.stdout).toContain("Usage: oauth1-codegen");
    const { version } = JSON.parse(
      await readFile(new URL("../package.json", import.meta.url), "utf8"),
    );
    expect((await run("--version")).stdout).toBe(`${version}\n`);
  });
});

describe("oauth1-codegen validate", () => {
  it("only looks", async () => {
    await project.describe("acme");
    expect(await run("validate", "providers")).toEqual({
      code: 0,
      stdout: "1 descriptor, no mistakes\n",
      stderr: "",
    });
    expect(await readdir(project.root)).toEqual(["providers"]);
  });
});

describe("oauth1-codegen import", () => {
  it("writes a descriptor whose gaps validate names, and never over another", async () => {
    await project.put("photos.yaml", "openapi: 3.0.0\ninfo: { title: Photos }\npaths: {}\n");
    const first = await run("import", "photos.yaml", "--out", "providers/photos.json");
    expect(first).toMatchObject({ code: 0, stderr: "paths: there are no operations\n" });
    const { code, stderr } = await run("validate", "providers/photos.json");
    expect(code).toBe(1);
    expect(stderr).toMatch(/providers\/photos\.json:\d+:\d+ error .*TODO: the request token URL/);
    const second = await run("import", "photos.yaml", "--out", "providers/photos.json");
    expect(second).toMatchObject({ code: 2 });
    expect(second.stderr).toContain("providers/photos.json is there already");
  });

  it("makes an id of the file's name, and takes no other for one", async () => {
    await project.put("My API.yaml", "openapi: 3.0.0\npaths: {}\n");
    const { stdout } = await run("import", "My API.yaml");
    expect(JSON.parse(stdout)).toMatchObject({ id: "my-api", name: "my-api" });
    const { code, stderr } = await run("import", "My API.yaml", "--id", "My API");
    expect(code).toBe(2);
    expect(stderr).toContain('"My API" is no id: choose lower-case words joined by hyphens');
    const others = ["--id", "photos", "--out", "providers/pictures.json"];
    expect(await run("import", "My API.yaml", ...others)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(
        'The descriptor of "photos" has to be called photos.json, not providers/pictures.json',
      ),
    });
    const written = await run("import", "My API.yaml", "--out", "a b/my-api.json");
    expect(written.stdout).toContain("oauth1-codegen validate 'a b/my-api.json'\n");
  });

  it("refuses what leads out of the document", async () => {
    await project.put(
      "photos.json",
      '{ "openapi": "3.1.0", "paths": { "/": { "$ref": "a.yaml" } } }',
    );
    expect(await run("import", "photos.json")).toEqual({
      code: 1,
      stdout: "",
      stderr:
        "photos.json: #/paths/~1: the reference a.yaml leads out of the document: bundle it first\n",
    });
  });
});
