import {
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  readlink,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { RefusedError, write } from "@oauth1/codegen";

let parent: string;
let out: string;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "oauth1-write-"));
  out = join(parent, "acme");
});

afterEach(() => rm(parent, { recursive: true }));

const FILES: ReadonlyMap<string, string> = new Map([
  ["package.json", '{\n  "version": "0.0.0"\n}\n'],
  ["src/a.ts", "a\n"],
  ["src/deep/b.ts", "b\n"],
]);

async function read(path: string): Promise<string> {
  return readFile(join(out, path), "utf8");
}

describe("write", () => {
  it("writes what is new, and then nothing", async () => {
    expect(await write(FILES, out)).toMatchObject({ written: [...FILES.keys()], stale: true });
    const before = await stat(join(out, "src/a.ts"));
    expect(await write(FILES, out)).toEqual({
      written: [],
      removed: [],
      unchanged: [...FILES.keys()],
      stale: false,
    });
    expect((await stat(join(out, "src/a.ts"))).mtimeMs).toBe(before.mtimeMs);
    expect(await readdir(parent)).toEqual(["acme"]);
  });

  it("touches only what changed, and removes what is no longer emitted", async () => {
    await write(FILES, out);
    const next = new Map([...FILES, ["src/a.ts", "changed\n"] as const]);
    next.delete("src/deep/b.ts");
    expect(await write(next, out)).toMatchObject({
      written: ["src/a.ts"],
      removed: ["src/deep/b.ts"],
      unchanged: ["package.json"],
    });
    expect(await read("src/a.ts")).toBe("changed\n");
    expect(await readdir(join(out, "src"))).toEqual(["a.ts"]);
  });

  it("lets a file take the place of a folder", async () => {
    await write(FILES, out);
    const next = new Map([["src/deep", "a file now\n"]]);
    expect(await write(next, out)).toMatchObject({ written: ["src/deep"] });
    expect(await read("src/deep")).toBe("a file now\n");
  });

  it("leaves alone what people and other tools keep there", async () => {
    const tools = ["CHANGELOG.md", "api.txt", "dist/a.js", "node_modules/x"];
    const law = ["LICENSE", "LICENSE.md", "NOTICE.txt"];
    const dots = [".gitattributes", ".npmignore", ".npmrc", ".git/config", "src/deep/.DS_Store"];
    const kept = [...tools, ...law, ...dots, "src/custom/mine.ts", "test/a.ts"];
    for (const path of kept) {
      await mkdir(join(out, path, ".."), { recursive: true });
      await writeFile(join(out, path), "kept");
    }
    expect((await write(FILES, out)).removed).toEqual([]);
    for (const path of kept) expect(await read(path)).toBe("kept");
  });

  it("keeps the version that a release has given", async () => {
    await write(FILES, out);
    await writeFile(join(out, "package.json"), '{\n  "version": "3.1.4"\n}\n');
    expect((await write(FILES, out)).stale).toBe(false);
    await write(new Map([["package.json", '{\n  "version": "0.0.0",\n  "x": 1\n}\n']]), out);
    expect(await read("package.json")).toBe('{\n  "version": "3.1.4",\n  "x": 1\n}\n');
  });

  it("keeps what the package's owner says of where it goes, and not what nobody has said", async () => {
    const manifest = (fields: object): string =>
      `${JSON.stringify({ version: "0.0.0", ...fields }, undefined, 2)}\n`;
    const open = { publishConfig: { access: "public" } };
    await write(new Map([["package.json", manifest({ ...open, x: 1 })]]), out);
    const owned = {
      private: true,
      publishConfig: { registry: "https://npm.acme.example" },
      repository: "acme/sdk",
    };
    const asLaidOut = JSON.stringify({ ...owned, x: 1, version: "1.2.3", y: 2 });
    await writeFile(join(out, "package.json"), asLaidOut);
    await write(new Map([["package.json", manifest({ ...open, x: 1 })]]), out);
    expect(JSON.parse(await read("package.json"))).toEqual({ ...owned, x: 1, version: "1.2.3" });
    await writeFile(
      join(out, "package.json"),
      JSON.stringify({ ...owned, x: 1, version: "1.2.3" }),
    );
    const same = new Map([["package.json", manifest({ ...open, x: 1 })]]);
    expect((await write(same, out)).stale).toBe(false);
    await writeFile(join(out, "package.json"), manifest(open));
    await write(new Map([["package.json", manifest({})]]), out);
    expect(await read("package.json")).toBe(manifest({}));
  });

  it("refuses a manifest that it cannot read, and leaves it as it is", async () => {
    await write(FILES, out);
    for (const text of ['{ "private": true <<<<<<<', "[]", "null"]) {
      await writeFile(join(out, "package.json"), text);
      const refusal = await write(FILES, out).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(RefusedError);
      expect(String(refusal)).toContain(`${join(out, "package.json")} is not a JSON object`);
      expect(await read("package.json")).toBe(text);
    }
  });

  it("refuses what is neither a file nor a folder, and leaves it as it is", async () => {
    await write(FILES, out);
    const link = join(out, "src/shared");
    for (const target of [parent, "nowhere"]) {
      await symlink(target, link);
      const refusal = await write(new Map(), out).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(RefusedError);
      expect(String(refusal)).toContain(`${link} is neither a file nor a folder: move it away`);
      expect(await readlink(link)).toBe(target);
      expect(await read("src/a.ts")).toBe("a\n");
      await rm(link);
    }
  });

  it("has no eye for the lock that an editor lays beside a file", async () => {
    await write(FILES, out);
    await symlink("me@machine.1234", join(out, "src/.#a.ts"));
    expect(await write(FILES, out)).toMatchObject({ stale: false });
  });

  it("takes the line ends of a checkout for its own, and leaves them", async () => {
    await write(FILES, out);
    await writeFile(join(out, "src/a.ts"), "a\r\n");
    await writeFile(join(out, "package.json"), '{\r\n  "version": "0.0.0"\r\n}\r\n');
    expect(await write(FILES, out)).toMatchObject({ stale: false });
    expect(await read("src/a.ts")).toBe("a\r\n");
  });

  it("finds drift and writes nothing with check", async () => {
    expect(await write(FILES, out, { check: true })).toMatchObject({ stale: true });
    expect(await readdir(parent)).toEqual([]);
    await write(FILES, out);
    await writeFile(join(out, "src/a.ts"), "edited by hand\n");
    const report = await write(FILES, out, { check: true });
    expect(report).toMatchObject({ stale: true, written: ["src/a.ts"] });
    expect(await read("src/a.ts")).toBe("edited by hand\n");
  });

  it("clears away what a run has left that had this one's number, or whose number was made 0", async () => {
    for (const id of [process.pid, 0]) {
      await mkdir(join(parent, `.oauth1-codegen-${id}/new/acme`), { recursive: true });
      await writeFile(join(parent, `.oauth1-codegen-${id}/new/acme/half.ts`), "half");
    }
    expect(await write(FILES, out)).toMatchObject({ stale: true });
    expect(await readdir(parent)).toEqual(["acme"]);
    expect((await readdir(out)).sort()).toEqual(["package.json", "src"]);
  });

  it("leaves the old package whole when it fails half way", async () => {
    await write(FILES, out);
    // A folder cannot be made where a kept file stands, and that shows only after a.ts has moved.
    await writeFile(join(out, "dist"), "in the way");
    const next = new Map([
      ["package.json", '{\n  "version": "0.0.0",\n  "new": true\n}\n'],
      ["src/a.ts", "new\n"],
      ["dist/blocked.ts", "never\n"],
    ]);
    await expect(write(next, out)).rejects.toThrow();
    for (const [path, text] of FILES) expect(await read(path)).toBe(text);
    expect(await read("dist")).toBe("in the way");
    expect(await readdir(parent)).toEqual(["acme"]);
  });
});
