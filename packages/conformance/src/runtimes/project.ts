import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { strangerWith, type Stranger } from "../packages/project.js";
import { packageFolder } from "../paths.js";

/** A stranger's project outside of the tree: our packages installed from their tarballs, and the suite beside them. */
export type Project = Stranger;

/** The files of a project that a runtime may be pointed at. */
export const ENTRIES = {
  esm: "main.mjs",
  cjs: "main.cjs",
  worker: "worker.mjs",
  page: "page.mjs",
} as const;

/** What the suite tries, by the names that it has for them. */
const LIBRARIES = {
  core: "@oauth1/core",
  liveSession: "@oauth1/core/live-session",
  client: "@oauth1/client",
  server: "@oauth1/server",
  twitter: "@oauth1/twitter",
} as const;

/** Makes the project. Its suite reaches the provider at `origin`. */
export async function createProject(origin: string): Promise<Project> {
  const project = await strangerWith(
    ["core", "client", "server", "sdk/twitter"].map(packageFolder),
  );
  try {
    await writeSuite(project.folder);
    writeEntries(project.folder, origin);
    return project;
  } catch (error) {
    project.remove();
    throw error;
  }
}

// The suite has no imports left at run time, so it is one file in either module format.
async function writeSuite(folder: string): Promise<void> {
  const { build } = await import("esbuild");
  const entryPoints = [fileURLToPath(new URL("suite.ts", import.meta.url))];
  for (const [format, name] of [
    ["esm", "suite.mjs"],
    ["cjs", "suite.cjs"],
  ] as const) {
    await build({
      entryPoints,
      format,
      bundle: true,
      target: "es2022",
      outfile: join(folder, name),
    });
  }
}

function writeEntries(folder: string, origin: string): void {
  const modules = [...Object.values(LIBRARIES), ...methodModules(folder)];
  const imports = modules.map((name, at) => `import * as m${at} from "${name}";`);
  const requires = modules.map((name, at) => `const m${at} = require("${name}");`);
  const names = modules.map((_, at) => `m${at}`).join(", ");
  const libraries = Object.keys(LIBRARIES).join(", ");
  const vectors = readFileSync(join(packageFolder("testing"), "vectors/published.json"), "utf8");
  const library = `
const [${libraries}, ...methods] = [${names}];
const values = methods.flatMap((module) => Object.values(module));
const isRsa = ({ name }) => name.startsWith("RSA");
// Other than a secret, the key of this one is bytes: its checks are its own.
const { hmacSha256Token } = Object.assign({}, ...methods);
const shared = values.filter((one) => !isRsa(one) && one !== hmacSha256Token);
const rsa = values.filter(isRsa);
const [origin, vectors] = [${JSON.stringify(origin)}, ${vectors}];
const results = (synchronous) => runSuite({ ${libraries}, shared, rsa, hmacSha256Token, synchronous, vectors, origin });
`;
  const files: Readonly<Record<string, string>> = {
    "library.mjs": `${imports.join("\n")}\nimport { runSuite } from "./suite.mjs";${library}export { results };\n`,
    [ENTRIES.esm]: `import { results } from "./library.mjs";\nconsole.log(JSON.stringify(await results(true)));\n`,
    [ENTRIES.cjs]: `${requires.join("\n")}\nconst { runSuite } = require("./suite.cjs");${library}results(true).then((all) => console.log(JSON.stringify(all)));\n`,
    [ENTRIES.worker]: `import { results } from "./library.mjs";\nexport default { fetch: async () => Response.json(await results(false)) };\n`,
    [ENTRIES.page]: `import { results } from "./library.mjs";\nglobalThis.results = results(false);\n`,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

// Read from what was installed, so that a new method is in the suite as soon as it is published.
function methodModules(folder: string): readonly string[] {
  return readdirSync(join(folder, "node_modules/@oauth1/core/dist/methods"))
    .filter((file) => file.endsWith(".js"))
    .map((file) => `@oauth1/core/methods/${file.slice(0, -".js".length)}`);
}

/** Bundles an entry as those do who deploy to a browser or a worker. */
export async function bundle(
  { folder }: Project,
  entry: string,
  conditions: readonly string[],
): Promise<string> {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    absWorkingDir: folder,
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
    target: "es2022",
    conditions: [...conditions],
  });
  return outputFiles.map(({ text }) => text).join("");
}
