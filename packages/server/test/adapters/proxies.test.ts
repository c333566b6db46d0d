import { sign } from "@oauth1/core";
import { nodeProtect } from "@oauth1/server/adapters/node";
import { createProvider } from "@oauth1/server";
import { BlockList } from "node:net";
import { describe, expect, test } from "vitest";
import { nodeOriginFinder } from "../../src/node-adapter/origin.js";
import { logIn } from "./login.js";
import { listenForTest } from "./serving.js";

const HTTP = "http://photos.example.net";
const HTTPS = "https://photos.example.net";
const OTHER = "https://prints.example.net:8443";

describe("behind a proxy that is trusted", () => {
  const find = nodeOriginFinder([HTTP, HTTPS, OTHER], (address) => address === "10.0.0.1");
  const via = (forwarded: readonly string[], remoteAddress = "10.0.0.1"): string | undefined =>
    find(
      { rawHeaders: ["Host", "photos.example.net", ...forwarded], socket: { remoteAddress } },
      "/",
    );

  test("what it has forwarded for chooses the origin", () => {
    expect(via([])).toBe(HTTP);
    expect(via(["X-Forwarded-Proto", "https"])).toBe(HTTPS);
    expect(via(["x-forwarded-proto", "HTTPS"])).toBe(HTTPS);
    expect(via(["X-Forwarded-Host", "prints.example.net:8443"])).toBe(OTHER);
    expect(via(["X-Forwarded-Proto", "https"], "::ffff:10.0.0.1")).toBe(HTTPS);
  });

  test("there is no origin but the provider's", () => {
    expect(via(["X-Forwarded-Host", "evil.example"])).toBeUndefined();
    expect(via(["X-Forwarded-Proto", "http", "X-Forwarded-Host", "prints.example.net:8443"])).toBe(
      undefined,
    );
    expect(via(["X-Forwarded-Proto", "ws"])).toBeUndefined();
    expect(via(["X-Forwarded-Proto", ""])).toBeUndefined();
  });

  test("a target that names another host than the Host header has none", () => {
    const rawHeaders = ["Host", "10.0.0.7:8080", "X-Forwarded-Host", "photos.example.net"];
    const arriving = { rawHeaders, socket: { remoteAddress: "10.0.0.1" } };
    expect(find(arriving, "http://10.0.0.7:8080/a")).toBe(HTTP);
    expect(find(arriving, "http://evil.example/a")).toBeUndefined();
    expect(find(arriving, "http://u@10.0.0.7:8080/a")).toBeUndefined();
  });

  test("what the peer has sent is told from what the proxy has by there being two", () => {
    expect(via(["X-Forwarded-Proto", "http", "X-Forwarded-Proto", "https"])).toBeUndefined();
    expect(via(["X-Forwarded-Proto", "http, https"])).toBeUndefined();
    expect(via(["X-Forwarded-Host", "photos.example.net, photos.example.net"])).toBeUndefined();
  });
});

test("nobody else is asked whom they forward for", () => {
  const rawHeaders = ["Host", "photos.example.net", "X-Forwarded-Proto", "https"];
  const socket = { remoteAddress: "10.0.0.2" };
  for (const trust of [undefined, (address: string) => address === "10.0.0.1"]) {
    expect(nodeOriginFinder([HTTP, HTTPS], trust)({ rawHeaders, socket }, "/")).toBe(HTTP);
  }
});

test("where http and https share a host, the connection decides between them", () => {
  const find = nodeOriginFinder([HTTP, HTTPS]);
  const rawHeaders = ["Host", "photos.example.net"];
  expect(find({ rawHeaders, socket: {} }, "/")).toBe(HTTP);
  expect(find({ rawHeaders, socket: Object.assign({}, { encrypted: true }) }, "/")).toBe(HTTPS);
});

test("networks are told by Node's own list, and a Unix socket by having no address", () => {
  const proxies = new BlockList();
  proxies.addSubnet("10.0.0.0", 8);
  const find = nodeOriginFinder([HTTP, HTTPS], (address) => proxies.check(address));
  const rawHeaders = ["Host", "photos.example.net", "X-Forwarded-Proto", "https"];
  expect(find({ rawHeaders, socket: { remoteAddress: "::ffff:10.1.2.3" } }, "/")).toBe(HTTPS);
  expect(find({ rawHeaders, socket: { remoteAddress: "11.1.2.3" } }, "/")).toBe(HTTP);
  const local = nodeOriginFinder([HTTP, HTTPS], (address) => address === "");
  expect(local({ rawHeaders, socket: {} }, "/")).toBe(HTTPS);
});

test("a request that came through a proxy is verified behind its public origin", async () => {
  const { server, origin } = await listenForTest();
  const provider = createProvider({ origins: [HTTPS] });
  const trustProxy = (address: string): boolean => address === "127.0.0.1";
  const protect = nodeProtect(provider, { trustProxy });
  server.on("request", async (incoming, outgoing) => {
    const guarded = await protect(incoming, outgoing);
    if (guarded !== undefined) outgoing.end(guarded.request.url);
  });
  const { authorization = "" } = await sign(
    { method: "GET", url: `${HTTPS}/a%2Fb` },
    await logIn(provider),
  );
  const forwarded = { "x-forwarded-host": "photos.example.net", "x-forwarded-proto": "https" };
  const answer = await fetch(`${origin}/a%2Fb`, { headers: { authorization, ...forwarded } });
  expect(await answer.text()).toBe(`${HTTPS}/a%2Fb`);
});
