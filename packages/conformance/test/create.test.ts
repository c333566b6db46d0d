import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "../../../scripts/free-port.js";
import { ROOT, tool } from "../src/paths.js";
import { output, runProcess } from "../src/process.js";

/** Every template, and every way to a token. */
const APPS: readonly (readonly [provider: string, template: string])[] = [
  ["twitter", "node"],
  ["twitter", "hono"],
  ["twitter", "express"],
  ["twitter", "workers"],
  ["twitter", "next"],
  ["bricklink", "node"],
  ["etrade", "node"],
  ["instapaper", "node"],
  ["nounproject", "node"],
];

// The other templates have no configuration of their own; packages/create checks the types of all apps against the sources.
const TYPED: ReadonlySet<string> = new Set(["next", "workers"]);

// What starts without watching, where that is another command and needs no build of a minute.
const STARTED: ReadonlyMap<string, readonly string[]> = new Map([
  ["node", ["start", "dev"]],
  ["hono", ["start", "dev"]],
  ["express", ["start", "dev"]],
]);

// A stranger's project, with the packages as they would be published and the rest from the registry.
const project = mkdtempSync(join(tmpdir(), "oauth1-create-"));

beforeAll(async () => {
  const own = ["core", "client", "server", "descriptor", "emulator"];
  const packages = [...own, ...new Set(APPS.map(([provider]) => provider))];
  const filters = packages.map((name) => `--filter=@oauth1/${name}`);
  const tarballs = join(project, "tarballs");
  mkdirSync(tarballs);
  const pack = ["--filter=create-oauth1", ...filters, "--recursive", "pack"];
  await output(tool("pnpm"), [...pack, "--pack-destination", tarballs], { cwd: ROOT });
  const manifest = { name: "stranger", private: true, workspaces: ["apps/*"] };
  writeFileSync(join(project, "package.json"), JSON.stringify(manifest));
  await npmInstall(readdirSync(tarballs).map((name) => `./tarballs/${name}`));
  await Promise.all(APPS.map(([provider, template]) => create(provider, template)));
  await npmInstall([]);
}, 900_000);

afterAll(() => rm(project, { recursive: true, force: true }));

describe.each(APPS)("an app for %s on %s, as npm create makes it", (provider, template) => {
  const folder = join(project, "apps", `${provider}-${template}`);

  if (TYPED.has(template)) {
    it("type-checks", async () => {
      await output("npm", ["run", "types"], { cwd: folder });
    });
  }

  it("passes its own tests", async () => {
    const { code, stdout } = await runProcess("npm", ["test"], { cwd: folder });
    const passed = expect.stringMatching(/pass [2-9]\b[^]*fail 0\b/);
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: passed });
  });

  it.each(STARTED.get(template) ?? ["dev"])(
    "starts with npm run %s without keys, says so, and gets to the API",
    async (script) => {
      const server = await start(folder, script);
      try {
        const browser = new Browser();
        const home = await browser.open(server.url);
        expect(home).toContain("is emulated.");
        expect(await WAYS[provider]?.(browser, home)).toMatch(/You are signed in|says<\/h1>/);
        expect(server.written()).toContain("in .env to use the real one.");
      } finally {
        await server.stop();
      }
    },
  );
});

/** What a person does on the pages of an app, until it has called the API. */
const WAYS: Readonly<Record<string, (browser: Browser, home: string) => Promise<string>>> = {
  async twitter(browser) {
    const login = await browser.open("/login");
    const consent = await browser.submit(login, { user: "alice" });
    return browser.submit(consent, { decision: "approve" });
  },
  async etrade(browser, home) {
    const asked = await browser.submit(home, {});
    const [, page = ""] = /<a href="([^"]+)"/.exec(asked) ?? [];
    const form = browser.url;
    const login = await browser.open(plain(page));
    const consent = await browser.submit(login, { user: "alice" });
    const shown = await browser.submit(consent, { decision: "approve" });
    const [, verifier = ""] = /class="pin"[^>]*>\s*([^<\s]+)/.exec(shown) ?? [];
    browser.url = form;
    return browser.submit(asked, { verifier });
  },
  instapaper: (browser, home) => browser.submit(home, { username: "alice", password: "any" }),
  bricklink: (browser, home) => browser.submit(home, {}),
  nounproject: (browser, home) => browser.submit(home, {}),
};

