import { describe, expect, it } from "vitest";
import { createClient, jsonParameters, login } from "@oauth1/client";
import { hmacSha256 } from "@oauth1/core/methods/hmac-sha256";
import { callback, CONFIRMED, endpoint, legs, open, photos, temporary, TOKEN } from "./scene.js";

const described = login({
  temporaryCredentials: {
    ...endpoint("/initiate?format=raw"),
    parameters: {
      scope: { in: "query", separator: " " },
      name: { in: "form" },
      x_access: { in: "oauth" },
      "x-project": { in: "header" },
      mode: { in: "query", value: "app" },
    },
  },
  authorization: { ...legs.authorization, parameters: { perms: { value: "read" }, force: {} } },
  tokenCredentials: {
    ...endpoint("/token"),
    parameters: { device: { in: "form" }, name: { in: "query" } },
  },
});

const answers = { "/initiate": CONFIRMED, "/token": TOKEN };

describe("the parameters of a step", () => {
  it("travel where the description says, signed, with lists in one text", async () => {
    const { options, sent } = await open(answers);
    const client = createClient({ ...options, provider: { ...photos, flows: [described] } });
    const params = { scope: ["read", "a b"], name: "My App", x_access: true, "x-project": 7 };
    await client.begin({ callback, params });
    const [request] = await sent();
    expect(request).toMatchObject({
      target: "/initiate?format=raw&scope=read%20a%20b&mode=app",
      body: "name=My%20App",
      isSigned: true,
    });
    expect(request?.header("authorization")).toContain('x_access="true"');
    expect(request?.header("x-project")).toBe("7");
  });

  it("are fixed by the description where the app says nothing, and the app's where it does", async () => {
    const { options, origin, sent } = await open(answers);
    const client = createClient({ ...options, provider: { ...photos, flows: [described] } });
    const plain = await client.begin({ callback });
    const asked = await client.begin({
      callback,
      params: { mode: "web", perms: "write", force: false },
    });
    expect((await sent()).map(({ target }) => target)).toEqual([
      "/initiate?format=raw&mode=app",
      "/initiate?format=raw&mode=web",
    ]);
    expect(plain.authorizationUrl).toBe(`${origin}/authorize?oauth_token=hh5s93j4&perms=read`);
    expect(asked.authorizationUrl).toBe(
      `${origin}/authorize?oauth_token=hh5s93j4&perms=write&force=false`,
    );
  });

  it("wait in the temporary credentials where they are for the token", async () => {
    const { options, sent } = await open(answers);
    const client = createClient({ ...options, provider: { ...photos, flows: [described] } });
    const begun = await client.begin({ callback, params: { device: ["a", 1], name: "My App" } });
    const kept: typeof begun.temporary = JSON.parse(JSON.stringify(begun.temporary));
    expect(kept).toEqual({ ...temporary, parameters: { device: "a,1", name: "My App" } });
    await client.complete({ temporary: kept, verifier: "v" });
    expect((await sent())[1]).toMatchObject({
      target: "/token?name=My%20App",
      body: "device=a%2C1",
    });
  });

  it.each([
    [{ scop: "read" }, /no parameter "scop": it has scope, name, x_access/],
    [{ scope: {} }, /The parameter scope is text, a number, a boolean, or a list/],
    [{ scope: ["read", {}] }, /The parameter scope is text, a number, a boolean, or a list/],
    [{ constructor: "x" }, /no parameter "constructor"/],
  ])("are refused before anything is sent: %j", async (params, message) => {
    const { options, sent } = await open(answers);
    const client = createClient({ ...options, provider: { ...photos, flows: [described] } });
    const untyped: object = params;
    await expect(client.begin({ callback, params: untyped })).rejects.toThrow(message);
    expect(await sent()).toEqual([]);
  });

  it("are refused where a login has none", async () => {
    const { options } = await open(answers);
    const client = createClient({ ...options, provider: { ...photos, flows: [login(legs)] } });
    const untyped: object = { scope: "read" };
    await expect(client.begin({ callback, params: untyped })).rejects.toThrow(
      'This login has no parameter "scope": it has none.',
    );
  });
});

