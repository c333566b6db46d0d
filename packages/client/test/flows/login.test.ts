import { afterEach, describe, expect, expectTypeOf, it } from "vitest";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { headerValues, parseAuthorization, verify } from "@oauth1/core";
import { LoginError, type ClientOptions } from "@oauth1/client";
import { consumer, createPhotos, listen, temporary, type Answer, type Server } from "../photos.js";

const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function client(
  answer: Answer,
  options: Partial<ClientOptions> = {},
): Promise<{ server: Server; photos: ReturnType<typeof createPhotos> }> {
  const server = await listen(() => answer);
  servers.push(server);
  const originMap = { "https://photos.example.net": server.origin };
  return { server, photos: createPhotos({ consumer, originMap, ...options }) };
}

const TOKEN = "oauth_token=nnch734d&oauth_token_secret=pfkkdhi9";
const FIELDS = "user_id=007&albums=42&staff=1&expires=1700000000";

describe("begin", () => {
  it("asks for temporary credentials with the callback signed, and says where to send the user", async () => {
    const { photos, server } = await client(
      "oauth_token=hh5s93j4&oauth_token_secret=hdhd0244&oauth_callback_confirmed=true",
    );
    const begun = await photos.begin({ callback: "http://printer.example.com/ready?x=1" });
    expect(begun).toEqual({
      authorizationUrl: `${server.origin}/authorize?lang=en&oauth_token=hh5s93j4`,
      temporary: { version: 1, provider: "photos", token: { key: "hh5s93j4", secret: "hdhd0244" } },
    });
    const [request] = server.received;
    if (request === undefined) throw new Error("nothing was sent");
    const verdict = await verify(request, () => ({ consumer: { secret: consumer.secret } }), {
      methods: [hmacSha1],
    });
    expect(verdict.ok && verdict.parameters).toContainEqual([
      "oauth_callback",
      "http://printer.example.com/ready?x=1",
    ]);
  });

  it.each(["[]", "[{}]"])("says so where there is no callback: the first of %s", async (list) => {
    const { photos, server } = await client("");
    const [nothing]: [{ readonly callback: string }] = JSON.parse(list);
    await expect(photos.begin(nothing)).rejects.toThrow(/is no absolute URL, such as "https:/);
    expect(server.received).toEqual([]);
  });

  it("accepts a confirmation in any letter case", async () => {
    const { photos } = await client(
      "oauth_token=a&oauth_token_secret=b&oauth_callback_confirmed=True",
    );
    await expect(photos.begin({ callback: "oob" })).resolves.toHaveProperty("temporary");
  });

  it.each<[string, Answer, object]>([
    [
      "a callback that is not confirmed",
      "oauth_token=a&oauth_token_secret=b",
      { code: "callback_not_confirmed" },
    ],
    [
      "a callback that is confirmed as false",
      "oauth_token=a&oauth_token_secret=b&oauth_callback_confirmed=false",
      { code: "callback_not_confirmed" },
    ],
    [
      "a refusal inside status 200",
      "oauth_problem=consumer_key_unknown",
      { code: "temporary_credentials_refused", oauthProblem: "consumer_key_unknown", status: 200 },
    ],
    [
      "a refusal by status",
      { status: 401, body: "oauth_problem=signature_invalid" },
      { code: "temporary_credentials_refused", oauthProblem: "signature_invalid", status: 401 },
    ],
    [
      "a refusal in a header",
      {
        status: 401,
        headers: { "www-authenticate": 'OAuth realm="x", oauth_problem="nonce_used"' },
      },
      { oauthProblem: "nonce_used" },
    ],
    ["an answer without a token", "oauth_callback_confirmed=true", { code: "response_malformed" }],
    [
      "an answer without a secret",
      "oauth_token=a&oauth_callback_confirmed=true",
      { code: "response_malformed" },
    ],
    ["a page", "<html>Sign in</html>", { code: "response_malformed" }],
  ])("refuses %s", async (_what, answer, problem) => {
    const { photos } = await client(answer);
    const failure = await photos.begin({ callback: "oob" }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(LoginError);
    expect(failure).toMatchObject(problem);
  });

  it("keeps the credentials of a bad answer out of the error", async () => {
    const { photos } = await client("oauth_token=sesame&oauth_token_secret=hush");
    const failure = await photos.begin({ callback: "oob" }).catch((error: unknown) => error);
    expect(JSON.stringify([failure, String(failure)])).not.toMatch(/sesame|hush/);
    expect(failure).toHaveProperty("body", "oauth_token=[secret]&oauth_token_secret=[secret]");
  });
});

describe("complete", () => {
  it("exchanges the verifier and converts the extra fields", async () => {
    const { photos, server } = await client(`${TOKEN}&${FIELDS}`);
    const account = await photos.complete({
      temporary,
      callbackUrl: "/ready?oauth_token=hh5s93j4&oauth_verifier=hfdp%207dh",
    });
    expect(account).toEqual({
      version: 1,
      token: { key: "nnch734d", secret: "pfkkdhi9" },
      user_id: "007",
      albums: 42,
      staff: true,
      expires: "2023-11-14T22:13:20.000Z",
    });
    expect(JSON.parse(JSON.stringify(account))).toEqual(account);
    expectTypeOf(account.albums).toEqualTypeOf<number>();
    expectTypeOf(account.staff).toEqualTypeOf<boolean>();
    expectTypeOf(account.user_id).toEqualTypeOf<string>();
    expectTypeOf(account.seen).toEqualTypeOf<string | undefined>();
    const [request] = server.received;
    if (request === undefined) throw new Error("nothing was sent");
    const keys = {
      consumer: { secret: consumer.secret },
      token: { secret: temporary.token.secret },
    };
    const verdict = await verify(request, () => keys, { methods: [hmacSha1] });
    expect(verdict).toMatchObject({ ok: true, token: "hh5s93j4" });
    expect(verdict.ok && verdict.parameters).toContainEqual(["oauth_verifier", "hfdp 7dh"]);
  });

  it("takes a verifier that the user has read from a page", async () => {
    const { photos } = await client(`${TOKEN}&${FIELDS}`);
    await expect(photos.complete({ temporary, verifier: "1234567" })).resolves.toHaveProperty(
      "user_id",
      "007",
    );
  });

  it.each<[string, string, object]>([
    ["a denial in the provider's own word", "/ready?denied=hh5s93j4", { code: "denied" }],
    [
      "a denial by problem report",
      "/ready?oauth_token=hh5s93j4&oauth_problem=user_refused",
      { code: "denied", oauthProblem: "user_refused" },
    ],
    [
      "a denial that still carries a verifier",
      "/ready?denied=&oauth_token=hh5s93j4&oauth_verifier=v",
      { code: "denied" },
    ],
    [
      "the token of another login",
      "/ready?oauth_token=other&oauth_verifier=v",
      { code: "token_mismatch" },
    ],
    ["no token", "/ready?oauth_verifier=v", { code: "token_mismatch" }],
    ["no verifier", "/ready?oauth_token=hh5s93j4", { code: "verifier_missing" }],
    [
      "an empty verifier",
      "/ready?oauth_token=hh5s93j4&oauth_verifier=",
      {
        code: "verifier_missing",
        message: "The callback of Photos carries no oauth_verifier.",
      },
    ],
  ])("refuses %s, and sends nothing", async (_what, callbackUrl, problem) => {
    const { photos, server } = await client(`${TOKEN}&${FIELDS}`);
    const failure = await photos
      .complete({ temporary, callbackUrl })
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(LoginError);
    expect(failure).toMatchObject(problem);
    expect(server.received).toEqual([]);
  });

  it.each<[string, Answer, object]>([
    [
      "status 200 that carries oauth_problem",
      "oauth_problem=verifier_invalid",
      { code: "token_credentials_refused", oauthProblem: "verifier_invalid" },
    ],
    [
      "a token and a problem together",
      `${TOKEN}&${FIELDS}&oauth_problem=token_revoked`,
      { code: "token_credentials_refused" },
    ],
    ["a missing field", TOKEN, { code: "response_malformed" }],
    [
      "a number that is none",
      `${TOKEN}&${FIELDS.replace("42", "4e2")}`,
      { code: "response_malformed" },
    ],
    [
      "a number too large to be exact",
      `${TOKEN}&${FIELDS.replace("42", "9007199254740993")}`,
      { code: "response_malformed" },
    ],
  ])("refuses an answer with %s", async (_what, answer, problem) => {
    const { photos } = await client(answer);
    await expect(photos.complete({ temporary, verifier: "v" })).rejects.toMatchObject(problem);
  });

  it("refuses temporary credentials of another provider", async () => {
    const { photos } = await client(TOKEN);
    const other = { ...temporary, provider: "videos" };
    await expect(photos.complete({ temporary: other, verifier: "v" })).rejects.toThrow(TypeError);
  });

  it("signs with the app's clock and nonce where it brings them", async () => {
    const { photos, server } = await client(`${TOKEN}&${FIELDS}`, {
      now: () => 137131200_999,
      nonce: () => "wIjqoS",
    });
    await photos.complete({ temporary, verifier: "v" });
    const [header = ""] = headerValues(server.received[0]?.headers, "authorization");
    const parsed = parseAuthorization(header);
    expect(parsed?.ok === true && parsed.parameters).toContainEqual([
      "oauth_timestamp",
      "137131200",
    ]);
    expect(parsed?.ok === true && parsed.parameters).toContainEqual(["oauth_nonce", "wIjqoS"]);
  });
});
