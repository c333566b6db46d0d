import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it, vi } from "vitest";
import { supplies } from "./fixtures/supplies.js";
import { openWorkshop } from "./fixtures/workshop.js";

const workshop = openWorkshop();
afterAll(workshop.remove);

const TSX = fileURLToPath(new URL("../../../node_modules/tsx/dist/loader.mjs", import.meta.url));

const [twitter] = supplies.facts.providers.filter(({ id }) => id === "twitter");
if (twitter === undefined) throw new Error("There is no twitter.");

const app = workshop.make(twitter, "node");

describe("an app as a visitor can see it", async () => {
  const { site } = await import(/* @vite-ignore */ join(app, "src/site.ts"));
  const { signIn, readSession } = await import(/* @vite-ignore */ join(app, "src/session.ts"));
  process.env["SESSION_SECRET"] = "only of the tests, but long enough";

  const ask = (path: string, init?: RequestInit): Promise<Response> =>
    site(new Request(`https://app.test${path}`, init));

  it("sends who came by another name of this machine to its own, and nobody to another site", async () => {
    process.env["APP_URL"] = "http://127.0.0.1:3000";
    const host = "localhost:3000";
    const { headers } = await ask("//evil.example/a?b=c", { headers: { host } });
    expect(headers.get("location")).toBe("http://127.0.0.1:3000//evil.example/a?b=c");
  });

  it("does not send who came through a proxy to the proxy again", async () => {
    process.env["APP_URL"] = "https://app.test";
    const { status } = await ask("/nothing", { headers: { host: "10.0.0.5:3000" } });
    expect(status).toBe(404);
  });

  it("keeps what went wrong to itself", async () => {
    process.env["APP_URL"] = "https://app.test";
    const told = vi.spyOn(console, "error").mockReturnValue();
    const session = (await signIn({ broken: true })).headers.get("set-cookie") ?? "";
    const response = await ask("/", { headers: { cookie: session.split(";")[0] ?? "" } });
    expect(response.status).toBe(500);
    expect(await response.text()).not.toMatch(/TypeError|at |\/src\//);
    expect(told).toHaveBeenCalledOnce();
    told.mockRestore();
  });

  it("has a session that no neighboring subdomain can plant", async () => {
    process.env["APP_URL"] = "https://app.test";
    const cookie = (await signIn({ version: 1 })).headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(
      /^__Host-session=[^;]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$/,
    );
    const [sent = ""] = cookie.split(";");
    const planted = sent.replace("__Host-", "");
    const request = (value: string): Request =>
      new Request("https://app.test/", { headers: { cookie: value } });
    expect(await readSession(request(sent))).toEqual({ version: 1 });
    expect(await readSession(request(planted))).toBeUndefined();
    process.env["APP_URL"] = "http://127.0.0.1:3000";
    expect((await signIn({})).headers.get("set-cookie")).toMatch(/^session=[^;]+;.*SameSite=Lax$/);
  });
});

describe.each(["node", "hono", "express"] as const)("an app on %s", (template) => {
  it("listens to what passes requests on, and shows nobody a stack trace", async () => {
    const free = createServer().listen(0, "127.0.0.1");
    await once(free, "listening");
    const address = free.address();
    const port = typeof address === "object" ? (address?.port ?? 0) : 0;
    free.close();
    const env = {
      PATH: process.env["PATH"] ?? "",
      // The address of a name that is not of this machine, as behind a proxy.
      APP_URL: "https://app.invalid",
      PORT: String(port),
      SESSION_SECRET: "only of the tests, but long enough",
    };
    const args = ["--import", TSX, "--conditions=@oauth1/source", "src/server.ts"];
    const cwd = template === "node" ? app : workshop.make(twitter, template);
    const child = spawn(process.execPath, args, { cwd, env, stdio: "ignore" });
    try {
      const lines = `Host: app.invalid\r\nConnection: close\r\n\r\n`;
      const home = await raw(port, `GET / HTTP/1.1\r\n${lines}`);
      expect(home).toMatch(/^HTTP\/1.1 (?:200|500) /);
      expect(await raw(port, `TRACE / HTTP/1.1\r\n${lines}`)).not.toMatch(/TypeError|\n? +at /);
    } finally {
      child.kill();
    }
  });
});

/** What a server answers to bytes, as soon as it listens. */
async function raw(port: number, text: string): Promise<string> {
  for (;;) {
    const socket = connect(port, "127.0.0.1");
    try {
      await once(socket, "connect");
      socket.write(text);
      let answer = "";
      for await (const chunk of socket) answer += String(chunk);
      return answer;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
