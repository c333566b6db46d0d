import { execFile } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { writeAll } from "../src/folder.js";
import { managerOf } from "../src/manager.js";
import { create, type Finished } from "./fixtures/create.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "oauth1-create-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const TWITTER = ["--provider", "twitter", "--template", "node"];

const read = (path: string): string => readFileSync(join(folder, path), "utf8");

describe("npm create oauth1", () => {
  it("writes an app and says what comes next", async () => {
    const { code, stdout, stderr } = await create(["app", ...TWITTER], folder);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("  cd app\n  npm install\n  npm run dev\n");
    expect(stdout).toContain(
      "X (Twitter) is emulated until .env has TWITTER_CONSUMER_KEY, TWITTER_CONSUMER_SECRET:\nhttps://console.x.com\n",
    );
    const manifest = JSON.parse(read("app/package.json"));
    expect(manifest.name).toBe("app");
    expect(Object.keys(manifest.scripts)).toEqual(["dev", "start", "test", "types"]);
    expect(Object.keys(manifest.dependencies)).toEqual([
      "@oauth1/client",
      "@oauth1/core",
      "@oauth1/twitter",
    ]);
    for (const range of Object.values({ ...manifest.dependencies, ...manifest.devDependencies })) {
      expect(range).toMatch(/^[\^~]\d/);
    }
    expect(read("app/src/provider.ts")).toContain("screen_name: account.screen_name");
  });

  it("makes the secret that encrypts cookies, keeps it from git and from others, and never prints it", async () => {
    const secrets = await Promise.all(
      ["one", "two"].map(async (name) => {
        const { stdout } = await create([name, ...TWITTER], folder);
        const [, secret = ""] = /^SESSION_SECRET=(.*)$/m.exec(read(`${name}/.env`)) ?? [];
        expect(secret).toMatch(/^[0-9a-f]{64}$/);
        expect(stdout).not.toContain(secret);
        return secret;
      }),
    );
    expect(new Set(secrets).size).toBe(2);
    const ignored = read("one/.gitignore").split("\n");
    expect(ignored).toEqual(expect.arrayContaining([".env", ".env.*", ".dev.vars"]));
    expect(statSync(join(folder, "one/.env")).mode & 0o077).toBe(0);
    writeFileSync(join(folder, "usual"), "");
    const { mode } = statSync(join(folder, "usual"));
    expect(statSync(join(folder, "one/package.json")).mode).toBe(mode);
  });

  it("says in .env what is registered where, and what has to be filled in", async () => {
    const written = async (id: string): Promise<string> => {
      const { stdout } = await create([id, "--provider", id, "--template", "node"], folder);
      const [, keys = ""] = /is emulated until \.env has (.*):\n/.exec(stdout) ?? [];
      return `${read(`${id}/.env`).replace(/=[0-9a-f]{64}\n/, "=...\n")}(${keys})`;
    };
    expect(await written("jira-dc")).toBe(`# Where the app is.
APP_URL=http://127.0.0.1:3000

# Encrypts cookies. Keep it to yourself.
SESSION_SECRET=...

# Jira Data Center is emulated while these are empty. Register your app at
# https://developer.atlassian.com/server/jira/platform/oauth/, with the callback http://127.0.0.1:3000/callback.
# The callback URL on the application link is optional.
# The private key is PEM, in double quotes.
JIRA_DC_CONSUMER_KEY=
JIRA_DC_PRIVATE_KEY=

# The base URL of the Jira server, with its context path if it has one. Such as https://jira.example.com.
JIRA_DC_BASE_URL=
(JIRA_DC_CONSUMER_KEY, JIRA_DC_PRIVATE_KEY, JIRA_DC_BASE_URL)`);
    const broker = await written("interactive-brokers");
    expect(broker).toContain(`
# Both private keys and the parameters are PEM, in double quotes.
INTERACTIVE_BROKERS_CONSUMER_KEY=
INTERACTIVE_BROKERS_PRIVATE_KEY=
INTERACTIVE_BROKERS_ENCRYPTION_KEY=
INTERACTIVE_BROKERS_DH_PARAMETERS=
`);
    // What has a default is there already, and does not have to be said.
    expect(broker).toContain("\nINTERACTIVE_BROKERS_REALM=limited_poa\n");
    expect(broker).not.toMatch(/REALM\)$/);
    // Nobody signs in to an app that calls as itself.
    expect(await written("here")).not.toContain("SESSION_SECRET");
  });

  it("puts the provider's descriptor where the app and its editor find it", async () => {
    await create(["app", "--provider", "jira-dc", "--template", "next"], folder);
    const { $schema, id } = JSON.parse(read("app/emulator/jira-dc.json"));
    expect({ $schema, id }).toEqual({
      $schema: "../node_modules/@oauth1/descriptor/schema.json",
      id: "jira-dc",
    });
    expect(read("app/README.md")).toContain("`src/sign-in.ts` the login");
    expect(JSON.parse(read("app/tsconfig.json")).compilerOptions).toMatchObject({
      jsx: "react-jsx",
    });
  });

  it("takes the folder and the template from --yes", async () => {
    const { code } = await create(["--provider", "maas", "-y"], folder);
    expect(code).toBe(0);
    expect(existsSync(join(folder, "maas-app/src/server.ts"))).toBe(true);
    expect(read("maas-app/.env")).toContain("MAAS_TOKEN_KEY=\n");
    expect(read("maas-app/.env")).not.toContain("SECRET=m");
  });

  it("goes into the folder where it is, when that is empty", async () => {
    const { code, stdout } = await create([".", ...TWITTER], folder);
    expect(code).toBe(0);
    expect(stdout).not.toContain("cd ");
    expect(readdirSync(folder)).toContain("package.json");
  });

  it("speaks of the package manager that has started it", async () => {
    const manager = managerOf("pnpm/10.34.9 npm/? node");
    const { stdout } = await create(["app", ...TWITTER], folder, { manager });
    expect(stdout).toContain("  cd app\n  pnpm install\n  pnpm run dev\n");
    expect(read("app/README.md")).toContain("`pnpm run dev` starts the app");
    expect(
      ["yarn/4.9.0 npm/?", "bun/1.4.5", "npm/11.0.0", "cnpm/9", undefined].map(managerOf),
    ).toEqual(["yarn", "bun", "npm", "npm", "npm"]);
  });

  it("takes any name of a folder, and says it as a shell does", async () => {
    const named = async (name: string): Promise<readonly string[]> => {
      const { code, stdout } = await create([...TWITTER, "--", name], folder);
      const [, enter = ""] = /^ {2}cd (.*)$/m.exec(stdout) ?? [];
      return [String(code), enter, JSON.parse(read(`${name}/package.json`)).name];
    };
    expect(await named("a b")).toEqual(["0", '"a b"', "a-b"]);
    expect(await named("\u65E5\u672C")).toEqual(["0", '"\u65E5\u672C"', "oauth1-app"]);
    expect(await named("-x")).toEqual(["0", "./-x", "x"]);
    expect(await named("My.App")).toEqual(["0", "My.App", "my-app"]);
    expect(await named("new/one")).toEqual(["0", "new/one", "one"]);
    expect((await named("a".repeat(99)))[2]).toBe("a".repeat(63));
    if (process.platform === "win32") return;
    expect((await named("$(id)'s"))[1]).toBe("'$(id)'\\''s'");
    expect((await named("a!b"))[1]).toBe("'a!b'");
  });

  it("gives a Worker the app's name, so that none takes another's place", async () => {
    await create(["app", "--provider", "twitter", "--template", "workers"], folder);
    expect(read("app/wrangler.jsonc")).toContain('"name": "app"');
  });

  it("keeps from git what its framework makes", async () => {
    for (const [template, made] of [
      ["workers", ".wrangler"],
      ["next", ".next"],
    ] as const) {
      await create([template, "--provider", "twitter", "--template", template], folder);
      expect(read(`${template}/.gitignore`).split("\n")).toContain(made);
    }
  });

  it("prints JSON for programs", async () => {
    const { code, stdout } = await create(["app", ...TWITTER, "--json"], folder);
    expect(code).toBe(0);
    const { files } = JSON.parse(stdout);
    expect(files).toEqual([...files].sort());
    expect(JSON.parse(stdout)).toEqual({
      ok: true,
      folder: join(folder, "app"),
      provider: "twitter",
      template: "node",
      files: expect.arrayContaining([".env", "src/provider.ts", "test/site.test.ts"]),
      installed: false,
      next: ["cd app", "npm install", "npm run dev"],
    });
  });
});

