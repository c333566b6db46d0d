import { describe, expect, it } from "vitest";
import { createClient, login, type CallbackDescription } from "@oauth1/client";
import { endpoint, legs, open, photos, temporary, TOKEN } from "./scene.js";

const fields = {
  user_id: { type: "string" },
  sandbox: { type: "boolean", from: "callback", at: "sandbox_lnb" },
  org: { type: "string", from: "callback", optional: true },
} as const;

async function clientWith(callback: CallbackDescription) {
  const { options, sent } = await open({ "/token": `${TOKEN}&user_id=7` });
  const flows = [login({ ...legs, tokenCredentials: endpoint("/token"), callback })] as const;
  return { sent, client: createClient({ ...options, provider: { ...photos, flows } }) };
}

describe("a callback", () => {
  it("is read by the provider's own names", async () => {
    const names = { tokenParameter: "request_token", verifierParameter: "code" };
    const { client, sent } = await clientWith(names);
    const callbackUrl = new URL("https://app.example/?request_token=hh5s93j4&code=v%2B1");
    await client.complete({ temporary, callbackUrl });
    expect((await sent())[0]?.parameters.oauth_verifier).toBe("v+1");
  });

  it("gives the account fields of its own", async () => {
    const { options } = await open({ "/token": `${TOKEN}&user_id=7` });
    const flows = [
      login({ ...legs, tokenCredentials: { ...endpoint("/token"), fields } }),
    ] as const;
    const client = createClient({ ...options, provider: { ...photos, flows } });
    const back = "/?oauth_token=hh5s93j4&oauth_verifier=v";
    const account = await client.complete({ temporary, callbackUrl: `${back}&sandbox_lnb=true` });
    expect(account).toMatchObject({ user_id: "7", sandbox: true });
    expect(account).not.toHaveProperty("org");
    await expect(client.complete({ temporary, callbackUrl: back })).rejects.toThrow(
      "The provider's callback has no sandbox_lnb.",
    );
  });

  it.each<[string, CallbackDescription, string]>([
    ["a parameter that is there", { denied: [{ parameter: "denied" }] }, "?denied=hh5s93j4"],
    ["one that is empty", { denied: [{ parameter: "denied" }] }, "?denied"],
    [
      "one that has a value",
      { denied: [{ parameter: "x" }, { parameter: "error", equals: "access_denied" }] },
      "?oauth_token=hh5s93j4&error=access_denied",
    ],
    [
      "an empty verifier",
      { denied: [{ parameter: "oauth_verifier" }] },
      "?oauth_token=hh5s93j4&oauth_verifier=",
    ],
    ["no verifier", { denied: [{ parameter: "oauth_verifier" }] }, "?oauth_token=hh5s93j4"],
    [
      "no verifier by its other name",
      { verifierParameter: "code", denied: [{ parameter: "code" }] },
      "?oauth_token=hh5s93j4&oauth_verifier=v",
    ],
  ])("tells a denial by %s", async (_what, callback, callbackUrl) => {
    const { client, sent } = await clientWith(callback);
    await expect(client.complete({ temporary, callbackUrl })).rejects.toMatchObject({
      code: "denied",
      message: "Photos says that the login was denied.",
    });
    expect(await sent()).toEqual([]);
  });

  it.each<[CallbackDescription, string]>([
    [{ denied: [{ parameter: "oauth_verifier" }] }, "?oauth_token=hh5s93j4&oauth_verifier=v"],
    [
      { denied: [{ parameter: "error", equals: "access_denied" }] },
      "?oauth_token=hh5s93j4&oauth_verifier=v&error=none",
    ],
  ])("is no denial without such a sign: %j", async (callback, callbackUrl) => {
    const { client } = await clientWith(callback);
    await expect(client.complete({ temporary, callbackUrl })).resolves.toHaveProperty("token");
  });
});

describe("what the app has kept", () => {
  it.each([
    undefined,
    null,
    "hh5s93j4",
    [],
    {},
    { ...temporary, version: 2 },
    { ...temporary, provider: "videos" },
    { ...temporary, token: undefined },
    { ...temporary, token: { key: "hh5s93j4" } },
    { ...temporary, token: { key: "", secret: "s" } },
    { ...temporary, token: { key: 1, secret: "s" } },
    { ...temporary, parameters: { a: 1 } },
    { ...temporary, parameters: { a: "1", b: 1 } },
    { ...temporary, parameters: "a=1" },
  ])("is refused with its mend where it is not what begin returned: %j", async (kept) => {
    const { client, sent } = await clientWith({});
    const untyped: { readonly temporary: typeof temporary; readonly verifier: string } = JSON.parse(
      JSON.stringify({ temporary: kept, verifier: "v" }),
    );
    await expect(client.complete(untyped)).rejects.toThrow(
      /not of a login with photos: pass what this client's begin\(\) returned/,
    );
    expect(await sent()).toEqual([]);
  });

  it.each([
    [{ temporary }, "callbackUrl, or the verifier as text"],
    [{ temporary, verifier: 123456 }, "callbackUrl, or the verifier as text"],
    [{ temporary, verifier: null }, "callbackUrl, or the verifier as text"],
    [undefined, "pass what this client's begin() returned"],
  ])("is refused with its mend where %j is all that there is", async (given, mend) => {
    const { client, sent } = await clientWith({});
    const [untyped]: [{ readonly temporary: typeof temporary; readonly verifier: string }] =
      JSON.parse(given === undefined ? "[]" : JSON.stringify([given]));
    const error = await client.complete(untyped).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toHaveProperty("message", expect.stringContaining(mend));
    expect(await sent()).toEqual([]);
  });

  it("may have members that are undefined", async () => {
    const { client } = await clientWith({});
    const unset: { readonly verifier: string } = Object.assign(JSON.parse("{}"), {
      verifier: undefined,
    });
    const callbackUrl = "/ready?oauth_token=hh5s93j4&oauth_verifier=v";
    await expect(client.complete({ temporary, callbackUrl, ...unset })).resolves.toHaveProperty(
      "token",
    );
  });

  it("is refused as a verifier that is empty, and trimmed where it was pasted", async () => {
    const { client, sent } = await clientWith({});
    await expect(client.complete({ temporary, verifier: " \n" })).rejects.toMatchObject({
      code: "verifier_missing",
    });
    await client.complete({ temporary, verifier: " 1234567\n" });
    expect((await sent())[0]?.parameters.oauth_verifier).toBe("1234567");
  });
});
