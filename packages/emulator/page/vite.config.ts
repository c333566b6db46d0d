import { fileURLToPath } from "node:url";
import { defineConfig, type UserConfig } from "vite";

// The page as static files that work in any folder: nothing inline, because it is served without a right to that.
const config: UserConfig = defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  base: "./",
  logLevel: "warn",
  worker: { format: "es" },
  build: {
    outDir: fileURLToPath(new URL("../dist/page", import.meta.url)),
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});

// Vite looks for a default export; nothing else here has one.
export default config;