describe("npm create oauth1 --install", () => {
  const install = async (script: string, ...args: readonly string[]): Promise<Finished> => {
    writeFileSync(join(folder, "npm"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    vi.stubEnv("PATH", folder);
    return create(["app", ...TWITTER, "--install", ...args], folder).finally(() =>
      vi.unstubAllEnvs(),
    );
  };

  it("installs in the folder of the app, and says what is left", async () => {
    const { code, stdout, stderr } = await install('echo "$@" > installed');
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(read("app/installed")).toBe("install --no-audit --no-fund\n");
    expect(stdout).toMatch(/^npm install \.\.\.\n/);
    expect(stdout).toContain("  cd app\n  npm run dev\n");
  });

  it("passes to other package managers nothing that only npm knows", async () => {
    writeFileSync(join(folder, "pnpm"), '#!/bin/sh\necho "$@" > installed\n', { mode: 0o755 });
    vi.stubEnv("PATH", folder);
    const { code } = await create(["app", ...TWITTER, "--install"], folder, {
      manager: "pnpm",
    }).finally(() => vi.unstubAllEnvs());
    expect([code, read("app/installed")]).toEqual([0, "install\n"]);
  });

  it("says so where the package manager is not there", async () => {
    vi.stubEnv("PATH", folder);
    const { code, stderr } = await create(["app", ...TWITTER, "--install"], folder).finally(() =>
      vi.unstubAllEnvs(),
    );
    expect([code, stderr]).toEqual([1, "npm install failed:\nspawn npm ENOENT\n"]);
  });

  it("ends with 1 where that fails, says why, and leaves the app there", async () => {
    const { code, stdout, stderr } = await install("echo offline >&2; exit 3");
    expect({ code, stderr }).toEqual({ code: 1, stderr: "npm install failed:\noffline\n" });
    expect(stdout).toContain("  cd app\n  npm install\n  npm run dev\n");
  });

  it("says both to programs", async () => {
    const { code, stdout } = await install("echo offline >&2; exit 3", "--json");
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      installed: false,
      error: { code: "install_failed", message: "offline" },
    });
  });
});

