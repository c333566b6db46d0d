import type { Credentials, PrivateKey, SharedKey, VerifyingKeys } from "@oauth1/core";
import type { Command } from "commander";
import { createPublicKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { UsageError } from "./failure.js";
import type { Given } from "./input/item.js";
import type { KeyedMethod } from "./methods.js";
import { readProfile } from "./profiles.js";
import { askSecret } from "./prompt.js";
import { variable, VARIABLES } from "./secrets.js";
import { textOf } from "./text.js";

/** The flags about credentials. None of them is a secret. */
export interface CredentialFlags {
  readonly profile?: string;
  readonly consumerKey?: string;
  readonly token?: string;
  readonly publicKeyFile?: string;
}

/** What is known of the credentials of a request. */
export type Known = Pick<
  Given,
  "consumerKey" | "consumerSecret" | "privateKey" | "publicKey" | "token" | "tokenSecret"
>;

/** A secret and a private key, of which a signature method looks at one. */
export type AnyKey = SharedKey & PrivateKey;

/** Adds the flags about credentials to a command. */
export function withCredentials(command: Command): Command {
  return command
    .option("--profile <name>", "the credentials of a profile")
    .option("--consumer-key <key>", `the consumer key (${VARIABLES.consumerKey})`)
    .option("--token <key>", `the token, without its secret (${VARIABLES.token})`);
}

/**
 * Puts together what is known: what the request says itself, then flags, then the profile, or without one the environment.
 * Throws a `UsageError` for a file that cannot be read.
 */
export function knownCredentials(given: Known, flags: CredentialFlags): Known {
  const kept = flags.profile === undefined ? environment() : ofProfile(flags.profile);
  const { publicKeyFile } = flags;
  return {
    consumerKey: given.consumerKey ?? flags.consumerKey ?? kept.consumerKey,
    consumerSecret: given.consumerSecret ?? kept.consumerSecret,
    privateKey: given.privateKey ?? kept.privateKey,
    publicKey: given.publicKey ?? (publicKeyFile && keyText(publicKeyFile, "--public-key-file")),
    token: given.token ?? flags.token ?? kept.token,
    tokenSecret: given.tokenSecret ?? kept.tokenSecret,
  };
}

/** What a request is signed with. On a terminal missing secrets are asked for; elsewhere they are a `UsageError`. */
export async function signingCredentials(
  known: Known,
  { key }: Pick<KeyedMethod, "key">,
): Promise<Credentials<AnyKey>> {
  const { consumerKey, token } = known;
  // A variable of a shell that is not set makes an empty flag.
  if (consumerKey === undefined || consumerKey === "") throw new UsageError(NO_CONSUMER_KEY);
  const consumer = {
    key: consumerKey,
    secret: key === "secret" ? await consumerSecret(known) : "",
    privateKey: key === "privateKey" ? await privateKey(known) : "",
  };
  if (token === undefined) return { consumer };
  const secret = key === "privateKey" ? "" : await tokenSecret(known);
  return { consumer, token: { key: token, secret } };
}

/** What a signature is checked with. `claims` is what the request says of itself. */
export async function verifyingKeys(
  known: Known,
  { key }: Pick<KeyedMethod, "key">,
  { hasToken }: { readonly hasToken: boolean },
): Promise<VerifyingKeys> {
  if (key === "privateKey") return { consumer: { publicKey: publicKey(known) } };
  return {
    consumer: key === "token" ? {} : { secret: await consumerSecret(known) },
    ...(hasToken && { token: { secret: await tokenSecret(known) } }),
  };
}

/** The consumer's secret, asked for where nobody has said it. */
export async function consumerSecret({ consumerSecret: known }: Known): Promise<string> {
  return known ?? askSecret("Consumer secret", mend(VARIABLES.consumerSecret));
}

/** The token's secret, asked for where nobody has said it. */
export async function tokenSecret({ tokenSecret: known }: Known): Promise<string> {
  return known ?? askSecret("Token secret", mend(VARIABLES.tokenSecret));
}

/** The consumer's private key as PEM. Throws a `UsageError` where nobody has said it: PEM is not for typing. */
export async function privateKey({ privateKey: known }: Known): Promise<string> {
  if (known !== undefined) return known;
  throw new UsageError(
    `This method signs with an RSA key: set ${VARIABLES.privateKeyFile} to a file with the private key as PEM, or use a profile.`,
  );
}

/** What live sessions take besides. Throws a `UsageError` where nobody has said it. */
export function liveSessionKeys(): {
  readonly encryptionKey: string;
  readonly diffieHellman: string;
} {
  const [encryption, group] = [variable("encryptionKeyFile"), variable("diffieHellmanFile")];
  if (encryption === undefined || group === undefined) {
    throw new UsageError(
      `Calls are signed with live sessions: set ${VARIABLES.encryptionKeyFile} to a file with the private encryption key as PEM, and ${VARIABLES.diffieHellmanFile} to that of \`openssl dhparam\`.`,
    );
  }
  return {
    encryptionKey: keyText(encryption, VARIABLES.encryptionKeyFile),
    diffieHellman: keyText(group, VARIABLES.diffieHellmanFile),
  };
}

/** The first sentence for everything that cannot go on without a consumer. */
export const NO_CONSUMER_KEY: string = `Which consumer? Pass --consumer-key or --profile, or set ${VARIABLES.consumerKey}.`;

function mend(name: string): string {
  return `set ${name}, use a profile, or run it on a terminal, where you are asked`;
}

function environment(): Known {
  const file = variable("privateKeyFile");
  return {
    consumerKey: variable("consumerKey"),
    consumerSecret: variable("consumerSecret"),
    privateKey: variable("privateKey") ?? (file && keyText(file, VARIABLES.privateKeyFile)),
    token: variable("token"),
    tokenSecret: variable("tokenSecret"),
  };
}

function ofProfile(name: string): Known {
  const { consumer, account } = readProfile(name);
  return {
    consumerKey: consumer.key,
    consumerSecret: consumer.secret,
    privateKey: consumer.privateKey,
    token: account?.token.key,
    tokenSecret: account?.token.secret,
  };
}

function publicKey({ publicKey: known, privateKey: pair }: Known): string {
  if (known !== undefined) return known;
  if (pair === undefined) {
    throw new UsageError(
      "This method is checked with the consumer's public key: pass --public-key-file.",
    );
  }
  try {
    return createPublicKey(pair).export({ type: "spki", format: "pem" }).toString();
  } catch {
    // What the platform has to say may quote the key.
    throw new UsageError("The private key cannot be read: it has to be RSA, as PEM.");
  }
}

function keyText(file: string, from: string): string {
  return textOf(keyBytes(file, from), `The key of ${from}`);
}

function keyBytes(file: string, from: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`The key of ${from} cannot be read: ${reason}`);
  }
}