describe("the parameters of a step that is written as JSON", () => {
  const parameters = {
    days: { in: "form" },
    silent: { in: "form", flag: { true: "yes" } },
    trial: { in: "form", value: "false" },
    scope: { in: "form", separator: " " },
    lang: { in: "query" },
  } as const;
  const body = jsonParameters(["days", "trial"]);
  const written = login({
    ...legs,
    temporaryCredentials: { ...endpoint("/initiate"), body, parameters },
    tokenCredentials: { ...endpoint("/token"), body: jsonParameters(), verifierIn: "form" },
  });

  it("are the members of an object, which nothing of the signature covers", async () => {
    const { options, sent } = await open(answers);
    const client = createClient({ ...options, provider: { ...photos, flows: [written] } });
    const params = { days: 30, silent: true, scope: ["read", "7"], lang: "en" };
    const begun = await client.begin({ callback, params });
    await client.complete({ ...begun, verifier: "12" });
    const [first, second] = await sent();
    expect(first).toMatchObject({ target: "/initiate?lang=en", isSigned: true });
    expect(JSON.parse(first?.body ?? "")).toEqual({
      days: 30,
      silent: "yes",
      trial: false,
      scope: "read 7",
    });
    expect(first?.header("content-type")).toBe("application/json");
    expect(first?.header("authorization")).toContain("oauth_callback=");
    expect(second).toMatchObject({ body: '{"oauth_verifier":"12"}', isSigned: true });
  });

  it("are no body where there are none", async () => {
    const { options, sent } = await open(answers);
    const temporaryCredentials = { ...endpoint("/initiate"), body };
    const flows = [login({ ...legs, temporaryCredentials })] as const;
    await createClient({ ...options, provider: { ...photos, flows } }).begin({ callback });
    const [request] = await sent();
    expect(request).toMatchObject({ body: "", isSigned: true });
    expect(request?.header("content-type")).toBeUndefined();
  });

  it("are refused where a number is none", async () => {
    const { options, sent } = await open(answers);
    const client = createClient({ ...options, provider: { ...photos, flows: [written] } });
    const begun = client.begin({ callback, params: { days: "many" } });
    await expect(begun).rejects.toThrow(/The parameter days is a number or a boolean here/);
    expect(await sent()).toEqual([]);
  });
});

describe("an endpoint", () => {
  it("is signed with its own method and rules", async () => {
    const { options, sent } = await open(answers);
    const tokenCredentials = {
      ...endpoint("/token"),
      signatureMethod: hmacSha256,
      signing: { transmission: "query" },
    } as const;
    const flows = [login({ ...legs, tokenCredentials })] as const;
    const client = createClient({ ...options, provider: { ...photos, flows } });
    const begun = await client.begin({ callback });
    await client.complete({ ...begun, verifier: "v" });
    const [first, second] = await sent();
    expect(first?.parameters.oauth_signature_method).toBe("HMAC-SHA1");
    expect(second).toMatchObject({
      isSigned: true,
      parameters: { oauth_signature_method: "HMAC-SHA256", oauth_verifier: "v" },
    });
    expect(second?.target).toContain("oauth_signature=");
  });

  it.each([
    ["query", { target: "/token?oauth_verifier=v%3D1", body: "" }],
    ["form", { target: "/token", body: "oauth_verifier=v%3D1" }],
    ["oauth", { target: "/token", body: "", parameters: { oauth_verifier: "v=1" } }],
  ] as const)("takes the verifier in its %s", async (verifierIn, expected) => {
    const { options, sent } = await open(answers);
    const flows = [
      login({ ...legs, tokenCredentials: { ...endpoint("/token"), verifierIn } }),
    ] as const;
    const client = createClient({ ...options, provider: { ...photos, flows } });
    await client.complete({ temporary, verifier: "v=1" });
    expect(await sent()).toMatchObject([{ ...expected, isSigned: true }]);
  });

  it("takes the verifier in a header", async () => {
    const { options, sent } = await open(answers);
    const flows = [
      login({ ...legs, tokenCredentials: { ...endpoint("/token"), verifierIn: "header" } }),
    ] as const;
    const client = createClient({ ...options, provider: { ...photos, flows } });
    await client.complete({ temporary, verifier: "v1" });
    expect((await sent())[0]?.header("oauth_verifier")).toBe("v1");
  });
});
