import { statSync } from "node:fs";
import { contentProblems, foreignDependencies } from "./contents.js";
import { lintTarball } from "./lint.js";
import { loadAlone, loadingProblem } from "./loading.js";
import { manifestIn, subpathsIn, type Subpath } from "./manifests.js";
import { installedFolder, strangerWith, type Stranger } from "./project.js";
import { typeCheck, type Typed } from "./typing.js";

/** What was found out about one package. */
export interface PackageReport {
  readonly name: string;
  readonly isGenerated: boolean;
  readonly subpaths: number;
  /** Of the tarball. */
  readonly bytes: number;
  readonly foreign: readonly string[];
  readonly problems: readonly string[];
}

/** What was found out about all of them. */
export interface PackagesReport {
  readonly packages: readonly PackageReport[];
  readonly typed: readonly Typed[];
}

/** Packs and installs the packages in these folders, and tries them as a stranger would. Says of each stage when it begins. */
export async function checkPackages(
  folders: readonly string[],
  onStage: (stage: string) => void,
): Promise<PackagesReport> {
  onStage(`packing and installing ${folders.length} packages`);
  const stranger = await strangerWith(folders, OTHERS);
  try {
    const packages = folders.map((folder): Package => {
      const { name } = manifestIn(folder);
      return { name, folder, subpaths: subpathsIn(installedFolder(stranger, name)) };
    });
    onStage("publint and attw");
    const problems = await lintAll(stranger, packages);
    const subpaths = packages.flatMap((one) => one.subpaths);
    onStage(`loading ${subpaths.length} subpaths, each alone, as ESM and as CommonJS`);
    for (const loaded of await loadAlone(stranger, subpaths)) {
      const owner = packages.find((one) => one.subpaths.some(isOf(loaded.specifier)));
      const problem = loadingProblem(loaded);
      if (owner !== undefined && problem !== undefined) problems.get(owner.name)?.push(problem);
    }
    onStage("type-checking all of them");
    const typed = await typeCheck(stranger, subpaths);
    return { packages: packages.map((one) => reportOf(stranger, one, problems)), typed };
  } finally {
    stranger.remove();
  }
}

/** The types of Node.js are what most servers have besides; everything else comes with our packages. */
const OTHERS = ["@types/node@20"];

interface Package {
  readonly name: string;
  readonly folder: string;
  readonly subpaths: readonly Subpath[];
}

type Problems = ReadonlyMap<string, string[]>;

async function lintAll(stranger: Stranger, packages: readonly Package[]): Promise<Problems> {
  const problems = new Map<string, string[]>();
  for (const { name, subpaths } of packages) {
    const found = await lintTarball(stranger.tarballs.get(name) ?? "", subpaths);
    problems.set(name, [...found, ...contentProblems(stranger, name)]);
  }
  return problems;
}

function isOf(wanted: string): (subpath: Subpath) => boolean {
  return ({ specifier }) => specifier === wanted;
}

function reportOf(
  stranger: Stranger,
  { name, folder, subpaths }: Package,
  problems: Problems,
): PackageReport {
  return {
    name,
    isGenerated: folder.includes("/sdk/"),
    subpaths: subpaths.length,
    bytes: statSync(stranger.tarballs.get(name) ?? "").size,
    foreign: foreignDependencies(stranger, name),
    problems: problems.get(name) ?? [],
  };
}
