import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { CHROMIUM, CHROMIUM_FLAGS } from "../chromium.js";
import { output } from "../process.js";
import { Unavailable } from "./install.js";
import type { Result } from "./library.js";
import { bundle, ENTRIES, type Project } from "./project.js";

/** Runs an entry of the project with a program of the kind of Node.js, which prints the results. */
export async function runProgram(
  { folder }: Project,
  program: string,
  args: readonly string[],
): Promise<readonly Result[]> {
  // Deno and Bun keep caches, which belong to the project here and go when it does.
  const env = {
    DENO_DIR: join(folder, ".deno"),
    DENO_NO_UPDATE_CHECK: "1",
    BUN_RUNTIME_TRANSPILER_CACHE_PATH: "0",
    DO_NOT_TRACK: "1",
  };
  return JSON.parse(await output(program, args, { cwd: folder, env }));
}

/** The part of Miniflare that is used here. */
interface Miniflare {
  readonly dispatchFetch: (url: string) => Promise<{ readonly json: () => Promise<Result[]> }>;
  readonly dispose: () => Promise<void>;
}

interface MiniflareModule {
  readonly Miniflare: new (options: Readonly<Record<string, unknown>>) => Miniflare;
}

/** Runs the suite inside workerd, bundled with the conditions that Cloudflare's own tool sets. */
export async function runWorker(
  project: Project,
  modules: string,
  compatibilityFlags: readonly string[],
): Promise<readonly Result[]> {
  const script = await bundle(project, ENTRIES.worker, ["workerd", "worker", "browser"]);
  const { Miniflare }: MiniflareModule = createRequire(join(modules, "any.js"))("miniflare");
  const worker = new Miniflare({
    modules: [{ type: "ESModule", path: "worker.mjs", contents: script }],
    compatibilityDate: "2026-04-01",
    compatibilityFlags,
    // Without this it asks a server of Cloudflare for a sample of request properties.
    cf: false,
  });
  try {
    return await (await worker.dispatchFetch("http://127.0.0.1/")).json();
  } finally {
    await worker.dispose();
  }
}

/** Runs the suite in a page of headless Chromium. */
export async function runChromium(project: Project): Promise<readonly Result[]> {
  if (!existsSync(CHROMIUM))
    throw new Unavailable(`there is no ${CHROMIUM}: apt-get install chromium`);
  const script = await bundle(project, ENTRIES.page, ["browser"]);
  const page = await servePage(script);
  const { chromium } = await import("playwright-core");
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
  try {
    const tab = await browser.newPage();
    await tab.goto(page.url);
    await tab.waitForFunction("globalThis.results !== undefined");
    return await tab.evaluate<readonly Result[]>("globalThis.results");
  } finally {
    await browser.close();
    await page.close();
  }
}

// WebCrypto is for secure contexts only, and a loopback origin is one.
async function servePage(script: string): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const isScript = request.url === "/page.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html; charset=utf-8");
    response.end(
      isScript ? script : '<!doctype html><script type="module" src="/page.js"></script>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
