import {
  createClient,
  login,
  loginWithoutVerifier,
  type Account,
  type Begun,
  type Completion,
  type StepValue,
  type TemporaryCredentials,
} from "@oauth1/client";
import type { LoginModel, ProviderModel } from "@oauth1/descriptor";
import { describeLogin } from "./login.js";
import type { AnyClientOptions } from "./provider.js";

/** The two halves of a login, whichever revision of OAuth it is of. */
export interface Legs {
  readonly begin: (callback: string | undefined) => Promise<Begun>;
  readonly complete: (back: Back, temporary: TemporaryCredentials) => Promise<Account>;
}

/** How the user came back; with nothing but the word where a provider has no verifiers. */
export type Back = DistributiveOmit<Completion, "temporary"> | { readonly nothing: true };

/** What the app asks the provider for besides, by wire name. */
export type LoginParams = Readonly<Record<string, StepValue>>;

type DistributiveOmit<T, K extends keyof T> = T extends unknown ? Omit<T, K> : never;

/** The legs of a described login. Without a callback the verifier is for typing. */
export async function legsOf(
  options: AnyClientOptions,
  { oauth }: ProviderModel,
  { flow, params }: { readonly flow: LoginModel; readonly params: LoginParams },
): Promise<Legs> {
  const description = await describeLogin(flow);
  if (oauth.revision === "1.0") return unverified(options, description, params);
  const provider = { ...options.provider, flows: [login(description)] } as const;
  const client = createClient({ ...options, provider });
  return {
    begin: (callback = "oob") => client.begin({ callback, params }),
    complete: (back, temporary) =>
      client.complete({ ...("nothing" in back ? { verifier: "" } : back), temporary }),
  };
}

function unverified(
  options: AnyClientOptions,
  description: Awaited<ReturnType<typeof describeLogin>>,
  params: LoginParams,
): Legs {
  const provider = { ...options.provider, flows: [loginWithoutVerifier(description)] } as const;
  const client = createClient({ ...options, provider });
  return {
    begin: (callback) => client.begin({ params, ...(callback !== undefined && { callback }) }),
    complete: (back, temporary) =>
      client.complete({
        temporary,
        ...("callbackUrl" in back && { callbackUrl: back.callbackUrl }),
      }),
  };
}
