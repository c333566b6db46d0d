import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { GeneratedPackage } from "../../packages/codegen/src/index.js";
import { root, update } from "./output.js";

/** Writes the table of providers into README.md. Returns the paths that are, or would be, written. */
export async function writeReadme(
  packages: readonly GeneratedPackage[],
  check: boolean,
): Promise<readonly string[]> {
  const { table } = await import("../../packages/codegen/src/markdown.js");
  const readme = await readFile(join(root, "README.md"), "utf8").catch(() => "");
  const operations = packages.reduce((sum, one) => sum + one.operations, 0);
  const rows = packages.flatMap(({ id, provider }) =>
    provider === undefined
      ? []
      : [
          [
            `[\`@oauth1/${id}\`](packages/sdk/${id})`,
            `[${provider.name}](${provider.documentation})`,
            provider.state,
            provider.legs.join(", "),
            provider.methods.join(", "),
            String(provider.operations),
            String(provider.quirks),
            provider.lastVerified,
          ],
        ],
  );
  const head = "package, provider, state, legs, methods, operations, quirks, last verified";
  const text = [
    "<details>",
    `<summary>${rows.length} providers with ${operations} operations</summary>`,
    "",
    table(head.split(", "), rows).trimEnd(),
    "",
    "</details>",
  ].join("\n");
  const place = /(<!-- providers:start -->\n)[\s\S]*?(<!-- providers:end -->)/;
  if (!place.test(readme)) return [];
  return update(
    "README.md",
    readme.replace(place, (_, start, end) => `${start}\n${text}\n${end}`),
    check,
  );
}
