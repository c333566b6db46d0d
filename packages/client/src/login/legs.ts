import { readCredentials, type CredentialsAnswer } from "../answer.js";
import type { Account, EndpointDescription, TokenEndpointDescription } from "../description.js";
import { readFields } from "../fields.js";
import type { FlowContext } from "../flow.js";
import type { TokenPair } from "../kept.js";
import type { CallbackValues } from "./callback.js";
import { place, type StepTexts } from "./step-parameters.js";
import { sendStep, type PlacedParameter } from "./step.js";

/** What the app adds to a signed leg. */
export interface Leg {
  /** Of the parameters that the endpoint declares. */
  readonly texts?: StepTexts | undefined;
  readonly parameters?: readonly PlacedParameter[];
}

/** What the second signed leg is about. */
export interface TokenLeg extends Leg {
  /** The temporary credentials' token, where there is one. */
  readonly token?: TokenPair;
  readonly verifier?: string;
  /** Where fields of the account come from that the callback carries. */
  readonly callback?: CallbackValues | undefined;
}

/** Gets temporary credentials (RFC 5849 section 2.1). Rejects with a `LoginError`. */
export async function fetchTemporary(
  endpoint: EndpointDescription,
  context: FlowContext,
  { texts, parameters = [] }: Leg,
): Promise<CredentialsAnswer> {
  const received = await sendStep(context, endpoint, {
    parameters: [...parameters, ...place(endpoint.parameters, texts)],
  });
  return readCredentials(received, endpoint, "temporary_credentials_refused");
}

/** Gets token credentials, and what the provider says with them (RFC 5849 section 2.3). Rejects with a `LoginError`. */
export async function fetchToken(
  endpoint: TokenEndpointDescription,
  context: FlowContext,
  { token, verifier, callback, texts, parameters = [] }: TokenLeg,
): Promise<Account> {
  const { verifierIn = "oauth", fields } = endpoint;
  const proof: readonly PlacedParameter[] =
    verifier === undefined ? [] : [{ in: verifierIn, name: "oauth_verifier", value: verifier }];
  const received = await sendStep(context, endpoint, {
    token,
    parameters: [...proof, ...parameters, ...place(endpoint.parameters, texts)],
  });
  const answer = readCredentials(received, endpoint, "token_credentials_refused");
  const values = readFields(fields, { answer, callback: callback?.value, now: context.now });
  return { ...values, version: 1, token: answer.token };
}
