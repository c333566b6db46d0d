import { readFileSync } from "node:fs";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import type { Subpath } from "./manifests.js";

/** What publint and attw say against a tarball. */
export async function lintTarball(
  tarball: string,
  subpaths: readonly Subpath[],
): Promise<readonly string[]> {
  const bytes = new Uint8Array(readFileSync(tarball));
  return [...(await askPublint(bytes)), ...(await askAttw(bytes, subpaths))];
}

async function askPublint({ buffer }: Uint8Array<ArrayBuffer>): Promise<readonly string[]> {
  const { messages, pkg } = await publint({ strict: true, pack: { tarball: buffer } });
  return messages.map(
    (message) => `publint: ${formatMessage(message, pkg, { color: false }) ?? message.code}`,
  );
}

/** What the problems of attw may have in common. */
interface AttwProblem {
  readonly kind: string;
  readonly entrypoint?: string;
  readonly resolutionKind?: string;
}

// attw looks at nothing behind a wildcard, so every subpath is named to it. What resolved modules before there were
// `exports` finds subpaths by `typesVersions`, which attw does not know: a compiler of that time is asked elsewhere.
async function askAttw(
  bytes: Uint8Array,
  subpaths: readonly Subpath[],
): Promise<readonly string[]> {
  const entrypoints = subpaths.filter(({ isJson }) => !isJson).map(({ path }) => path);
  if (entrypoints.length === 0) return [];
  const contents = createPackageFromTarballData(bytes);
  const analysis = await checkPackage(contents, { entrypoints });
  const problems: readonly AttwProblem[] = analysis.types === false ? [] : analysis.problems;
  return problems
    .filter(({ resolutionKind }) => resolutionKind !== "node10")
    .map(({ kind, entrypoint = "", resolutionKind = "" }) =>
      `attw: ${kind} ${entrypoint} ${resolutionKind}`.trim(),
    );
}
