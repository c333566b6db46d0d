import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { CacheOptions } from "../cache.js";
import { commandLine } from "../command-line.js";
import { fingerprint } from "../fingerprint.js";
import { generate, type GeneratedPackage } from "../generate.js";
import { counted } from "../markdown.js";
import { packageLines, staleFiles } from "../report.js";
import {
  complain,
  existingDescriptors,
  EXIT,
  print,
  printJson,
  reportIssues,
  UsageError,
} from "./command.js";
import { createProgress } from "./progress.js";
import { VERSION } from "./version.js";

/** `oauth1-codegen`: the packages of descriptors. */
export async function generateCommand(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: OPTIONS });
  const { out, check, json, ...context } = values;
  if (out === undefined || out === "")
    throw new UsageError("--out is missing: the folder for the packages");
  if (!/^@[a-z0-9-][a-z0-9._-]*$/.test(context.scope)) {
    throw new UsageError(
      `--scope is a name such as @acme, not "${context.scope}" (npm wants lower case)`,
    );
  }
  for (const name of ["license", "range"] as const) {
    if (context[name].trim() === "" || /\p{Cc}/u.test(context[name]))
      throw new UsageError(
        `--${name} is one line of text, and not ${JSON.stringify(context[name])}`,
      );
  }
  const providers = existingDescriptors(positionals);
  const { update, stop } = await createProgress(process.stderr);
  const command = commandLine({ program: PROGRAM, providers, out, options: unusual(context) });
  const target = { providers, packages: out, check, command, ...cacheOption() };
  const result = await generate({ ...target, ...context, onProgress: update }).finally(stop);
  if (!result.ok) return reportIssues(result.issues, json);
  return report(result.packages, { out, check, json });
}

const OPTIONS = {
  out: { type: "string" },
  scope: { type: "string", default: "@oauth1" },
  license: { type: "string", default: "MIT" },
  range: { type: "string", default: `^${VERSION}` },
  check: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
} as const;

const PROGRAM = "npx @oauth1/codegen";

/** What the defaults do not say. */
function unusual(given: {
  readonly scope: string;
  readonly license: string;
  readonly range: string;
}): Readonly<Record<string, string>> {
  const { scope, license, range } = OPTIONS;
  const usual: readonly string[] = [scope, license, range].map((option) => option.default);
  return Object.fromEntries(Object.entries(given).filter(([, value]) => !usual.includes(value)));
}

/** Where other tools of a project keep such things too; without a project nothing is remembered. */
function cacheOption(): { readonly cache?: CacheOptions } {
  if (!existsSync("node_modules")) return {};
  const file = join("node_modules", ".cache", "oauth1-codegen.json");
  return { cache: { file, generator: fingerprint() } };
}

function report(
  packages: readonly GeneratedPackage[],
  how: { readonly out: string; readonly check: boolean; readonly json: boolean },
): number {
  const changed = staleFiles(packages, how.out);
  const drifted = how.check && changed.length > 0;
  if (how.json) printJson({ ok: !drifted, changed, packages });
  else print([...packageLines(packages), ""].join("\n"));
  if (drifted) complain(changed.map((path) => `stale  ${path}`));
  if (!how.json)
    print(`${counted(changed.length, "file")} ${how.check ? "would change" : "changed"}\n`);
  return drifted ? EXIT.mistakes : EXIT.fine;
}
