import type { ProviderFacts } from "./facts.js";

/** What an app finds in its surroundings. */
export interface Settings {
  readonly consumer: readonly Setting[];
  readonly variables: readonly Setting[];
  readonly token: readonly Setting[];
  /** The names of those that have no default. */
  readonly keys: readonly string[];
}

/** An option of the client, and the variable that it is read from. */
export type Setting = readonly [option: string, variable: string];

/** The settings of a provider's app. */
export function settingsOf({ id, consumer, variables, signIn }: ProviderFacts): Settings {
  const named = (option: string, name: string): Setting => [option, `${prefixOf(id)}_${name}`];
  const own = [named("key", "CONSUMER_KEY"), ...CONSUMER[consumer](named)];
  const token =
    signIn === "token" ? [named("key", "TOKEN_KEY"), named("secret", "TOKEN_SECRET")] : [];
  const places = variables.map(({ name }) => named(name, snakeCase(name)));
  const open = places.filter((_, index) => variables[index]?.default === undefined);
  const keys = [...own, ...token, ...open].map(([, variable]) => variable);
  return { consumer: own, variables: places, token, keys };
}

/**
 * What the names of a provider's variables begin with.
 *
 * @example
 * prefixOf("jira-dc"); // => "JIRA_DC"
 */
export function prefixOf(id: string): string {
  return id.replaceAll("-", "_").toUpperCase();
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, "_$&").toUpperCase();
}

type Named = (option: string, name: string) => Setting;

const CONSUMER: Readonly<Record<ProviderFacts["consumer"], (named: Named) => readonly Setting[]>> =
  {
    liveSession: (named) => [
      named("privateKey", "PRIVATE_KEY"),
      named("encryptionKey", "ENCRYPTION_KEY"),
      named("diffieHellman", "DH_PARAMETERS"),
    ],
    nothing: () => [],
    privateKey: (named) => [named("privateKey", "PRIVATE_KEY")],
    secret: (named) => [named("secret", "CONSUMER_SECRET")],
  };
