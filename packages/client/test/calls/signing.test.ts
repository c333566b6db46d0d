import { describe, expect, it } from "vitest";
import { hmacSha256 } from "@oauth1/core/methods/hmac-sha256";
import { hmacSha1 } from "@oauth1/core/methods/hmac-sha1";
import { decode, headerValues, parseAuthorization, sign, type RequestParts } from "@oauth1/core";
import type { SigningRules } from "@oauth1/client";
import { consumer } from "../photos.js";
import { bodyText, open, ORIGIN, signer, token, type Scene, type SceneOptions } from "./scene.js";

const header = (request: RequestParts): string =>
  headerValues(request.headers, "authorization")[0] ?? "";

const protocol = (request: RequestParts): ReadonlyMap<string, string> => {
  const parsed = parseAuthorization(header(request));
  const parameters = parsed?.ok === true ? parsed.parameters : [];
  return new Map(parameters.map(([name, value]) => [name, decode(value)]));
};

const sending = async (signing: SigningRules, options: SceneOptions = {}): Promise<Scene> => {
  const scene = await open(() => "ok", { provider: { signing }, ...options });
  await scene.session.fetch("/a?b=c");
  return scene;
};

describe("a provider's rules of signing", () => {
  it("sends the protocol parameters in the query", async () => {
    const { last } = await sending({ transmission: "query" });
    expect(last().url).toMatch(/\/a\?b=c&oauth_consumer_key=.*&oauth_signature=/);
    expect(header(last())).toBe("");
    expect(await signer(last())).toBe("token");
  });

  it("sends them as one JSON parameter, each value encoded once more", async () => {
    const fixed = { now: () => 137131200_000, nonce: () => "wIjqoS" };
    const { last, server } = await sending({ transmission: "json" }, fixed);
    const sent = new URL(last().url).searchParams;
    const { signature } = await sign(
      { method: "GET", url: `${server.origin}/a?b=c` },
      { consumer, token },
      { timestamp: 137131200, nonce: "wIjqoS" },
    );
    expect(JSON.parse(sent.get("Authorization") ?? "")).toMatchObject({
      oauth_consumer_key: consumer.key,
      oauth_token: token.key,
      oauth_timestamp: "137131200",
      oauth_signature: encodeURIComponent(signature),
    });
    expect(sent.get("b")).toBe("c");
    expect(header(last())).toBe("");
  });

  it("sends them as one JSON parameter beside a body, with the realm", async () => {
    const { last, session } = await sending({ transmission: "json", realm: "a b" });
    const headers = { "content-type": "application/json" };
    await session.fetch("/a", { method: "POST", headers, body: '{"c":1}' });
    const sent = new URL(last().url).searchParams;
    expect(JSON.parse(sent.get("Authorization") ?? "")).toMatchObject({
      realm: "a%20b",
      oauth_token: token.key,
    });
    expect(bodyText(last())).toBe('{"c":1}');
    expect(header(last())).toBe("");
  });

  it("sends them once where a redirect has repeated them", async () => {
    const { session, last } = await open(
      ({ url }) =>
        url.includes("/a") ? { status: 302, headers: { location: url.replace("/a", "/b") } } : "{}",
      { provider: { signing: { transmission: "json" } } },
    );
    await session.fetch("/a?c=1&d=a%20b");
    const [plain = "", ...others] = last().url.split("&Authorization=");
    expect(new URL(plain).pathname + new URL(plain).search).toBe("/b?c=1&d=a%20b");
    expect(others).toHaveLength(1);
  });

  it("fills the realm with variables, and with the URL of the request", async () => {
    const tenant = await sending({ realm: "{account}" }, { variables: { account: "TSTDRV_7" } });
    expect(header(tenant.last())).toMatch(/^OAuth realm="TSTDRV_7", /);
    const { last, server } = await sending({ realm: "{requestUrl}" });
    expect(header(last())).toContain(`realm="${server.origin}/a", `);
    expect(await signer(last())).toBe("token");
  });

  it("writes the header as it is wanted: without a version, with another separator", async () => {
    const { last } = await sending({ version: false, separator: "," });
    expect(protocol(last()).has("oauth_version")).toBe(false);
    expect(header(last())).toMatch(/^OAuth oauth_consumer_key="[^"]+",oauth_nonce=/);
    expect(await signer(last())).toBe("token");
  });

  it("says with an empty token that there is none", async () => {
    const { consumerSession, last } = await open(() => "ok", {
      provider: { signing: { emptyToken: true } },
    });
    await consumerSession.fetch("/");
    expect(protocol(last()).get("oauth_token")).toBe("");
    expect(await signer(last())).toBe("consumer");
  });

  it("signs with a key that lacks its ampersand, where there is no token", async () => {
    const { consumerSession, last } = await open(() => "ok", {
      provider: { signing: { keyAmpersand: false } },
    });
    await consumerSession.fetch("/");
    const sent = protocol(last());
    const { signature } = await sign(
      { method: "GET", url: last().url },
      { consumer },
      {
        keyAmpersand: false,
        nonce: sent.get("oauth_nonce") ?? "",
        timestamp: sent.get("oauth_timestamp") ?? "",
      },
    );
    expect(sent.get("oauth_signature")).toBe(signature);
  });

  it("hashes a body, and the body that is not there, with the wanted hash", async () => {
    const { session, last } = await open(() => "ok", {
      provider: { signing: { bodyHash: "always", bodyHashAlgorithm: "SHA-256" } },
    });
    await session.fetch("/");
    expect(protocol(last()).get("oauth_body_hash")).toBe(
      "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
    );
    const headers = { "content-type": "application/json" };
    await session.fetch("/", { method: "POST", body: "{}", headers });
    expect(protocol(last()).get("oauth_body_hash")).toBe(
      "RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=",
    );
  });

  it("makes nonces of the wanted length, each another", async () => {
    const { session, server } = await sending({ nonceLength: 9 });
    await session.fetch("/");
    const nonces = server.received.map((request) => protocol(request).get("oauth_nonce"));
    expect(nonces[0]).toMatch(/^[0-9a-v]{9}$/);
    expect(nonces[1]).not.toBe(nonces[0]);
  });

  it("never lets a timestamp fall behind an earlier one, where that is refused", async () => {
    for (const [increasingTimestamps, expected] of [
      [true, ["100", "100", "101"]],
      [false, ["100", "99", "101"]],
    ] as const) {
      const times = [100_000, 99_000, 101_000];
      const { session, server } = await open(() => "ok", {
        provider: { signing: { increasingTimestamps } },
        now: () => times[server.received.length] ?? 0,
      });
      for (const path of ["/1", "/2", "/3"]) await session.fetch(path);
      expect(server.received.map((request) => protocol(request).get("oauth_timestamp"))).toEqual(
        expected,
      );
    }
  });

  it("signs with another method of the provider's that the app has chosen", async () => {
    const { last } = await sending({}, { signatureMethod: hmacSha256 });
    expect(protocol(last()).get("oauth_signature_method")).toBe("HMAC-SHA256");
    expect(await signer(last(), [hmacSha256])).toBe("token");
    expect(await signer(last(), [hmacSha1])).toBe("nobody");
  });
});

