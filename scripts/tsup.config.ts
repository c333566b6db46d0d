import { readFileSync } from "node:fs";
import type { Options } from "tsup";
import { globSync } from "tinyglobby";
import { writeDeclarations } from "./declarations.js";

/** The one build of every package: the entries are read from its manifest, run in the package's folder. */
interface Manifest {
  readonly exports: Readonly<Record<string, string | Conditions>>;
  readonly imports?: Readonly<Record<string, Conditions>>;
  readonly bin?: Readonly<Record<string, string>>;
}

interface Conditions {
  readonly "@oauth1/source"?: string;
  readonly node?: { readonly import: string };
  readonly default?: { readonly import: string } | string;
}

const manifest: Manifest = JSON.parse(readFileSync("package.json", "utf8"));

// An internal import such as #crypto is chosen by the reader's runtime, so each of its files is an entry too.
const chosen = Object.values(manifest.imports ?? {}).flatMap(({ node, default: fallback }) =>
  [node, fallback].flatMap((target) =>
    typeof target === "object" ? [sourceOf(target.import)] : [],
  ),
);

const entries = Object.values(manifest.exports).flatMap((target) =>
  typeof target === "object" && target["@oauth1/source"] !== undefined
    ? [target["@oauth1/source"]]
    : [],
);

const commands = Object.values(manifest.bin ?? {}).map(sourceOf);

function sourceOf(file: string): string {
  return file.replace("./dist/", "./src/").replace(/\.js$/, ".ts");
}

const library = globSync([...entries, ...chosen]);

const options: Options = {
  entry: [...library, ...globSync(commands)],
  outDir: "dist",
  format: library.length === 0 ? ["esm"] : ["esm", "cjs"],
  // A command is run, never required.
  esbuildOptions(esbuild, { format }) {
    if (format === "cjs") esbuild.entryPoints = library;
  },
  target: "es2022",
  platform: "neutral",
  external: [/^#/, /^node:/],
  removeNodeProtocol: false,
  splitting: true,
  clean: true,
  silent: true,
  onSuccess: async () => writeDeclarations("src", "dist"),
};

// tsup looks for a default export; nothing else here has one.
export default options;
