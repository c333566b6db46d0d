import { describe, expect, it } from "vitest";
import {
  callbackLogin,
  createClient,
  loginWithoutVerifier,
  pinLogin,
  pushedLogin,
  reverseAuth,
  xAuth,
  type LoginDescription,
} from "@oauth1/client";
import {
  callback,
  CONFIRMED,
  endpoint,
  legs,
  open,
  ORIGIN,
  photos,
  TEMPORARY,
  temporary,
  TOKEN,
} from "./scene.js";

const both = { "/initiate": CONFIRMED, "/token": `${TOKEN}&user_id=7` };
const account = { version: 1, token: { key: "nnch734d", secret: "pfkkdhi9" } };

describe("callbackLogin", () => {
  const provider = { ...photos, flows: [callbackLogin(legs)] } as const;

  it("goes by a callback, as text or URL", async () => {
    const { options, sent } = await open(both);
    const client = createClient({ ...options, provider });
    await client.begin({ callback });
    const begun = await client.begin({ callback: new URL("myapp://ready") });
    const callbackUrl = "myapp://ready?oauth_token=hh5s93j4&oauth_verifier=v";
    expect(await client.complete({ ...begun, callbackUrl })).toEqual(account);
    expect((await sent()).map(({ parameters }) => parameters.oauth_callback)).toEqual([
      callback,
      "myapp://ready",
      undefined,
    ]);
  });

  it.each(["oob", "/ready", "", "localhost:3000/ready", "app.example:443"])(
    "refuses %j for a callback",
    async (text) => {
      const { options, sent } = await open(both);
      const client = createClient({ ...options, provider });
      await expect(client.begin({ callback: text })).rejects.toThrow(/is no absolute URL/);
      const [nothing]: [{ readonly callback: string }] = JSON.parse("[]");
      await expect(client.begin(nothing)).rejects.toThrow(/is no absolute URL/);
      expect(await sent()).toEqual([]);
    },
  );
});

describe("pinLogin", () => {
  it("is out of band, and ends with what the user types", async () => {
    const { options, origin, sent } = await open(both);
    const authorization = {
      url: `${ORIGIN}/authorize`,
      tokenParameter: "token",
      consumerKeyParameter: "key",
      parameters: { lang: {} },
    };
    const flows = [pinLogin({ ...legs, authorization })] as const;
    const client = createClient({ ...options, provider: { ...photos, flows } });
    const begun = await client.begin({ params: { lang: "en" } });
    expect(begun.authorizationUrl).toBe(
      `${origin}/authorize?token=hh5s93j4&key=dpf43f3p2l4k3l03&lang=en`,
    );
    expect(await client.complete({ ...begun, verifier: "WXYZ1" })).toEqual(account);
    expect(await client.begin()).toHaveProperty("temporary");
    const [first, second] = await sent();
    expect(first?.parameters.oauth_callback).toBe("oob");
    expect(second?.parameters.oauth_verifier).toBe("WXYZ1");
  });
});