describe("npm create oauth1 on a terminal", () => {
  const isTerminal = true;

  it("asks nothing where the folder that was said can hold no app", async () => {
    writeFileSync(join(folder, "mine.txt"), "mine");
    const { code, stderr } = await create(["."], folder, { isTerminal });
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^\. is not empty/)]);
  });

  it("asks nothing of who wants JSON, or says -y", async () => {
    for (const flag of ["--json", "-y"]) {
      expect((await create(["app", flag], folder, { isTerminal })).code).toBe(2);
    }
  });
});

describe("npm create oauth1 refuses", () => {
  const refused = async (...args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await create(args, folder);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    return stderr;
  };

  it("a folder that is not empty, and writes nothing", async () => {
    writeFileSync(join(folder, "mine.txt"), "mine");
    expect(await refused(".", ...TWITTER)).toBe(
      ". is not empty: name another folder, or empty this one.\n",
    );
    expect(readdirSync(folder)).toEqual(["mine.txt"]);
  });

  it("a file for a folder", async () => {
    writeFileSync(join(folder, "app"), "mine");
    expect(await refused("app", ...TWITTER)).toBe("app is a file: name another folder.\n");
  });

  it("what cannot be a folder", async () => {
    writeFileSync(join(folder, "file"), "mine");
    symlinkSync("nowhere", join(folder, "link"));
    expect(await refused("", ...TWITTER)).toBe('"" is no name of a folder.\n');
    expect(await refused(" ", ...TWITTER)).toBe('" " is no name of a folder.\n');
    expect(await refused("a\nb", ...TWITTER)).toBe('"a\\nb" is no name of a folder.\n');
    expect(await refused("node_modules", ...TWITTER)).toContain("is for packages");
    expect(await refused("link", ...TWITTER)).toContain("link cannot be used: ENOENT");
    expect(await refused("file/app", ...TWITTER)).toContain("ENOTDIR");
    expect(await refused("a".repeat(300), ...TWITTER)).toContain("ENAMETOOLONG");
    expect(readdirSync(folder).sort()).toEqual(["file", "link"]);
  });

  it("what it cannot write, and leaves nothing behind", () => {
    const files = new Map([
      ["package.json", "{}"],
      ["src", "a file"],
      ["src/server.ts", "in what is no folder"],
    ]);
    expect(() => writeAll(join(folder, "new/app"), files)).toThrow(/cannot be written: E/);
    expect(() => writeAll(folder, files)).toThrow(/cannot be written: E/);
    expect(readdirSync(folder)).toEqual([]);
    writeFileSync(join(folder, "package.json"), "mine");
    expect(() => writeAll(folder, new Map([["a", ""], ...files]))).toThrow("EEXIST");
    expect([readdirSync(folder), read("package.json")]).toEqual([["package.json"], "mine"]);
  });

  it.skipIf(!existsSync("/proc/self"))("what the system never lets be made, and ends", async () => {
    const module = JSON.stringify(new URL("../src/folder.ts", import.meta.url).href);
    const script = `import { writeAll } from ${module}; writeAll("/proc/new/app", new Map([["a", "b"]]));`;
    const loader = fileURLToPath(
      new URL("../../../node_modules/tsx/dist/loader.mjs", import.meta.url),
    );
    const args = ["--import", loader, "--input-type=module", "--eval", script];
    const ended = promisify(execFile)(process.execPath, args, { timeout: 30_000 });
    await expect(ended).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining("/proc/new/app cannot be written: ENOENT"),
    });
  });

  it("a provider that there is not, and names the nearest", async () => {
    expect(await refused("app", "--provider", "twiter", "--template", "node")).toBe(
      'There is no provider "twiter". Did you mean twitter or twitter-ads? --help lists all.\n',
    );
    expect(await refused("app", "--provider", "jira")).toContain("Did you mean jira-dc?");
    expect(await refused("app", "--provider", "FLICK")).toContain("Did you mean flickr?");
    expect(await refused("app", "--provider", "7digital")).toContain("Did you mean sevendigital?");
    expect(await refused("app", "--provider", "tr")).toContain("trello or tripit or tumblr?");
    expect(await refused("app", "--provider", "0000")).toBe(
      'There is no provider "0000". --help lists all.\n',
    );
  });

  it("what is missing or unknown, and names the mend", async () => {
    expect(await refused("app")).toContain("add --provider <id>, such as --provider twitter");
    expect(await refused("app", "--provider", "twitter")).toContain("add --template node|hono");
    expect(await refused(...TWITTER)).toContain("such as twitter-app, or add --yes");
    expect(await refused("app", "--template", "koa")).toContain("it is one of node|hono");
    expect(await refused("app", "more", ...TWITTER)).toContain('what is "more"?');
    expect(await refused("--frobnicate")).toBe(
      "Unknown option '--frobnicate'. --help says more.\n",
    );
  });

  it("in JSON where that was asked for", async () => {
    const { code, stdout } = await create(["app", "--json"], folder);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: "usage" } });
  });
});

describe("what goes wrong within npm create oauth1", () => {
  it("ends with 70, and writes nothing", async () => {
    const broken = { templates: join(folder, "nowhere") };
    const told = await create(["app", ...TWITTER], folder, broken);
    expect(told).toMatchObject({ code: 70, stdout: "", stderr: expect.stringContaining("ENOENT") });
    const { code, stdout } = await create(["app", ...TWITTER, "--json"], folder, broken);
    expect([code, JSON.parse(stdout).error.code]).toEqual([70, "internal"]);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("npm create oauth1 --help", () => {
  it("lists options, templates and providers", async () => {
    const { code, stdout } = await create(["-h"], folder);
    expect(code).toBe(0);
    expect(await create(["--help"], folder)).toMatchObject({ code, stdout });
    expect(stdout).toMatch(/--template <id> +node, hono, express, workers, next\n/);
    expect(stdout).toMatch(/^ {2}jira-dc +Jira Data Center$/m);
    expect(stdout.split("\n").filter(({ length }) => length > 80)).toEqual([]);
  });
});
