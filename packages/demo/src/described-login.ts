import type { LoginModel, ProviderModel } from "@oauth1/descriptor";

/** The three legs of a provider, which the story follows. A provider without them is a TypeError. */
export function describedLogin({ name, oauth }: ProviderModel): LoginModel {
  const login = oauth.flows.find((flow) => flow.kind === "login");
  if (login !== undefined) return login;
  throw new TypeError(
    `${name} has no login to follow: choose a provider with one, such as twitter.`,
  );
}
