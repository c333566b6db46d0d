import type { ProviderModel } from "@oauth1/descriptor";
import { describeProvider, type AnyClientOptions } from "@oauth1/emulator/description";
import { UsageError } from "../failure.js";
import { demand, openVariables } from "../login/details.js";
import { loadMethod, methodNamed, type KeyedMethod } from "../methods.js";
import type { Profile } from "../profiles.js";

/** The signature method of a provider: its first one, or another that it takes. */
export async function methodOf(
  { name, oauth }: ProviderModel,
  wanted: string | undefined,
): Promise<KeyedMethod> {
  if (wanted === undefined) return loadMethod(oauth.signatureMethods[0]);
  const taken = oauth.signatureMethods.map((one) => one.name);
  if (taken.includes(wanted.toUpperCase())) return methodNamed(wanted);
  throw new UsageError(`${name} takes ${taken.join(" and ")}, not ${wanted}.`);
}

/** The client's options of a profile. Throws a `UsageError` for a variable that is missing or unknown. */
export async function connection(
  model: ProviderModel,
  profile: Omit<Profile, "provider" | "account">,
): Promise<AnyClientOptions> {
  const { consumer, originMap, variables = {}, signatureMethod } = profile;
  demandVariables(model, variables);
  const keyed = await methodOf(model, signatureMethod);
  return {
    consumer: {
      key: consumer.key,
      secret: consumer.secret ?? "",
      privateKey: consumer.privateKey ?? "",
      ...(consumer.encryptionKey !== undefined && { encryptionKey: consumer.encryptionKey }),
      ...(consumer.diffieHellman !== undefined && { diffieHellman: consumer.diffieHellman }),
    },
    variables,
    ...(originMap && { originMap }),
    provider: describeProvider(model, keyed.method),
  };
}

/** Throws a `UsageError` where a variable of the provider's URLs is missing, or one is said that there is not. */
export function demandVariables(
  model: ProviderModel,
  said: Readonly<Record<string, string>>,
): void {
  const { name, variables } = model;
  const known = variables.map((one) => one.name);
  const unknown = Object.keys(said).find((one) => !known.includes(one));
  if (unknown !== undefined) {
    throw new UsageError(
      `${name} has no variable ${JSON.stringify(unknown)}; ${known.length === 0 ? "it has none" : `it has ${known.join(", ")}`}.`,
    );
  }
  demand(openVariables(model), said, {
    sentence: `${name} is not the same everywhere:`,
    flag: "--variable",
  });
}
