import { parseDescriptor } from "@oauth1/descriptor";
import { parseArgs } from "node:util";
import { readDescriptors } from "../descriptors.js";
import { counted } from "../markdown.js";
import { existingDescriptors, print, printJson, reportIssues } from "./command.js";

/** `oauth1-codegen validate`: every mistake in every descriptor. */
export async function validateCommand(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: "boolean", default: false } },
  });
  const { sources, issues } = readDescriptors(existingDescriptors(positionals));
  for (const { file, text } of sources) {
    const result = parseDescriptor(text, { file });
    if (!result.ok) issues.push(...result.issues);
  }
  if (issues.length > 0) return reportIssues(issues, values.json);
  const files = sources.map(({ file }) => file);
  if (values.json) return printJson({ ok: true, files });
  return print(`${counted(files.length, "descriptor")}, no mistakes\n`);
}
