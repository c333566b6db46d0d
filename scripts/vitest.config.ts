import { fileURLToPath } from "node:url";
import { defineConfig, type ViteUserConfig } from "vitest/config";
import { examples } from "./examples.js";

// Tests run on the sources: every workspace package offers them under this condition. `import` is not among them, because
// vitest hands these to Node.js, which would then give a `require` of third parties their ESM.
const conditions = ["@oauth1/source", "node", "module"];

const config: ViteUserConfig = defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  plugins: [examples()],
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["packages/*/test/**/*.test.ts", "packages/sdk/*/test/**/*.test.ts"],
    testTimeout: 60_000,
    unstubGlobals: true,
  },
});

// vitest looks for a default export; nothing else here has one.
export default config;
