import { emit } from "@oauth1/codegen";
import { lower, type Descriptor, type ProviderModel } from "@oauth1/descriptor";

/** The least that a descriptor of a provider with a login says. */
export function descriptorOf(id: string, more: object = {}): Descriptor {
  return {
    descriptorVersion: 1,
    id,
    name: "Acme",
    summary: "Photos of anvils.",
    documentation: "https://acme.example/docs",
    state: "alive",
    lastVerified: "2026-11-20",
    sources: ["https://acme.example/docs"],
    oauth: LOGIN,
    api: { baseUrl: "https://api.acme.example" },
    operations: {},
    ...more,
  };
}

/** Three legs by the book. */
export const LOGIN: Descriptor["oauth"] = {
  signatureMethods: ["HMAC-SHA256"],
  temporaryCredentials: { method: "GET", url: "https://acme.example/request" },
  authorization: { url: "https://acme.example/authorize" },
  tokenCredentials: { method: "POST", url: "https://acme.example/access" },
};

/** The model of a descriptor that nobody has to check. */
export function modelOf(id: string, more: Partial<Descriptor> = {}): ProviderModel {
  return lower(descriptorOf(id, more));
}

/** The files of a model, as this repository emits them. */
export function filesOf(model: ProviderModel): ReadonlyMap<string, string> {
  return emit(model, {
    scope: "@oauth1",
    license: "MIT",
    range: "workspace:^",
    command: "pnpm generate",
    source: `providers/${model.id}.json`,
    build: "tsup --config ../../../scripts/tsup.config.ts",
  });
}
