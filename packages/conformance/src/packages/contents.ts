import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { manifestIn } from "./manifests.js";
import { installedFolder, type Stranger } from "./project.js";

/** Programs and tools of developers. Whatever else is ours is part of an app, and brings nobody else's code with it. */
const TOOLS: readonly string[] = [
  ...["@oauth1/descriptor", "@oauth1/codegen", "@oauth1/emulator", "@oauth1/cli"],
  "create-oauth1",
];

/** The packages of others that come with this one when it is installed. */
export function foreignDependencies(stranger: Stranger, name: string): readonly string[] {
  const seen = new Set<string>();
  const visit = (folder: string): void => {
    for (const dependency of dependenciesIn(folder)) {
      if (seen.has(dependency)) continue;
      seen.add(dependency);
      visit(installedFolder(stranger, dependency));
    }
  };
  visit(installedFolder(stranger, name));
  return [...seen].filter((one) => !one.startsWith("@oauth1/")).sort();
}

/** What is wrong with what a package holds and brings along. */
export function contentProblems(stranger: Stranger, name: string): readonly string[] {
  const folder = installedFolder(stranger, name);
  const problems = ["LICENSE", "README.md"]
    .filter((file) => !existsSync(join(folder, file)))
    .map((file) => `there is no ${file} in it`);
  const licence = join(folder, "LICENSE");
  if (existsSync(licence) && !/\bMIT\b/.test(readFileSync(licence, "utf8")))
    problems.push("its LICENSE is not that of its package.json");
  const foreign = TOOLS.includes(name) ? [] : foreignDependencies(stranger, name);
  return [...problems, ...foreign.map((one) => `it brings ${one} with it`), ...binProblems(folder)];
}

function binProblems(folder: string): readonly string[] {
  return Object.entries(manifestIn(folder).bin ?? {}).flatMap(([command, file]) => {
    const path = join(folder, file);
    if (!existsSync(path)) return [`there is no ${file} for the command ${command}`];
    const isProgram = readFileSync(path, "utf8").startsWith("#!/usr/bin/env node\n");
    return isProgram ? [] : [`${file} does not begin with a line for the shell`];
  });
}

// What npm has put elsewhere than at the top is somebody's second version, and so not ours.
function dependenciesIn(folder: string): readonly string[] {
  if (!existsSync(join(folder, "package.json"))) return [];
  const { dependencies, optionalDependencies, peerDependencies } = manifestIn(folder);
  return Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
}