describe("loginWithoutVerifier", () => {
  const provider = { ...photos, flows: [loginWithoutVerifier(legs)] } as const;
  const answers = { ...both, "/initiate": TEMPORARY };

  it("leaves the callback to the browser, and sends no verifier", async () => {
    const { options, origin, sent } = await open(answers);
    const client = createClient({ ...options, provider });
    const begun = await client.begin({ callback });
    expect(begun.authorizationUrl).toBe(
      `${origin}/authorize?oauth_token=hh5s93j4&oauth_callback=https%3A%2F%2Fapp.example%2Fready`,
    );
    const callbackUrl = `${callback}?oauth_token=hh5s93j4`;
    expect(await client.complete({ ...begun, callbackUrl })).toEqual(account);
    const names = (await sent()).map(({ parameters }) => Object.keys(parameters));
    expect(names.flat()).not.toContain("oauth_callback");
    expect(names.flat()).not.toContain("oauth_verifier");
    expect((await sent()).every(({ isSigned }) => isSigned)).toBe(true);
  });

  it("is signed with the temporary credentials, and sends with them what has waited for that", async () => {
    const { options, sent } = await open(answers);
    const parameters = { device: { in: "form" } } as const;
    const tokenCredentials = { ...legs.tokenCredentials, parameters };
    const flows = [loginWithoutVerifier({ ...legs, tokenCredentials })] as const;
    const client = createClient({ ...options, provider: { ...photos, flows } });
    const begun = await client.begin({ params: { device: "a" } });
    expect(await client.complete(begun)).toEqual(account);
    expect((await sent())[1]).toMatchObject({
      body: "device=a",
      isSigned: true,
      parameters: { oauth_token: "hh5s93j4" },
    });
  });

  it("needs no callback at all", async () => {
    const { options, origin } = await open(answers);
    const client = createClient({ ...options, provider });
    const begun = await client.begin({});
    expect(begun.authorizationUrl).toBe(`${origin}/authorize?oauth_token=hh5s93j4`);
    expect(await client.complete(begun)).toEqual(account);
    const [nothing]: [typeof begun & { readonly callback: string }] = JSON.parse("[]");
    expect(await client.begin(nothing)).toEqual(begun);
    await expect(client.complete(nothing)).rejects.toThrow(/pass what this client's begin\(\)/);
  });

  it.each<[string, string, LoginDescription["callback"]?]>([
    ["?oauth_token=other", "token_mismatch"],
    ["", "token_mismatch"],
    ["?oauth_token=hh5s93j4&oauth_problem=user_refused", "denied"],
    ["?t=hh5s93j4&no=1", "denied", { tokenParameter: "t", denied: [{ parameter: "no" }] }],
  ])(
    "looks at the callback where there was one: %s is %s",
    async (callbackUrl, code, described) => {
      const { options, sent } = await open(answers);
      const flows = [
        loginWithoutVerifier({ ...legs, ...(described && { callback: described }) }),
      ] as const;
      const client = createClient({ ...options, provider: { ...photos, flows } });
      await expect(client.complete({ temporary, callbackUrl })).rejects.toMatchObject({ code });
      expect(await sent()).toEqual([]);
    },
  );
});

describe("pushedLogin", () => {
  it("does both signed legs with the verifier that was pushed", async () => {
    const { options, sent } = await open({ ...both, "/initiate": TEMPORARY });
    const fields = { user_id: { type: "integer" } } as const;
    const flows = [
      pushedLogin({
        temporaryCredentials: { ...endpoint("/initiate"), parameters: { store: { in: "form" } } },
        tokenCredentials: {
          ...endpoint("/token"),
          parameters: { device: { in: "form" } },
          fields,
        },
      }),
    ] as const;
    const client = createClient({ ...options, provider: { ...photos, flows } });
    const pushed = { verifier: "pushed", params: { store: 4, device: "a" } };
    expect(await client.completePushed(pushed)).toEqual({ ...account, user_id: 7 });
    expect(await sent()).toMatchObject([
      { target: "/initiate", body: "store=4", isSigned: true },
      {
        target: "/token",
        body: "device=a",
        parameters: { oauth_token: "hh5s93j4", oauth_verifier: "pushed" },
        isSigned: true,
      },
    ]);
  });
});

it.each([
  [undefined, "xAuth needs a username and a password", "completePushed needs the verifier"],
  [{ username: "jane", verifier: null }, "both as text", "as text"],
  [{ username: "jane", password: 7, verifier: 7 }, "both as text", "as text"],
  [{ username: 7, password: "hunter2", verifier: {} }, "both as text", "as text"],
])("says what is missing where %j is all that there is", async (given, mend, pushedMend) => {
  const { options, sent } = await open({});
  const flows = [xAuth(endpoint("/token")), pushedLogin(legs)] as const;
  const client = createClient({ ...options, provider: { ...photos, flows } });
  const [untyped]: [{ username: string; password: string; verifier: string }] = JSON.parse(
    given === undefined ? "[]" : JSON.stringify([given]),
  );
  await expect(client.xAuth(untyped)).rejects.toThrow(mend);
  await expect(client.completePushed(untyped)).rejects.toThrow(pushedMend);
  expect(await sent()).toEqual([]);
});

describe("xAuth", () => {
  const provider = {
    ...photos,
    flows: [xAuth({ ...endpoint("/token"), parameters: { device: { in: "form" } } })],
  } as const;

  it("exchanges name and password, in a signed form, for a token", async () => {
    const { options, sent } = await open(both);
    const client = createClient({ ...options, provider });
    const login = { username: "jane@example.com", password: "p&ss wörd", params: { device: "a" } };
    expect(await client.xAuth(login)).toEqual(account);
    expect(await sent()).toMatchObject([
      {
        body: "x_auth_mode=client_auth&x_auth_username=jane%40example.com&x_auth_password=p%26ss%20w%C3%B6rd&device=a",
        isSigned: true,
      },
    ]);
    const type = (await sent())[0]?.header("content-type");
    expect(type).toBe("application/x-www-form-urlencoded");
  });

  it("exchanges them in the query of a GET request, which has no form", async () => {
    const { options, sent } = await open(both);
    const flows = [xAuth({ ...endpoint("/token"), method: "GET" })] as const;
    const client = createClient({ ...options, provider: { ...photos, flows } });
    expect(await client.xAuth({ username: "jane", password: "p w" })).toEqual(account);
    expect(await sent()).toMatchObject([
      {
        target: "/token?x_auth_mode=client_auth&x_auth_username=jane&x_auth_password=p%20w",
        body: "",
        isSigned: true,
      },
    ]);
  });

  it("tells a refusal, and not the password", async () => {
    const echo = "Invalid login: x_auth_password=hunter2";
    const { options } = await open({ "/token": { status: 401, body: echo } });
    const client = createClient({ ...options, provider });
    const failure = await client
      .xAuth({ username: "jane", password: "hunter2" })
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "token_credentials_refused", status: 401 });
    expect(JSON.stringify([failure, String(failure)])).not.toContain("hunter2");
  });
});

