import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig, type ViteUserConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { examples } from "./examples.js";

// Tests run on the sources: every workspace package offers them under this condition. `import` is not among them, because
// vitest hands these to Node.js, which would then give a `require` of third parties their ESM.
const conditions = ["@oauth1/source", "node", "module"];

/** The files that take longest. On a machine that has never run them vitest would go by their sizes. */
const LONGEST = [
  "conformance/test/create.test.ts",
  "conformance/test/runtimes.test.ts",
  "emulator/test/page-",
  "codegen/test/cli.test.ts",
  "emulator/test/story.test.ts",
  "codegen/test/atomic.test.ts",
  "conformance/test/fuzz.test.ts",
  "conformance/test/processes.test.ts",
  "conformance/test/attack.test.ts",
];

/** Starts the longest files first, so that no worker is left alone with one at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => rank(a) - rank(b));
  }
}

function rank({ moduleId }: TestSpecification): number {
  const at = LONGEST.findIndex((part) => moduleId.includes(`/packages/${part}`));
  return at < 0 ? LONGEST.length : at;
}

const config: ViteUserConfig = defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  plugins: [examples()],
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["packages/*/test/**/*.test.ts", "packages/sdk/*/test/**/*.test.ts"],
    // By default a core is left to the main process, which has little to do: of two cores one would be idle.
    maxWorkers: availableParallelism(),
    sequence: { sequencer: LongestFirst },
    // These end what hangs, and measure nothing: a machine that is slow, or busy, makes no test fail. By default a hook has
    // ten seconds, and a poll one.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
    unstubGlobals: true,
  },
});

// vitest looks for a default export; nothing else here has one.
export default config;
