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
import { ROOT, packageFolder } from "../paths.js";

/** A provider, as far as its descriptor tells. */
export interface Described {
  readonly model: ProviderModel;
  /** In the provider's order; a client uses the first. */
  readonly methods: readonly DescribedMethod[];
  /** Its generated package. */
  readonly folder: string;
}

/** Where descriptors are, and the packages that are made of them. */
export interface Repository {
  readonly providers: string;
  readonly packages: string;
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

/** Every provider that has a descriptor, in this repository if no other is named. Throws for a descriptor that is none. */
export async function describedProviders({ providers, packages }: Repository = OWN): Promise<
  readonly Described[]
> {
  const files = readdirSync(providers).filter((name) => name.endsWith(".json"));
  return Promise.all(files.sort().map((file) => described(join(providers, file), packages)));
}

const OWN: Repository = { providers: join(ROOT, "providers"), packages: packageFolder("sdk") };

async function described(file: string, packages: string): Promise<Described> {
  const parsed = parseDescriptor(readFileSync(file, "utf8"), { file });
  if (!parsed.ok) throw new Error(parsed.issues.map(formatIssue).join("\n"));
  const model = lower(parsed.descriptor);
  const methods = await Promise.all(model.oauth.signatureMethods.map(loaded));
  return { model, methods, folder: join(packages, model.id) };
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
