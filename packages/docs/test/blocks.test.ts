import { parseDescriptor } from "@oauth1/descriptor";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { COMMANDS } from "../../cli/src/commands.js";
import { ROOT } from "../src/paths.js";
import { allBlocks, readmeBlocks } from "./blocks.js";

// The sessions of the README of cli are run by its own test.
const blocks = [
  ...allBlocks(),
  ...readmeBlocks().filter(
    ({ page, language }) => page !== "packages/cli/README.md" || language !== "console",
  ),
];
const of = (...languages: string[]) =>
  blocks.filter(({ language }) => languages.includes(language));

/** Languages, each with the test that holds it. */
const LANGUAGES = ["ts", "tsx", "js", "json", "sh", "console", "http", "text", "python"];

describe("the code blocks of the pages and of the READMEs", () => {
  it("are in languages that are tested", () => {
    const others = blocks.filter(({ language }) => !LANGUAGES.includes(language));
    expect(others.map(({ title, language }) => `${title} ${language}`)).toEqual([]);
    expect(of("text").filter(({ info }) => info !== "base-string")).toEqual([]);
    expect(of("ts").filter(({ info }) => !/^(?:\[[\w.-]+\])?$/.test(info))).toEqual([]);
  });

  it.each(of("json"))("$title is JSON, and a descriptor where it says so", ({ code }) => {
    const value = JSON.parse(code);
    expect(value).toBeTypeOf("object");
    if (value.descriptorVersion !== undefined)
      expect(parseDescriptor(code, { file: `${value.id}.json` })).toMatchObject({ ok: true });
  });

  it.each(of("js"))("$title is JavaScript", ({ code }) => {
    const options = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
    const { diagnostics } = ts.transpileModule(code, {
      compilerOptions: { ...options, allowJs: true },
      fileName: "example.js",
      reportDiagnostics: true,
    });
    expect(diagnostics?.map(({ messageText }) => messageText)).toEqual([]);
  });

  it.each(of("sh"))("$title has commands that there are", ({ code }) => {
    expect(commandsIn(code).filter((line) => !isKnown(line))).toEqual([]);
  });

  it.each(of("python"))("$title prints what it says", async ({ code }) => {
    const says = [...code.matchAll(/# => (.*)$/gm)].map(([, line = ""]) => `${line}\n`);
    if (!process.env["CI"] && (await python("import requests_oauthlib")) === undefined) return;
    expect(await python(code)).toBe(says.join(""));
  });

  it.each(of("console"))("$title prints what it says", async ({ code }) => {
    const lines = code.trimEnd().split("\n");
    const commands = lines.flatMap((line) => (line.startsWith("$ ") ? [line.slice(2)] : []));
    const printed = lines.filter((line) => !line.startsWith("$ "));
    expect(commands.length).toBeGreaterThan(0);
    expect(await runAll(commands)).toMatch(patternOf(printed));
  });
});

function commandsIn(code: string): readonly string[] {
  const lines = code.replaceAll("\\\n", " ").split(/\n| && /);
  return lines.map((line) => line.replace(/(?:^|\s)#.*/, "").trim()).filter((line) => line !== "");
}

const scripts: unknown = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).scripts;

function isKnown(line: string): boolean {
  const oauth1 = /^(?:npx @oauth1\/cli|npm run -s oauth1 --|(?:source <\()?oauth1) ([\w-]+)/.exec(
    line,
  );
  if (oauth1 !== null)
    return oauth1[1] === "--help" || COMMANDS.some(({ name }) => name === oauth1[1]);
  const pnpm = /^(?:npx )?pnpm (?:--silent )?([\w:-]+)/.exec(line);
  if (pnpm !== null) return Object.hasOwn(Object(scripts), pnpm[1] ?? "");
  const codegen = /^npx oauth1-codegen (?:validate |import )?\.?[\w/.]+/;
  return codegen.test(line) || OTHERS.some((pattern) => pattern.test(line));
}

// Programs of others, as far as the pages need them.
const OTHERS = [
  /^npm (?:start|test|run dev)$/,
  /^npm install(?: (?:--save-dev |--global )?[\w@/. -]+)?$/,
  /^npm create oauth1(?:@latest| my-app -- |$)/,
  /^npm pkg set (?:type=module|'workspaces\[\]=sdk\/\*')$/,
  /^npm run build --workspaces$/,
  /^cd my-app$/,
  /^npx (?:vitest|wrangler) /,
  /^npx tsx (?:--env-file=\.env )?[\w-]+\.ts$/,
  /^echo "[A-Z0-9_]+=[^"]+" >> \.env$/,
  /^openssl (?:rand -(?:base64|hex) 32$|pkcs12 -in |genrsa -out |rsa -in |dhparam -out )/,
  /^export [A-Z0-9_]+=/,
  /^curl /,
  /^node [\w.-]+$/,
];

const CLI = `"${process.execPath}" --import "${ROOT}/node_modules/tsx/dist/loader.mjs" --conditions=@oauth1/source "${ROOT}/packages/cli/src/cli.ts"`;

// Debian's, for the sake of its python3-requests-oauthlib. What it prints, or `undefined` where it fails.
function python(code: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile("/usr/bin/python3", ["-c", code], (error, stdout) => {
      resolve(error === null ? stdout : undefined);
    });
  });
}

async function runAll(commands: readonly string[]): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), "oauth1-docs-"));
  const { PATH = "" } = process.env;
  const env = { PATH, HOME: home, XDG_CONFIG_HOME: home, OAUTH1_PROVIDERS: "providers" };
  const script = [`oauth1() { ${CLI} "$@"; }`, ...commands].join("\n");
  try {
    return await new Promise((resolve) => {
      execFile("bash", ["-c", `{ ${script}\n} 2>&1`], { cwd: ROOT, env }, (_error, stdout) =>
        resolve(stdout),
      );
    });
  } finally {
    rmSync(home, { recursive: true });
  }
}

// `...` on a line of its own stands for any lines.
function patternOf(lines: readonly string[]): RegExp {
  const literal = lines.map((line) => line.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${`${literal.join("\n")}\n`.replaceAll("\\.\\.\\.\n", "(?:.*\n)*")}$`);
}