/** A browser as far as this needs one: it keeps cookies, follows redirects and submits forms. */
class Browser {
  url = "";
  readonly #cookies = new Map<string, Map<string, string>>();

  open(path: string): Promise<string> {
    return this.#request(new URL(path, this.url === "" ? undefined : this.url), {});
  }

  /** Submits the form that has these fields. */
  submit(page: string, fields: Readonly<Record<string, string>>): Promise<string> {
    const forms = [...page.matchAll(/<form[\s\S]*?<\/form>/g)].map(([form]) => form);
    const form = forms.find((one) =>
      Object.keys(fields).every((name) => one.includes(`"${name}"`)),
    );
    const hidden = [...(form ?? "").matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([input]) => [
      attribute(input, "name"),
      attribute(input, "value"),
    ]);
    const action = new URL(attribute(form ?? "", "action"), this.url);
    const body = new URLSearchParams([...hidden, ...Object.entries(fields)]);
    const headers = { origin: new URL(this.url).origin };
    return this.#request(action, { method: "POST", headers, body });
  }

  async #request(url: URL, init: RequestInit): Promise<string> {
    const cookies = this.#cookies.get(url.origin) ?? new Map<string, string>();
    this.#cookies.set(url.origin, cookies);
    const headers = new Headers(init.headers);
    headers.set("cookie", [...cookies].map((pair) => pair.join("=")).join("; "));
    const response = await fetch(url, { ...init, headers, redirect: "manual" });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    this.url = url.href;
    const location = response.headers.get("location");
    const text = await response.text();
    return location === null ? text : this.#request(new URL(location, url), {});
  }
}

function attribute(element: string, name: string): string {
  return plain(new RegExp(`\\s${name}="([^"]*)"`).exec(element)?.[1] ?? "");
}

function plain(text: string): string {
  return text.replace(/&#(\d+);|&amp;/g, (_, code = "38") => String.fromCharCode(Number(code)));
}

function create(provider: string, template: string): Promise<string> {
  const program = join(project, "node_modules/.bin/create-oauth1");
  const args = [`apps/${provider}-${template}`, "--provider", provider, "--template", template];
  return output(program, args, { cwd: project });
}

function npmInstall(tarballs: readonly string[]): Promise<string> {
  const quiet = ["--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error"];
  const args = ["install", ...quiet, "--ignore-scripts", "--prefer-offline", ...tarballs];
  return output("npm", args, { cwd: project, timeout: 400_000 });
}

interface Started {
  readonly url: string;
  readonly written: () => string;
  readonly stop: () => Promise<void>;
}

/** Starts an app as its README says, on a free port. */
async function start(cwd: string, script: string): Promise<Started> {
  const url = `http://127.0.0.1:${await freePort()}`;
  const env = { ...process.env, APP_URL: url, NEXT_TELEMETRY_DISABLED: "1" };
  // In a group of its own, because a server has helpers that a signal to npm alone would leave behind.
  const child = spawn("npm", ["run", script], { cwd, env, detached: true });
  const written: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => written.push(text));
  }
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const stop = async (): Promise<void> => {
    interrupt(child);
    await ended;
  };
  await answering(url, child, () => written.join("")).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { url, stop, written: () => written.join("") };
}

async function answering(url: string, child: ChildProcess, written: () => string): Promise<void> {
  while (child.exitCode === null) {
    const isUp = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The app has ended by itself: ${written()}`);
}

function interrupt({ pid, exitCode }: ChildProcess): void {
  if (pid !== undefined && exitCode === null) process.kill(-pid, "SIGINT");
}
