import type { ProviderFacts } from "./facts.js";
import { runInstall, type Installed } from "./install.js";
import type { Manager } from "./manager.js";
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
  /** Installs the packages, and says so while it takes its time. */
  readonly install: (made: Made) => Promise<Installed>;
  readonly done: (made: Made, installed: Installed | undefined) => void;
  readonly failed: (error: unknown) => void;
}

/** Tells it as one JSON object on stdout. */
export function jsonReporter({ cwd, write, manager }: Surroundings): Reporter {
  const print = (value: unknown): void => write(`${JSON.stringify(value, null, 2)}\n`);
  return {
    install: ({ path }) => runInstall(manager, path),
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
        next: nextSteps(made, { installed, cwd, manager }),
      });
    },
    failed(error) {
      const code = error instanceof UsageError ? "usage" : "internal";
      print({ ok: false, error: { code, message: messageOf(error) } });
    },
  };
}

/** Tells it in sentences, with the failures on stderr. */
export function textReporter({
  cwd,
  write,
  complain,
  isTerminal,
  manager,
}: Surroundings): Reporter {
  return {
    install({ path }) {
      const installing = runInstall(manager, path);
      if (isTerminal) return spinWhile(installing, manager);
      write(`${manager} install ...\n`);
      return installing;
    },
    done(made, installed) {
      if (installed?.ok === false) complain(`${manager} install failed:\n${installed.output}\n`);
      const { provider, template, files, folder } = made;
      write(`
${folder} has ${files.length} files: ${provider.name} on ${template.name}.

${nextSteps(made, { installed, cwd, manager })
  .map((step) => `  ${step}`)
  .join("\n")}

${provider.name} is emulated until .env has ${settingsOf(provider).keys.join(", ")}:
${provider.registration}
`);
    },
    failed: (error) => complain(`${messageOf(error)}\n`),
  };
}

async function spinWhile(installing: Promise<Installed>, manager: Manager): Promise<Installed> {
  const { spinner } = await import("@clack/prompts");
  const spinning = spinner({ indicator: "timer" });
  spinning.start(`${manager} install`);
  const installed = await installing;
  if (installed.ok) spinning.stop(`${manager} install`);
  else spinning.error(`${manager} install failed`);
  return installed;
}

interface Place {
  readonly installed: Installed | undefined;
  readonly cwd: string;
  readonly manager: Manager;
}

function nextSteps({ folder, path }: Made, { installed, cwd, manager }: Place): readonly string[] {
  const enter = path === cwd ? [] : [`cd ${quoted(folder)}`];
  const install = installed?.ok === true ? [] : [`${manager} install`];
  return [...enter, ...install, `${manager} run dev`];
}

// What a shell reads as a folder, and as nothing else.
function quoted(folder: string): string {
  const place = folder.startsWith("-") ? `./${folder}` : folder;
  if (/^[\w./-]+$/.test(place)) return place;
  return /["$`\\!]/.test(place) && process.platform !== "win32"
    ? `'${place.replaceAll("'", "'\\''")}'`
    : `"${place}"`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
