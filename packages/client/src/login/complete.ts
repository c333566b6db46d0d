import { readAnswer } from "../answer.js";
import type { Account } from "../description.js";
import { CallError, LoginError } from "../errors.js";
import type { FlowContext } from "../flow.js";
import { readCallback, verifierOf } from "./callback.js";
import type { LoginDescription } from "./description.js";
import { fetchToken, type TokenLeg } from "./legs.js";
import type { StepOptions } from "./step.js";
import { temporaryOf, type TemporaryCredentials } from "./temporary.js";

/** How the user came back: to the callback URL, with a verifier to type, or by a call of the user's own program. */
export type Completion = ApprovalCompletion | VerifierCompletion | CallbackCompletion;

/** The user came back to the callback. */
export interface CallbackCompletion extends StepOptions {
  readonly temporary: TemporaryCredentials;
  /** As the user's browser asked for it; path and query are enough. */
  readonly callbackUrl: string | URL;
}

/** The user has read a verifier from the provider's page. */
export interface VerifierCompletion extends StepOptions {
  readonly temporary: TemporaryCredentials;
  readonly verifier: string;
}

/** The authorization was a call, and this is its answer. */
export interface ApprovalCompletion extends StepOptions {
  readonly temporary: TemporaryCredentials;
  readonly approval: Response;
}

/**
 * Exchanges temporary credentials and verifier for token credentials (RFC 5849 section 2.3). Rejects with a
 * `LoginError` when the user said no, when the callback belongs to another login, and when the provider refuses.
 */
export async function complete(
  login: LoginDescription,
  context: FlowContext,
  // What the type asks for, and JavaScript may have left out.
  completion: Partial<Proofs> = {},
): Promise<Account> {
  const temporary = temporaryOf(completion.temporary, context.id);
  return fetchToken(login.tokenCredentials, context, {
    token: temporary.token,
    texts: temporary.parameters,
    ...(await proofOf(login, context, { ...completion, temporary })),
  });
}

type Proofs = CallbackCompletion & VerifierCompletion & ApprovalCompletion;

type Proof = Required<Pick<TokenLeg, "verifier">> & Pick<TokenLeg, "callback">;

async function proofOf(
  { authorization, callback: description }: LoginDescription,
  { name }: FlowContext,
  { temporary, verifier, approval, callbackUrl: url }: Partial<Proofs> & Pick<Proofs, "temporary">,
): Promise<Proof> {
  if (typeof verifier === "string") return { verifier: typed(verifier) };
  if (approval) return { verifier: await approved(approval, authorization.verifierAt) };
  if (url === undefined) {
    throw new TypeError("This login needs its callbackUrl, or the verifier as text.");
  }
  const callback = readCallback({ url, temporary, name, description });
  return { verifier: verifierOf(callback, { name, description }), callback };
}

// People paste what they have read.
function typed(verifier: string): string {
  const text = verifier.trim();
  if (text !== "") return text;
  throw new LoginError("verifier_missing", "The verifier is empty: it is on the provider's page.");
}

async function approved(approval: Response, path = "oauth_verifier"): Promise<string> {
  const isJson = /\bjson\b/i.test(approval.headers.get("content-type") ?? "");
  const body = await approval.text().catch((cause: unknown) => {
    throw new CallError("network", "The answer to the authorization breaks off.", { cause });
  });
  const received = { response: approval, body };
  const answer = readAnswer(received, { format: isJson ? "json" : "form" }, "denied");
  const verifier = answer.value(path) ?? "";
  if (verifier !== "") return verifier;
  throw answer.error("verifier_missing", `The answer to the authorization has no ${path}.`);
}
