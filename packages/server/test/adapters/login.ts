import { sign, type RequestParts } from "@oauth1/core";
import type { Provider } from "@oauth1/server";
import { tokenOf, type Token } from "../harness.js";

/** Credentials of a consumer that jane has let in, without a server. */
export async function logIn(provider: Provider): Promise<{ consumer: Token; token: Token }> {
  const { endpoints, consumers, authorization } = provider;
  const consumer = await consumers.register({ name: "Printer", callbacks: ["oob"] });
  const ask = async (
    handle: (request: RequestParts) => Promise<Response>,
    url: string,
    { token, parameter }: { token?: Token; parameter: readonly [string, string] },
  ): Promise<Token> => {
    const credentials = { consumer, ...(token && { token }) };
    const options = { parameters: [parameter] };
    return tokenOf(
      await handle((await sign({ method: "POST", url }, credentials, options)).request),
    );
  };
  const temporary = await ask(provider.temporaryCredentials, endpoints.temporaryCredentials.url, {
    parameter: ["oauth_callback", "oob"],
  });
  const approval = await authorization.approve({ token: temporary.key, user: "jane" });
  const verifier = approval.ok ? (approval.verifier ?? "") : "";
  const token = await ask(provider.tokenCredentials, endpoints.tokenCredentials.url, {
    token: temporary,
    parameter: ["oauth_verifier", verifier],
  });
  return { consumer, token };
}
