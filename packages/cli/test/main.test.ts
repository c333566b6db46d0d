import { existsSync, readFileSync } from "node:fs";
import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { COMMANDS } from "../src/commands.js";
import { NARROW_HELP } from "../src/help.js";
import { oauth1 } from "./fixtures/command.js";

describe("oauth1", () => {
  it("helps with commands and their parts", async () => {
    const { code, stdout } = await oauth1(["help", "providers", "show"]);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringContaining("Usage: oauth1 providers show [options] <provider>"),
    });
    expect((await oauth1(["help"])).stdout).toContain("Usage: oauth1 [options] [command]");
  });

  it("lists its commands, and says its version", async () => {
    const help = await oauth1(["--help"]);
    expect(help).toMatchObject({ code: 0, stderr: "" });
    for (const name of ["login", "request", "sign", "diagnose", "completion"]) {
      expect(help.stdout).toMatch(new RegExp(`^ {2}${name} `, "m"));
    }
    const manifest = readFileSync(new URL("../package.json", import.meta.url), "utf8");
    expect(await oauth1(["--version"])).toEqual({
      code: 0,
      stdout: `${JSON.parse(manifest).version}\n`,
      stderr: "",
    });
  });

  it("has no help that is wider than a terminal", async () => {
    const { stdout: own } = await oauth1(["--help"]);
    const helps = COMMANDS.map(async ({ name, load }) => {
      const written: string[] = [];
      const command = new Command(name).configureHelp({ ...NARROW_HELP, helpWidth: 80 });
      (await load()).declare(command, () => undefined);
      command.configureOutput({ writeOut: (text) => void written.push(text) }).outputHelp();
      return written.join("");
    });
    const lines = [own, ...(await Promise.all(helps))].join("\n").split("\n");
    expect(lines.filter(({ length }) => length > 80)).toEqual([]);
    expect(lines.filter((line) => line.startsWith("Usage: "))).toHaveLength(COMMANDS.length + 1);
  });

  it("puts a description below its term where a terminal is narrow", () => {
    const help = (width: number): string => {
      const command = new Command("x").configureHelp({ ...NARROW_HELP, helpWidth: width });
      return command.option("--some <thing>", "a rather long sentence about it").helpInformation();
    };
    expect(help(80)).toContain("  --some <thing>  a rather long sentence about it\n");
    expect(help(36)).toContain("  --some <thing>\n      a rather long sentence about\n      it\n");
  });

  it.each([
    [["sgn"], "Did you mean sign?"],
    [["help", "sgn"], "unknown command 'sgn'\n(Did you mean sign?)"],
    [["sign", "https://a.b/", "--curl", "curl https://c.d/"], "--curl has a URL of its own"],
    [["diagnose", "--curl", "curl https://c.d/", "-H", "a: b"], "-H goes with a URL"],
    [["explain", "-X", "POST"], "-X goes with a URL"],
    [["sign", "--bogus"], "unknown option '--bogus'"],
    [["sign", "--as", "poem", "https://example.com/"], "Allowed choices are header, curl"],
    [["sign"], "There is no request: pass a URL, or a request on stdin."],
    [["login"], "missing required argument 'provider'"],
    [["login", "twittr"], "Did you mean twitter?"],
    [["login", "./nowhere.json"], "There is no ./nowhere.json."],
    [["login", "./"], "./ cannot be read: EISDIR"],
    [["import", "packages"], "packages cannot be read: EISDIR"],
    [["providers", "validate", "/dev/null/x.json"], "There is no /dev/null/x.json."],
    [["login", "evernote", "--field", "a=b"], "--field goes with --flow pre-issued"],
    [
      ["login", "twitter", "--emulate", "--as", "ann", "-p", "force_login=maybe"],
      'force_login is true or false, not "maybe".',
    ],
    [
      ["login", "twitter", "--emulate", "--as", "ann", "-p", "force=true"],
      'This login has no parameter "force"; it has x_auth_access_type, force_login, screen_name.',
    ],
    [["login", "evernote", "--username", "ann"], "--username goes with --flow x-auth"],
    [["login", "evernote", "--flow", "pre-issued", "--pin"], "--pin goes with --flow login"],
    [
      ["login", "evernote", "--emulate", "--as", "ann", "--pin"],
      "--pin does not go with --as, which says yes without a person.",
    ],
    [["profiles", "rmove"], "oauth1 profiles remove <name> removes one"],
    [["request", "-X", "GE T", "https://example.com/"], "There is no method"],
    [["request", "POST", "https://example.com/", "-X", "GET"], "The method is said twice"],
    [["request", "https://example.com/", "--consumer-key", "k"], "Consumer secret"],
    [["request"], "Which request? Pass a URL, a path, or --operation."],
    [["request", "POST", "https://example.com/", "/me"], "with a method before it at most"],
    [["request", "P0ST", "https://example.com/"], '"P0ST" is no method, such as POST.'],
    [["request", "https://example.com/", "-p", "a=b"], "-p and --all go with --operation"],
    [["request", "https://example.com/", "--all"], "-p and --all go with --operation"],
    [["request", "/me", "--operation", "getUsersMe"], "--operation knows its URL"],
    [["request", "--operation", "getUsersMe", "-i"], "-i does not go with --operation"],
    [["sign", "https://example.com/", "-p", "callback=oob"], "--param takes oauth_name=value, not"],
    [["explain", "https://example.com/"], "Which consumer? Pass --consumer-key or --profile"],
    [
      ["request", "https://example.com/", "--allow-origin", "https://a.b"],
      "goes with the --profile",
    ],
    [["request", "--operation", "getUsersMe"], "--operation needs the --profile"],
    [["request", "--operation", "createPosts", "-d", "{}"], "-d does not go with --operation"],
    [["request", "/me"], "A path needs a --profile"],
    [["sign", "/me", "--consumer-key", "k"], "A path names no host: write the whole URL"],
    [["explain", "/me", "--consumer-key", "k"], "A path names no host: write the whole URL"],
    [["generate", "scripts", "--out", "sdk"], "There is no descriptor in scripts: name the folder"],
    [["providers", "validate", "scripts"], "There is no descriptor in scripts: name the folder"],
    [["request", "--profile", "nobody", "/me"], 'There is no profile "nobody"'],
    [["emulate", "twitter", "--port", "99999"], "--port takes a number from 0 to 65535."],
    [["emulate", "twitter", "--fault", "rain"], "There is no fault"],
    [["generate", "nowhere", "--out", "sdk"], "There is no nowhere."],
    [["generate", "nowhere", "--out", ""], "--out is a folder, and this one has no name."],
    [["import", "nowhere.yaml"], "There is no nowhere.yaml."],
    [["providers", "show", "twittr"], "Did you mean twitter?"],
    [["providers", "twitter"], "oauth1 providers show twitter shows one"],
    [["completion", "tcsh"], "Allowed choices are bash, zsh, fish."],
  ])("answers %j with 2, the mend, and no stack trace", async (args, message) => {
    const { code, stdout, stderr } = await oauth1(args, {
      env: { XDG_CONFIG_HOME: "/nonexistent" },
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it.each([
    ["--consumer-secret", "OAUTH1_CONSUMER_SECRET"],
    ["--token-secret", "OAUTH1_TOKEN_SECRET"],
    ["--private-key", "OAUTH1_PRIVATE_KEY_FILE"],
    ["--password", "OAUTH1_PASSWORD"],
  ])("refuses %s, and does not repeat it", async (option, variable) => {
    for (const args of [[option, "kd94hf93k423kf44"], [`${option}=kd94hf93k423kf44`]]) {
      const { code, stdout, stderr } = await oauth1(["sign", "https://example.com/", ...args]);
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toContain(variable);
      expect(stderr).not.toContain("kd94hf93k423kf44");
    }
  });

  it("knows secrets by other spellings, and repeats no value of an option that it does not know", async () => {
    for (const option of ["--consumer_secret", "--tokenSecret", "--api-key", "-u"]) {
      const joined = option.startsWith("--") ? `${option}=kd94hf93k423kf44` : "-ukd94hf93k423kf44";
      for (const more of [[], ["--json"]]) {
        const { code, stdout, stderr } = await oauth1(["sign", joined, ...more]);
        expect(code).toBe(2);
        expect(stdout + stderr).toContain(option);
        expect(stdout + stderr).not.toContain("kd94hf93k423kf44");
      }
    }
  });

  it("says where profiles cannot be kept before anybody logs in, and ignores a relative folder", async () => {
    const env = { XDG_CONFIG_HOME: "/dev/null", OAUTH1_CONSUMER_KEY: "ck" };
    const { code, stderr } = await oauth1(["login", "twitter"], { env });
    expect(code).toBe(2);
    expect(stderr).toContain("Set XDG_CONFIG_HOME to a folder that you can write to.");
    const listed = await oauth1(["profiles"], { env });
    expect(listed).toMatchObject({ code: 2, stdout: "" });
    expect(listed.stderr).toContain("Set XDG_CONFIG_HOME to a folder that you can write to.");
    const relative = { XDG_CONFIG_HOME: "config", HOME: "/nonexistent" };
    const { stdout } = await oauth1(["profiles", "--json"], { env: relative });
    expect(JSON.parse(stdout).folder).toBe("/nonexistent/.config/oauth1/profiles");
  });

  it("says what to set where nobody knows the home folder, and needs none beside XDG_CONFIG_HOME", async () => {
    const homeless =
      "import%20os%20from'node:os';import{syncBuiltinESMExports}from'node:module';os.homedir=()=>{throw%20new%20Error('none')};syncBuiltinESMExports()";
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${homeless}` };
    const none = await oauth1(["profiles"], { env });
    expect(none).toMatchObject({ code: 2, stdout: "" });
    expect(none.stderr).toContain("set HOME, or XDG_CONFIG_HOME, to a folder");
    const named = await oauth1(["profiles"], { env: { ...env, XDG_CONFIG_HOME: "/nonexistent" } });
    expect(named).toEqual({
      code: 0,
      stdout: "No profiles; oauth1 login makes one.\n",
      stderr: "",
    });
  });

  it.skipIf(!existsSync("/proc/self"))(
    "ends where the system never lets a folder be made",
    async () => {
      const env = { XDG_CONFIG_HOME: "/proc/new", OAUTH1_CONSUMER_KEY: "ck" };
      const login = await oauth1(["login", "twitter"], { env });
      expect(login).toMatchObject({ code: 2, stdout: "" });
      expect(login.stderr).toContain("No profile can be kept in /proc/new/oauth1/profiles: ENOENT");
    },
  );

  it("says that OAUTH1_PROVIDERS names nothing", async () => {
    const env = { OAUTH1_PROVIDERS: "/nonexistent" };
    const { code, stderr } = await oauth1(["providers"], { env });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: "OAUTH1_PROVIDERS names /nonexistent, which is not there.\n",
    });
  });

  it("says what is wrong as JSON too", async () => {
    const refused = await oauth1(["login", "twittr", "--json"]);
    expect(refused).toMatchObject({ code: 2, stderr: "" });
    expect(JSON.parse(refused.stdout)).toMatchObject({ ok: false, error: { code: "usage" } });
    const mistyped = await oauth1(["sign", "--json", "--bogus"]);
    expect(mistyped).toMatchObject({ code: 2, stderr: "" });
    expect(JSON.parse(mistyped.stdout).error.message).toBe("unknown option '--bogus'");
  });
});
