import { availableParallelism } from "node:os";
import { join } from "node:path";
import { writeFileSync } from "node:fs";
import { output } from "../process.js";
import type { Subpath } from "./manifests.js";
import type { Stranger } from "./project.js";

/** What a subpath exported in each format, or why it could not be loaded. */
export interface Loaded {
  readonly specifier: string;
  readonly esm: readonly string[] | string;
  readonly cjs: readonly string[] | string;
}

/** Imports and requires every subpath alone, each in a thread of its own, which has loaded nothing before. */
export async function loadAlone(
  { folder }: Stranger,
  subpaths: readonly Subpath[],
): Promise<readonly Loaded[]> {
  writeFileSync(join(folder, "load.mjs"), LOADER);
  const input = JSON.stringify({ subpaths, threads: availableParallelism() });
  return JSON.parse(await output(process.execPath, ["load.mjs"], { cwd: folder, input }));
}

/** What is wrong with what was loaded: it failed, exports nothing, or not the same in both formats. */
export function loadingProblem({ specifier, esm, cjs }: Loaded): string | undefined {
  if (typeof esm === "string") return `import "${specifier}": ${esm}`;
  if (typeof cjs === "string") return `require("${specifier}"): ${cjs}`;
  if (esm.length === 0) return `${specifier} exports nothing`;
  const [imported, required] = [esm.join(", "), cjs.join(", ")];
  if (imported === required) return undefined;
  return `${specifier} exports ${imported} to import, and ${required} to require`;
}

/** A thread has modules of its own, like a process, and starts in a fraction of the time. */
const LOADER = `
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";
if (isMainThread) {
  const { subpaths, threads } = JSON.parse(await text(process.stdin));
  const queue = [...subpaths.entries()];
  const found = [];
  const inThread = (data) => new Promise((resolve) => {
    const thread = new Worker(new URL(import.meta.url), { workerData: data });
    thread.once("message", resolve);
    thread.once("error", (error) => resolve(String(error.message)));
    thread.once("exit", () => resolve("it ended its process"));
  });
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [at, { specifier, isJson }] = next;
      const [esm, cjs] = [await inThread({ specifier, isJson, format: "esm" }), await inThread({ specifier, isJson, format: "cjs" })];
      found[at] = { specifier, esm, cjs };
    }
  };
  await Promise.all(Array.from({ length: threads }, work));
  console.log(JSON.stringify(found));
} else {
  const { specifier, isJson, format } = workerData;
  const load = async () => {
    if (format === "cjs") return createRequire(import.meta.url)(specifier);
    const module = await import(specifier, isJson ? { with: { type: "json" } } : {});
    return isJson ? module.default : module;
  };
  parentPort.postMessage(await load().then((module) => Object.keys(module).sort(), (error) => error.message));
}
`;
