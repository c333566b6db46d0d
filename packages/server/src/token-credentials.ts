import type { RequestParts, Verdict } from "@oauth1/core";
import { formAnswer, formText, methodAnswer, refusalAnswer, type ServerProblem } from "./answer.js";
import { authenticate, type Authenticated } from "./authenticate.js";
import type { Purpose } from "./claimed.js";
import { checkedId } from "./checked-text.js";
import { refuse, whyOf, type ProviderEvent, type RequestPurpose } from "./events.js";
import { mintToken, type MintedToken } from "./new-token.js";
import type { IssuedGrant } from "./options.js";
import { hashVerifier, randomHex, sha256 } from "./random.js";
import { applicationParameters, requestForm } from "./request-form.js";
import type { Settings } from "./settings.js";
import type { TemporaryRecord, TokenRecord } from "./store.js";
import { asked, failure } from "./failure.js";
import { speaksOAuth10 } from "./temporary-credentials.js";

/**
 * Answers a request for token credentials (RFC 5849 section 2.3): one verifier of one approval is worth one token. A
 * session handle renews a token (OAuth Session 1.0), and a name and password are worth one where `xAuth` is on. Credentials
 * that are gone look like a wrong signature.
 *
 * @example
 * const settings = resolveSettings({ origins: ["https://photos.example.net"] });
 * const response = await tokenCredentials(settings, { method: "POST", url: "https://photos.example.net/oauth/token" });
 * response.status; // => 400
 */
export async function tokenCredentials(
  settings: Settings,
  request: Request | RequestParts,
): Promise<Response> {
  const wrongMethod = methodAnswer(settings.endpoints.tokenCredentials, request.method);
  if (wrongMethod !== undefined) return wrongMethod;
  const parts = await requestForm(request, settings.limits);
  const verdict = await authenticate(settings, purposeOf(settings), parts);
  if (!verdict.ok) return refusalAnswer(verdict, settings);
  try {
    const issued = await wayOf(verdict)(settings, verdict, parts);
    if (issued.ok) {
      settings.emit(issued.event);
      return formAnswer([...issued.minted.fields, ...issued.fields]);
    }
    const who = { purpose: PURPOSE, consumer: verdict.consumer.key };
    return refusalAnswer(refuse(settings, { ...who, ...whyOf(issued) }), settings);
  } catch (error) {
    return refusalAnswer(failure(settings, PURPOSE, error), settings);
  }
}

const PURPOSE: RequestPurpose = "token_credentials";

type Proved = Authenticated<TemporaryRecord | TokenRecord>;

/** One way to token credentials, for a request that is proved. */
type Way = (
  settings: Settings,
  proved: Proved,
  parts: RequestParts,
) => Promise<
  Verdict<
    {
      readonly minted: MintedToken;
      readonly fields: readonly (readonly [string, string])[];
      readonly event: ProviderEvent;
    },
    ServerProblem
  >
>;

// Both kinds of token are always looked for, so that the time does not tell them apart; each way accepts its own.
function purposeOf({
  store,
  sessionLifetime,
  xAuth,
  now,
}: Settings): Purpose<TemporaryRecord | TokenRecord> {
  // Async, or nobody would hear of the other search where a store throws at once.
  const findToken = async (tokenHash: string): Promise<TokenRecord | undefined> =>
    sessionLifetime === undefined ? undefined : store.findToken(tokenHash);
  return {
    name: PURPOSE,
    needsToken: xAuth === undefined,
    async find(tokenHash) {
      const [temporary, token] = await Promise.all([
        store.findTemporary(tokenHash, now()),
        findToken(tokenHash),
      ]);
      return temporary ?? token;
    },
  };
}

function wayOf({ token, verified }: Proved): Way {
  if (token === undefined) return withPassword;
  return protocolValue(verified, "oauth_session_handle") === "" ? withVerifier : withHandle;
}

