import { lower, parseDescriptor, type ProviderModel } from "@oauth1/descriptor";

/**
 * In what providers differ, the least that says so in a descriptor, and what comes of it in the model. The number is that of
 * the table in README.md.
 */
export type Dimension = readonly [title: string, fragment: object, model: object];

/** The model of a small descriptor with a fragment in it. */
export function modelWith(fragment: object): ProviderModel {
  const text = JSON.stringify(merged(BASE, fragment));
  const result = parseDescriptor(text, { file: "acme.json" });
  if (!result.ok) throw new Error(JSON.stringify(result.issues, undefined, 2));
  return lower(result.descriptor);
}

const BASE = {
  descriptorVersion: 1,
  id: "acme",
  name: "Acme",
  summary: "Photos of anvils.",
  documentation: "https://acme.example/docs",
  state: "alive",
  lastVerified: "2026-11-20",
  sources: ["https://acme.example/docs"],
  oauth: {
    signatureMethods: ["HMAC-SHA1"],
    temporaryCredentials: { method: "POST", url: "https://acme.example/request" },
    authorization: { url: "https://acme.example/authorize" },
    tokenCredentials: { method: "POST", url: "https://acme.example/access" },
  },
  api: { baseUrl: "https://acme.example/api" },
  operations: {},
} as const;

/** Objects are merged, anything else is replaced, and `null` takes away. */
function merged(base: unknown, patch: unknown): unknown {
  if (!isObject(base) || !isObject(patch)) return patch;
  const names = [...new Set([...Object.keys(base), ...Object.keys(patch)])];
  const entries = names.map((name) => [
    name,
    name in patch ? merged(Object(base)[name], Object(patch)[name]) : Object(base)[name],
  ]);
  return Object.fromEntries(entries.filter(([, value]) => value !== null));
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