describe("reverseAuth", () => {
  const flows = [
    reverseAuth({ temporaryCredentials: endpoint("/initiate"), target: `${ORIGIN}/token` }),
  ] as const;
  const signed = 'OAuth oauth_nonce="n", oauth_signature="s"';

  it("hands the provider's answer over as it is", async () => {
    const { options, origin, sent } = await open({ "/initiate": `${signed}\n` });
    const client = createClient({ ...options, provider: { ...photos, flows } });
    expect(await client.reverseAuth()).toEqual({ target: `${origin}/token`, parameters: signed });
    expect(await sent()).toMatchObject([{ body: "x_auth_mode=reverse_auth", isSigned: true }]);
  });

  it.each([
    { body: "oauth_problem=consumer_key_refused" },
    { status: 401, body: "oauth_problem=consumer_key_refused" },
  ])("tells the provider's word for a refusal, whatever its status: %j", async (answer) => {
    const { options } = await open({ "/initiate": answer });
    const client = createClient({ ...options, provider: { ...photos, flows } });
    await expect(client.reverseAuth()).rejects.toMatchObject({
      code: "temporary_credentials_refused",
      oauthProblem: "consumer_key_refused",
    });
  });

  it("keeps no more of an answer than other steps do", async () => {
    const { options } = await open({ "/initiate": { status: 500, body: "x".repeat(70_000) } });
    const client = createClient({ ...options, provider: { ...photos, flows } });
    const failure = await client.reverseAuth().catch((error: unknown) => error);
    expect(failure).toMatchObject({ body: "x".repeat(65_536) });
  });

  it.each([{ status: 403, body: signed }, ""])("tells a refusal: %j", async (answer) => {
    const { options } = await open({ "/initiate": answer });
    const client = createClient({ ...options, provider: { ...photos, flows } });
    await expect(client.reverseAuth()).rejects.toMatchObject({
      code: "temporary_credentials_refused",
    });
  });
});
