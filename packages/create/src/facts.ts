import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** How users of a provider come to a token: what the app does first. */
export type SignIn = "callback" | "consumer" | "password" | "pin" | "token";

/** What an app of one provider is made from. */
export interface ProviderFacts {
  readonly id: string;
  /** The provider's own spelling, for people. */
  readonly name: string;
  readonly summary: string;
  /** The name of the function that makes a client: `createTwitter`. */
  readonly factory: string;
  /** The name of the type of a user's account: `TwitterAccount`. */
  readonly account: string;
  readonly signIn: SignIn;
  /** What a consumer has besides its key. */
  readonly consumer: "liveSession" | "nothing" | "privateKey" | "secret";
  /** Where apps are registered, or the documentation. */
  readonly registration: string;
  /** What the provider demands of a callback. */
  readonly callbackRule?: string;
  /** The variables of its URLs. */
  readonly variables: readonly VariableFacts[];
  /** The account's fields besides the token. */
  readonly fields: readonly string[];
  /** What a login cannot be begun without. */
  readonly loginParams: Readonly<Record<string, unknown>>;
  /** Whether the password is posted to the provider's authorization URL, in place of xAuth. */
  readonly postsPassword: boolean;
  /** The call that tells who is signed in, or another one that asks for little; unset where nothing is described. */
  readonly call?: CallFacts;
}

/** A variable of a provider's URLs. */
export interface VariableFacts {
  readonly name: string;
  readonly description: string;
  readonly example: string;
  readonly default?: string;
  /** All that it may be, where that is known. */
  readonly values?: readonly string[];
}

/** A call of the API, with all that it requires. */
export interface CallFacts {
  readonly operation: string;
  readonly summary: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Whether the call answers with a value. */
  readonly hasResult: boolean;
}

/** Everything that the build has found out for the scaffolder. */
export interface Facts {
  /** Ranges for the manifests of apps, by package. */
  readonly versions: Readonly<Record<string, string>>;
  readonly providers: readonly ProviderFacts[];
}

/** What the build has put beside the program, and where the descriptors are. */
export interface Supplies {
  readonly facts: Facts;
  /** The folder of `<id>.json`. */
  readonly descriptors: string;
  readonly templates: string;
}

/** Reads what the build has made. Meant for the built program: its folder is `dist`. */
export function readSupplies(): Supplies {
  const dist = new URL("./", import.meta.url);
  const facts: Facts = JSON.parse(readFileSync(new URL("facts.json", dist), "utf8"));
  return {
    facts,
    descriptors: fileURLToPath(new URL("descriptors", dist)),
    templates: fileURLToPath(new URL("../templates", dist)),
  };
}
