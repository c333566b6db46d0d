import { sign } from "@oauth1/core";
import { createProvider } from "@oauth1/server";
import { memoryStore } from "@oauth1/server/stores/memory";
import { describe, expect, test } from "vitest";
import { createWorld, fields, ORIGIN, tokenOf, USER } from "./harness.js";

const SCOPES = {
  offered: { read: "See your photos", write: "Add photos", admin: "Do everything" },
  usual: ["read"],
} as const;
const PATH = "/oauth/initiate";
const PARAMETERS = { parameters: [["oauth_callback", "oob"]] as const };

describe("scopes", () => {
  test("are shown, allowed in part, bound to the token and visible to resources", async () => {
    const { provider, signed, exchange, events } = await createWorld({ scopes: SCOPES });
    const request = await signed(`${PATH}?scope=read+write`, undefined, PARAMETERS);
    const temporary = await tokenOf(await provider.temporaryCredentials(request));
    const { key } = temporary;
    expect(await provider.authorization.inspect(key)).toMatchObject({
      scopes: [
        { name: "read", description: "See your photos" },
        { name: "write", description: "Add photos" },
      ],
    });
    const decision = { token: key, user: USER, scopes: ["read"] };
    const approved = await provider.authorization.approve(decision);
    expect(events.at(-1)).toMatchObject({ type: "authorization_approved", scopes: ["read"] });
    const verifier = (approved.ok && approved.verifier) || "";
    const token = await tokenOf(await exchange(temporary, verifier));
    expect(await provider.protect(await signed("/photos", token))).toMatchObject({
      scopes: ["read"],
    });
    expect(await provider.grants.list(USER)).toMatchObject([{ scopes: [{ name: "read" }] }]);
    const needsMore = await provider.protect(await signed("/photos", token), { scopes: ["write"] });
    expect(needsMore).toEqual({
      ok: false,
      problem: "permission_denied",
      advice: "This needs the scope write.",
    });
    expect(needsMore.ok ? 0 : provider.refuse(needsMore).status).toBe(403);
    const enough = await provider.protect(await signed("/photos", token), { scopes: ["read"] });
    expect(enough).toMatchObject({ ok: true });
  });

  test("are read from the form of a Request of another realm, which is none to instanceof", async () => {
    const { provider, consumer, clock } = await createWorld({ scopes: SCOPES });
    const body = new URLSearchParams({ scope: "admin" });
    const { request } = await sign(
      new Request(provider.endpoints.temporaryCredentials.url, { method: "POST", body }),
      { consumer },
      { ...PARAMETERS, timestamp: clock.seconds },
    );
    const foreign = new Proxy(request, {
      getPrototypeOf: () => null,
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    const { key } = await tokenOf(await provider.temporaryCredentials(foreign));
    expect(await provider.authorization.inspect(key)).toMatchObject({
      scopes: [{ name: "admin" }],
    });
  });

  test("are the usual ones where none are named, and all that were asked for where none are chosen", async () => {
    const { provider, initiate, exchange, approve, signed } = await createWorld({ scopes: SCOPES });
    const temporary = await initiate();
    const token = await tokenOf(await exchange(temporary, await approve(temporary)));
    expect(await provider.protect(await signed("/photos", token))).toMatchObject({
      scopes: ["read"],
    });
  });

  test("are told from what else an application is asked", async () => {
    const { provider, signed } = await createWorld({ scopes: SCOPES });
    const request = await signed(`${PATH}?lang=en&scope=write&x=`, undefined, PARAMETERS);
    const { key } = await tokenOf(await provider.temporaryCredentials(request));
    expect(await provider.authorization.inspect(key)).toMatchObject({
      scopes: [{ name: "write" }],
    });
  });

  test("are shown by their names once they are no longer offered", async () => {
    const store = memoryStore();
    const before = await createWorld({ scopes: SCOPES, store });
    await before.login();
    const offered = { write: "Add photos" };
    const provider = createProvider({ origins: [ORIGIN], store, scopes: { offered } });
    const scopes = [{ name: "read", description: "read" }];
    expect(await provider.grants.list(USER)).toMatchObject([{ scopes }]);
  });

  test.each([
    ["?scope=read+everything", "There is no scope everything."],
    ["?scope=read&scope=admin", "scope appears twice."],
    ["?scope=__proto__", "There is no scope __proto__."],
  ])("are refused as %s", async (query, advice) => {
    const { provider, signed } = await createWorld({ scopes: SCOPES });
    const request = await signed(`${PATH}${query}`, undefined, PARAMETERS);
    const answer = await provider.temporaryCredentials(request);
    expect(answer.status).toBe(400);
    expect(await fields(answer)).toEqual({
      oauth_problem: "parameter_rejected",
      oauth_problem_advice: advice,
    });
  });

  test("that a user has none of are named to whoever is refused, without a token too", async () => {
    const advice = "This needs the scope admin.";
    for (const options of [{ scopes: SCOPES }, {}]) {
      const { provider, login, signed } = await createWorld(options);
      for (const token of [await login(), undefined]) {
        const call = await signed("/photos", token);
        const wanted = { scopes: ["admin"], token: "optional" } as const;
        expect(await provider.protect(call, wanted)).toEqual({
          ok: false,
          problem: "permission_denied",
          advice,
        });
      }
    }
  });

  test("cannot be added to on the consent page", async () => {
    const { provider, initiate } = await createWorld({ scopes: SCOPES });
    const { key } = await initiate();
    const more = { token: key, user: USER, scopes: ["read", "admin"] };
    await expect(provider.authorization.approve(more)).rejects.toThrow("asked for the scope admin");
    expect(await provider.authorization.inspect(key)).toMatchObject({ ok: true });
  });

  test("cannot be changed after they are signed", async () => {
    const { provider, signed } = await createWorld({ scopes: SCOPES });
    const { url, ...rest } = await signed(`${PATH}?scope=read`, undefined, PARAMETERS);
    const raised = { ...rest, url: url.replace("scope=read", "scope=admin") };
    expect((await provider.temporaryCredentials(raised)).status).toBe(401);
  });

  test("are not asked for where the provider has none", async () => {
    const { provider, initiate, signed, login } = await createWorld();
    const temporary = await initiate();
    const pending = await provider.authorization.inspect(temporary.key);
    expect(pending).toMatchObject({ scopes: [] });
    const call = await signed("/photos", await login());
    expect(await provider.protect(call)).toMatchObject({ scopes: [] });
  });
});
