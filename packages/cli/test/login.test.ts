import { chmodSync, statSync, writeFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openCallbackServer } from "../src/login/callback-server.js";
import { oauth1, start } from "./fixtures/command.js";
import { cleanAfterEach, createHome, emulated, type Home } from "./fixtures/home.js";

cleanAfterEach();

const URL_SHOWN = /\n {2}(http:\/\/\S+)\n/;

/** What a server answers to a request that no client would make of a URL. */
async function rawAnswer(url: string, line: string): Promise<string> {
  const { port, hostname, host } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(`${line}\r\nHost: ${host}\r\n\r\n`);
  return String(Buffer.concat(await socket.toArray()));
}

/** What tests change of a descriptor. */
interface Changed {
  readonly api: { profile?: object };
  readonly oauth: Readonly<
    Record<"temporaryCredentials" | "tokenCredentials", { fields?: object; parameters?: object }>
  >;
}

/** A descriptor of the repository with a change, as a file of the user's own. */
async function described(
  home: Home,
  id: string,
  change: (descriptor: Changed) => void,
): Promise<string> {
  const file = new URL(`../../../providers/${id}.json`, import.meta.url);
  const descriptor = JSON.parse(await readFile(file, "utf8"));
  change(descriptor);
  return home.write(`${id}.json`, JSON.stringify(descriptor));
}

