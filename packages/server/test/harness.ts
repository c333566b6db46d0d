import { sign, type RequestParts, type SignOptions } from "@oauth1/core";
import {
  createProvider,
  type Provider,
  type ProviderEvent,
  type ProviderOptions,
} from "@oauth1/server";

export const ORIGIN = "https://photos.example.net";
export const CALLBACK = "https://printer.example.com/ready?job=7";
export const USER = "jane";

/** Key and secret of a token, as an answer spells them out. */
export interface Token {
  readonly key: string;
  readonly secret: string;
}

export interface Consumer {
  readonly key: string;
  readonly secret: string;
}

export type SignMore = SignOptions & { readonly url?: string; readonly http?: string };

/** A provider under an injected clock, with one consumer, and what one does with it. */
export interface World {
  readonly provider: Provider;
  readonly events: ProviderEvent[];
  readonly consumer: Consumer;
  readonly clock: { seconds: number };
  signed(path: string, token?: Token, options?: SignMore): Promise<RequestParts>;
  initiate(options?: SignMore): Promise<Token>;
  approve(token: Token): Promise<string>;
  exchange(token: Token, verifier: string, options?: SignMore): Promise<Response>;
  login(): Promise<Token>;
}

export async function createWorld(
  options: Partial<ProviderOptions> = {},
  { callbacks = [CALLBACK, "oob"], methods }: { callbacks?: string[]; methods?: string[] } = {},
): Promise<World> {
  const clock = { seconds: 1_700_000_000 };
  const events: ProviderEvent[] = [];
  const provider = createProvider({
    origins: [ORIGIN],
    now: () => clock.seconds * 1000,
    onEvent: (event) => events.push(event),
    ...options,
  });
  const consumer = await provider.consumers.register({
    name: "Printer",
    callbacks,
    ...(methods && { methods }),
  });
  return { provider, events, clock, consumer, ...acts(provider, consumer, clock) };
}

/** What a consumer does with a provider, beside the clock that it signs by. */
export function acts(
  provider: Provider,
  consumer: Consumer,
  clock: { readonly seconds: number },
): Pick<World, "approve" | "exchange" | "initiate" | "login" | "signed"> {
  const signed: World["signed"] = async (path, token, options = {}) => {
    const { url = `${ORIGIN}${path}`, http = "POST", method, ...more } = options;
    const credentials = { consumer, ...(token && { token }) };
    const settings = { timestamp: clock.seconds, ...more, ...(method && { method }) };
    return (await sign({ method: http, url }, credentials, settings)).request;
  };
  const initiate: World["initiate"] = async (options = {}) => {
    const parameters = [["oauth_callback", CALLBACK]] as const;
    const request = await signed("/oauth/initiate", undefined, { parameters, ...options });
    return tokenOf(await provider.temporaryCredentials(request));
  };
  const approve: World["approve"] = async (token) => {
    const answer = await provider.authorization.approve({ token: token.key, user: USER });
    if (!answer.ok) throw new Error(answer.problem);
    return answer.verifier ?? new URL(answer.redirect).searchParams.get("oauth_verifier") ?? "";
  };
  const exchange: World["exchange"] = async (token, verifier, options = {}) => {
    const parameters = [["oauth_verifier", verifier]] as const;
    const request = await signed("/oauth/token", token, { parameters, ...options });
    return provider.tokenCredentials(request);
  };
  const login: World["login"] = async () => {
    const temporary = await initiate();
    return tokenOf(await exchange(temporary, await approve(temporary)));
  };
  return { signed, initiate, approve, exchange, login };
}

export async function fields(response: Response): Promise<Record<string, string>> {
  return Object.fromEntries(new URLSearchParams(await response.text()));
}

export async function tokenOf(response: Response): Promise<Token> {
  const { oauth_token: key = "", oauth_token_secret = "" } = await fields(response);
  if (response.status !== 200) throw new Error(`The provider answered ${response.status}.`);
  return { key, secret: oauth_token_secret };
}

/** Everything of an answer that a peer can see. */
export async function visible(response: Response): Promise<unknown> {
  return [response.status, [...response.headers].sort(), await response.text()];
}
