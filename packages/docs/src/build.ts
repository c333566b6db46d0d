// Makes the site: pages out of data and code, then VitePress, then a look at what came out.
import { build } from "vitepress";
import { checkAccessibility } from "./accessibility.js";
import { brokenLinks } from "./links.js";
import { DOCS, SITE } from "./paths.js";
import { prepare } from "./prepare.js";
import { step } from "./step.js";

await step("pages", prepare);
await step("site", () => build(DOCS));
await step("links", async () => complain(await brokenLinks(SITE)));
await step("accessibility", async () => complain(await checkAccessibility(SITE)));

function complain(problems: readonly string[]): void {
  if (problems.length === 0) return;
  process.stderr.write(`${problems.join("\n")}\n`);
  process.exitCode = 1;
}
