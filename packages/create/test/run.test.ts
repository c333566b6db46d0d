import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { supplies } from "./fixtures/supplies.js";
import { openWorkshop } from "./fixtures/workshop.js";

const TSX = new URL("../../../node_modules/tsx/dist/loader.mjs", import.meta.url);

it("an app whose port is taken says so, and starts nothing", async () => {
  const { make, remove } = openWorkshop();
  const other = createServer().listen(0, "127.0.0.1");
  try {
    await once(other, "listening");
    const address = other.address();
    const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
    const [twitter] = supplies.facts.providers.filter(({ id }) => id === "twitter");
    if (twitter === undefined) throw new Error("There is no twitter.");
    const args = ["--import", fileURLToPath(TSX), "--conditions=@oauth1/source", "run.ts", "true"];
    const options = { cwd: make(twitter, "node"), env: { ...process.env, APP_URL: url } };
    await expect(promisify(execFile)(process.execPath, args, options)).rejects.toMatchObject({
      code: 1,
      stdout: "",
      stderr: `${url} is taken by another program: end that, or set another APP_URL in .env.\n`,
    });
  } finally {
    other.close();
    remove();
  }
});