describe("templates", () => {
  it("fill host and path with variables, changed on the way", async () => {
    const { session } = await open(() => "ok", {
      api: { baseUrl: "https://{account|lower|hyphen}.example.net/{site}/v1" },
      variables: { account: "TSTDRV_7", site: "de" },
    });
    expect(session.baseUrl).toBe("https://tstdrv-7.example.net/de/v1");
  });

  it("take a tenant's own URL at their beginning, without its slash", async () => {
    const { session } = await open(() => "ok", {
      api: { baseUrl: "{site}/rest" },
      variables: { site: "https://shop.example:8443/store/" },
    });
    expect(session.baseUrl).toBe("https://shop.example:8443/store/rest");
  });

  it("map what the app says, and know defaults", async () => {
    const provider = {
      variables: {
        environment: { values: { production: "api", sandbox: "apisb" }, default: "production" },
      },
    };
    const api = { baseUrl: "https://{environment}.example.net" };
    const production = await open(() => "ok", { provider, api });
    expect(production.session.baseUrl).toBe("https://api.example.net");
    const sandbox = await open(() => "ok", {
      provider,
      api,
      variables: { environment: "sandbox" },
    });
    expect(sandbox.session.baseUrl).toBe("https://apisb.example.net");
    await expect(
      open(() => "ok", { provider, api, variables: { environment: "toString" } }),
    ).rejects.toThrow(
      /variable environment is "toString": it has to be one of production, sandbox/,
    );
  });

  it("name a variable that is missing", async () => {
    await expect(
      open(() => "ok", { api: { baseUrl: "https://{account}.example.net" } }),
    ).rejects.toThrow(/needs the variable account/);
  });

  it.each(["evil.example/", "a@evil.example", "evil.example#", "a?b", "..", "a/../b", "a b", ""])(
    "refuse %j, which would leave its place",
    async (account) => {
      const api = { baseUrl: "https://{account}.example.net" };
      await expect(open(() => "ok", { api, variables: { account } })).rejects.toThrow(TypeError);
    },
  );

  it.each([
    "evil",
    "javascript:alert(1)",
    "https://user@evil.example",
    "https://a.example/?b",
    "//a",
  ])("refuse %j for a URL", async (site) => {
    const api = { baseUrl: "{site}/v1" };
    await expect(open(() => "ok", { api, variables: { site } })).rejects.toThrow(/absolute URL/);
  });

  it("are filled for further hosts, which originMap moves as well", async () => {
    const { session, server } = await open(() => "ok", {
      api: { hosts: { upload: "https://upload.{account}.example.net/up" } },
      variables: { account: "a" },
      originMap: { "https://upload.a.example.net": "https://upload.test.example" },
    });
    expect(session.connection.host("upload")).toBe("https://upload.test.example/up");
    expect(session.connection.host(undefined)).toBe(`${ORIGIN}/v1`);
    expect(server.received).toEqual([]);
  });
});
