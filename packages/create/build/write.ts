// The second half of the build: what the scaffolder knows of providers, made of the descriptors and put into dist.
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { collectFacts, DESCRIPTORS } from "./facts.js";

const dist = new URL("../dist/", import.meta.url);
const facts = collectFacts();
mkdirSync(new URL("descriptors/", dist), { recursive: true });
writeFileSync(new URL("facts.json", dist), JSON.stringify(facts));
for (const { id } of facts.providers) {
  cpSync(new URL(`${id}.json`, DESCRIPTORS), new URL(`descriptors/${id}.json`, dist));
}
