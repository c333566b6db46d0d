import { packageFolder } from "../paths.js";

/** What a bundler makes of this code for a browser, on the built packages. Names stay readable. */
export async function bundleForBrowser(code: string): Promise<string> {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: packageFolder("conformance") },
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
    logLevel: "error",
  });
  return outputFiles.map(({ text }) => text).join("");
}
