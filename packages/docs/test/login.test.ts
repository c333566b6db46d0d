import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { lower, parseDescriptor } from "@oauth1/descriptor";
import { startEmulator, type Emulator } from "@oauth1/emulator";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { compileFunction } from "node:vm";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { collectAllExamples, examplePath } from "../../../scripts/examples.js";
import { mockTwitter } from "../../sdk/twitter/src/testing.js";
import { ROOT } from "../src/paths.js";
import { allBlocks } from "./blocks.js";

const APP = "http://app.test";
const LOGIN_KEY = "32 random characters, or more of them";

let emulator: Emulator;
const servers: Server[] = [];

beforeAll(async () => {
  const text = readFileSync(join(ROOT, "providers/twitter.json"), "utf8");
  const parsed = parseDescriptor(text, { file: "twitter.json" });
  if (!parsed.ok) throw new Error("twitter.json has issues");
  emulator = await startEmulator(lower(parsed.descriptor));
  const { key, secret } = await emulator.register({ callbacks: [`${APP}/callback`] });
  const X_ORIGINS = JSON.stringify(emulator.originMap);
  Object.assign(process.env, { APP_URL: APP, X_KEY: key, X_SECRET: secret, X_ORIGINS, LOGIN_KEY });
});

afterAll(async () => {
  for (const server of servers) server.close();
  await emulator.close();
});

type Handler = (request: Request) => Response | Promise<Response>;

/** The servers of the guide, each as a function from request to response. */
const GUIDES: readonly (readonly [string, () => Promise<Handler>])[] = [
  ["node.ts", async () => overHttp((await fromGuide("node.ts")).server)],
  ["express.ts", async () => overHttp(createServer((await fromGuide("express.ts")).app))],
  ["hono.ts", async () => (await fromGuide("hono.ts")).app.fetch],
  ["app/login/route.ts and app/page.tsx", fromNext],
];

describe("the servers of the guide to logins", () => {
  it.each(GUIDES)("%s logs a user in at an emulated provider", async (_name, load) => {
    const handle = await load();
    const begun = await handle(new Request(`${APP}/login?returnTo=/albums`));
    const cookie = cookiesOf(begun);
    const location = begun.headers.get("location") ?? "";
    const { callbackUrl = "" } = await emulator.approve(location, { user: "alice" });
    const ended = await handle(new Request(callbackUrl, { headers: { cookie } }));
    expect(ended.headers.get("location")).toBe("/albums");
    const home = await handle(new Request(`${APP}/`, { headers: { cookie: cookiesOf(ended) } }));
    expect(await home.text()).toMatch(/^Hello ./);
    expect(await (await handle(new Request(`${APP}/`))).text()).toBe("Sign in at /login");
  });

  it("login.ts says in the log why a login has failed", async () => {
    const { handleLogin } = await fromGuide("login.ts");
    const log = vi.spyOn(console, "error").mockReturnValue();
    const answer: Response = await handleLogin(new Request(`${APP}/callback?oauth_token=t`));
    expect(answer.status).toBe(400);
    expect(log).toHaveBeenCalledWith(expect.stringContaining(`"code":"login_unknown"`));
    log.mockRestore();
  });

  it("node.ts says in the log why a page has failed", async () => {
    const handle = await overHttp((await fromGuide("node.ts")).server);
    const begun = await handle(new Request(`${APP}/login`));
    const cookie = cookiesOf(begun);
    const { callbackUrl = "" } = await emulator.approve(begun.headers.get("location") ?? "");
    const ended = await handle(new Request(callbackUrl, { headers: { cookie } }));
    const log = vi.spyOn(console, "error").mockReturnValue();
    emulator.fault("malformed");
    const home = await handle(new Request(`${APP}/`, { headers: { cookie: cookiesOf(ended) } }));
    expect(home.status).toBe(500);
    expect(log).toHaveBeenCalledWith(expect.objectContaining({ code: "response_malformed" }));
    log.mockRestore();
  });

  it("worker.ts logs a user in with what the Worker is given", async () => {
    const consumer = { key: "key", secret: "secret" };
    vi.stubGlobal("fetch", mockTwitter({ consumer }));
    const { default: worker } = await fromGuide("worker.ts");
    const env = { APP_URL: APP, X_KEY: consumer.key, X_SECRET: consumer.secret, LOGIN_KEY };
    const begun: Response = await worker.fetch(new Request(`${APP}/login`), env);
    const location = new URL(begun.headers.get("location") ?? "");
    const token = location.searchParams.get("oauth_token");
    const callback = new Request(`${APP}/callback?oauth_token=${token}&oauth_verifier=v`, {
      headers: { cookie: cookiesOf(begun) },
    });
    expect(await (await worker.fetch(callback, env)).text()).toMatch(/^Hello ./);
  });
});

function fromGuide(name: string) {
  const index = collectAllExamples().findIndex(
    (example) => example.file.endsWith("/log-users-in.md") && example.name === name,
  );
  return import(/* @vite-ignore */ examplePath(index));
}

/** The two routes of the login, and the page, as Next.js mounts them. */
async function fromNext(): Promise<Handler> {
  const files = new Map([
    ["login", await fromGuide("login.ts")],
    ["me", await fromGuide("me.ts")],
  ]);
  return async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname !== "/") return fileOfNext("app/login/route.ts", files).GET(request);
    const modules = new Map([...files, ["headers", { headers: async () => request.headers }]]);
    return new Response(await fileOfNext("app/page.tsx", modules).default());
  };
}

// Next.js is not installed here, so what its files import is handed to them, and an element is its text.
function fileOfNext(
  name: string,
  modules: ReadonlyMap<string, unknown>,
): {
  readonly GET: Handler;
  readonly default: () => Promise<string>;
} {
  const block = allBlocks().find(
    ({ language, info }) => language === "tsx" && info === `[${name}]`,
  );
  const { outputText } = ts.transpileModule(block?.code ?? "", {
    compilerOptions: { module: ts.ModuleKind.CommonJS, jsx: ts.JsxEmit.React, jsxFactory: "text" },
  });
  const file: { GET: Handler; default: () => Promise<string> } = { GET: absent, default: absent };
  const load = (specifier: string): unknown => modules.get(basename(specifier));
  const text = (_element: string, _properties: unknown, ...children: readonly string[]): string =>
    children.join("");
  compileFunction(outputText, ["exports", "require", "text"])(file, load, text);
  return file;
}

async function absent(): Promise<never> {
  throw new Error("The file exports no such thing");
}

// The app is behind a name, as in front of a proxy: what it listens on is another thing.
async function overHttp(server: Server): Promise<Handler> {
  servers.push(server);
  if (!server.listening) await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return ({ url, headers }) => {
    const { pathname, search } = new URL(url);
    return fetch(`http://127.0.0.1:${port}${pathname}${search}`, { headers, redirect: "manual" });
  };
}

function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0] ?? "")
    .join("; ");
}
