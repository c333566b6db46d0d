import { existsSync } from "node:fs";
import { join } from "node:path";
import type { PackageContext } from "./files/manifest.js";

/** What packages are to say of their surroundings, as far as somebody has said it. */
export type Surroundings = Partial<Omit<PackageContext, "custom">>;

/** What the package in a folder says of its surroundings. Without a build it gets one that stands on its own. */
export function contextOf(options: Surroundings, folder: string): PackageContext {
  const {
    scope = "@oauth1",
    license = "MIT",
    range = "workspace:^",
    command = "npx @oauth1/codegen",
    build,
    script = "build",
    manifest = {},
  } = options;
  const custom = existsSync(join(folder, CUSTOM));
  const around = { scope, license, range, command, script, custom };
  if (build !== undefined) return { ...around, build, manifest };
  return { ...around, build: "tsup", manifest: standalone({ script, manifest, custom }) };
}

const CUSTOM = "src/custom/index.ts";

/** A build that needs nothing but what the package itself names, and is not what a tsconfig.json around says of an app. */
function standalone({
  script,
  manifest,
  custom,
}: Required<Pick<PackageContext, "script" | "manifest" | "custom">>): Readonly<
  Record<string, unknown>
> {
  const own = {
    scripts: { [script]: "tsup", prepack: `npm run ${script}` },
    devDependencies: { tsup: "^8.5.0", typescript: "^5.9.0" },
    tsup: {
      entry: ["src/index.ts", "src/testing.ts", ...(custom ? [CUSTOM] : [])],
      format: ["esm", "cjs"],
      target: "es2022",
      splitting: true,
      clean: true,
      dts: { compilerOptions: COMPILER_OPTIONS },
    },
  };
  const merged = Object.entries(own).map(([name, fields]) => [
    name,
    { ...fields, ...Object(manifest[name]) },
  ]);
  return { ...manifest, ...Object.fromEntries(merged) };
}

const COMPILER_OPTIONS = {
  module: "esnext",
  moduleResolution: "bundler",
  target: "es2022",
  lib: ["es2022", "dom", "dom.iterable"],
  types: [],
  rootDir: ".",
  composite: false,
  incremental: false,
};
