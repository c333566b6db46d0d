import { describe, expect, it } from "vitest";
import { accountServers, createClient, login, operation, type Operation } from "@oauth1/client";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import type { Emulator, TenantVariables } from "@oauth1/emulator";
import { closeAfterEach, emulate, type Odd } from "./world.js";

closeAfterEach();

const legs = {
  temporaryCredentials: { method: "POST", url: "{shop}/oauth/initiate" },
  authorization: { url: "https://{site|lower|hyphen}.odd.example/authorize" },
  tokenCredentials: { method: "POST", url: "{shop}/oauth/token" },
} as const;

const odd: Odd = {
  oauth: { ...legs, signing: { realm: "{site}" } },
  api: { baseUrl: "https://{site|lower|hyphen}.api.odd.example/v1" },
  variables: {
    shop: { type: "url", description: "The shop.", example: "https://shop.example.com" },
    site: { description: "The site.", example: "MAIN_1" },
  },
};

const getMe: Operation<"odd", object, { id: string }> = operation({
  provider: "odd",
  method: "GET",
  path: "/me",
  result: "json",
});

/** Logs in at a tenant, and calls its API. Nothing may leave this machine. */
async function loginAt(emulator: Emulator, variables: TenantVariables): Promise<unknown> {
  const consumer = await emulator.register();
  const client = createClient({
    consumer,
    variables,
    originMap: emulator.originMap,
    retry: false,
    fetch: (input, init) => {
      const { hostname } = new URL(input instanceof Request ? input.url : input);
      if (hostname !== "127.0.0.1") throw new TypeError(`${hostname} is another machine`);
      return fetch(input, init);
    },
    provider: {
      ...{ id: "odd", name: "Odd", signatureMethod: hmacSha1, signing: { realm: "{site}" } },
      variables: { shop: {}, site: {} },
      api: { baseUrl: "https://{site|lower|hyphen}.api.odd.example/v1" },
      flows: [login(legs)],
    } as const,
  });
  const { authorizationUrl, temporary } = await client.begin({ callback: "oob" });
  const { verifier = "" } = await emulator.approve(authorizationUrl);
  return getMe(client.session(await client.complete({ temporary, verifier })));
}

const SECOND = { shop: "https://shop2.example.com/eu/", site: "Second_2" };