describe("oauth1 login", () => {
  it("waits for the callback, keeps the token for its owner only, and prints none of it", async () => {
    const { emulator, app, home } = await emulated("twitter");
    const running = start(["login", "twitter", "--no-browser"], home);
    const [, url = ""] = await running.seen(URL_SHOWN);
    const { callbackUrl = "" } = await emulator.approve(url, { user: "bob" });
    expect(callbackUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback\?/);
    // Whatever else comes by, from another page or another login, is not taken for it.
    expect((await fetch(new URL("/favicon.ico", callbackUrl))).status).toBe(404);
    expect((await fetch(new URL("?oauth_token=x&oauth_verifier=y", callbackUrl))).status).toBe(404);
    expect(await rawAnswer(callbackUrl, "GET // HTTP/1.1")).toMatch(/^HTTP\/1.1 404 /);
    const answer = await (await fetch(callbackUrl)).text();
    expect(answer).toBe("You are logged in to X (Twitter). You can close this page.\n");
    const { code, stdout, stderr } = await running.ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Logged in to X \(Twitter\) as bob \(\d+\)\nProfile twitter in /);
    const { token } = home.profiles()["twitter"]?.account ?? { token: { key: "", secret: "" } };
    expect(token.secret).not.toBe("");
    for (const secret of [token.secret, app.secret]) expect(stdout + stderr).not.toContain(secret);
    expect(statSync(home.profileFile("twitter")).mode & 0o777).toBe(0o600);
    expect(statSync(home.profilesFolder).mode & 0o777).toBe(0o700);
    expect(await readdir(home.profilesFolder)).toEqual(["profile-twitter.json"]);
  });

  it("takes a typed verifier", async () => {
    const { emulator, home } = await emulated("twitter");
    const running = start(["login", "twitter", "--pin", "--no-browser", "--json"], home);
    const [, url = ""] = await running.seen(URL_SHOWN);
    const { verifier = "" } = await emulator.approve(url);
    running.type(`  ${verifier}\n`);
    const { code, stdout } = await running.ended;
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, profile: "twitter", username: "alice" });
  });

  it("asks for what it is told as the provider writes it", async () => {
    const { emulator, home } = await emulated("zotero");
    const said = ["-p", "library_access=true", "-p", "notes_access=false", "-p", "name=a b"];
    const running = start(["login", "zotero", "--no-browser", ...said], home);
    const [, url = ""] = await running.seen(URL_SHOWN);
    const { searchParams } = new URL(url);
    const asked = ["library_access", "notes_access", "name"].map((name) => searchParams.get(name));
    expect(asked).toEqual(["1", "0", "a b"]);
    await emulator.deny(url).then(async ({ callbackUrl = "" }) => fetch(callbackUrl));
    expect((await running.ended).code).toBe(1);
  });

  it("ends with 1 when the user says no, and keeps nothing", async () => {
    const { emulator, home } = await emulated("twitter");
    const running = start(["login", "twitter", "--no-browser", "--json"], home);
    const [, url = ""] = await running.seen(URL_SHOWN);
    const { callbackUrl = "" } = await emulator.deny(url);
    expect(await (await fetch(callbackUrl)).text()).toContain("The login has failed.");
    const { code, stdout } = await running.ended;
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: "denied" } });
    expect(home.profiles()["twitter"]?.account).toBeUndefined();
  });

  it("does not wait for ever", async () => {
    const { home } = await emulated("twitter");
    const args = ["login", "twitter", "--no-browser", "--timeout", "0.05"];
    const { code, stderr } = await oauth1(args, home);
    expect(code).toBe(1);
    expect(stderr).toContain("Nobody came back");
  });

  it("listens where a registered callback is, and says so when it cannot", async () => {
    const { emulator, home } = await emulated("discogs");
    const taken = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => taken.once("listening", resolve));
    const address = taken.address();
    const port = typeof address === "object" ? (address?.port ?? 0) : 0;
    const args = ["login", "discogs", "--no-browser", "--callback"];
    const blocked = await oauth1([...args, `http://localhost:${port}/back`], home);
    expect(blocked.code).toBe(2);
    expect(blocked.stderr).toContain("The callback cannot be waited for");
    await new Promise((resolve) => taken.close(resolve));
    const running = start([...args, `http://127.0.0.1:${port}/back?app=1`], home);
    const [, url = ""] = await running.seen(URL_SHOWN);
    const { callbackUrl = "" } = await emulator.approve(url);
    expect(callbackUrl).toContain(`http://127.0.0.1:${port}/back?app=1&`);
    await fetch(callbackUrl);
    expect((await running.ended).stdout).toContain("Logged in to Discogs as alice");
  });

  it("listens at the port of http where the callback names none, and at no other", async () => {
    const told = await openCallbackServer(new URL("http://127.0.0.1/back?app=1")).then(
      async ({ callback, close }) => {
        await close("");
        return callback;
      },
      (error: unknown) => String(error),
    );
    // Not everybody may listen there.
    expect(told).toMatch(/^http:\/\/127\.0\.0\.1\/back\?app=1$| listen E\w+: .* 127\.0\.0\.1:80$/);
  });

  it.each([
    ["is on another machine", "https://app.example/back"],
    ["has to be https, for which there is no certificate", "https://localhost:8443/back"],
  ])("asks for the address where the callback %s", async (_title, callback) => {
    const { emulator, home } = await emulated("discogs");
    const args = ["login", "discogs", "--no-browser", "--callback", callback];
    const running = start(args, home);
    const [, url = ""] = await running.seen(URL_SHOWN);
    const { callbackUrl = "" } = await emulator.approve(url);
    expect(callbackUrl).toMatch(new RegExp(`^${callback}\\?`));
    running.type(`${callbackUrl}\n`);
    expect((await running.ended).stdout).toContain("Logged in to Discogs as alice");
  });

  it("opens the program that BROWSER names", async () => {
    const { home } = await emulated("twitter");
    const browser = await home.write(
      "browser",
      `#!/bin/sh\nprintf %s "$1" > "${home.folder}/opened"\n`,
    );
    chmodSync(browser, 0o755);
    const env = { ...home.env, BROWSER: browser };
    const { stderr } = await oauth1(["login", "twitter", "--timeout", "2"], { env });
    const [, url = ""] = URL_SHOWN.exec(stderr) ?? [];
    const { readFileSync } = await import("node:fs");
    expect(readFileSync(`${home.folder}/opened`, "utf8")).toBe(url);
  });

  it("says what a provider has to be told", async () => {
    const home = createHome();
    const variables = await oauth1(["login", "netsuite"], home);
    expect(variables.code).toBe(2);
    expect(variables.stderr).toContain("--variable accountId=");
    const unknown = await oauth1(["login", "twitter", "--variable", "x=y"], home);
    expect(unknown.stderr).toContain('X (Twitter) has no variable "x"; it has none.');
    const key = await oauth1(["login", "twitter"], home);
    expect(key.stderr).toContain("Pass --consumer-key or --profile, or set OAUTH1_CONSUMER_KEY");
    const scope = await oauth1(["login", "hatena", "--emulate", "--as", "bob"], home);
    expect(scope.stderr).toContain("--param scope=");
  });

  it("quotes for a shell what a provider has to be told", async () => {
    const home = createHome();
    const says = { in: "query", required: true, description: "Shown.", example: "Movie Buddy" };
    const own = await described(home, "discogs", ({ oauth }) => {
      oauth.temporaryCredentials.parameters = { application_name: says };
    });
    const { stderr } = await oauth1(["login", own, "--emulate", "--as", "bob"], home);
    expect(stderr).toContain("  --param 'application_name=Movie Buddy'  Shown.\n");
  });

  it("says that a provider is retiring OAuth 1.0a", async () => {
    const { stderr } = await oauth1(["login", "garmin", "--emulate", "--as", "bob"]);
    expect(stderr).toBe(
      "Garmin Connect is retiring OAuth 1.0a by 2026-12-31. What comes after it: OAuth 2.0 with PKCE (https://nango.dev/docs/api-integrations/garmin-oauth2).\n",
    );
  });

  it("keeps a token that was issued by hand, and one text that holds everything", async () => {
    const { emulator, app, home } = await emulated("bricklink");
    const { key, secret } = await emulator.issueToken("alice");
    const env = {
      OAUTH1_CONSUMER_KEY: app.key,
      OAUTH1_CONSUMER_SECRET: app.secret,
      OAUTH1_TOKEN: key,
      OAUTH1_TOKEN_SECRET: secret,
      ...home.env,
    };
    expect((await oauth1(["login", "bricklink"], { env })).code).toBe(0);
    expect(home.profiles()["bricklink"]?.account?.token).toEqual({ key, secret });
    const maas = await emulated("maas");
    const { composite = "" } = await maas.emulator.issueToken("carol");
    const own = await oauth1(["login", "maas"], {
      env: { ...maas.home.env, OAUTH1_TOKEN: composite },
    });
    expect(own).toMatchObject({ code: 0, stdout: expect.stringContaining("as carol") });
  });
});

