import {
  createClient,
  exchange,
  login,
  renewal,
  revocation,
  type EndpointDescription,
} from "@oauth1/client";
import { describe, expect, it } from "vitest";
import { named, sessionOf } from "./calls.js";
import { closeAfterEach, emulate, LEGS, ME } from "./world.js";

closeAfterEach();

const CALLBACK = "http://127.0.0.1:9/callback";
const authorization = LEGS.authorization;

type Method = "GET" | "POST";

type Parameters = NonNullable<EndpointDescription["parameters"]>;

/** Steps that share a URL, each with what it sends. */
async function worldOf(
  { method, url }: { readonly method: Method; readonly url: string },
  parametersOf: (said: string) => Parameters,
) {
  const step = (said: string) => ({ method, url, parameters: parametersOf(said) });
  const legs = {
    temporaryCredentials: step("begin"),
    authorization,
    tokenCredentials: step("complete"),
  };
  const odd = {
    ...legs,
    renewal: { ...step("renew"), handle: "none" },
    revocation: step("revoke"),
    exchanges: { swap: { ...step("swap"), summary: "S.", fields: { a: { type: "string" } } } },
  };
  const emulator = await emulate({ oauth: odd });
  const swap = { ...step("swap"), fields: { a: { type: "string" } } } as const;
  const flows = [
    login(legs),
    renewal(step("renew")),
    revocation(step("revoke")),
    exchange("swap", swap),
  ] as const;
  const { originMap } = emulator;
  const provider = { ...named, api: { baseUrl: "https://odd.example/api" }, flows };
  return {
    emulator,
    client: createClient({ consumer: await emulator.register(), originMap, provider }),
  };
}