describe("the variables of an emulator", () => {
  it("are those of the descriptor's example where nothing is said", async () => {
    const emulator = await emulate(odd);
    expect(emulator.variables).toEqual({ shop: "https://shop.example.com", site: "MAIN_1" });
    expect(await loginAt(emulator, emulator.variables)).toEqual({ id: "7" });
    await expect(loginAt(emulator, SECOND)).rejects.toThrow();
  });

  it("make another tenant's URLs, and what is left out is as in the example", async () => {
    const emulator = await emulate(odd, { variables: { shop: "https://shop2.example.com" } });
    expect(emulator.variables).toEqual({ shop: "https://shop2.example.com", site: "MAIN_1" });
    expect(Object.keys(emulator.originMap)).toEqual([
      "https://shop2.example.com",
      "https://main-1.odd.example",
      "https://main-1.api.odd.example",
    ]);
    expect(await loginAt(emulator, emulator.variables)).toEqual({ id: "7" });
  });

  it("make several tenants, each of which users log in to and call", async () => {
    const variables = [{}, SECOND, { site: "third" }];
    const emulator = await emulate(odd, { variables });
    for (const one of variables) {
      expect(await loginAt(emulator, { ...emulator.variables, ...one })).toEqual({ id: "7" });
    }
    expect(emulator.variables).toEqual({ shop: "https://shop.example.com", site: "MAIN_1" });
  });

  it("may make tenants that differ by their realms alone", async () => {
    const origin = "https://odd.example";
    const plain = {
      temporaryCredentials: { method: "POST", url: `${origin}/initiate` },
      authorization: { url: `${origin}/authorize` },
      tokenCredentials: { method: "POST", url: `${origin}/token` },
      signing: { realm: "{site}" },
    };
    const { site } = odd.variables ?? {};
    const emulator = await emulate(
      { oauth: plain, ...(site && { variables: { site } }) },
      { variables: [{ site: "one" }, { site: "two" }] },
    );
    const consumer = await emulator.register();
    const token = await emulator.issueToken("alice");
    const statusIn = async (realm: string): Promise<number> => {
      const provider = {
        ...{ id: "odd", name: "Odd", signatureMethod: hmacSha1, signing: { realm } },
        api: { baseUrl: `${origin}/api` },
      };
      const { originMap } = emulator;
      const client = createClient({ consumer, originMap, provider });
      return (await client.session(token).fetch("/api/me")).status;
    };
    expect(await statusIn("one")).toBe(200);
    expect(await statusIn("two")).toBe(200);
    expect(await statusIn("three")).toBe(400);
  });

  it("leave the servers of accounts to each account", async () => {
    const fields = { server: { type: "string", example: "https://s1.odd.example" } } as const;
    const tokenCredentials = { ...legs.tokenCredentials, fields };
    const emulator = await emulate(
      {
        oauth: { ...legs, tokenCredentials },
        api: { baseUrl: "{account.server}/{site|lower|hyphen}" },
        ...(odd.variables && { variables: odd.variables }),
      },
      { variables: [{}, SECOND] },
    );
    const consumer = await emulator.register();
    const plain = { ...legs.tokenCredentials, fields: { server: { type: "string" } } } as const;
    for (const one of [{}, SECOND]) {
      const client = createClient({
        consumer,
        originMap: emulator.originMap,
        variables: { ...emulator.variables, ...one },
        provider: {
          ...{ id: "odd", name: "Odd", signatureMethod: hmacSha1 },
          variables: { shop: {}, site: {} },
          api: { baseUrl: "{account.server}/{site|lower|hyphen}", servers: accountServers },
          flows: [login({ ...legs, tokenCredentials: plain })],
        } as const,
      });
      const { authorizationUrl, temporary } = await client.begin({ callback: "oob" });
      const { verifier = "" } = await emulator.approve(authorizationUrl);
      const account = await client.complete({ temporary, verifier });
      expect(await getMe(client.session(account))).toEqual({ id: "7" });
    }
  });

  it.each<[string, TenantVariables | readonly TenantVariables[], string]>([
    ["a name that there is not", { store: "a" }, 'Odd has no variable "store": it has shop, site.'],
    ["one in a list", [{}, { Site: "a" }], 'Odd has no variable "Site"'],
    [
      "a URL that is none",
      { shop: "shop2.example.com" },
      'The variable shop is "shop2.example.com": it has to be an absolute URL without a query.',
    ],
    [
      "text that no client puts into a URL",
      { site: "a b" },
      'The variable site is "a b": it has to be made of letters, digits and .-_~.',
    ],
    ["text that is a whole path", { site: "a/b" }, 'The variable site is "a/b"'],
  ])("have to be right: %s", async (_, variables, message) => {
    await expect(emulate(odd, { variables })).rejects.toThrow(TypeError);
    await expect(emulate(odd, { variables })).rejects.toThrow(message);
  });

  it("may be any text where they stand in a realm alone", async () => {
    const oauth = { ...odd.oauth, authorization: { url: "https://odd.example/authorize" } };
    const emulator = await emulate(
      { ...odd, oauth, api: { baseUrl: "https://api.odd.example" } },
      { variables: { site: "My site" } },
    );
    expect(emulator.variables).toMatchObject({ site: "My site" });
  });

  it("are among their described values", async () => {
    const values = { production: "www", sandbox: "test" };
    const stage = { description: "The stage.", example: "sandbox", values };
    const staged: Odd = {
      api: { baseUrl: "https://{stage}.odd.example" },
      variables: { stage },
    };
    const variables = [{ stage: "sandbox" }, { stage: "production" }];
    const emulator = await emulate(staged, { variables });
    expect(Object.keys(emulator.originMap)).toEqual([
      "https://odd.example",
      "https://test.odd.example",
      "https://www.odd.example",
    ]);
    await expect(emulate(staged, { variables: { stage: "test" } })).rejects.toThrow(
      'The variable stage is "test": it has to be one of production, sandbox.',
    );
  });
});
