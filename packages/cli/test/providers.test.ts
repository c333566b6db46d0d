import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { emulate, emulatedUser } from "../src/emulation.js";
import { connection } from "../src/provider/connect.js";
import { entranceOf, logIn } from "../src/login/ways.js";
import { whoami } from "../src/login/whoami.js";
import { oauth1, start } from "./fixtures/command.js";
import { cleanAfterEach, createHome, modelOf } from "./fixtures/home.js";

cleanAfterEach();

const FOLDER = new URL("../../../providers/", import.meta.url);
const ids = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".json"))
  .map((file) => file.replace(".json", ""));

describe("every provider", () => {
  it.each(ids)("%s can be entered, by its first way", async (id) => {
    const model = modelOf(id);
    const emulated = await emulate({ reference: id, model }, {});
    try {
      const flow = entranceOf(model, undefined);
      const user = emulatedUser(emulated, "bob");
      // Those that have to be told something take the described example.
      const params = id === "hatena" ? { scope: "read_public" } : {};
      const options = await connection(model, emulated.profile);
      const { account, consumer = emulated.profile.consumer } = await logIn(flow, {
        model,
        options,
        user,
        params,
      });
      expect(account === undefined).toBe(flow.kind === "two-legged");
      if (account === undefined) return;
      expect(account.token.key).not.toBe("");
      const speaking = await connection(model, { ...emulated.profile, consumer });
      const who = await whoami(model, speaking, account);
      if (model.api.profile !== undefined) expect(Object.keys(who)).not.toEqual([]);
    } finally {
      await emulated.emulator.close();
    }
  });
});

describe("oauth1 providers", () => {
  it("lists and shows them", async () => {
    const list = await oauth1(["providers", "--json"]);
    // `list` is what it does by itself, and takes the option.
    expect(JSON.parse(list.stdout).providers.map(({ id }: { id: string }) => id)).toEqual(
      ids.sort(),
    );
    const show = await oauth1(["providers", "show", "netsuite"]);
    expect(show.code).toBe(0);
    for (const text of ["HMAC-SHA256", "accountId", "What surprises", "Operations"]) {
      expect(show.stdout).toContain(text);
    }
    expect(show.stdout).toContain(
      "NetSuite is retiring OAuth 1.0a. From release 2027.1 on nobody can make new TBA integrations, while those that exist go on. What comes after it: OAuth 2.0 (https://",
    );
    expect(show.stdout).not.toContain("\u001B");
    const json = await oauth1(["providers", "show", "netsuite", "--json"]);
    expect(JSON.parse(json.stdout)).toMatchObject({ ok: true, provider: { id: "netsuite" } });
  });

  it("finds every mistake in a descriptor of one's own", async () => {
    const home = createHome();
    const bad = await home.write("acme.json", '{\n  "descriptorVersion": 2\n}\n');
    const wrong = await oauth1(["providers", "validate", bad]);
    expect(wrong).toMatchObject({ code: 1, stdout: "" });
    expect(wrong.stderr).toContain(`${bad}:2:24 error this must be 1`);
    const json = await oauth1(["providers", "validate", bad, "--json"]);
    expect(JSON.parse(json.stdout).issues.length).toBeGreaterThan(1);
    expect((await oauth1(["login", bad])).stderr).toContain(`${bad}:2:24 error`);
    const text = readFileSync(new URL("discogs.json", FOLDER), "utf8");
    const good = await home.write("discogs.json", text);
    expect((await oauth1(["providers", "validate", good])).stdout).toBe(
      "1 descriptor, no mistakes\n",
    );
    const login = await oauth1(["login", good, "--emulate", "--as", "bob"]);
    expect(login.stdout).toContain("Logged in to Discogs as bob");
  });

  it("goes on with the others of OAUTH1_PROVIDERS, and says which file is wrong", async () => {
    const home = createHome();
    await home.write("discogs.json", readFileSync(new URL("discogs.json", FOLDER), "utf8"));
    const bad = await home.write("acme.json", '{\n  "descriptorVersion": 2\n}\n');
    const torn = await home.write("torn.json", "{");
    const surroundings = { env: { ...home.env, OAUTH1_PROVIDERS: home.folder } };
    for (const args of [
      ["providers", "show", "acme"],
      ["login", "acme"],
      ["emulate", "acme"],
    ]) {
      const refused = await oauth1(args, surroundings);
      expect(refused).toMatchObject({ code: 2, stdout: "" });
      expect(refused.stderr).toContain(`${bad}:2:24 error this must be 1`);
    }
    const list = await oauth1(["providers", "--json"], surroundings);
    expect(list.code).toBe(0);
    expect(JSON.parse(list.stdout).providers).toMatchObject([{ id: "discogs" }]);
    for (const file of [`${bad}:2:24`, `${torn}:1:`]) expect(list.stderr).toContain(file);
    const running = start(["emulate", "discogs"], surroundings);
    await running.seen(/Ctrl-C stops it/);
    running.interrupt();
    expect(await running.ended).toMatchObject({ code: 0, stderr: list.stderr });
  });
});

