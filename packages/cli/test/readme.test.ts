import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { cleanAfterEach, createHome } from "./fixtures/home.js";

cleanAfterEach();

const root = fileURLToPath(new URL("../../..", import.meta.url));
const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

/** A session as the README shows it: commands behind a dollar sign, and what they print. `...` stands for any lines. */
const sessions = [...readme.matchAll(/^```console\n(.*?)^```$/gms)].map(([, text = ""]) => ({
  commands: text.split("\n").flatMap((line) => (line.startsWith("$ ") ? [line.slice(2)] : [])),
  printed: text.split("\n").filter((line) => !line.startsWith("$ ")),
}));

describe("the sessions of the README", () => {
  it("are found", () => {
    expect(sessions.length).toBeGreaterThan(4);
  });

  it.each(sessions)("$commands.0", async ({ commands, printed }) => {
    const cli = `"${process.execPath}" --import "${root}/node_modules/tsx/dist/loader.mjs" --conditions=@oauth1/source "${root}/packages/cli/src/cli.ts"`;
    const script = [`oauth1() { ${cli} "$@"; }`, ...commands].join("\n");
    expect(await shell(script)).toMatch(patternOf(printed));
  });
});

function shell(script: string): Promise<string> {
  const { PATH = "" } = process.env;
  const env = { PATH, OAUTH1_PROVIDERS: "providers", ...createHome().env };
  return new Promise((resolve) => {
    execFile("bash", ["-c", `{ ${script}\n} 2>&1`], { cwd: root, env }, (_error, stdout) =>
      resolve(stdout),
    );
  });
}

function patternOf(lines: readonly string[]): RegExp {
  const literal = lines.map((line) => line.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${literal.join("\n").replaceAll("\\.\\.\\.\n", "(?:.*\n)*")}$`);
}
