// What `pnpm bench --only codegen` starts: prints its loads as JSON.
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withTreeCopy } from "../../../../scripts/tree-copy.js";
import { packageFolder, ROOT } from "../paths.js";
import { output, runProcess } from "../process.js";
import { writeReal, writeSynthetic } from "./codegen-subjects.js";
import type { Load } from "./codegen.js";

/** Says at its end how much memory a process has held. */
const MEMORY = `process.on("exit", () => console.error(process.resourceUsage().maxRSS))`;

const folder = mkdtempSync(join(tmpdir(), "oauth1-bench-codegen-"));
try {
  // Where there are node_modules, what was emitted is remembered.
  mkdirSync(join(folder, "node_modules"));
  const loads = [...(await generating()), ...(await building())];
  console.log(JSON.stringify(loads));
} finally {
  rmSync(folder, { recursive: true });
}

async function generating(): Promise<readonly Load[]> {
  writeReal(50, join(ROOT, "providers"), join(folder, "real"));
  const loads = [
    await generate("50 providers", { from: "real", aim: { seconds: "at most 3 s" } }),
    await generate("50 providers, unchanged", { from: "real", aim: { seconds: "at most 1 s" } }),
  ];
  for (const size of [100, 300, 1000]) {
    writeSynthetic(size, join(folder, `synthetic-${size}`));
    const most = { seconds: "at most 15 s", megabytes: "at most 400 MB" };
    const aim = size === 1000 ? most : { seconds: "a straight line" };
    loads.push(
      await generate(`${size} providers of 40 operations`, {
        from: `synthetic-${size}`,
        aim,
        size,
      }),
    );
  }
  return loads;
}

async function generate(
  name: string,
  { from, aim, size }: { readonly from: string; readonly aim: Load["aim"]; readonly size?: number },
): Promise<Load> {
  const cli = join(packageFolder("codegen"), "dist/cli.js");
  const preload = `--import=data:text/javascript,${encodeURIComponent(MEMORY)}`;
  const started = performance.now();
  const args = [preload, cli, from, "--out", `sdk-${from}`];
  const { code, stderr } = await runProcess(process.execPath, args, { cwd: folder });
  const seconds = (performance.now() - started) / 1000;
  if (code !== 0) throw new Error(stderr);
  const megabytes = Number(stderr.trim().split("\n").at(-1)) / 1024;
  return { name, seconds, megabytes, aim, ...(size === undefined ? {} : { size }) };
}

/** The SDKs of a copy of the repository that has fifty more, built from nothing and once more. */
async function building(): Promise<readonly Load[]> {
  const loads: Load[] = [];
  await withTreeCopy(async (copy) => {
    const own = join(copy.folder, "providers");
    writeReal(50, own, own);
    await output("pnpm", ["install", "--prefer-offline", "--no-frozen-lockfile"], {
      cwd: copy.folder,
    });
    await output("pnpm", ["generate"], { cwd: copy.folder });
    const { length } = readdirSync(own);
    for (const [name, aim] of [
      [`building ${length} SDKs`, "at most 60 s"],
      ["building them again, unchanged", "at most 1 s"],
    ] as const) {
      const started = performance.now();
      // Without a cache of somebody else's.
      const args = ["run", "//#build:sdk", "--cache-dir=.turbo/bench"];
      await copy.run(name, ["node_modules/.bin/turbo", ...args]);
      const seconds = (performance.now() - started) / 1000;
      loads.push({ name, seconds, aim: { seconds: aim } });
    }
  });
  return loads;
}