describe("oauth1 login, once more", () => {
  const CONSUMER = { OAUTH1_CONSUMER_KEY: "ck", OAUTH1_CONSUMER_SECRET: "cs" };
  const at = (server: string): readonly string[] => ["--variable", `serverUrl=${server}`];

  it("goes by what is said now, and takes the rest from the login before", async () => {
    const home = createHome();
    const env = { ...home.env, ...CONSUMER };
    const login = ["login", "oneroster-1-1"];
    const one = [...login, ...at("https://one.example"), "--method", "hmac-sha1"];
    expect((await oauth1(one, { env })).code).toBe(0);
    const kept = {
      provider: "oneroster-1-1",
      signatureMethod: "HMAC-SHA1",
      variables: { serverUrl: "https://one.example" },
      consumer: { key: "ck", secret: "cs" },
    };
    expect(home.profiles()["oneroster-1-1"]).toEqual(kept);
    expect((await oauth1([...login, ...at("https://two.example")], home)).code).toBe(0);
    const moved = { ...kept, variables: { serverUrl: "https://two.example" } };
    expect(home.profiles()["oneroster-1-1"]).toEqual(moved);
    const other = { OAUTH1_CONSUMER_KEY: "other", OAUTH1_CONSUMER_SECRET: "os" };
    expect((await oauth1(login, { env: { ...home.env, ...other } })).code).toBe(0);
    const consumer = { key: "other", secret: "os" };
    expect(home.profiles()["oneroster-1-1"]).toEqual({ ...moved, consumer });
  });

  it("takes no keys of another provider's", async () => {
    const home = createHome();
    const consumer = { key: "ck", secret: "cs" };
    await home.keep({ me: { provider: "woocommerce", consumer } });
    const args = ["login", "oneroster-1-1", "--profile", "me", ...at("https://one.example")];
    const { code, stderr } = await oauth1(args, home);
    expect([code, stderr]).toEqual([2, expect.stringContaining("Which consumer? ")]);
    expect(home.profiles()).toEqual({ me: { provider: "woocommerce", consumer } });
  });

  it("keeps a token although nobody can tell whose it is", async () => {
    const { emulator, home } = await emulated("twitter");
    await emulator.close();
    const env = { ...home.env, OAUTH1_TOKEN: "t", OAUTH1_TOKEN_SECRET: "ts" };
    const login = await oauth1(["login", "twitter", "--flow", "pre-issued"], { env });
    expect(login.code).toBe(0);
    expect(login.stderr).toMatch(/^Who is signed in cannot be told: /);
    expect(home.profiles()["twitter"]?.account?.token).toEqual({ key: "t", secret: "ts" });
  });
});

