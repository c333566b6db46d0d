import type { CredentialsAnswer } from "../answer.js";
import type { FlowContext } from "../flow.js";
import { authorizationUrl } from "./authorization.js";
import type { LoginDescription } from "./description.js";
import { fetchTemporary } from "./legs.js";
import { splitParams } from "./step-parameters.js";
import type { StepOptions } from "./step.js";
import type { Begun } from "./temporary.js";

/** What a login is begun with. */
export interface Beginning extends StepOptions {
  /** An absolute URL, or `oob`, which is also what a fixed one is by default. */
  readonly callback?: string | undefined;
  /** Whether the callback is fixed with the temporary credentials. It was not before revision 1.0a. */
  readonly fixed: boolean;
  readonly params?: object | undefined;
  readonly variant?: string | undefined;
}

/**
 * Gets temporary credentials and says where to send the user (RFC 5849 sections 2.1 and 2.2). Rejects with a `LoginError` when
 * the provider refuses or does not confirm the callback.
 */
export async function begin(
  login: LoginDescription,
  context: FlowContext,
  { callback, fixed, params = {}, variant }: Beginning,
): Promise<Begun> {
  const { temporaryCredentials, authorization, tokenCredentials } = login;
  const texts = splitParams(params, {
    temporary: temporaryCredentials.parameters,
    authorization: authorization.parameters,
    token: tokenCredentials.parameters,
  });
  const answer = await fetchTemporary(temporaryCredentials, context, {
    texts: texts.temporary,
    parameters: fixed ? [{ in: "oauth", name: "oauth_callback", value: callback ?? "oob" }] : [],
  });
  if (fixed && login.callback?.confirmed !== false) demandConfirmation(answer, context);
  const { method = "GET" } = authorization;
  const visit = { answer, callback, variant, texts: texts.authorization };
  const waits = Object.keys(texts.token).length > 0;
  return {
    authorizationUrl: authorizationUrl(authorization, context, visit),
    ...(method !== "GET" && { authorizationMethod: method }),
    temporary: {
      version: 1,
      provider: context.id,
      token: answer.token,
      ...(waits && { parameters: texts.token }),
    },
  };
}

// One server framework answers "True".
function demandConfirmation(answer: CredentialsAnswer, { name }: FlowContext): void {
  if (answer.value("oauth_callback_confirmed")?.toLowerCase() === "true") return;
  throw answer.error(
    "callback_not_confirmed",
    `${name} did not confirm the callback, so whoever intercepts it could take over the login.`,
  );
}
