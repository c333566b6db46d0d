/** From resolved models to SDK packages: emit (path -> text), write, and generate, which does all of it. */
export type { CacheOptions } from "./cache.js";
export { bumpOf, changesBetween, changesetOf, type Changes, type Changeset } from "./changes.js";
export { commandLine, type CommandParts } from "./command-line.js";
export { readDescriptors, type DescriptorSet, type DescriptorSource } from "./descriptors.js";
export { emit, type EmitContext } from "./emit.js";
export { RefusedError } from "./exchange.js";
export {
  generate,
  type GeneratedPackage,
  type Generated,
  type GenerateOptions,
} from "./generate.js";
export { importOpenApi, type Imported } from "./import/import.js";
export { importedId } from "./import/names.js";
export { table } from "./markdown.js";
export { printFile, type Statement } from "./print.js";
export { counted } from "./markdown.js";
export { issueLines, packageLines, staleFiles } from "./report.js";
export type { ProviderSummary } from "./summary.js";
export { write, type Files, type WriteReport } from "./write.js";
