import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { mistakesText } from "./mistakes.js";
import { copyPage } from "./page.js";
import { DOCS } from "./paths.js";
import { proofTexts } from "./proof.js";
import { providerPages, readModels } from "./providers.js";
import { writeReference } from "./reference.js";

/** Writes everything that is made and not kept: `generated`, `providers`, `reference` and `public/page`. */
export async function prepare(): Promise<void> {
  const made = ["generated", "providers", "reference", "public/page"];
  for (const folder of made) await rm(join(DOCS, folder), { recursive: true, force: true });
  const models = await readModels();
  await writePages(await providerPages(models));
  await writePages(new Map([["generated/mistakes.md", await mistakesText()]]));
  await writePages(await proofTexts(join(DOCS, "proof")));
  await copyPage(models);
  await writeReference();
}

async function writePages(pages: ReadonlyMap<string, string>): Promise<void> {
  for (const [path, text] of pages) {
    await mkdir(dirname(join(DOCS, path)), { recursive: true });
    await writeFile(join(DOCS, path), text);
  }
}

// `vitepress dev` needs the same pages.
if (process.argv[1] === fileURLToPath(import.meta.url)) await prepare();
