import { UsageError } from "./failure.js";

/** Where secrets are read from, by what they are. */
export const VARIABLES = {
  consumerKey: "OAUTH1_CONSUMER_KEY",
  consumerSecret: "OAUTH1_CONSUMER_SECRET",
  token: "OAUTH1_TOKEN",
  tokenSecret: "OAUTH1_TOKEN_SECRET",
  privateKey: "OAUTH1_PRIVATE_KEY",
  privateKeyFile: "OAUTH1_PRIVATE_KEY_FILE",
  encryptionKeyFile: "OAUTH1_ENCRYPTION_KEY_FILE",
  diffieHellmanFile: "OAUTH1_DH_PARAMETERS_FILE",
  password: "OAUTH1_PASSWORD",
  otherSecrets: "OAUTH1_OTHER_SECRETS",
} as const;

/**
 * Refuses arguments that are secrets, before anything can repeat one: other users of the machine see arguments, and the
 * shell remembers them. Throws a `UsageError` that says where to put the secret, and not what it is.
 *
 * @example
 * refuseSecretArguments(["sign", "--consumer-key", "dpf43f3p2l4k3l03"]); // => undefined
 */
export function refuseSecretArguments(args: readonly string[]): void {
  for (const argument of args) {
    if (argument === "--") return;
    const [, name = ""] = /^--?([a-z_-]+)/i.exec(argument) ?? [];
    const variable = REFUSED.get(name.toLowerCase().replace(/[_-]/g, ""));
    if (variable === undefined) continue;
    throw new UsageError(
      `--${name} is not taken, because other users of this machine see arguments, and the shell remembers them: set ${variable}, use a profile, or leave it out and be asked.`,
    );
  }
}

/** A variable of the environment; an empty one counts as unset. */
export function variable(name: keyof typeof VARIABLES): string | undefined {
  const value = process.env[VARIABLES[name]];
  return value === "" ? undefined : value;
}

/** By their letters alone, because some write --consumerSecret or --consumer_secret. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ["consumersecret", VARIABLES.consumerSecret],
  ["clientsecret", VARIABLES.consumerSecret],
  ["secret", VARIABLES.consumerSecret],
  ["tokensecret", VARIABLES.tokenSecret],
  ["accesstokensecret", VARIABLES.tokenSecret],
  ["privatekey", `${VARIABLES.privateKey} or ${VARIABLES.privateKeyFile}`],
  ["encryptionkey", VARIABLES.encryptionKeyFile],
  ["password", VARIABLES.password],
  ["othersecret", VARIABLES.otherSecrets],
  ["othersecrets", VARIABLES.otherSecrets],
]);
