import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { generate, type Generated } from "@oauth1/codegen";
import { descriptorOf } from "./models.js";

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "oauth1-generate-"));
  await mkdir(join(root, "providers"));
});

afterEach(() => rm(root, { recursive: true }));

async function describeProvider(id: string, more: object = {}): Promise<void> {
  const text = JSON.stringify(descriptorOf(id, more));
  await writeFile(join(root, `providers/${id}.json`), text);
}

async function run(check = false): Promise<Generated> {
  return generate({
    providers: join(root, "providers"),
    packages: join(root, "sdk"),
    build: "tsup",
    check,
  });
}

async function statuses(check = false): Promise<unknown> {
  const result = await run(check);
  return result.ok ? result.packages.map(({ id, status }) => `${id} ${status}`) : result.issues;
}

describe("generate", () => {
  it("creates, leaves alone, updates and removes", async () => {
    await describeProvider("one");
    await describeProvider("two");
    expect(await statuses()).toEqual(["one created", "two created"]);
    expect(await statuses()).toEqual(["one unchanged", "two unchanged"]);
    await describeProvider("one", { name: "First" });
    await rm(join(root, "providers/two.json"));
    expect(await statuses()).toEqual(["one updated", "two removed"]);
    expect(await readdir(join(root, "sdk"))).toEqual(["one"]);
  });

  it("writes nothing when any descriptor has a mistake, and reports those of all", async () => {
    await describeProvider("good");
    await describeProvider("bad", { state: "gone" });
    await describeProvider("worse", { id: "other", name: "" });
    const result = await run();
    const issues = result.ok ? [] : result.issues;
    expect(issues.map(({ file, rule }) => `${file} ${rule}`)).toEqual([
      "providers/bad.json not-allowed",
      "providers/worse.json file-name",
      "providers/worse.json empty",
    ]);
    expect(await readdir(root)).toEqual(["providers"]);
  });

  it("only looks with check", async () => {
    await describeProvider("one");
    expect(await statuses(true)).toEqual(["one created"]);
    expect(await readdir(root)).toEqual(["providers"]);
    await run();
    await rm(join(root, "providers/one.json"));
    expect(await statuses(true)).toEqual(["one removed"]);
    expect(await readdir(join(root, "sdk"))).toEqual(["one"]);
  });

  it("does not remove what it has not made, nor what was written by hand", async () => {
    await describeProvider("one");
    await run();
    await rm(join(root, "providers/one.json"));
    await mkdir(join(root, "sdk/one/src/custom"));
    await writeFile(join(root, "sdk/one/src/custom/mine.ts"), "mine");
    await mkdir(join(root, "sdk/foreign/src"), { recursive: true });
    await writeFile(join(root, "sdk/foreign/src/index.ts"), "export {};");
    expect(await statuses()).toEqual(["one removed"]);
    expect(await readFile(join(root, "sdk/one/src/custom/mine.ts"), "utf8")).toBe("mine");
    expect(await readdir(join(root, "sdk/one/src"))).toEqual(["custom"]);
    expect(await readdir(join(root, "sdk/foreign/src"))).toEqual(["index.ts"]);
  });
});
