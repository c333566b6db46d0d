// Packs every public package as it would be published, and asks publint and attw about each tarball.
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { publint, type Message } from "publint";
import { formatMessage } from "publint/utils";
import { globSync } from "tinyglobby";

const exec = promisify(execFile);

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly exports: Readonly<Record<string, unknown>>;
}

const folders = globSync(["packages/*/package.json", "packages/sdk/*/package.json"])
  .map(dirname)
  .filter((folder) => manifestOf(folder).private !== true)
  .sort();
const out = mkdtempSync(join(tmpdir(), "oauth1-packages-"));
const queue = [...folders];
const problems: string[] = [];

try {
  await Promise.all(Array.from({ length: availableParallelism() }, work));
} finally {
  rmSync(out, { recursive: true });
}
for (const problem of problems) console.error(problem);
console.log(`${folders.length} packages packed, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;

async function work(): Promise<void> {
  for (let folder = queue.shift(); folder !== undefined; folder = queue.shift()) {
    const { name, exports } = manifestOf(folder);
    const tarball = await pack(folder, name);
    const found = [...(await lint(tarball)), ...(await checkTypes(folder, exports, tarball))];
    problems.push(...found.map((problem) => `${name}: ${problem}`));
    console.log(`${found.length === 0 ? "✓" : "✗"} ${name}`);
  }
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}

async function pack(folder: string, name: string): Promise<string> {
  const file = join(out, `${name.replace("/", "-")}.tgz`);
  await exec("pnpm", ["pack", "--out", file], { cwd: folder });
  return file;
}

async function lint(tarball: string): Promise<readonly string[]> {
  const bytes = readFileSync(tarball);
  const data = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const { messages, pkg } = await publint({ strict: true, pack: { tarball: data } });
  return messages.map(
    (message: Message) =>
      `publint: ${formatMessage(message, pkg, { color: false }) ?? message.code}`,
  );
}

// attw looks at nothing behind a wildcard, so every subpath is named to it.
async function checkTypes(
  folder: string,
  exports: Manifest["exports"],
  tarball: string,
): Promise<readonly string[]> {
  const entrypoints = Object.entries(exports)
    .filter(([, target]) => typeof target === "object")
    .flatMap(([subpath]) => (subpath.includes("*") ? expand(folder, subpath) : [subpath]));
  const args = [
    tarball,
    "--entrypoints",
    ...entrypoints,
    "--format",
    "json",
    "--profile",
    "node16",
  ];
  const { stdout } = await exec("attw", args, { maxBuffer: 2 ** 26 }).catch(
    (error: { stdout: string }) => error,
  );
  const {
    analysis,
  }: {
    analysis: {
      problems?: readonly { kind: string; entrypoint?: string; resolutionKind?: string }[];
    };
  } = JSON.parse(stdout);
  return (analysis.problems ?? [])
    .filter(({ resolutionKind }) => resolutionKind !== "node10")
    .map(
      ({ kind, entrypoint = "", resolutionKind = "" }) =>
        `attw: ${kind} ${entrypoint} ${resolutionKind}`,
    );
}

function expand(folder: string, subpath: string): readonly string[] {
  const pattern = subpath.replace("./", "dist/").replace("*", "*.js");
  return globSync([pattern], { cwd: folder }).map((file) =>
    file.replace("dist/", "./").replace(/\.js$/, ""),
  );
}
