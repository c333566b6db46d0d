import { shellQuoted } from "@oauth1/emulator/input";
import { EXIT, failureOf, Refusal, UsageError } from "../failure.js";
import { findProfile, readProfile, type Profile, type ProfileAccount } from "../profiles.js";
import { findProvider, type FoundProvider } from "./find.js";

/** Says which profile a command is about. */
export interface ProfileFlag {
  readonly profile?: string;
}

/** A profile of a provider. */
export interface Entered extends FoundProvider {
  /** What the profile is called. */
  readonly called: string;
  readonly profile: Profile;
}

/**
 * The profile that a command is about: the one that is named, the one of a provider, or the one whose name stands where a
 * provider's could. Rejects with a `UsageError` where there is none, or where it is another provider's.
 */
export async function enteredProfile(
  provider: string | undefined,
  { profile: named }: ProfileFlag,
): Promise<Entered> {
  const name = named ?? (provider !== undefined && findProfile(provider) ? provider : undefined);
  if (name === undefined && provider === undefined)
    throw new UsageError("Which one? Pass a provider, or --profile.");
  const asked =
    provider === undefined || name === provider ? undefined : await findProvider(provider);
  const called = name ?? asked?.model.id ?? "";
  const profile = readProfile(called);
  const found = asked ?? (await findProvider(referenceOf(called, profile)));
  if (profile.provider === found.reference) return { ...found, called, profile };
  throw new UsageError(
    `The profile ${called} is of ${profile.provider ?? "no provider"}, not of ${found.reference}: leave the provider out, or name another --profile.`,
  );
}

/** The token of a profile. Throws a `UsageError` where there is none. */
export function accountOf(entered: Entered): ProfileAccount {
  const { called, profile } = entered;
  if (profile.account !== undefined) return profile.account;
  throw new UsageError(`The profile ${called} has no token: ${loginCommand(entered)} gets one.`);
}

/** The command that gets a token for a profile. */
export function loginCommand({
  called,
  model,
  reference,
}: Pick<Entered, "called" | "model" | "reference">): string {
  const named = called === model.id ? "" : ` --profile ${shellQuoted(called)}`;
  return `oauth1 login ${shellQuoted(reference)}${named}`;
}

/** Does what a provider can refuse. What comes of that is a `Refusal`, which ends with what can be done then. */
export async function granted<T>(work: () => Promise<T>, mend: string): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { exit, code, message, details } = failureOf(error);
    if (exit !== EXIT.no) throw error;
    throw new Refusal(code, `${message}\n${mend}`, details);
  }
}

function referenceOf(called: string, { provider }: Profile): string {
  if (provider !== undefined) return provider;
  throw new UsageError(
    `The profile ${called} names no provider: oauth1 profiles remove ${shellQuoted(called)} forgets it.`,
  );
}
