import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { runProcess } from "../process.js";
import type { Subpath } from "./manifests.js";
import type { Stranger } from "./project.js";
import { writeSamples } from "./samples.js";

/** What one compiler made of all declarations under one configuration. */
export interface Typed {
  readonly title: string;
  readonly errors: readonly string[];
}

/** The oldest TypeScript that is supported, and the newest. */
const COMPILERS = { "TypeScript 5.4": "typescript54", "TypeScript 7": "typescript7" } as const;

interface Configuration {
  readonly options: Readonly<Record<string, unknown>>;
  readonly files: readonly string[];
  /** All of them by default. */
  readonly compilers?: readonly string[];
}

const NODE = { lib: ["ES2022"], types: ["node"] };
const BROWSER = { lib: ["ES2022", "DOM", "DOM.Iterable"], types: [] };

/** Servers have the types of Node.js and none of a browser; what is bundled for browsers, the other way around. */
const CONFIGURATIONS: Readonly<Record<string, Configuration>> = {
  node16: {
    options: { module: "Node16", moduleResolution: "Node16", ...NODE },
    files: ["all.mts", "all.cts"],
  },
  nodenext: {
    options: { module: "NodeNext", moduleResolution: "NodeNext", ...NODE },
    files: ["all.mts", "all.cts"],
  },
  // Up to TypeScript 5.9, what is asked for as CommonJS and says no more is resolved so.
  node10: {
    options: { module: "CommonJS", moduleResolution: "Node10", ...NODE },
    files: ["all.cts"],
    compilers: ["TypeScript 5.4"],
  },
  bundler: {
    options: { module: "ESNext", moduleResolution: "Bundler", ...NODE },
    files: ["all.mts"],
  },
  "bundler, browser": {
    options: { module: "ESNext", moduleResolution: "Bundler", ...BROWSER },
    files: ["browser.mts"],
  },
};

/** What the READMEs and the documentation show has to be understood too. Declarations of others are none of ours. */
const SAMPLES = {
  ...{ module: "ESNext", moduleResolution: "Bundler", resolveJsonModule: true, skipLibCheck: true },
  ...{ lib: ["ES2023", "DOM", "DOM.Iterable"], types: ["node"] },
};

/** What speaks of node:http in its types. */
const NEEDS_NODE = /^@oauth1\/(?:core\/node|server\/adapters\/(?:express|fastify|hono|koa|node))$/;

/**
 * Type-checks one program with every subpath for each compiler and configuration, declarations of libraries included, and
 * what the READMEs and the documentation show.
 */
export async function typeCheck(
  stranger: Stranger,
  subpaths: readonly Subpath[],
): Promise<readonly Typed[]> {
  const programs = writePrograms(stranger, subpaths);
  const ofCompiler = async ([compiler, alias]: readonly [string, string]): Promise<Typed[]> => {
    const typed: Typed[] = [];
    for (const [name, { compilers = [compiler] }] of programs) {
      if (!compilers.includes(compiler)) continue;
      const errors = await errorsOf(stranger, alias, name);
      typed.push({ title: `${compiler}, ${name}`, errors });
    }
    return typed;
  };
  return (await Promise.all(Object.entries(COMPILERS).map(ofCompiler))).flat();
}

function writePrograms(
  stranger: Stranger,
  subpaths: readonly Subpath[],
): readonly (readonly [name: string, configuration: Configuration])[] {
  const { folder } = stranger;
  const all = subpaths.filter(({ isJson }) => !isJson).map(({ specifier }) => specifier);
  const browser = all.filter((specifier) => !NEEDS_NODE.test(specifier));
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  write("all.mts", all.map(importing).join(""));
  write("browser.mts", browser.map(importing).join(""));
  write("all.cts", all.map(requiring).join(""));
  const samples = writeSamples(stranger);
  const programs: Readonly<Record<string, Configuration>> = {
    ...CONFIGURATIONS,
    ...(samples.length > 0 && { samples: { options: SAMPLES, files: samples } }),
  };
  for (const [name, { options, files }] of Object.entries(programs)) {
    const compilerOptions = { ...STRICT, ...options };
    write(configFile(name), JSON.stringify({ compilerOptions, files }));
  }
  return Object.entries(programs);
}

const STRICT = {
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  target: "ES2022",
  noEmit: true,
  forceConsistentCasingInFileNames: true,
};

// A namespace that resolves to nothing, or to `any`, has no key of this kind.
function importing(specifier: string, at: number): string {
  return `import * as m${at} from "${specifier}";\n${use(at)}`;
}

function requiring(specifier: string, at: number): string {
  return `import m${at} = require("${specifier}");\n${use(at)}`;
}

function use(at: number): string {
  return `export const is${at}: 0 extends 1 & typeof m${at} ? never : true = true;\n`;
}

function configFile(name: string): string {
  return `tsconfig.${name.replace(", ", "-")}.json`;
}

async function errorsOf(
  { folder }: Stranger,
  alias: string,
  name: string,
): Promise<readonly string[]> {
  const compiler = createRequire(import.meta.url).resolve(`${alias}/package.json`);
  const args = [join(compiler, "../bin/tsc"), "--project", configFile(name), "--pretty", "false"];
  const { code, stdout, stderr } = await runProcess(process.execPath, args, { cwd: folder });
  const errors = stdout.split("\n").filter((line) => /error TS\d+/.test(line));
  if (code === 0 || errors.length > 0) return errors;
  return [stderr.split("\n")[0] ?? `the compiler ended with ${code}`];
}