describe("steps at one URL", () => {
  const url = "https://odd.example/oauth";

  it.each<[string, Method, (value: string) => Parameters]>([
    ["the query", "GET", (value) => ({ op: { in: "query", value } })],
    ["the form", "POST", (value) => ({ op: { in: "form", value } })],
    ["a header", "GET", (value) => ({ "x-op": { in: "header", value } })],
    ["the protocol parameters", "POST", (value) => ({ op: { in: "oauth", value } })],
  ])("are told apart by what is always sent in %s", async (_, method, parametersOf) => {
    const { emulator, client } = await worldOf({ method, url }, parametersOf);
    const { authorizationUrl, temporary } = await client.begin({ callback: CALLBACK });
    const { callbackUrl = "" } = await emulator.approve(authorizationUrl);
    const account = await client.complete({ temporary, callbackUrl });
    expect(await client.swap(account)).toEqual({ a: "text" });
    const renewed = await client.renew(account);
    expect(renewed.token.key).not.toBe(account.token.key);
    await client.revoke(renewed);
    await expect(client.renew(renewed)).rejects.toMatchObject({ oauthProblem: "token_rejected" });
  });

  it("are told apart where an app says something else, as far as tokens and signatures tell", async () => {
    const step = (value: string): EndpointDescription => ({
      ...{ method: "POST", url: authorization.url },
      parameters: { lang: { in: "form", value } },
    });
    const legs = {
      temporaryCredentials: step("en"),
      authorization,
      tokenCredentials: { method: "POST", url: authorization.url },
    } as const;
    const emulator = await emulate({ oauth: legs });
    const provider = { ...named, api: { baseUrl: "https://odd.example/api" } };
    const client = createClient({
      consumer: await emulator.register(),
      originMap: emulator.originMap,
      provider: {
        ...provider,
        flows: [login({ ...legs, temporaryCredentials: step("de") })],
      },
    });
    const begun = await client.begin({ callback: CALLBACK });
    const { callbackUrl = "" } = await emulator.approve(begun.authorizationUrl);
    await expect(
      client.complete({ temporary: begun.temporary, callbackUrl }),
    ).resolves.toHaveProperty("token");
  });

  it.each(["renewal", "revocation"] as const)(
    "are told apart by the kind of token alone: a login and a %s",
    async (name) => {
      const step = { method: "GET", url } as const;
      const legs = { temporaryCredentials: step, authorization, tokenCredentials: step };
      const more = name === "renewal" ? { ...step, handle: "none" } : step;
      const emulator = await emulate({ oauth: { ...legs, [name]: more } });
      const client = createClient({
        consumer: await emulator.register(),
        originMap: emulator.originMap,
        provider: {
          ...named,
          api: { baseUrl: "https://odd.example/api" },
          flows: [login(legs), renewal(step), revocation(step)],
        },
      });
      const { authorizationUrl, temporary } = await client.begin({ callback: CALLBACK });
      const { callbackUrl = "" } = await emulator.approve(authorizationUrl);
      const account = await client.complete({ temporary, callbackUrl });
      await expect(client.complete({ temporary, callbackUrl })).rejects.toMatchObject({
        body: expect.stringContaining("temporary%20credentials"),
      });
      if (name === "renewal")
        expect((await client.renew(account)).token.key).not.toBe(account.token.key);
      else await client.revoke(account);
      const old = await client.session(account).fetch("/api/me");
      expect(old.status).toBe(401);
    },
  );

  it("are told apart by the callback, where neither has a token: a login and an exchange", async () => {
    const step = { method: "GET", url } as const;
    const legs = { temporaryCredentials: step, authorization, tokenCredentials: step };
    const swap = { ...step, fields: { a: { type: "string" } } } as const;
    const emulator = await emulate({
      oauth: { ...legs, exchanges: { swap: { ...swap, summary: "S." } } },
    });
    const client = createClient({
      consumer: await emulator.register(),
      originMap: emulator.originMap,
      provider: {
        ...named,
        api: { baseUrl: "https://odd.example/api" },
        flows: [login(legs), exchange("swap", swap)],
      },
    });
    const { authorizationUrl, temporary } = await client.begin({ callback: CALLBACK });
    const { callbackUrl = "" } = await emulator.approve(authorizationUrl);
    const account = await client.complete({ temporary, callbackUrl });
    expect(await client.swap(account)).toEqual({ a: "text" });
    expect(await client.swap()).toEqual({ a: "text" });
  });

  it("are told from an operation there by their signature", async () => {
    const step = { method: "GET", url: "https://odd.example/api/me" } as const;
    const legs = { temporaryCredentials: step, authorization, tokenCredentials: step };
    const emulator = await emulate({ oauth: legs });
    const { session, consumer } = await sessionOf(emulator);
    const client = createClient({
      consumer,
      originMap: emulator.originMap,
      provider: { ...named, api: { baseUrl: "https://odd.example/api" }, flows: [login(legs)] },
    });
    const { authorizationUrl, temporary } = await client.begin({ callback: CALLBACK });
    const { callbackUrl = "" } = await emulator.approve(authorizationUrl);
    await expect(client.complete({ temporary, callbackUrl })).resolves.toHaveProperty("token");
    expect(await (await session.fetch("/api/me")).json()).toEqual(ME.getMe.example);
  });

  it.each<[string, Readonly<Record<string, string>> | undefined]>([
    ["it always carries", undefined],
    ["either always carries", { "x-do": "more" }],
  ])("are told from an operation there by what %s", async (_, headers) => {
    const at = { method: "POST", url: "https://odd.example/api/do" } as const;
    const step = { ...at, parameters: { op: { in: "header", value: "end" } } } as const;
    const operation = { ...ME.getMe, method: "POST", path: "/do" } as const;
    const emulator = await emulate({
      oauth: { preIssued: { description: "On a page." }, revocation: step },
      operations: { ...ME, doMore: { ...operation, ...(headers && { headers }) } },
    });
    const { session } = await sessionOf(emulator);
    const send = async (sent: Readonly<Record<string, string>> = {}): Promise<string> =>
      (await session.fetch("/api/do", { method: "POST", headers: sent })).text();
    expect(await send(headers)).toBe('{"id":"7"}');
    expect((await session.fetch("/api/me")).status).toBe(200);
    expect(await send({ op: "end" })).toBe("");
    expect((await session.fetch("/api/me")).status).toBe(401);
  });
});