const withVerifier: Way = async (settings, { consumer, token, verified }) => {
  const { store, verifierAttempts, now: clock } = settings;
  const verifier = protocolValue(verified, "oauth_verifier");
  if (verifier === "" && !speaksOAuth10(settings, consumer.key)) return absent("oauth_verifier");
  const { user, scopes } = token ?? {};
  // Not left to the store: where somebody approves just now it would mint a token, and nobody has asked for its fields.
  if (user === undefined) return { ok: false, problem: "permission_unknown" };
  const minted = await mintToken(settings);
  const id = randomHex(8);
  const temporary = verified.token ?? "";
  const now = clock();
  // Made before anything is used up, so that an application's mistake costs the user nothing.
  const fields = await fieldsFor(settings, {
    id,
    user,
    consumer: consumer.key,
    ...(scopes && { scopes }),
  });
  const outcome = await store.exchange(
    {
      tokenHash: await sha256(temporary),
      consumer: consumer.key,
      verifierHash: await hashVerifier(temporary, verifier),
      attempts: verifierAttempts,
      token: { ...minted.stored, grant: id, createdAt: now },
    },
    now,
  );
  if (!outcome.ok) return outcome;
  const event = { how: "verifier", consumer: consumer.key, user, grant: id } as const;
  return { ok: true, minted, fields, event: { type: "token_credentials_issued", ...event } };
};

const withHandle: Way = async (settings, { consumer, token, verified }) => {
  const { store, now } = settings;
  const minted = await mintToken(settings);
  const renewal = {
    tokenHash: token?.tokenHash ?? "",
    consumer: consumer.key,
    handleHash: await sha256(protocolValue(verified, "oauth_session_handle")),
    token: minted.stored,
  };
  const renewed = await store.renew(renewal, now());
  if (renewed === undefined) return { ok: false, problem: "token_rejected" };
  const { user, grant } = renewed;
  const event = { consumer: consumer.key, user, grant };
  return { ok: true, minted, fields: [], event: { type: "token_credentials_renewed", ...event } };
};

const withPassword: Way = async (settings, { consumer }, parts) => {
  const { store, xAuth, now } = settings;
  const given = new Map(applicationParameters(parts));
  if (xAuth === undefined || given.get("x_auth_mode") !== "client_auth")
    return absent("oauth_token");
  if (consumer.privileges?.includes("xauth") !== true) {
    return { ok: false, problem: "permission_denied" };
  }
  const [username = "", password = ""] = ["x_auth_username", "x_auth_password"].map((name) =>
    given.get(name),
  );
  const user = await asked("xAuth", async () => {
    const id = await xAuth({ username, password, consumer: consumer.key });
    return id && checkedId("user", id);
  });
  // Nobody is nobody, however an application says so: an empty id would be one that all of these logins share.
  if (!user) return { ok: false, problem: "permission_denied" };
  const minted = await mintToken(settings);
  const id = randomHex(8);
  const scopes = settings.scopes && { scopes: settings.scopes.usual ?? [] };
  const grant = { consumer: consumer.key, user, ...scopes };
  const fields = await fieldsFor(settings, { ...grant, id });
  await store.insertToken({ ...minted.stored, ...grant, grant: id, createdAt: now() });
  const event = { how: "password", consumer: consumer.key, user, grant: id } as const;
  return { ok: true, minted, fields, event: { type: "token_credentials_issued", ...event } };
};

async function fieldsFor(
  { tokenFields }: Settings,
  grant: IssuedGrant,
): Promise<readonly (readonly [string, string])[]> {
  return asked("tokenFields", async () => {
    const fields = await tokenFields(grant);
    // Throws for what are no fields, while there is still nothing to lose.
    formText(fields);
    return fields;
  });
}

function protocolValue(
  { parameters }: Proved["verified"],
  wanted: "oauth_session_handle" | "oauth_verifier",
): string {
  return parameters.find(([name]) => name === wanted)?.[1] ?? "";
}

function absent(advice: string): Verdict<never, "parameter_absent"> {
  return { ok: false, problem: "parameter_absent", advice };
}
