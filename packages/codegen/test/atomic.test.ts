import { generate, type Generated } from "@oauth1/codegen";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { atRename, runCodegen } from "./fixtures/command.js";
import { copyOf, createProject, type Project } from "./fixtures/folder.js";

/** Three packages that were generated, and descriptors that change one, remove one and add one. */
let project: Project;
let before: ReadonlyMap<string, string>;
let after: ReadonlyMap<string, string>;

const ARGS = ["providers", "--out", "sdk", "--range", "^1.0.0"];

async function run({ providers, sdk }: Project): Promise<Generated> {
  return generate({ providers, packages: sdk, range: "^1.0.0" });
}

beforeAll(async () => {
  project = await createProject();
  for (const id of ["changed", "gone", "same"]) await project.describe(id);
  await run(project);
  before = await project.files("sdk");
  await project.describe("changed", { name: "Other", summary: "Something else." });
  await project.describe("newer");
  await rm(join(project.providers, "gone.json"));
  const done = await copyOf(project);
  await run(done);
  after = await done.files("sdk");
  await done.remove();
});

afterAll(() => project.remove());

async function withCopy(test: (copy: Project) => Promise<void>): Promise<void> {
  const copy = await copyOf(project);
  await test(copy).finally(copy.remove);
}

// The first renaming puts the plan into its place, the others move files.
const MOMENTS = [1, 2, 5, 8] as const;

describe("a run that fails", () => {
  it.each(MOMENTS)("at renaming %i leaves every package as it was", (count) =>
    withCopy(async (copy) => {
      const trouble = `throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC", syscall: "rename" });`;
      const ended = await runCodegen(copy.root, ARGS, { preload: atRename(count, trouble) });
      expect(ended).toEqual({ code: 70, stdout: "", stderr: "ENOSPC: no space left on device\n" });
      expect(await copy.files("sdk")).toEqual(before);
      expect((await readdir(copy.sdk)).sort()).toEqual(["changed", "gone", "same"]);
    }),
  );

  it("because a file cannot be written leaves every package as it was", () =>
    withCopy(async (copy) => {
      // No file system takes a name of so many letters.
      const group = "long".repeat(100);
      const read = { group, summary: "Reads.", method: "GET", path: "/read" } as const;
      await copy.describe("newer", { operations: { read } });
      const ended = await runCodegen(copy.root, ARGS);
      expect(ended).toMatchObject({ code: 2, stdout: "" });
      expect(ended.stderr).toMatch(/^ENAMETOOLONG: name too long, open '.*'\n$/);
      expect(await copy.files("sdk")).toEqual(before);
      expect((await readdir(copy.sdk)).sort()).toEqual(["changed", "gone", "same"]);
    }));
});

describe("a run that is killed", () => {
  it.each(MOMENTS)("at renaming %i is repaired by the next, also by one that fails", (count) =>
    withCopy(async (copy) => {
      const preload = atRename(count, `process.kill(process.pid, "SIGKILL");`);
      expect((await runCodegen(copy.root, ARGS, { preload })).code).not.toBe(0);
      const broken = await copyOf(copy);
      await broken.put("providers/bad.json", "{");
      expect((await run(broken)).ok).toBe(false);
      expect(await broken.files("sdk")).toEqual(before);
      await broken.remove();
      expect((await run(copy)).ok).toBe(true);
      expect(await copy.files("sdk")).toEqual(after);
    }),
  );
});

describe("what was made by hand after a kill", () => {
  // The packages of two descriptors are new, and the plan and the first of them are in their places.
  async function withHalf(test: (half: Project) => Promise<void>): Promise<void> {
    const half = await createProject();
    for (const id of ["acme", "beta"]) await half.describe(id);
    const preload = atRename(3, `process.kill(process.pid, "SIGKILL");`);
    await runCodegen(half.root, ARGS, { preload });
    expect((await readdir(half.sdk)).sort()).toEqual([expect.stringMatching(/^[.]/), "acme"]);
    await test(half).finally(half.remove);
  }

  it("stays, also in a package that was new", () =>
    withHalf(async (half) => {
      await half.put("sdk/acme/src/custom/helper.ts", "a day of work");
      expect(await run(half)).toMatchObject({ ok: true, packages: [{ status: "created" }, {}] });
      expect(await half.read("sdk/acme/src/custom/helper.ts")).toBe("a day of work");
      expect((await readdir(half.sdk)).sort()).toEqual(["acme", "beta"]);
    }));

  it("is no reason to stop where it was removing", () =>
    withHalf(async (half) => {
      await rm(join(half.sdk, "acme"), { recursive: true });
      expect((await run(half)).ok).toBe(true);
      expect((await readdir(half.sdk)).sort()).toEqual(["acme", "beta"]);
    }));

  it("is no reason to stop where it was putting back what was gone", () =>
    withCopy(async (copy) => {
      const preload = atRename(3, `process.kill(process.pid, "SIGKILL");`);
      await runCodegen(copy.root, ARGS, { preload });
      for (const [path, text] of before) await copy.put(`sdk/${path}`, text);
      expect((await run(copy)).ok).toBe(true);
      expect(await copy.files("sdk")).toEqual(after);
    }));
});

it("keeps what could not be undone for the next run", () =>
  withCopy(async (copy) => {
    // From the sixth renaming on, nothing can be renamed, and so nothing put back.
    const trouble = `left = 1; throw Object.assign(new Error("EIO: i/o error"), { code: "EIO", syscall: "rename" });`;
    const ended = await runCodegen(copy.root, ARGS, { preload: atRename(6, trouble) });
    expect(ended).toMatchObject({ code: 70, stderr: "EIO: i/o error\n" });
    await copy.put("providers/bad.json", "{");
    expect((await run(copy)).ok).toBe(false);
    expect(await copy.files("sdk")).toEqual(before);
  }));

it("refuses to work where another run is at work, and touches nothing of it", () =>
  withCopy(async (copy) => {
    // This process is alive, and another than the command's.
    const path = `sdk/.oauth1-codegen-${process.pid}/new/changed/README.md`;
    await copy.put(path, "half written");
    const ended = await runCodegen(copy.root, ARGS);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain("Another run is writing to sdk");
    expect(await copy.read(path)).toBe("half written");
  }));
