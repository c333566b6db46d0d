import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { TEMPLATES } from "../src/templates.js";
import { supplies } from "./fixtures/supplies.js";
import { openWorkshop } from "./fixtures/workshop.js";

const TSC = fileURLToPath(new URL("../../../node_modules/typescript7/bin/tsc", import.meta.url));

it("apps of every provider, and on every template, type-check", async () => {
  const { folder, make, remove } = openWorkshop();
  try {
    for (const provider of supplies.facts.providers) make(provider, "node");
    for (const twitter of supplies.facts.providers.filter(({ id }) => id === "twitter")) {
      for (const { id } of TEMPLATES.filter((one) => one.id !== "node")) make(twitter, id);
    }
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(TSCONFIG));
    const { stdout } = await promisify(execFile)(process.execPath, [
      TSC,
      "--project",
      folder,
    ]).catch((error: { stdout: string }) => error);
    expect(stdout).toBe("");
  } finally {
    remove();
  }
});

// As the apps have it, and where that says nothing, as strict as this tree.
const TSCONFIG = {
  extends: "./twitter-node/tsconfig.json",
  compilerOptions: {
    lib: ["ES2023", "ES2024.String", "DOM", "DOM.Iterable"],
    customConditions: ["@oauth1/source"],
    noUnusedLocals: true,
    noUnusedParameters: true,
  },
  include: ["*/**/*.ts"],
  // Of Next.js there is no copy in the tree.
  exclude: ["node_modules", "twitter-next/next.config.ts"],
};
