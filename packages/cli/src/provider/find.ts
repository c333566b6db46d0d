import type { DescriptorSet } from "@oauth1/codegen";
import type { Descriptor, Issue, ProviderModel } from "@oauth1/descriptor";
import { isUtf8 } from "node:buffer";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { asked, UsageError } from "../failure.js";
import { note } from "../terminal.js";

/** A provider, and what a profile knows it by. */
export interface FoundProvider {
  /** A built-in provider's id, or the absolute path of a descriptor. */
  readonly reference: string;
  readonly model: ProviderModel;
  /** What becomes of a provider that is retiring OAuth 1.0a. */
  readonly retirement: string | undefined;
}

/** A descriptor that is wrong, with all that is wrong with it. */
export class DescriptorError extends UsageError {
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[], lines: readonly string[]) {
    super(lines.join("\n"));
    this.issues = issues;
  }
}

/** Loads a provider by its id, or from a descriptor's file. Throws a `UsageError` where there is none, or it is wrong. */
export async function findProvider(name: string): Promise<FoundProvider> {
  const { closest, lower, retirementText } = await import("@oauth1/descriptor");
  const found = (reference: string, descriptor: Descriptor): FoundProvider => {
    const model = lower(descriptor);
    return { reference, model, retirement: retirementText(model) };
  };
  if (/[/\\]|\.json$|^\.+$/.test(name)) return found(resolve(name), await readDescriptor(name));
  const ids = builtInIds();
  if (ids.includes(name)) return found(name, await builtInDescriptor(name));
  const near = closest(name, ids);
  const meant = near === undefined ? "" : ` Did you mean ${near}?`;
  throw new UsageError(
    `There is no provider ${JSON.stringify(name)}.${meant} oauth1 providers list has all; a descriptor of your own is a path, such as ./${name}.json.`,
  );
}

/** Reads a descriptor's file. Throws a `DescriptorError` that says all that is wrong with it. */
export async function readDescriptor(file: string): Promise<Descriptor> {
  const { formatIssue, parseDescriptor } = await import("@oauth1/descriptor");
  if (!existsSync(file)) throw new UsageError(`There is no ${file}.`);
  const result = parseDescriptor(readText(file), { file });
  if (result.ok) return result.descriptor;
  throw new DescriptorError(result.issues, result.issues.map(formatIssue));
}

/** The descriptors in files and folders. Throws a `UsageError` for what is not there, and for a folder that has none. */
export async function readDescriptorSet(paths: readonly string[]): Promise<DescriptorSet> {
  const missing = paths.filter((path) => !existsSync(path));
  if (missing.length > 0) throw new UsageError(`There is no ${missing.join(" and no ")}.`);
  const { readDescriptors } = await import("@oauth1/codegen");
  return asked(() => readDescriptors(paths));
}

/** The text of a file that was named. Throws a `UsageError` where it cannot be read. */
function readText(file: string): string {
  const bytes = readBytes(file);
  if (isUtf8(bytes)) return bytes.toString();
  throw new UsageError(`${file} is not UTF-8: save it as UTF-8.`);
}

/** What is in a file that was named. Throws a `UsageError` where it cannot be read. */
export function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${file} cannot be read: ${reason}`);
  }
}

/** The ids of the providers that come with the program, in their order. */
export function builtInIds(): readonly string[] {
  const folder = builtInFolder();
  if (!existsSync(folder))
    throw new UsageError(`OAUTH1_PROVIDERS names ${folder}, which is not there.`);
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length))
    .sort();
}

/** The descriptors that come with the program. What is wrong in a folder of the user's is told, and spoils no other. */
export async function builtInDescriptors(): Promise<readonly Descriptor[]> {
  const found: Descriptor[] = [];
  for (const id of builtInIds()) {
    try {
      found.push(await builtInDescriptor(id));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      note(error.message);
    }
  }
  return found;
}

// What comes with the program is right, and need not be looked at again.
async function builtInDescriptor(id: string): Promise<Descriptor> {
  const file = join(builtInFolder(), `${id}.json`);
  return ownFolder() === "" ? JSON.parse(readFileSync(file, "utf8")) : readDescriptor(file);
}

// Those of @oauth1/providers, unless somebody keeps a folder of their own. A folder cannot be resolved, but any file in it,
// also one that is not there.
function builtInFolder(): string {
  const own = ownFolder();
  if (own !== "") return own;
  return dirname(fileURLToPath(import.meta.resolve("@oauth1/providers/descriptors/any.json")));
}

function ownFolder(): string {
  return process.env["OAUTH1_PROVIDERS"] ?? "";
}
