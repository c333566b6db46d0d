import { mkdir, readdir } from "node:fs/promises";
import { describe, expect, it, vi } from "vitest";
import {
  findProfile,
  profileNames,
  removeProfile,
  removeRead,
  saveProfile,
  type Profile,
} from "../src/profiles.js";
import { oauth1, start } from "./fixtures/command.js";
import { cleanAfterEach, createHome, emulated, modelOf, type World } from "./fixtures/home.js";

cleanAfterEach();

/** An emulated provider, and a profile with a token that it has issued. */
async function loggedIn(id: string): Promise<World> {
  const world = await emulated(id);
  const { key, secret } = await world.emulator.issueToken("alice");
  const account = { version: 1, token: { key, secret } };
  const profile = world.home.profiles()[id];
  await world.home.keep({ [id]: { ...profile, account }, copy: { ...profile, account } });
  return world;
}

describe("oauth1 logout", () => {
  it("revokes the token at the provider, and removes the profile", async () => {
    const { home } = await loggedIn("twitter");
    const call = ["request", "--profile", "copy", "--operation", "getUsersMe"];
    expect((await oauth1(call, home)).code).toBe(0);
    const { code, stdout, stderr } = await oauth1(["logout", "twitter"], home);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toBe("twitter is removed.\nX (Twitter) has revoked the token.\n");
    expect(Object.keys(home.profiles())).toEqual(["copy"]);
    expect((await oauth1(call, home)).code).toBe(1);
  });

  it("keeps the profile where the provider refuses or is not there, and says what to do", async () => {
    const { emulator, home } = await loggedIn("twitter");
    await oauth1(["logout", "twitter"], home);
    const refused = await oauth1(["logout", "copy", "--json"], home);
    expect(refused.code).toBe(1);
    const { error } = JSON.parse(refused.stdout);
    expect(error).toMatchObject({ code: "revocation_refused" });
    expect(error.message).toContain("oauth1 profiles remove copy");
    expect(error.details).toContain("status: 401");
    await emulator.close();
    const gone = await oauth1(["logout", "--profile", "copy"], home);
    expect(gone.code).toBe(1);
    expect(gone.stderr).toContain("The profile is still there");
    expect(Object.keys(home.profiles())).toEqual(["copy"]);
    expect((await oauth1(["profiles", "remove", "copy"], home)).code).toBe(0);
    expect(await readdir(home.profilesFolder)).toEqual([]);
  });

  it("says so where the provider has no call for it, and where there is no token", async () => {
    const { home } = await loggedIn("discogs");
    const kept = await oauth1(["logout", "discogs"], home);
    expect(kept.code).toBe(0);
    expect(kept.stdout).toContain("take it back on the pages of Discogs, or it stays valid.");
    const bricklink = await loggedIn("bricklink");
    const issued = await oauth1(["logout", "bricklink", "--json"], bricklink.home);
    const { message, ...said } = JSON.parse(issued.stdout);
    expect(said).toMatchObject({ ok: true, token: "kept" });
    const { oauth } = modelOf("bricklink");
    expect(message).toMatch(/take it back there \(http:\/\/\S+\), or it stays valid\.\n/);
    expect(message).toContain(oauth.lifetime?.description);
    const empty = await emulated("twitter");
    const none = await oauth1(["logout", "twitter", "--json"], empty.home);
    expect(JSON.parse(none.stdout)).toMatchObject({ profile: "twitter", token: "none" });
    expect(empty.home.profiles()).toEqual({});
  });

  it.each([
    [["logout"], "Pass a provider, or --profile."],
    [["logout", "plurk"], 'There is no profile "plurk"; there are copy, twitter'],
    [["logout", "plurk", "--profile", "copy"], "The profile copy is of twitter, not of plurk"],
    [["renew", "twitter"], "X (Twitter) renews no tokens."],
    [["renew", "twittr"], "Did you mean twitter?"],
    [["renew", "copy"], "oauth1 login twitter --profile copy gets another one"],
  ])("answers %j with 2 and the mend", async (args, message) => {
    const { home } = await loggedIn("twitter");
    const { code, stdout, stderr } = await oauth1(args, home);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(Object.keys(home.profiles())).toEqual(["copy", "twitter"]);
  });
});