describe("oauth1 emulate", () => {
  it("runs until Ctrl-C, and keeps a profile that request can use", async () => {
    const home = createHome();
    const running = start(["emulate", "twitter", "--profile", "emulated"], home);
    await running.seen(/Ctrl-C stops it/);
    const call = ["request", "--profile", "emulated", "--operation", "getUsersMe"];
    const me = await oauth1(call, home);
    expect(JSON.parse(me.stdout)).toMatchObject({ data: { username: "alice" } });
    running.interrupt();
    const { code, stdout } = await running.ended;
    expect(code).toBe(0);
    const { token } = home.profiles()["emulated"]?.account ?? { token: { secret: "" } };
    expect(stdout).not.toContain(token.secret);
  });

  it("says as JSON where it is, and the secrets only when asked", async () => {
    const running = start(["emulate", "jira-dc", "--json", "--show-secrets"]);
    const [line] = await running.seen(/^\{.*\}\n/);
    const facts = JSON.parse(line);
    expect(facts.consumer.privateKey).toMatch(/^-----BEGIN PRIVATE KEY-----/);
    expect((await fetch(facts.pages.home)).status).toBe(200);
    running.interrupt();
    expect((await running.ended).code).toBe(0);
  });
});

describe("oauth1 generate and import", () => {
  it("make packages of a descriptor, and find drift", async () => {
    const home = createHome();
    const file = await home.write(
      "discogs.json",
      readFileSync(new URL("discogs.json", FOLDER), "utf8"),
    );
    const args = ["generate", file, "--out", `${home.folder}/sdk`];
    const made = await oauth1([...args, "--json"]);
    expect(made.code).toBe(0);
    expect(JSON.parse(made.stdout)).toMatchObject({ ok: true, packages: [{ status: "created" }] });
    await home.write("sdk/discogs/src/index.ts", "edited");
    const drift = await oauth1([...args, "--check"]);
    expect(drift.code).toBe(1);
    expect(drift.stderr).toBe(`stale  ${home.folder}/sdk/discogs/src/index.ts\n`);
    await home.write("taken/discogs/mine.txt", "mine");
    const refused = await oauth1(["generate", file, "--out", `${home.folder}/taken`]);
    expect(refused).toMatchObject({ code: 2, stdout: "" });
    expect(refused.stderr).toMatch(/holds files that were not generated: move them away.*\n$/);
    const scope = await oauth1([...args, "--scope", "@aCME"]);
    expect(scope).toMatchObject({ code: 2, stderr: expect.stringContaining("lower case") });
  });

  it("make a descriptor to finish of an OpenAPI document", async () => {
    const home = createHome();
    const document = await home.write(
      "acme.yaml",
      "openapi: 3.0.0\ninfo: { title: Acme, version: '1' }\npaths:\n  /me:\n    get: { operationId: getMe, responses: { '200': { description: ok } } }\n",
    );
    const out = `${home.folder}/providers/acme.json`;
    const made = await oauth1(["import", document, "--out", out]);
    expect(made.code).toBe(0);
    expect(made.stdout).toContain(`oauth1 providers validate ${out}`);
    expect((await oauth1(["providers", "validate", out])).stderr).toContain("TODO");
    const again = await oauth1(["import", document, "--out", out]);
    expect(again).toMatchObject({ code: 2, stderr: `${out} is there already.\n` });
    const odd = await home.write("Bad Name.yaml", "openapi: 3.0.0\npaths: {}\n");
    expect(JSON.parse((await oauth1(["import", odd])).stdout)).toMatchObject({ id: "bad-name" });
    expect(await oauth1(["import", odd, "--id", "Bad Name"])).toMatchObject({
      code: 2,
      stderr: '"Bad Name" is no id: choose lower-case words joined by hyphens with --id\n',
    });
    const text = await home.write("notes.txt", "hello");
    expect((await oauth1(["import", text])).code).toBe(1);
  });
});
