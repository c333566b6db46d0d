import { lower, parseDescriptor, type Descriptor, type Issue } from "@oauth1/descriptor";
import type { DescriptorSource } from "./descriptors.js";
import { emit } from "./emit.js";
import type { PackageContext } from "./files/manifest.js";
import type { Files } from "./write.js";

/** Makes the files of one package after the other; or says what is wrong with a descriptor. */
export type Compiler = (
  source: DescriptorSource,
) =>
  | { readonly ok: true; readonly descriptor: Descriptor; readonly files: Files }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** A compiler for packages with these surroundings. */
export function createCompiler(surroundings: PackageContext): Compiler {
  return ({ file, name, text }) => {
    const result = parseDescriptor(text, { file });
    if (!result.ok) return result;
    const context = { ...surroundings, source: name };
    const { descriptor } = result;
    return { ok: true, descriptor, files: emit(lower(descriptor), context) };
  };
}
