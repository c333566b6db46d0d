import type { OperationModel, ProviderModel } from "@oauth1/descriptor";

/** Whom a session can speak for. */
export type SessionLevel = "token" | "consumer";

/** The sessions that a provider's client makes: for users, for the app alone, or both. */
export function sessionLevels({ oauth, operations }: ProviderModel): readonly SessionLevel[] {
  const isTwoLegged = oauth.flows.some(({ kind }) => kind === "two-legged");
  const hasTokens = oauth.flows.some(({ kind }) => TOKEN_KINDS.has(kind));
  const consumer = isTwoLegged || operations.some((operation) => operation.auth !== "token");
  const token = hasTokens || !consumer;
  return [...(token ? (["token"] as const) : []), ...(consumer ? (["consumer"] as const) : [])];
}

const TOKEN_KINDS: ReadonlySet<string> = new Set([
  "login",
  "pushed-login",
  "pre-issued",
  "x-auth",
  "reverse-auth",
]);

/** Whether every session of the provider fits an operation. */
export function takesAnySession({ auth }: OperationModel): boolean {
  return auth !== "token";
}
