import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { supplies } from "./fixtures/supplies.js";
import { openWorkshop } from "./fixtures/workshop.js";

const TSX = new URL("../../../node_modules/tsx/dist/loader.mjs", import.meta.url);

/** What an app says on stderr that has another address than the one that it came with, and does not start. */
async function refusal(url: string): Promise<string> {
  const { make, remove } = openWorkshop();
  try {
    const [twitter] = supplies.facts.providers.filter(({ id }) => id === "twitter");
    if (twitter === undefined) throw new Error("There is no twitter.");
    const args = ["--import", fileURLToPath(TSX), "--conditions=@oauth1/source", "run.ts", "true"];
    const options = { cwd: make(twitter, "node"), env: { ...process.env, APP_URL: url } };
    const failed: unknown = await promisify(execFile)(process.execPath, args, options).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failed).toMatchObject({ code: 1, stdout: "", stderr: expect.any(String) });
    return failed instanceof Error && "stderr" in failed ? String(failed.stderr) : "";
  } finally {
    remove();
  }
}

it("an app whose port is taken says so, and starts nothing", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  try {
    await once(other, "listening");
    const address = other.address();
    const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
    expect(await refusal(url)).toBe(
      `${url} is taken by another program: end that, or set another APP_URL in .env.\n`,
    );
  } finally {
    other.close();
  }
});

// Where it has a path, the provider would send users back to a page that there is not.
it.each(["app.example.com", "http://127.0.0.1:3000/"])(
  "an app says that %s cannot be its address, and how to write one",
  async (url) => {
    expect(await refusal(url)).toBe(
      `APP_URL in .env is ${url}: write it like http://127.0.0.1:3000, and nothing behind it.\n`,
    );
  },
);
