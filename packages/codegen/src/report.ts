import { formatIssue, type Issue } from "@oauth1/descriptor";
import type { GeneratedPackage } from "./generate.js";
import { counted } from "./markdown.js";

/** What happened to packages, one a line, with the files that are gone and what their users will notice; for people. */
export function packageLines(packages: readonly GeneratedPackage[]): readonly string[] {
  const width = Math.max(0, ...packages.map(({ id }) => id.length));
  return packages.flatMap(({ id, operations, status, removed, changes }) => [
    `${id.padEnd(width)}  ${counted(operations, "operation")}  ${status}`,
    ...removed.map((path) => `  removed  ${path}`),
    ...(changes?.removed ?? []).map((name) => `  - ${name}`),
    ...(changes?.changed ?? []).map((name) => `  ! ${name}`),
    ...(changes?.added ?? []).map((name) => `  + ${name}`),
  ]);
}

/** The files of packages that are, or would be, others than before. */
export function staleFiles(
  packages: readonly GeneratedPackage[],
  folder: string,
): readonly string[] {
  return packages.flatMap(({ id, written, removed }) =>
    [...written, ...removed].map((path) => `${folder}/${id}/${path}`),
  );
}

/** Mistakes, one a line, with the name of the rule that each breaks. */
export function issueLines(issues: readonly Issue[]): readonly string[] {
  return issues.map((issue) => `${formatIssue(issue)} [${issue.rule}]`);
}
