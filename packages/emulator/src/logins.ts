import { secret } from "@oauth1/core";
import { encryptSecret } from "@oauth1/core/live-session";
import type { EndpointModel, FieldModel, TokenEndpointModel } from "@oauth1/descriptor";
import { randomHex, type TemporaryRecord } from "@oauth1/server";
import { answerFields } from "./account.js";
import { locatedFields } from "./account-urls.js";
import type { AnswerField, Refusal } from "./answers.js";
import { hashOf, mintToken, seconds, type Emulation, type MintedToken } from "./emulation.js";
import { strikes } from "./faults.js";
import type { Proof } from "./prove.js";
import type { StepAnswer } from "./step.js";
import type { Visit } from "./visit.js";

/** Temporary credentials as they are handed out. */
export interface IssuedTemporary {
  readonly token: string;
  readonly fields: readonly AnswerField[];
}

/** Hands out temporary credentials (RFC 5849 section 2.1); the empty callback is one that comes later, or never. */
export async function issueTemporary(
  emulation: Emulation,
  endpoint: EndpointModel,
  { consumer, callback }: { readonly consumer: string; readonly callback: string },
): Promise<IssuedTemporary> {
  const token = randomHex(16);
  const text = endpoint.secretOptional ? "" : randomHex(16);
  const now = seconds(emulation);
  const tokenHash = await hashOf(token);
  const record = { tokenHash, secret: secret(text), consumer, callback, expiresAt: now + LIFETIME };
  await emulation.store.insertTemporary(record, now);
  emulation.tokenKinds.set(token, "temporary");
  emulation.emit({ type: "temporary_credentials_issued", consumer });
  return { token, fields: credentialFields(endpoint, { key: token, secret: text }) };
}

const LIFETIME = 600;

/** Turns an approved login into token credentials (RFC 5849 section 2.3). */
export async function exchangeVerifier(
  emulation: Emulation,
  endpoint: TokenEndpointModel,
  {
    proof,
    visit,
    wantsVerifier,
  }: { readonly proof: Proof; readonly visit: Visit; readonly wantsVerifier: boolean },
): Promise<StepAnswer> {
  const { consumer, token, temporary } = proof;
  const isStruck =
    wantsVerifier && strikes(emulation, visit, ["wrong_verifier", "tokenCredentials"]);
  if (isStruck) return WRONG_VERIFIER;
  const verifier = wantsVerifier ? verifierOf(visit) : "";
  const minted = await mintFor(emulation, endpoint, consumer.key);
  const grant = randomHex(8);
  const exchange = {
    tokenHash: await hashOf(token),
    consumer: consumer.key,
    attempts: ATTEMPTS,
    verifierHash: await hashOf(verifier),
    token: { ...minted.stored, grant, createdAt: seconds(emulation) },
  };
  const outcome = await emulation.store.exchange(exchange, seconds(emulation));
  if (!outcome.ok) return REFUSALS[outcome.problem];
  const user = temporary?.user ?? outcome.token.user;
  emulation.emit({
    type: "token_credentials_issued",
    how: "verifier",
    consumer: consumer.key,
    user,
    grant,
  });
  return tokenFields(emulation, endpoint, { minted, user });
}

/** Token credentials without a login, for a user who is named. */
export async function issueToken(
  emulation: Emulation,
  endpoint: Pick<TokenEndpointModel, "secretOptional">,
  { consumer, user }: { readonly consumer: string; readonly user: string },
): Promise<MintedToken> {
  const minted = await mintFor(emulation, endpoint, consumer);
  const grant = randomHex(8);
  await emulation.store.insertToken({
    ...minted.stored,
    consumer,
    user,
    grant,
    createdAt: seconds(emulation),
  });
  emulation.emit({ type: "token_credentials_issued", how: "password", consumer, user, grant });
  return minted;
}

/** The fields of an answer with token credentials. */
export function tokenFields(
  emulation: Pick<Emulation, "model" | "urls">,
  endpoint: TokenEndpointModel,
  { minted, user }: { readonly minted: MintedToken; readonly user: string },
): readonly AnswerField[] {
  const { model } = emulation;
  const handle = model.oauth.flows.flatMap((flow) =>
    flow.kind === "renewal" ? (flow.handle ?? []) : [],
  )[0];
  const place = endpoint.fields.find(({ name }) => name === handle)?.at ?? handle;
  const given: readonly AnswerField[] = place === undefined ? [] : [[place, minted.handle]];
  const described = endpoint.fields.filter(({ name }) => name !== handle);
  const others = locatedFields(emulation, described);
  const fields = answerFields(
    {
      format: endpoint.format,
      fields: others.map((field) => withLifetime(model.oauth.lifetime?.seconds, field)),
    },
    user,
  );
  return [...credentialFields(endpoint, minted), ...given, ...fields];
}

function withLifetime(lifetime: number | undefined, field: FieldModel): FieldModel {
  const isTold = field.type !== "expires-in" || field.example !== undefined;
  return isTold || lifetime === undefined ? field : { ...field, example: String(lifetime) };
}

function credentialFields(
  { tokenAt, secretAt, secretOptional }: EndpointModel,
  { key, secret: text }: { readonly key: string; readonly secret: string },
): readonly AnswerField[] {
  return secretOptional
    ? [[tokenAt, key]]
    : [
        [tokenAt, key],
        [secretAt, text],
      ];
}

/** Makes token credentials as an endpoint hands them out. Where secrets are encrypted, the app gets that, and the store what it decrypts to. */
export async function mintFor(
  emulation: Emulation,
  { secretOptional }: Pick<TokenEndpointModel, "secretOptional">,
  consumer: string,
): Promise<MintedToken> {
  const minted = await mintToken(emulation, secretOptional ? { secret: "" } : {});
  const agreement = emulation.agreements.get(consumer);
  if (agreement === undefined) return minted;
  emulation.tellLiveSession(minted.key, { use: "prefix", secret: minted.secret });
  const bytes = Buffer.from(minted.secret, "hex");
  return { ...minted, secret: await encryptSecret(agreement.encryptionKey, bytes) };
}

function verifierOf({ carrier, value, header }: Visit): string {
  const apart = value("oauth_verifier");
  return (
    carrier?.value("oauth_verifier") ?? (apart === "" ? (header("oauth_verifier") ?? "") : apart)
  );
}

const ATTEMPTS = 5;

const WRONG_VERIFIER: Refusal = {
  problem: "verifier_invalid",
  advice: "oauth_verifier is not the one of this login; five wrong ones end it.",
};

const REFUSALS: Readonly<
  Record<"permission_unknown" | "token_rejected" | "verifier_invalid", Refusal>
> = {
  permission_unknown: {
    problem: "permission_unknown",
    advice: "Nobody has said yes to this login so far.",
  },
  token_rejected: { problem: "token_rejected", advice: "These temporary credentials are used up." },
  verifier_invalid: WRONG_VERIFIER,
};

/** The login that a token belongs to, as long as nobody has decided. */
export async function pendingLogin(
  emulation: Emulation,
  token: string,
): Promise<TemporaryRecord | undefined> {
  const found = await emulation.store.findTemporary(await hashOf(token), seconds(emulation));
  return found?.user === undefined ? found : undefined;
}
