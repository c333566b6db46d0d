import { readdirSync } from "node:fs";
import { join } from "node:path";
import { CHROMIUM } from "../chromium.js";
import { output } from "../process.js";
import { runChromium, runProgram, runWorker } from "./hosts.js";
import { installed, Unavailable } from "./install.js";
import type { Result } from "./library.js";
import { ENTRIES, type Project } from "./project.js";

/** One row of the matrix. */
export interface Runtime {
  /** What `--only` names; the rows of one runtime share it. */
  readonly id: string;
  readonly title: string;
  readonly name: string;
  readonly version: () => Promise<string>;
  /** What is different about this row of a runtime that has several. */
  readonly variant?: string;
  /** Rejects with `Unavailable` where this machine cannot have the runtime. */
  readonly run: (project: Project) => Promise<readonly Result[]>;
}

/** Newer Node.js versions beside the one that runs this; DESIGN and README name them too. */
const NODE_VERSIONS = ["22.23.3", "24.21.0", "26.10.0"] as const;
const BUN = "1.4.5";
const DENO = "2.9.6";
// The last Miniflare that runs on Node.js 20.
const MINIFLARE = "4.20260426.0";

export const RUNTIMES: readonly Runtime[] = [
  ...nodeRows("node", process.versions.node, async () => process.execPath),
  ...NODE_VERSIONS.flatMap((version) =>
    nodeRows(`node${version.split(".")[0]}`, version, () => nodeProgram(version)),
  ),
  {
    id: "bun",
    title: `Bun ${BUN}`,
    name: "Bun",
    version: async () => BUN,
    run: async (project) => runProgram(project, await bunProgram(), [ENTRIES.esm]),
  },
  {
    id: "deno",
    title: `Deno ${DENO}`,
    name: "Deno",
    version: async () => DENO,
    run: async (project) =>
      runProgram(project, binary(await installed("deno", DENO), "@deno", "deno"), [
        ...["run", "--no-prompt", "--no-lock", "--cached-only", "--allow-net=127.0.0.1"],
        ENTRIES.esm,
      ]),
  },
  ...[[], ["nodejs_compat"]].map((flags): Runtime => ({
    id: "workerd",
    title: ["workerd", ...flags].join(" "),
    name: "workerd",
    version: async () => `of Miniflare ${MINIFLARE}`,
    variant: flags[0] ?? "no flags",
    run: async (project) => runWorker(project, await installed("miniflare", MINIFLARE), flags),
  })),
  {
    id: "chromium",
    title: "Chromium",
    name: "Chromium",
    version: async () => (await output(CHROMIUM, ["--version"])).replace(/[^\d.]/g, ""),
    run: runChromium,
  },
];

function nodeRows(id: string, version: string, program: () => Promise<string>): readonly Runtime[] {
  return (["esm", "cjs"] as const).map((format) => ({
    id,
    title: `Node ${version} ${format.toUpperCase()}`,
    name: "Node.js",
    version: async () => version,
    variant: format.toUpperCase(),
    run: async (project) => runProgram(project, await program(), [ENTRIES[format]]),
  }));
}

/** The program of a version of Node.js. Rejects with `Unavailable` where this machine cannot have it. */
export async function nodeProgram(version: string): Promise<string> {
  const name = `node-${process.platform}-${process.arch}`;
  return join(await installed(name, version), name, "bin/node");
}

/** The program of Bun. Rejects with `Unavailable` where this machine cannot have it. */
export async function bunProgram(): Promise<string> {
  return binary(await installed("bun", BUN), "@oven", "bin/bun");
}

// Of the packages with a binary, npm has installed the one that fits this machine.
function binary(modules: string, scope: string, path: string): string {
  const [fitting] = readdirSync(join(modules, scope));
  if (fitting === undefined) throw new Unavailable(`${scope} has nothing for ${process.platform}`);
  return join(modules, scope, fitting, path);
}
