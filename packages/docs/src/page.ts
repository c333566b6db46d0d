import type { ProviderModel } from "@oauth1/descriptor";
import { pageProviders, type PageProviders } from "@oauth1/emulator/page";
import { existsSync } from "node:fs";
import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DOCS, ROOT } from "./paths.js";

/** Puts the emulator's page under `/page/`, where its playground and its doctor need no server. */
export async function copyPage(models: readonly ProviderModel[]): Promise<void> {
  const built = join(ROOT, "packages/emulator/dist/page");
  if (!existsSync(built))
    throw new Error("packages/emulator/dist/page is not there: build @oauth1/emulator first.");
  const target = join(DOCS, "public/page");
  await cp(built, target, { recursive: true });
  const providers: PageProviders = { live: false, providers: pageProviders(models) };
  await writeFile(join(target, "providers.json"), JSON.stringify(providers));
}
