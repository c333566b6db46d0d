import {
  createClient,
  login,
  operation,
  renewal,
  revocation,
  type ApiDescription,
  type Operation,
  type ProviderWithFlows,
} from "@oauth1/client";
import { mockFetch, type MockFetch } from "@oauth1/client/testing";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { expect, it } from "vitest";

const ORIGIN = "https://photos.example.net";
const consumer = { key: "dpf43f3p2l4k3l03", secret: "kd94hf93k423kf44" };
const steps = {
  temporary: { method: "POST", url: `${ORIGIN}/initiate` },
  token: { method: "POST", url: `${ORIGIN}/token` },
  end: { method: "POST", url: `${ORIGIN}/revoke` },
} as const;

const description = {
  id: "photos",
  name: "Photos",
  signatureMethod: hmacSha1,
  flows: [
    login({
      temporaryCredentials: steps.temporary,
      authorization: { url: `${ORIGIN}/authorize` },
      tokenCredentials: steps.token,
    }),
    revocation(steps.end),
  ],
  api: { baseUrl: ORIGIN },
} as const satisfies ProviderWithFlows;

const getMe: Operation<"photos", object, unknown> = operation({
  provider: "photos",
  method: "GET",
  path: "/me",
  result: "json",
});

const CREDENTIALS = "oauth_token={token}&oauth_token_secret={secret}";

function play(api: Partial<ApiDescription> = {}): {
  readonly fetch: MockFetch;
  readonly photos: ReturnType<typeof clientOf>;
} {
  const provider = { ...description, api: { ...api, ...description.api } };
  const fetch = mockFetch(
    {
      description: provider,
      endpoints: [
        {
          ...steps.temporary,
          gives: "temporary",
          body: `${CREDENTIALS}&oauth_callback_confirmed=true`,
        },
        { ...steps.token, gives: "token", body: CREDENTIALS },
        { ...steps.end, gives: "nothing", revokes: true },
      ],
      examples: [[getMe, { name: "Wile" }]],
    },
    { consumer },
  );
  return { fetch, photos: clientOf(fetch, provider) };
}

function clientOf(
  fetch: MockFetch,
  provider: typeof description,
): ReturnType<typeof createClient<typeof description, { readonly secret: string }>> {
  return createClient({ consumer, fetch, retry: false, provider });
}

it.each<[string, Partial<ApiDescription>]>([
  ["signs", {}],
  ["carries in the query", { authentication: { query: { t: "{key}" } } }],
])("a mock takes a token that a call %s with, until it is revoked", async (_, api) => {
  const { photos } = play(api);
  const { temporary } = await photos.begin({ callback: "oob" });
  const account = await photos.complete({ temporary, verifier: "v" });
  expect(await getMe(photos.session(account))).toEqual({ name: "Wile" });
  const stranger = photos.session({ key: "x", secret: "x" });
  await expect(getMe(stranger)).rejects.toMatchObject({ status: 401 });
  await photos.revoke(account);
  await expect(getMe(photos.session(account))).rejects.toMatchObject({
    status: 401,
    oauthProblem: "token_rejected",
  });
  await expect(photos.revoke(account)).rejects.toMatchObject({ code: "revocation_refused" });
});

it("a mock takes temporary credentials once, and hands out none a second time", async () => {
  const { photos } = play();
  const tokens = new Set<string>();
  for (let turn = 0; turn < 3; turn += 1) {
    const { temporary } = await photos.begin({ callback: "oob" });
    const { token } = await photos.complete({ temporary, verifier: "v" });
    const again = photos.complete({ temporary, verifier: "v" });
    await expect(again).rejects.toMatchObject({ oauthProblem: "token_rejected" });
    tokens.add(temporary.token.key).add(token.key);
  }
  expect(tokens.size).toBe(6);
});

it("a mock renews a token at the URL that has given it", async () => {
  const leg = { method: "POST", url: `${ORIGIN}/credentials` } as const;
  const first = { ...leg, secretOptional: true } as const;
  const authorization = { url: `${ORIGIN}/authorize` };
  const flows = [
    login({ temporaryCredentials: leg, authorization, tokenCredentials: first }),
    renewal(leg),
  ] as const;
  const provider = { ...description, flows };
  const confirmed = `${CREDENTIALS}&oauth_callback_confirmed=true`;
  const fetch = mockFetch(
    {
      description: provider,
      endpoints: [
        { ...leg, gives: "temporary", body: confirmed },
        { ...leg, gives: "token", body: "oauth_token={token}" },
        { ...leg, gives: "token", renews: true, body: CREDENTIALS },
      ],
    },
    { consumer },
  );
  const photos = createClient({ consumer, fetch, retry: false, provider });
  const { temporary } = await photos.begin({ callback: "oob" });
  const account = await photos.complete({ temporary, verifier: "v" });
  expect(account.token.secret).toBe("");
  const renewed = await photos.renew(account);
  expect(renewed.token).toEqual({ key: "mock-token-3", secret: "mock-token-3-secret" });
  expect((await photos.renew(renewed)).token.key).toBe("mock-token-4");
});

it.each<[string, unknown]>([
  ["function", () => "x"],
  ["symbol", Symbol("x")],
])("a mock says at once that a %s is no JSON", (kind, answer) => {
  const { fetch } = play();
  expect(() => fetch.answer(getMe, answer)).toThrow(
    new TypeError(`The answer of GET /me is JSON, and no ${kind}.`),
  );
  expect(() => fetch.answer(getMe, 7n)).toThrow(TypeError);
});
