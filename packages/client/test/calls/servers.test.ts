import { describe, expect, it, onTestFinished } from "vitest";
import {
  accountServers,
  createClient,
  operation,
  type Account,
  type ClientOptions,
  type Operation,
  type Session,
  type TokenCalls,
} from "@oauth1/client";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { consumer, listen, type Server } from "../photos.js";
import { signer, token } from "./scene.js";

const SERVER = "https://s1.photos.example.net";
const FILES = "https://files.photos.example.net";

const provider = {
  id: "photos",
  name: "Photos",
  signatureMethod: hmacSha1,
  sessions: ["token", "consumer"],
  api: {
    baseUrl: "{account.api}/v1",
    hosts: { files: "{account.files}/{account.user}", status: "https://status.photos.example.net" },
    servers: accountServers,
  },
} as const;

const call = (host?: string): Operation<"photos", Record<string, never>, string> =>
  operation({
    provider: "photos",
    method: "GET",
    path: "/me",
    result: "text",
    ...(host !== undefined && { host }),
  });

const account = { version: 1, token, api: `${SERVER}/api/`, files: FILES, user: "a/b" } as const;

async function open(options: Partial<ClientOptions> = {}): Promise<{
  readonly server: Server;
  readonly session: (account: object) => Session<"photos">;
  readonly consumerSession: () => unknown;
  readonly lines: () => readonly string[];
}> {
  const server = await listen(() => "ok");
  onTestFinished(() => server.close());
  const originMap = { [SERVER]: server.origin, [FILES]: server.origin };
  const client = createClient({ consumer, originMap, ...options, provider });
  // Accounts are kept, and come back as what they have become.
  const session = (given: object): Session<"photos"> =>
    Reflect.apply(client.session, client, [given]);
  const { consumerSession } = client;
  const lines = (): readonly string[] =>
    server.received.map(({ method, url }) => `${method} ${url.replace(server.origin, "")}`);
  return { server, session, consumerSession, lines };
}

describe("an API whose URL comes with the token", () => {
  it("is called where the account says, signed", async () => {
    const { server, session, lines } = await open();
    await call()(session(account));
    await call("files")(session(account));
    await session(account).fetch("list");
    expect(lines()).toEqual(["GET /api/v1/me", "GET /a%2Fb/me", "GET /api/list"]);
    expect(await signer(server.received[1] ?? { method: "GET", url: "" })).toBe("token");
  });

  it("takes the fields beside a token as well", async () => {
    const { session } = await open({ originMap: {} });
    expect(session({ ...token, api: SERVER }).baseUrl).toBe(`${SERVER}/v1`);
  });

  it("is all that its session reaches, besides the provider's own origins", async () => {
    const { session } = await open({ originMap: {} });
    const other = { ...account, api: "https://s2.photos.example.net", files: undefined };
    for (const url of [SERVER, FILES, "https://s2.photos.example.net.evil.example"]) {
      await expect(session(other).fetch(url)).rejects.toThrow(/does not belong to Photos/);
    }
  });

  it("is reached by session.fetch on each of its hosts", async () => {
    const { server, session } = await open();
    for (const url of [`${SERVER}/x`, `${FILES}/y`]) {
      expect((await session(account).fetch(url)).status).toBe(200);
    }
    expect(server.received).toHaveLength(2);
  });

  it.each([
    [{ api: undefined }, /This account has no api, which stands in the URL: pass what complete/],
    [{ api: "" }, /The account's api is "": it has to be an absolute URL/],
    [{ api: "s1.photos.example.net" }, /absolute URL/],
    [{ api: "https://a:b@s1.photos.example.net" }, /absolute URL without a name/],
    [{ api: `${SERVER}/?a=b` }, /absolute URL/],
    [{ api: "ftp://s1.photos.example.net" }, /absolute URL/],
    [
      { api: "http://s1.photos.example.net" },
      /is on http:\/\/s1.photos.example.net, where a token/,
    ],
    [{ api: "http://127.0.0.1:9" }, /it has to be https/],
    [{ files: "http://s1.photos.example.net" }, /{account.files} of this account is on/],
  ])("is not called with %j", async (fields, message) => {
    const { session } = await open({ originMap: {} });
    const open1 = (): unknown => session({ ...account, ...fields });
    expect(open1).toThrow(TypeError);
    expect(open1).toThrow(message);
  });

  it("is not called where a map of origins leaves it out", async () => {
    const { session } = await open();
    const other = { ...account, api: "https://s2.photos.example.net" };
    await expect(call()(session(other))).rejects.toThrow(/s2\.photos.* not in `originMap`/);
  });

  it("may be http where the app has named the origin", async () => {
    const origins = ["http://127.0.0.1:9"];
    const { session } = await open({ originMap: {}, origins });
    expect(session({ ...account, api: "http://127.0.0.1:9" }).baseUrl).toBe(
      "http://127.0.0.1:9/v1",
    );
  });

  it("is no template, whatever it looks like", async () => {
    const { session, lines } = await open();
    await call()(session({ ...account, api: `${SERVER}/{account.user}{site}` }));
    expect(lines()).toEqual(["GET /%7Baccount.user%7D%7Bsite%7D/v1/me"]);
  });

  it("misses a further host only where a call goes there", async () => {
    const { session } = await open();
    const { files: _files, ...rest } = account;
    await call()(session(rest));
    await expect(call("files")(session(rest))).rejects.toThrow(/This account has no files/);
    for (const user of ["", ".", ".."]) {
      const lost = session({ ...account, user });
      await expect(call("files")(lost)).rejects.toThrow(/which cannot stand in the path of a URL/);
    }
  });

  it("cannot be called without an account", async () => {
    const { consumerSession } = await open();
    expect(consumerSession).toThrow(/This needs an account, whose api stands in the URL/);
  });

  it("has its own field in the type of what sessions are made of", () => {
    const client = createClient({ consumer, provider });
    const calls: TokenCalls<"photos", { readonly api: string | number | boolean }> = client;
    const bare: Account = { version: 1, token };
    // @ts-expect-error an account without the field
    expect(() => calls.session(bare)).toThrow(TypeError);
    expect(calls.session(account).provider).toBe("photos");
  });
});
