import type { ProviderModel } from "@oauth1/descriptor";
import { hasAccount } from "./accounts.js";

/** What a package says of its surroundings. */
export interface PackageContext {
  /** In front of the package's name: `@oauth1`. */
  readonly scope: string;
  readonly license: string;
  /** The version range of our own packages: `workspace:^` in this repository. */
  readonly range: string;
  /** What people run to make the package again. */
  readonly command: string;
  /** The package's build script. */
  readonly build: string;
  /** What the script is called; `build` by default. */
  readonly script?: string;
  /** Further fields of the manifest, which take the places of those that it has by itself. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  /** Whether there is a `src/custom/index.ts`, which is the subpath `./custom` then. */
  readonly custom?: boolean;
}

/** `package.json`, in the shape that all packages of the repository have. */
export function manifestFile(
  model: ProviderModel,
  { range, build, script = "build", manifest: more, scope, license, custom }: PackageContext,
): string {
  const { id } = model;
  const subpaths = Object.entries({
    testing: "testing",
    ...(custom === true && { custom: "custom/index" }),
  });
  const manifest = {
    name: `${scope}/${id}`,
    version: "0.0.0",
    description: descriptionOf(model),
    keywords: ["oauth", "oauth1", "sdk", id],
    license,
    type: "module",
    sideEffects: false,
    engines: { node: ">=20.12" },
    files: ["dist", "src"],
    main: "./dist/index.cjs",
    types: "./dist/index.d.cts",
    exports: Object.fromEntries([
      [".", entryOf("index")],
      ...subpaths.map(([name, module]) => [`./${name}`, entryOf(module)]),
    ]),
    typesVersions: {
      "*": Object.fromEntries(subpaths.map(([name, module]) => [name, [`./dist/${module}.d.cts`]])),
    },
    scripts: { [script]: build },
    dependencies: { "@oauth1/client": range, "@oauth1/core": range },
    // npm keeps a package with a scope to its owners, where nothing says otherwise.
    ...(license !== "UNLICENSED" && { publishConfig: FOR_ALL }),
    ...more,
  };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

function descriptionOf(model: ProviderModel): string {
  const { name, api } = model;
  if (!hasAccount(model)) return `Call the API of ${name} with OAuth 1.0a, typed`;
  const call = api.loginOnly ? "" : " and call its API";
  return `Log users in with ${name} over OAuth 1.0a${call}, typed`;
}

/** What is written of publishing, unless somebody says more about it. */
export const FOR_ALL = { access: "public" } as const;

function entryOf(name: string): object {
  return {
    "@oauth1/source": `./src/${name}.ts`,
    import: { types: `./dist/${name}.d.ts`, default: `./dist/${name}.js` },
    require: { types: `./dist/${name}.d.cts`, default: `./dist/${name}.cjs` },
  };
}