describe("a token of the provider's own pages", () => {
  it("comes without what the URLs of an account are made of, which is asked for", async () => {
    const home = createHome();
    const env = {
      OAUTH1_CONSUMER_KEY: "ck",
      OAUTH1_CONSUMER_SECRET: "cs",
      OAUTH1_TOKEN: "t",
      OAUTH1_TOKEN_SECRET: "ts",
      ...home.env,
    };
    const args = ["login", "evernote", "--flow", "pre-issued"];
    const without = await oauth1(args, { env });
    expect(without).toMatchObject({ code: 2, stdout: "" });
    expect(without.stderr).toContain("--field edam_noteStoreUrl=https://");
    const url = "https://www.evernote.com/shard/s1/notestore";
    const kept = await oauth1([...args, "--field", `edam_noteStoreUrl=${url}`], { env });
    expect(kept.code).toBe(0);
    expect(home.profiles()["evernote"]?.account).toMatchObject({
      edam_noteStoreUrl: url,
      token: { key: "t", secret: "ts" },
    });
    const emulated = await oauth1([...args, "--emulate", "--as", "bob"], home);
    expect(emulated.code).toBe(0);
  });
});

describe("oauth1 login --emulate", () => {
  it("is at the tenant that --variable names, and refuses one that there is not", async () => {
    const home = createHome();
    const login = ["login", "netsuite", "--emulate", "--as", "bob", "--variable"];
    expect((await oauth1([...login, "accountId=1234567"], home)).code).toBe(0);
    const wrong = await oauth1([...login, "account=1234567"], home);
    expect(wrong).toMatchObject({ code: 2, stdout: "" });
    expect(wrong.stderr).toContain('has no variable "account": it has accountId.');
  });

  it("signs with the method that was asked for, as far as the provider takes it", async () => {
    const login = ["login", "discogs", "--emulate", "--as", "bob", "--method"];
    expect((await oauth1([...login, "plaintext"])).code).toBe(0);
    const other = await oauth1([...login, "HMAC-SHA512"]);
    expect(other).toMatchObject({ code: 2, stdout: "" });
    expect(other.stderr).toBe("Discogs takes HMAC-SHA1 and PLAINTEXT, not HMAC-SHA512.\n");
  });

  it("shows no control characters of a name", async () => {
    const args = ["login", "discogs", "--emulate", "--as", "bob\u001B[31m"];
    expect((await oauth1(args)).stdout).toMatch(/^Logged in to Discogs as bob\uFFFD\[31m \(/);
  });

  it("refuses what is of no use there", async () => {
    for (const [flag, value] of [
      ["--as", ""],
      ["--profile", "mine"],
      ["--consumer-key", "ck"],
      ["--timeout", "soon"],
    ] as const) {
      const { code, stderr } = await oauth1(["login", "discogs", "--emulate", flag, value]);
      expect([code, stderr]).toEqual([2, expect.stringMatching(`^${flag} `)]);
    }
  });

  it("is of the user of --as too where the verifier is sent to the app", async () => {
    const home = createHome();
    const own = await described(home, "magento2", ({ oauth }) => {
      oauth.tokenCredentials.fields = { login: { type: "string", role: "username", example: "a" } };
    });
    const { stdout } = await oauth1(["login", own, "--emulate", "--as", "bob"], home);
    expect(stdout).toMatch(/^Logged in to Magento 2 as bob\n/);
  });

  it("asks who is signed in with a live session, where calls are signed with one", async () => {
    const home = createHome();
    const own = await described(home, "interactive-brokers", ({ api }) => {
      api.profile = { operation: "getAccounts", id: "selectedAccount" };
    });
    const login = await oauth1(["login", own, "--emulate", "--as", "bob"], home);
    expect(login).toMatchObject({
      stderr: "",
      stdout: expect.stringMatching(/^Logged in to Interactive Brokers as \S+\n/),
    });
  });
});

describe("profiles", () => {
  it("are not read when others can, and not when they hold something else", async () => {
    const { home } = await emulated("twitter");
    const file = home.profileFile("twitter");
    chmodSync(file, 0o640);
    const open = await oauth1(["profiles"], home);
    expect(open).toMatchObject({ code: 2, stdout: "" });
    expect(open.stderr).toContain(`chmod 600 ${file}`);
    chmodSync(file, 0o604);
    expect((await oauth1(["profiles"], home)).stderr).toContain("others can read it (mode 604)");
    chmodSync(file, 0o600);
    const account = { version: 1, token: { key: "k" } };
    const halved = JSON.stringify({ version: 1, profile: { consumer: { key: "k" }, account } });
    const odd = [
      { consumer: { key: "k" }, variables: { realm: 1 } },
      { consumer: { key: "k" }, originMap: [1] },
      { consumer: { secret: "s" } },
    ].map((profile) => JSON.stringify({ version: 1, profile }));
    for (const content of ["[]", halved, ...odd]) {
      writeFileSync(file, content);
      const refused = await oauth1(["logout", "twitter"], home);
      expect(refused).toMatchObject({ code: 2, stdout: "" });
      expect(refused.stderr).toContain("holds no profile of this version");
    }
    expect(await oauth1(["profiles", "remove", "twitter"], home)).toMatchObject({ code: 0 });
    expect(home.profiles()).toEqual({});
  });

  it("are closed to others by a command that a shell takes as it stands", async () => {
    const home = createHome();
    const file = await home.write("a b/oauth1/profiles/profile-me.json", "{}");
    chmodSync(file, 0o644);
    const env = { XDG_CONFIG_HOME: join(home.folder, "a b") };
    expect((await oauth1(["profiles"], { env })).stderr).toContain(`: chmod 600 '${file}', and`);
  });

  it("have a name, which is refused where it is empty before anybody logs in", async () => {
    const { env, profilesFolder } = createHome();
    for (const command of ["login", "emulate"]) {
      const { code, stderr } = await oauth1([command, "bricklink", "--profile", ""], { env });
      expect([code, stderr]).toEqual([2, "A profile has a name, and this one is empty.\n"]);
    }
    expect(await readdir(profilesFolder)).toEqual([]);
  });

  it("are listed beside those that cannot be read, which are told", async () => {
    const { app, home } = await emulated("twitter");
    const consumer = { key: "k" };
    const account = { version: 2, token: { key: "k", secret: "s" } };
    await home.keep({
      account: { consumer, account },
      open: { consumer },
      odd: { consumer, provider: 1 },
    });
    await home.keep({ newer: { consumer } });
    writeFileSync(home.profileFile("newer"), JSON.stringify({ version: 2, profile: { consumer } }));
    chmodSync(home.profileFile("open"), 0o640);
    const list = await oauth1(["profiles"], home);
    expect(list.code).toBe(2);
    expect(list.stdout).toBe(`twitter  twitter  ${app.key}  without a token, emulated\n`);
    const problems = list.stderr.trimEnd().split("\n");
    expect(problems).toEqual([
      expect.stringMatching(/^account: \/.*-account\.json holds no profile of this version/),
      expect.stringMatching(/^newer: \/.*-newer\.json holds no profile of this version/),
      expect.stringMatching(/^odd: \/.*-odd\.json holds no profile of this version/),
      expect.stringMatching(/^open: \/.*-open\.json holds secrets, and others can read it/),
    ]);
    const json = await oauth1(["profiles", "--json"], home);
    expect(json).toMatchObject({ code: 2, stderr: "" });
    expect(JSON.parse(json.stdout)).toMatchObject({
      ok: false,
      profiles: [{ name: "twitter" }],
      error: { code: "usage", details: problems },
    });
  });

  it("are listed without secrets, and removed", async () => {
    const { app, home } = await emulated("twitter");
    const list = await oauth1(["profiles"], home);
    expect(list.stdout).toBe(`twitter  twitter  ${app.key}  without a token, emulated\n`);
    const json = await oauth1(["profiles", "list", "--json"], home);
    expect(json.stdout).not.toContain(app.secret);
    const removed = await oauth1(["profiles", "remove", "twitter", "--json"], home);
    expect(JSON.parse(removed.stdout)).toEqual({ ok: true, removed: "twitter" });
    expect(home.profiles()).toEqual({});
    const none = await oauth1(["profiles", "remove", "twitter"], home);
    expect(none).toEqual({
      code: 2,
      stdout: "",
      stderr: 'There is no profile "twitter"; oauth1 login makes one.\n',
    });
  });

  it("are listed with their tokens in the order of their names, and control no terminal", async () => {
    const home = createHome();
    const account = { version: 1, token: { key: "t", secret: "ts" } };
    await home.keep({
      "%c3%a9t%c3%a9": { consumer: { key: "k\u001B[31m" } },
      b: { provider: "plurk", consumer: { key: "k" }, account },
      a: { provider: "plurk", consumer: { key: "k" } },
    });
    expect((await oauth1(["profiles"], home)).stdout).toBe(
      [
        "a    plurk        k       without a token",
        "b    plurk        k       with a token",
        "\u00E9t\u00E9  no provider  k\uFFFD[31m  without a token",
        "",
      ].join("\n"),
    );
  });
});
