import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { PassThrough } from "node:stream";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { askLine, askSecret, askText } from "../src/prompt.js";
import { jsonFor, paintFor, printable, table, textFormat } from "../src/terminal.js";
import { oauth1 } from "./fixtures/command.js";
import { cleanAfterEach, createHome } from "./fixtures/home.js";

cleanAfterEach();

const run = promisify(execFile);

/** A keyboard, and whether what is typed there is shown. */
function keyboard(): { readonly input: NodeJS.ReadStream; readonly modes: boolean[] } {
  const modes: boolean[] = [];
  const stream = new PassThrough();
  const input = Object.assign(stream, {
    isTTY: true,
    setRawMode: (raw: boolean) => modes.push(raw),
  });
  return { input: Object.assign(Object.create(input), input), modes };
}

describe("a secret that is asked for", () => {
  it("is not shown, can be corrected, and leaves the terminal as it was", async () => {
    const { input, modes } = keyboard();
    const output = new PassThrough({ encoding: "utf8" });
    const asked = askSecret("Consumer secret", "set it", { input, output });
    input.push("kd94xy\u007F\b");
    input.push("hf\r");
    expect(await asked).toBe("kd94hf");
    expect(output.read()).toBe("Consumer secret: \n");
    expect(modes).toEqual([true, false]);
  });

  it("is not shown either where it comes as soon as the question does", async () => {
    const { input, modes } = keyboard();
    const output = new PassThrough();
    output.once("data", () => input.push(modes.includes(true) ? "hidden\r" : "shown\r"));
    expect(await askSecret("Password", "set it", { input, output })).toBe("hidden");
  });

  it("ends with Ctrl-C", async () => {
    const { input, modes } = keyboard();
    const asked = askSecret("Password", "set it", { input, output: new PassThrough() });
    input.push("abc\u0003");
    await expect(asked).rejects.toThrow("Interrupted.");
    expect(modes).toEqual([true, false]);
  });

  it("is not there where Ctrl-D comes first, which elsewhere is the end of it", async () => {
    const [first, second] = [keyboard(), keyboard()];
    const output = new PassThrough();
    const none = askSecret("Password", "set it", { input: first.input, output });
    first.input.push("\u0004");
    await expect(none).rejects.toThrow('The input ended before an answer to "Password"');
    const some = askSecret("Password", "set it", { input: second.input, output });
    second.input.push("abc\u0004");
    expect(await some).toBe("abc");
  });
});

describe("answers that are pasted at once", () => {
  it("are for one question after the other", async () => {
    const { input } = keyboard();
    const terminal = { input, output: new PassThrough() };
    input.push("key\nsecret\r\nagain\rlast\n");
    expect(await askLine("Key: ", terminal)).toBe("key");
    expect(await askSecret("Secret", "set it", terminal)).toBe("secret");
    expect(await askSecret("Secret", "set it", terminal)).toBe("again");
    expect(await askText("Verifier: ", terminal)).toBe("last");
  });

  it("hold no keys without a letter, and take Ctrl-U for a new beginning", async () => {
    const { input } = keyboard();
    const asked = askSecret("Secret", "set it", { input, output: new PassThrough() });
    input.push("wrong\u0015\u001B[200~a\u001B[Db\t\u{1F511}\u007Fc\u001B[201~\r");
    expect(await asked).toBe("abc");
  });

  it("are not empty where that says nothing", async () => {
    const { input } = keyboard();
    input.push("\n");
    const asked = askText("Consumer key: ", { input, output: new PassThrough() });
    await expect(asked).rejects.toThrow('There was no answer to "Consumer key:"');
  });
});

it("text of a peer keeps its lines and tabs, and controls nothing", () => {
  expect(printable("a\tb\n\u001B[31mc\r")).toBe("a\tb\n\uFFFD[31mc\uFFFD");
});

describe("JSON on a terminal", () => {
  it("cannot control it, and says the same", () => {
    const json = JSON.stringify({ name: "a\u009B31mb\u202E\u{E0001}" });
    const shown = jsonFor({ isTTY: true }, json);
    expect(shown).toBe('{"name":"a\\u009b31mb\\u202e\\udb40\\udc01"}');
    expect(JSON.parse(shown)).toEqual(JSON.parse(json));
    expect(jsonFor({ isTTY: false }, json)).toBe(json);
  });
});

describe("a line that is asked for", () => {
  it("is read from a pipe without asking", async () => {
    const input = Object.assign(new PassThrough(), { isTTY: false });
    const output = new PassThrough({ encoding: "utf8" });
    input.end(" 1234 \nmore");
    const terminal = { input: Object.assign(Object.create(input), input), output };
    expect(await askLine("Verifier: ", terminal)).toBe("1234");
    expect(output.read()).toBeNull();
  });

  it("needs no line break at the end of the input, after which there is no other", async () => {
    const input = Object.assign(new PassThrough(), { isTTY: false });
    input.end("1234");
    const terminal = { input: Object.assign(Object.create(input), input), output: input };
    expect(await askLine("Verifier: ", terminal)).toBe("1234");
    const other = askLine("Token: ", terminal);
    await expect(other).rejects.toThrow('The input ended before an answer to "Token:"');
  });
});

it("text that is explained is as wide as the terminal, and no wider than is easily read", () => {
  expect(textFormat({ columns: 80 })).toEqual({ color: false, width: 80 });
  expect(textFormat({ columns: 200 })).toEqual({ color: false, width: 100 });
  expect(textFormat({})).toEqual({ color: false, width: 100 });
});

