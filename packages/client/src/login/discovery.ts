import { encode } from "@oauth1/core";
import { readAnswer } from "../answer.js";
import { isWebUrl } from "./authorization.js";
import type { DiscoveryDescription, LoginDescription } from "./description.js";
import { wholeText, type StepContext } from "./step.js";

/**
 * The description of a login, with the URLs of the index document where there is one. It is fetched unsigned, and not again once
 * it has come. Rejects with a `LoginError` where it does not name an endpoint.
 */
export function discovered(
  description: LoginDescription,
): (context: StepContext) => Promise<LoginDescription> {
  const { discovery } = description;
  let found: LoginDescription | undefined;
  return async (context) => {
    if (discovery === undefined) return description;
    // Two that begin at once both ask: each may be ended without the other.
    found ??= await discover(description, discovery, context);
    return found;
  };
}

async function discover(
  description: LoginDescription,
  { url, ...paths }: DiscoveryDescription,
  { transport, name, signal, timeout }: StepContext,
): Promise<LoginDescription> {
  const request = new Request(transport.locate(url));
  const received = await transport.receive(request, { unsigned: true, signal, timeout }, wholeText);
  const index = readAnswer(received, { format: "json" }, "response_malformed");
  const named = <S extends keyof typeof paths>(step: S): LoginDescription[S] => {
    const found = index.value(paths[step]) ?? "";
    // It is no template, whatever it looks like.
    if (isWebUrl(found)) return { ...description[step], url: found.replace(/[{}]/g, encode) };
    throw index.error("response_malformed", `The index of ${name} has no URL at ${paths[step]}.`);
  };
  return {
    ...description,
    temporaryCredentials: named("temporaryCredentials"),
    authorization: named("authorization"),
    tokenCredentials: named("tokenCredentials"),
  };
}
