// Makes the site: pages out of data and code, then VitePress, then a look at what came out.
import { Console } from "node:console";
import { Writable } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { build } from "vitepress";
import { checkAccessibility } from "./accessibility.js";
import { brokenLinks } from "./links.js";
import { DOCS, SITE } from "./paths.js";
import { prepare } from "./prepare.js";
import { step } from "./step.js";

// What writes llms.txt has no log level, and tells of every page. Its warnings go to stderr.
const stdout = new Writable({
  write(line, _encoding, done) {
    if (stripVTControlCharacters(String(line)).startsWith("llmstxt »")) done();
    else process.stdout.write(line, done);
  },
});
globalThis.console = new Console({ stdout, stderr: process.stderr });

await step("pages", prepare);
await step("site", () => build(DOCS));
await step("links", async () => complain(await brokenLinks(SITE)));
await step("accessibility", async () => complain(await checkAccessibility(SITE)));

function complain(problems: readonly string[]): void {
  if (problems.length === 0) return;
  process.stderr.write(`${problems.join("\n")}\n`);
  process.exitCode = 1;
}