it("rows stand under each other whatever their names are written in", () => {
  const names = [
    "楽天市場",
    "ひらﾊﾝ",
    "e\u0301te\u0301",
    "\u{1F1EF}\u{1F1F5}",
    "❤\uFE0F",
    "ab",
    "-",
    "",
  ];
  expect(table(names.map((name) => [name, "|"]))).toEqual([
    "楽天市場  |",
    "ひらﾊﾝ    |",
    "e\u0301te\u0301       |",
    "\u{1F1EF}\u{1F1F5}        |",
    "❤\uFE0F        |",
    "ab        |",
    "-         |",
    "          |",
  ]);
});

describe("colors", () => {
  it("are for terminals that want them", () => {
    expect(paintFor({ isTTY: false })("red", "no")).toBe("no");
    expect(paintFor({ isTTY: true, hasColors: () => false })("red", "no")).toBe("no");
    expect(paintFor({ isTTY: true, hasColors: () => true })("red", "no")).toBe(
      "\u001B[31mno\u001B[39m",
    );
  });

  const script = "/usr/bin/script";
  it.skipIf(!existsSync(script) || process.platform !== "linux")(
    "are on a terminal, unless NO_COLOR is set",
    async () => {
      const root = fileURLToPath(new URL("../../..", import.meta.url));
      const command = `${process.execPath} --import ${root}/node_modules/tsx/dist/loader.mjs --conditions=@oauth1/source packages/cli/src/cli.ts providers show discogs`;
      const shown = async (env: Readonly<Record<string, string>>): Promise<string> => {
        const { PATH = "" } = process.env;
        const surroundings = { PATH, TERM: "xterm", OAUTH1_PROVIDERS: "providers", ...env };
        const options = { cwd: root, env: surroundings };
        return (await run(script, ["-qec", command, "/dev/null"], options)).stdout;
      };
      expect(await shown({})).toContain("\u001B[1mDiscogs\u001B[22m (discogs");
      expect(await shown({ NO_COLOR: "1" })).not.toContain("\u001B[");
    },
  );
});

describe("a reader that has seen enough", () => {
  it("is no failure", async () => {
    const root = fileURLToPath(new URL("../../..", import.meta.url));
    const loader = ["--import", `${root}/node_modules/tsx/dist/loader.mjs`];
    const cli = fileURLToPath(new URL("../src/cli.ts", import.meta.url));
    const args = [
      ...loader,
      "--conditions=@oauth1/source",
      cli,
      "providers",
      "show",
      "discogs",
      "--json",
    ];
    const env = { PATH: process.env["PATH"] ?? "", OAUTH1_PROVIDERS: `${root}/providers` };
    const child = spawn(process.execPath, args, {
      cwd: root,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout.destroy();
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const code = await new Promise((resolve) => child.once("close", resolve));
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });
});

describe("what cannot be written", () => {
  const ended = async (redirected: string): Promise<object> => {
    const root = fileURLToPath(new URL("../../..", import.meta.url));
    const command = `"${process.execPath}" --import "${root}/node_modules/tsx/dist/loader.mjs" --conditions=@oauth1/source "${root}/packages/cli/src/cli.ts" profiles ${redirected}`;
    const env = { PATH: process.env["PATH"] ?? "", XDG_CONFIG_HOME: "/nonexistent" };
    const end = await run("sh", ["-c", command], { cwd: root, env }).catch((error) => error);
    return { code: end.code ?? 0, stdout: end.stdout, stderr: end.stderr };
  };

  it.skipIf(!existsSync("/dev/full"))("is told where it is the answer", async () => {
    expect(await ended("> /dev/full")).toEqual({
      code: 70,
      stdout: "",
      stderr: expect.stringMatching(/^The answer cannot be written: ENOSPC: .*\n$/),
    });
  });

  it.skipIf(!existsSync("/dev/full"))("changes nothing where it is told besides", async () => {
    expect(await ended("no-such-part 2> /dev/full")).toEqual({ code: 2, stdout: "", stderr: "" });
  });
});

describe("oauth1 completion", () => {
  it("completes commands, their parts, options and providers in bash", async () => {
    const { stdout: text } = await oauth1(["completion", "bash"]);
    const complete = async (...words: readonly string[]): Promise<readonly string[]> => {
      const quoted = words.map((word) => `'${word}'`).join(" ");
      const ask = `COMP_WORDS=(oauth1 ${quoted}); COMP_CWORD=${words.length}; _oauth1; echo "\${COMPREPLY[@]}"`;
      const { stdout } = await run("bash", ["-c", `${text}\n${ask}`]);
      return stdout.trim().split(" ");
    };
    expect(await complete("pro")).toEqual(["profiles", "providers"]);
    expect(await complete("providers", "va")).toEqual(["validate"]);
    expect(await complete("providers", "show", "disc")).toEqual(["discogs"]);
    expect(await complete("sign", "--tr")).toEqual(["--transmission"]);
    expect(await complete("login", "twitter-")).toEqual(["twitter-ads"]);
    expect(await complete("logout", "twitter-")).toEqual(["twitter-ads"]);
    expect(await complete("renew", "--p")).toEqual(["--profile"]);
  });

  it("has no word that a shell would run", async () => {
    const home = createHome();
    await home.write("acme.json", "{}");
    await home.write("$(exit).json", "{}");
    const env = { OAUTH1_PROVIDERS: home.folder };
    for (const shell of ["bash", "zsh", "fish"]) {
      const { stdout } = await oauth1(["completion", shell], { env });
      expect(stdout).toMatch(/[ (]acme /);
      expect(stdout).not.toContain("$(exit)");
    }
  });

  it("speaks the other shells", async () => {
    expect((await oauth1(["completion", "zsh"])).stdout).toMatch(/^#compdef oauth1\n/);
    const fish = await oauth1(["completion", "fish"]);
    expect(fish.stdout).toContain(
      "complete -c oauth1 -n '__fish_seen_subcommand_from sign' -l realm",
    );
  });
});
