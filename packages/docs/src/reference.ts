import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { globSync } from "tinyglobby";
import { Application, LogLevel } from "typedoc";
import { DOCS, ROOT } from "./paths.js";

const PACKAGES = [
  "core",
  "client",
  "server",
  "testing",
  "emulator",
  "descriptor",
  "codegen",
  "cli",
] as const;

// Options of the plugins, for which typedoc has no types.
const MARKDOWN = {
  docsRoot: DOCS,
  hideBreadcrumbs: true,
  hidePageHeader: true,
  // The site counts headings of one name otherwise than typedoc does, so links go to anchors of their own.
  useHTMLAnchors: true,
  anchorPrefix: "of-",
  pageTitleTemplates: { module: "Reference of @oauth1/{name}" },
  useCodeBlocks: true,
  parametersFormat: "table",
  interfacePropertiesFormat: "table",
  typeAliasPropertiesFormat: "table",
  typeDeclarationFormat: "table",
  propertyMembersFormat: "table",
  classPropertiesFormat: "table",
} as const;

/** Writes a page for each subpath of the packages that people write, and the sidebar that lists them. */
export async function writeReference(): Promise<void> {
  const app = await Application.bootstrapWithPlugins({
    plugin: ["typedoc-plugin-markdown", "typedoc-vitepress-theme"],
    entryPoints: PACKAGES.flatMap(entryPoints),
    tsconfig: writeConfiguration(),
    basePath: join(ROOT, "packages"),
    out: join(DOCS, "reference"),
    router: "module",
    name: "Reference",
    readme: "none",
    disableSources: true,
    excludeInternal: true,
    excludePrivate: true,
    groupOrder: ["Functions", "Variables", "Classes", "*"],
    ...MARKDOWN,
    skipErrorChecking: true,
    logLevel: LogLevel.Error,
  });
  const project = await app.convert();
  if (project === undefined || app.logger.hasErrors()) throw new Error("typedoc failed.");
  for (const module of project.children ?? []) module.name = subpathOf(module.name);
  await app.generateOutputs(project);
}

// The repository's own configuration names every test and every SDK, and typedoc reads all that it names.
function writeConfiguration(): string {
  const folder = join(DOCS, "node_modules/.cache");
  const file = join(folder, "reference.tsconfig.json");
  mkdirSync(folder, { recursive: true });
  const files = PACKAGES.flatMap(entryPoints);
  writeFileSync(file, JSON.stringify({ extends: join(ROOT, "tsconfig.json"), include: [], files }));
  return file;
}

/**
 * A module as users import it, without the scope.
 *
 * @example
 * subpathOf("core/src/methods/hmac-sha1"); // => "core/methods/hmac-sha1"
 * subpathOf("descriptor/src/methods.generated"); // => "descriptor/methods"
 */
export function subpathOf(module: string): string {
  return module.replace(/\/src\b/, "").replace(".generated", "");
}

/** The sources of a package's subpaths, wildcards expanded. */
export function entryPoints(folder: string): readonly string[] {
  const directory = join(ROOT, "packages", folder);
  const manifest: {
    exports: Readonly<Record<string, string | Readonly<Record<string, unknown>>>>;
  } = JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));
  return Object.values(manifest.exports).flatMap((target) => {
    const source = typeof target === "string" ? undefined : target["@oauth1/source"];
    return typeof source === "string" ? globSync(source, { cwd: directory, absolute: true }) : [];
  });
}
