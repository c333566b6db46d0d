/** From resolved models to SDK packages: emit (path -> text), write, and generate, which does all of it. */
export { emit, type EmitContext } from "./emit.js";
export {
  generate,
  type GeneratedPackage,
  type Generated,
  type GenerateOptions,
} from "./generate.js";
export { table } from "./markdown.js";
export { createPrinter, type Printer, type Statement } from "./print.js";
export { write, type Files, type WriteReport } from "./write.js";
