import type { ProviderFacts } from "./facts.js";
import { npmInstall, type Installed } from "./install.js";
import { settingsOf } from "./settings.js";
import type { Surroundings } from "./surroundings.js";
import type { Template } from "./templates.js";
import { UsageError } from "./usage.js";

/** An app that was written. */
export interface Made {
  /** As it was named. */
  readonly folder: string;
  /** Where that is. */
  readonly path: string;
  readonly provider: ProviderFacts;
  readonly template: Template;
  /** Paths in the folder. */
  readonly files: readonly string[];
}

/** Tells what happens, to people or to programs. No secret is in either. */
export interface Reporter {
  /** Runs `npm install`, and says so while it takes its time. */
  readonly install: (made: Made) => Promise<Installed>;
  readonly done: (made: Made, installed: Installed | undefined) => void;
  readonly failed: (error: unknown) => void;
}

/** Tells it as one JSON object on stdout. */
export function jsonReporter({ cwd, write }: Surroundings): Reporter {
  const print = (value: unknown): void => write(`${JSON.stringify(value, null, 2)}\n`);
  return {
    install: ({ path }) => npmInstall(path),
    done(made, installed) {
      const { path, provider, template, files } = made;
      const error = { code: "install_failed", message: installed?.output };
      print({
        ok: installed?.ok !== false,
        folder: path,
        provider: provider.id,
        template: template.id,
        files,
        installed: installed?.ok === true,
        ...(installed?.ok === false && { error }),
        next: nextSteps(made, { installed, cwd }),
      });
    },
    failed(error) {
      const code = error instanceof UsageError ? "usage" : "internal";
      print({ ok: false, error: { code, message: messageOf(error) } });
    },
  };
}

/** Tells it in sentences, with the failures on stderr. */
export function textReporter({ cwd, write, complain, isTerminal }: Surroundings): Reporter {
  return {
    install({ path }) {
      if (isTerminal) return spinWhile(npmInstall(path));
      write("npm install ...\n");
      return npmInstall(path);
    },
    done(made, installed) {
      if (installed?.ok === false) complain(`npm install failed:\n${installed.output}\n`);
      const { provider, template, files, folder } = made;
      write(`
${folder} has ${files.length} files: ${provider.name} on ${template.name}.

${nextSteps(made, { installed, cwd })
  .map((step) => `  ${step}`)
  .join("\n")}

${provider.name} is emulated until .env has ${settingsOf(provider).keys.join(", ")}:
${provider.registration}
`);
    },
    failed: (error) => complain(`${messageOf(error)}\n`),
  };
}

async function spinWhile(installing: Promise<Installed>): Promise<Installed> {
  const { spinner } = await import("@clack/prompts");
  const spinning = spinner({ indicator: "timer" });
  spinning.start("npm install");
  const installed = await installing;
  if (installed.ok) spinning.stop("npm install");
  else spinning.error("npm install failed");
  return installed;
}

interface Place {
  readonly installed: Installed | undefined;
  readonly cwd: string;
}

function nextSteps({ folder, path }: Made, { installed, cwd }: Place): readonly string[] {
  const place = /^[\w./-]+$/.test(folder) ? folder : JSON.stringify(folder);
  const enter = path === cwd ? [] : [`cd ${place}`];
  return [...enter, ...(installed?.ok === true ? [] : ["npm install"]), "npm run dev"];
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
