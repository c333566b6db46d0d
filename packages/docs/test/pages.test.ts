import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { handwrittenPages } from "../../../scripts/examples.js";
import { brokenLinks } from "../src/links.js";
import { ROOT } from "../src/paths.js";
import { table } from "../src/markdown.js";
import { mistakesText } from "../src/mistakes.js";
import { SECTIONS } from "../src/navigation.js";
import { figuresText, proofTexts } from "../src/proof.js";
import { providerPages, readModels } from "../src/providers.js";
import { entryPoints, subpathOf } from "../src/reference.js";
import { MISTAKES } from "../../core/src/mistakes/search.js";
import { BODY_HASH_MISTAKES } from "../../core/src/mistakes/body-hash.js";

describe("the pages that people write", () => {
  it("are in the sidebar, each of them, and nothing else is", () => {
    const listed = SECTIONS.flatMap(({ items }) =>
      items.map(({ link }) => link.replace(/#.*/, "")),
    );
    const written = handwrittenPages().map((page) =>
      page
        .replace("packages/docs", "")
        .replace(/\.md$/, "")
        .replace(/index$/, ""),
    );
    expect([...new Set(listed)].sort()).toEqual([...written, "/providers/"].sort());
  });
});

describe("the README of the client", () => {
  const api = readFileSync(join(ROOT, "packages/client/api.txt"), "utf8");
  const readme = readFileSync(join(ROOT, "packages/client/README.md"), "utf8");

  it.each(["LoginProblem", "CallProblem"])("has every code of %s", (name) => {
    const [, union = ""] = new RegExp(`^${name}: .* = (.*);$`, "m").exec(api) ?? [];
    const codes = [...union.matchAll(/"(\w+)"/g)].map(([, code = ""]) => code);
    expect(codes.length).toBeGreaterThan(3);
    expect(codes.filter((code) => !readme.includes(`\`${code}\``))).toEqual([]);
  });
});

describe("why a signature fails", () => {
  const page = readFileSync(join(ROOT, "packages/docs/why-a-signature-fails.md"), "utf8");

  it.each([
    ["core", "VerifyProblem"],
    ["server", "ServerProblem"],
  ])("tells of every word that %s refuses with", (folder, name) => {
    const api = readFileSync(join(ROOT, `packages/${folder}/api.txt`), "utf8");
    const [, union = ""] = new RegExp(`^${name}: .* = (.*);$`, "m").exec(api) ?? [];
    const words = [...union.matchAll(/"(\w+)"/g)].map(([, word = ""]) => word);
    expect(words.length).toBeGreaterThan(3);
    expect(words.filter((word) => !page.includes(`\`${word}\``))).toEqual([]);
  });
});

describe("the pages that are made", () => {
  it("tell of each provider how to log in, and list them all", async () => {
    const models = await readModels();
    const pages = await providerPages(models);
    expect(pages.size).toBe(models.length + 1);
    expect(pages.get("providers/twitter.md")).toContain("- Ways to a token: callback, PIN");
    expect(pages.get("providers/twitter.md")).toContain("createTwitter({ consumer:");
    for (const { name, id } of models)
      expect(pages.get("providers/index.md")).toContain(`[${name}](./${id}.md)`);
  });

  it("show every mistake that diagnose knows, once", async () => {
    const shown = [...(await mistakesText()).matchAll(/\{#(.+)\}$/gm)].map(([, id]) => id);
    const known = [...MISTAKES, ...BODY_HASH_MISTAKES].map(({ id }) => id);
    expect(new Set(shown).size).toBe(shown.length);
    expect(known.filter((id) => !shown.includes(id))).toEqual([]);
  });

  it("know as many mistakes as the README says", async () => {
    const shown = (await mistakesText()).match(/^### /gm) ?? [];
    const readme = readFileSync(join(ROOT, "README.md"), "utf8");
    expect(readme).toContain(`which of ${shown.length} known mistakes`);
  });

  it("have a reference page for each subpath, wildcards expanded", () => {
    const files = entryPoints("core").map((file) => file.replace(/.*packages\/|\.ts$/g, ""));
    const subpaths = files.map((file) => subpathOf(file.replace(/\/index$/, "")));
    expect(subpaths).toEqual(
      expect.arrayContaining(["core", "core/explain", "core/methods/rsa-sha1"]),
    );
  });

  it("print the figures that are there, and say how to get the others", async () => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, "bench.json"), '{ "rows": [{ "name": "sign", "ratio": 1.25 }] }');
      const texts = await proofTexts(folder);
      expect(texts.get("generated/bench.md")).toBe(table(["name", "ratio"], [["sign", "1.25"]]));
      expect(texts.get("generated/runtimes.md")).toMatch(/^Not measured yet: `pnpm runtimes`/);
    });
    expect(figuresText({ runs: [{ a: { b: 1 } }, { c: "x|y" }] })).toContain("x\\|y");
  });
});

describe("the check of a built site", () => {
  it("finds links to pages and to headings that are not there", async () => {
    await inFolder(async (folder) => {
      mkdirSync(join(folder, "guides"));
      const links = [
        "/guides/a",
        "a#there",
        "#gone",
        "/nowhere",
        "https://example.com/x",
        "../llms.txt",
      ];
      const anchors = links.map((link) => `<a class="x" href="${link}">x</a>`).join("");
      writeFileSync(join(folder, "guides/a.html"), `<h2 id="there">x</h2>${anchors}`);
      writeFileSync(join(folder, "llms.txt"), "- [A](/guides/a.html)\n- [B](/guides/b.md)\n");
      expect(await brokenLinks(folder)).toEqual([
        "guides/a.html: #gone: there is no such heading",
        "guides/a.html: /nowhere: there is no such page",
        "llms.txt: /guides/b.md: there is no such page",
      ]);
    });
  });
});

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "oauth1-docs-"));
  await use(folder).finally(() => rmSync(folder, { recursive: true }));
}
