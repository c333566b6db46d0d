import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { SignatureMethod } from "@oauth1/core";
import {
  formatIssue,
  lower,
  parseDescriptor,
  type MethodModule,
  type ProviderModel,
} from "@oauth1/descriptor";
import { ROOT } from "../paths.js";

/** A provider, as far as its descriptor tells. */
export interface Described {
  readonly model: ProviderModel;
  /** In the provider's order; a client uses the first. */
  readonly methods: readonly DescribedMethod[];
}

/** A signature method, and what a consumer signs with. */
export interface DescribedMethod extends MethodModule {
  readonly method: SignatureMethod<never>;
}

/** Whether an app signs some of its requests with a private key, by the usual methods or by others that it may choose. */
export function needsPrivateKey({ oauth }: ProviderModel): boolean {
  const methods = [...oauth.signatureMethods, ...oauth.clientMethods];
  return methods.some(({ key }) => key === "privateKey");
}

/** Every provider that has a descriptor. Throws for a descriptor that is none. */
export async function describedProviders(): Promise<readonly Described[]> {
  const folder = join(ROOT, "providers");
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return Promise.all(files.sort().map((file) => described(join(folder, file))));
}

async function described(file: string): Promise<Described> {
  const parsed = parseDescriptor(readFileSync(file, "utf8"), { file });
  if (!parsed.ok) throw new Error(parsed.issues.map(formatIssue).join("\n"));
  const model = lower(parsed.descriptor);
  return { model, methods: await Promise.all(model.oauth.signatureMethods.map(loaded)) };
}

async function loaded(described: MethodModule): Promise<DescribedMethod> {
  const { module, export: name } = described;
  const exports: Readonly<Record<string, SignatureMethod<never>>> = await import(
    `@oauth1/core/methods/${module}`
  );
  const method = exports[name];
  if (method === undefined) throw new Error(`@oauth1/core/methods/${module} has no ${name}.`);
  return { ...described, method };
}