describe("oauth1 renew", () => {
  it("lets a token live longer", async () => {
    const { home } = await loggedIn("etrade");
    const before = home.profiles()["etrade"]?.account?.token;
    const { code, stdout } = await oauth1(["renew", "etrade"], home);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^E\*TRADE has renewed the token\nProfile etrade in /);
    expect(home.profiles()["etrade"]?.account?.token).toEqual(before);
  });

  it("trades it for another one, which works, and prints none of it", async () => {
    const { emulator, home } = await emulated("bitbucket-dc");
    const login = start(["login", "bitbucket-dc", "--no-browser"], home);
    const [, url = ""] = await login.seen(/\n {2}(http:\/\/\S+)\n/);
    const { callbackUrl = "" } = await emulator.approve(url);
    await fetch(callbackUrl);
    expect((await login.ended).code).toBe(0);
    const before = home.profiles()["bitbucket-dc"]?.account?.token.secret ?? "";
    const { code, stdout, stderr } = await oauth1(["renew", "--profile", "bitbucket-dc"], home);
    expect(code).toBe(0);
    expect(stdout).toContain("has handed out a new token");
    const after = home.profiles()["bitbucket-dc"]?.account?.token.secret ?? "";
    expect(after).not.toBe(before);
    for (const secret of [before, after]) expect(stdout + stderr).not.toContain(secret);
    const call = ["request", "--profile", "bitbucket-dc", "--operation", "getUsers"];
    expect(await oauth1(call, home)).toMatchObject({ code: 0 });
  });

  it("says what is missing, and what to do when the provider refuses", async () => {
    const { home } = await loggedIn("bitbucket-dc");
    const bare = await oauth1(["renew", "bitbucket-dc"], home);
    expect(bare.code).toBe(2);
    expect(bare.stderr).toContain("has no oauth_session_handle");
    const profile = home.profiles()["bitbucket-dc"];
    const account = { ...profile?.account, oauth_session_handle: "made-up" };
    await home.keep({ "bitbucket-dc": { ...profile, account } });
    const refused = await oauth1(["renew", "bitbucket-dc"], home);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("oauth1 login bitbucket-dc gets another one");
    expect(refused.stderr).not.toContain("made-up");
    const { home: empty } = await emulated("etrade");
    const none = await oauth1(["renew", "etrade"], empty);
    expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining("has no token") });
  });
});

describe("profiles of programs that run at once", () => {
  it("are all kept, or removed, as each program says", { timeout: 120_000 }, async () => {
    const { emulator, app, home } = await emulated("bricklink");
    const { key, secret } = await emulator.issueToken("alice");
    const account = { version: 1, token: { key, secret } };
    const consumer = { key: app.key, secret: app.secret };
    const { originMap, variables } = emulator;
    const profile = { provider: "bricklink", consumer, account, originMap, variables };
    const leaving = ["p0", "p1", "p2", "p3"];
    const staying = Array.from({ length: 12 }, (_one, at) => `q${at}`);
    await home.keep(Object.fromEntries([...leaving, ...staying].map((name) => [name, profile])));
    const env = {
      OAUTH1_CONSUMER_KEY: app.key,
      OAUTH1_CONSUMER_SECRET: app.secret,
      OAUTH1_TOKEN: "another",
      OAUTH1_TOKEN_SECRET: secret,
      ...home.env,
    };
    const ended = await Promise.all([
      ...leaving.map((name) => oauth1(["logout", "--profile", name], { env })),
      ...staying.map((name) => oauth1(["login", "bricklink", "--profile", name], { env })),
    ]);
    expect(ended.map(({ code }) => code)).toEqual(ended.map(() => 0));
    const kept = home.profiles();
    expect(Object.keys(kept).sort()).toEqual([...staying, "bricklink"].sort());
    const keys = staying.map((name) => kept[name]?.account?.token.key);
    expect(keys).toEqual(staying.map(() => "another"));
  });

  it("leave nothing beside the file that one cannot be put into", async () => {
    const home = createHome();
    vi.stubEnv("XDG_CONFIG_HOME", home.env["XDG_CONFIG_HOME"]);
    await mkdir(home.profileFile("me"), { recursive: true });
    await expect(saveProfile("me", { consumer: { key: "k" } })).rejects.toThrow("EISDIR");
    expect(await readdir(home.profilesFolder)).toEqual(["profile-me.json"]);
    vi.unstubAllEnvs();
  });

  it("are not removed by a logout when a login has put another there", async () => {
    const home = createHome();
    vi.stubEnv("XDG_CONFIG_HOME", home.env["XDG_CONFIG_HOME"]);
    const named = (key: string): Profile => ({ provider: "plurk", consumer: { key } });
    await saveProfile("Me", named("first"));
    await saveProfile("me", named("lower"));
    await saveProfile("Me", named("second"));
    await removeRead("Me", named("first"));
    expect(profileNames()).toEqual(["Me", "me"]);
    expect(["Me", "me"].map(findProfile)).toEqual([named("second"), named("lower")]);
    await removeRead("Me", named("second"));
    await removeRead("Me", named("second"));
    removeProfile("me");
    expect(await readdir(home.profilesFolder)).toEqual([]);
    vi.unstubAllEnvs();
  });
});
