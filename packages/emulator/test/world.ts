import { parseDescriptor, lower, type Descriptor, type ProviderModel } from "@oauth1/descriptor";
import { startEmulator, type Emulator, type EmulatorOptions } from "@oauth1/emulator";
import { afterEach } from "vitest";

const open: Emulator[] = [];

/** Closes every emulator after each test. Call it once in a test file. */
export function closeAfterEach(): void {
  afterEach(async () => {
    await Promise.all(open.splice(0).map((emulator) => emulator.close()));
  });
}

/** What a test says of a provider; the rest is as everywhere. */
export type Odd = { readonly oauth?: object; readonly api?: object } & Partial<
  Pick<Descriptor, "operations" | "types" | "variables">
>;

/** The usual three legs, for a test to put something odd in the place of. */
export const LEGS = {
  temporaryCredentials: { method: "POST", url: "https://odd.example/initiate" },
  authorization: { url: "https://odd.example/authorize" },
  tokenCredentials: { method: "POST", url: "https://odd.example/token" },
} as const;

/** A call whose answer nobody describes. */
export const ME = {
  getMe: { group: "users", summary: "Me.", method: "GET", path: "/me", example: { id: "7" } },
} as const;

/** The model of a descriptor that the schema and every rule accept. */
export function modelOf({ oauth, api, operations = ME, ...more }: Odd): ProviderModel {
  const text = JSON.stringify({
    descriptorVersion: 1,
    id: "odd",
    name: "Odd",
    summary: "An odd provider.",
    documentation: "https://odd.example/docs",
    state: "alive",
    lastVerified: "2026-11-21",
    sources: ["https://odd.example/docs"],
    oauth: { signatureMethods: ["HMAC-SHA1"], ...(oauth ?? LEGS) },
    api: { baseUrl: "https://odd.example/api", ...api },
    operations,
    ...more,
  });
  const parsed = parseDescriptor(text, { file: "odd.json" });
  if (!parsed.ok) throw new Error(parsed.issues.map(({ message }) => message).join("\n"));
  return lower(parsed.descriptor);
}

/** Emulates a described provider for one test. */
export async function emulate(odd: Odd, options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await startEmulator(modelOf(odd), options);
  open.push(emulator);
  return emulator;
}
