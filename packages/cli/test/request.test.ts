import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { oauth1 } from "./fixtures/command.js";
import { cleanAfterEach, createHome, emulated, type World } from "./fixtures/home.js";

cleanAfterEach();

async function signedIn(id: string, more: object = {}): Promise<World> {
  const world = await emulated(id);
  const { key, secret } = await world.emulator.issueToken("alice");
  const { originMap, variables } = world.emulator;
  const consumer = { key: world.app.key, secret: world.app.secret };
  const account = { version: 1, token: { key, secret } };
  await world.home.keep({ me: { provider: id, consumer, variables, originMap, account, ...more } });
  return world;
}

describe("oauth1 request with a profile", () => {
  it("signs by the provider's rules, and ends with 1 for a status of 400 or more", async () => {
    const { home } = await signedIn("twitter");
    const fine = await oauth1(["request", "--profile", "me", "/2/users/me", "-i"], home);
    expect(fine).toMatchObject({ code: 0, stderr: "" });
    expect(fine.stdout).toMatch(/^HTTP 200 OK\n(?:[a-z-]+: .*\n)+\n\{"data":/);
    const gone = await oauth1(["request", "--profile", "me", "/2/nothing", "--json"], home);
    expect(gone.code).toBe(1);
    expect(JSON.parse(gone.stdout)).toMatchObject({ ok: false, status: 404 });
    const json = ["-d", '{"text":"hi"}', "-H", "content-type: application/json"];
    const post = await oauth1(["request", "--profile", "me", "POST", "/2/tweets", ...json], home);
    expect(post).toMatchObject({ code: 0, stdout: expect.stringContaining('"text"') });
  });

  it("takes no credentials beside the profile's", async () => {
    const { home } = await signedIn("twitter");
    for (const flag of ["--consumer-key", "--token", "--method"]) {
      for (const what of [["/2/users/me"], ["--operation", "getUsersMe"]]) {
        expect(await oauth1(["request", "--profile", "me", flag, "x", ...what], home)).toEqual({
          code: 2,
          stdout: "",
          stderr: `${flag} does not go with the --profile of a provider, which has its own.\n`,
        });
      }
    }
  });

  it("says what no URL is", async () => {
    const { home } = await signedIn("twitter");
    expect(await oauth1(["request", "--profile", "me", "http://["], home)).toEqual({
      code: 2,
      stdout: "",
      stderr: "This is neither a whole URL nor a path of the API, such as /me.\n",
    });
  });

  it("says which header field cannot be sent, and not what is in it", async () => {
    const { home } = await signedIn("twitter");
    for (const field of ["X-Key: kd94\nhf93", "X-Key: kd94\u20AC"]) {
      const args = ["request", "--profile", "me", "/2/users/me", "-H", field];
      const { code, stdout, stderr } = await oauth1(args, home);
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toMatch(/^The header field "x-key" cannot be sent: /);
      expect(stderr).not.toContain("kd94");
    }
  });

  it("goes nowhere else", async () => {
    const { home } = await signedIn("twitter");
    const { code, stderr } = await oauth1(
      ["request", "--profile", "me", "https://example.com/"],
      home,
    );
    expect(code).toBe(2);
    expect(stderr).toContain("https://example.com does not belong to X (Twitter)");
    expect(stderr).toContain("does not belong to X (Twitter), or is not emulated, so no signed");
    expect(stderr).toContain("if it should be, say so with --allow-origin.");
    const upload = await oauth1(
      ["request", "--profile", "me", "http://127.0.0.1:1/", "--allow-origin", "http://127.0.0.1:1"],
      home,
    );
    expect(upload.code).toBe(1);
    expect(upload.stderr).toContain("http://127.0.0.1:1/ was not answered");
    const odd = ["request", "--profile", "me", "/2/users/me", "--allow-origin", "ftp://a.b"];
    expect(await oauth1(odd, home)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^--allow-origin takes a URL .*, not "ftp:\/\/a\.b"\.\n$/),
    });
  });

  it("calls operations with typed parameters, and follows their pages", async () => {
    const { home } = await signedIn("twitter");
    const call = ["request", "--profile", "me", "--operation"];
    const me = await oauth1([...call, "getUsersMe", "-p", "user.fields=created_at"], home);
    expect(JSON.parse(me.stdout)).toMatchObject({ data: { username: "alice" } });
    const whole = await oauth1([...call, "getUsersMe", "--json"], home);
    expect(JSON.parse(whole.stdout)).toMatchObject({
      ok: true,
      status: 200,
      headers: { "content-type": expect.stringContaining("application/json") },
      body: { data: { username: "alice" } },
    });
    const posts = await oauth1([...call, "getUsersPosts", "-p", "id=1", "--all"], home);
    expect(posts.code).toBe(0);
    const lines = posts.stdout.trim().split("\n");
    expect(lines.length).toBeGreaterThan(1);
    expect(JSON.parse(lines[0] ?? "")).toHaveProperty("text");
    const wrong = [
      [["getUsersMee"], "Did you mean getUsersMe?"],
      [["getUsersMe", "-p", "max=1"], 'getUsersMe has no parameter "max"; it has user.fields'],
      [["getUsersPosts"], "getUsersPosts cannot do without -p id=..."],
      [["getUsersPosts", "-p", "id=1", "-p", "max_results=many"], "max_results is a whole number"],
    ] as const;
    for (const [args, message] of wrong) {
      const { code, stderr } = await oauth1([...call, ...args], home);
      expect(code).toBe(2);
      expect(stderr).toContain(message);
    }
  });

  it("names a descriptor of one's own by its path where it says what to type", async () => {
    const home = createHome();
    const file = fileURLToPath(new URL("../../../providers/discogs.json", import.meta.url));
    await home.keep({ "my-own": { provider: file, consumer: { key: "ck", secret: "cs" } } });
    const profile = ["--profile", "my-own"];
    for (const [args, said] of [
      [["request", ...profile, "--operation", "getIdentity"], `oauth1 providers show ${file} has`],
      [
        ["request", ...profile, "--operation", "getUserIdentity"],
        `oauth1 login ${file} --profile my-own gets one.`,
      ],
      [["renew", ...profile], `oauth1 login ${file} --profile my-own gets another one`],
    ] as const) {
      const { code, stderr } = await oauth1(args, home);
      expect(code).toBe(2);
      expect(stderr).toContain(said);
    }
  });

  it("says what the provider has refused, and nothing of the secrets", async () => {
    const { emulator, app, home } = await signedIn("twitter");
    emulator.fault("replay", { times: 9 });
    const all = ["--operation", "getUsersPosts", "-p", "id=1", "--all", "--json"];
    const paged = await oauth1(["request", "--profile", "me", ...all], home);
    const [line = "", ...more] = paged.stdout.trim().split("\n");
    expect(more).toEqual([]);
    expect(JSON.parse(line)).toMatchObject({ ok: false, error: { status: 401 } });
    emulator.fault("replay", { times: 9 });
    const call = ["request", "--profile", "me", "--operation", "getUsersMe"];
    const { code, stdout, stderr } = await oauth1(call, home);
    expect(code).toBe(1);
    expect(stderr).toContain("status: 401");
    expect(stdout + stderr).not.toContain(app.secret);
    expect(stderr).not.toMatch(/\n\s+at /);
    await emulator.close();
    const nobody = await oauth1([...call, "--json"], home);
    expect(nobody.code).toBe(1);
    expect(JSON.parse(nobody.stdout)).toMatchObject({ ok: false, error: { code: "network" } });
    for (const args of [call, ["request", "--profile", "me", "/2/users/me"]]) {
      const { stderr: told } = await oauth1(args, home);
      expect(told).toContain("start it again: oauth1 emulate twitter --profile me\n");
    }
  });
});

describe("oauth1 request without a provider", () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  /** Answers with what was received. */
  async function mirror(status = 200): Promise<string> {
    return answering((outgoing, { method, url, headers }) => {
      outgoing.writeHead(status, { "content-type": "application/json" });
      outgoing.end(JSON.stringify({ method, url, authorization: headers.authorization }));
    });
  }

  async function answering(
    answer: (outgoing: ServerResponse, incoming: IncomingMessage) => void,
  ): Promise<string> {
    const server = createServer((incoming, outgoing) => answer(outgoing, incoming));
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    return `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  }

  const env = { OAUTH1_CONSUMER_KEY: "ck", OAUTH1_CONSUMER_SECRET: "kd94hf93k423kf44" };

  it("signs what it sends, so that verify says yes", async () => {
    const url = `${await mirror()}/a?b=c%20d`;
    const { code, stdout } = await oauth1(["request", "-G", "-d", "e=f", url], { env });
    expect(code).toBe(0);
    const { method, authorization } = JSON.parse(stdout);
    expect(method).toBe("GET");
    const args = ["verify", `${url}&e=f`, "-H", `Authorization: ${authorization}`];
    expect((await oauth1(args, { env })).code).toBe(0);
  });

  it("does without what reads descriptors", async () => {
    const list =
      "import{Module}from'node:module';process.on('exit',()=>console.error(Object.keys(Module._cache).filter((file)=>/ajv|jsonc-parser/.test(file)).length))";
    const NODE_OPTIONS = `--import=data:text/javascript,${list}`;
    const { code, stderr } = await oauth1(["request", await mirror()], {
      env: { ...env, NODE_OPTIONS },
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "0\n" });
  });

  it("keeps the body of an error on stdout", async () => {
    const { code, stdout, stderr } = await oauth1(["request", await mirror(503)], { env });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ method: "GET" });
    expect(stderr).toBe("The answer is 503 Service Unavailable.\n");
    expect(await oauth1(["request", await mirror(400)], { env })).toMatchObject({ code: 1 });
  });

  it("shows no control characters of the reason that a server gives", async () => {
    const url = await answering((outgoing) => {
      outgoing.socket?.end("HTTP/1.1 400 \u001B[31mBad\r\ncontent-length: 0\r\n\r\n");
    });
    const { code, stderr } = await oauth1(["request", url], { env });
    expect({ code, stderr }).toEqual({ code: 1, stderr: "The answer is 400 \uFFFD[31mBad.\n" });
  });

  it("answers with all of it as JSON: every cookie, numbers as they came, and bytes", async () => {
    const url = await answering((outgoing) => {
      outgoing.writeHead(
        200,
        [
          ["set-cookie", "a=1"],
          ["set-cookie", "b=2"],
        ].flat(),
      );
      outgoing.end('{"id":12345678901234567890}\n');
    });
    const { stdout } = await oauth1(["request", url, "--json"], { env });
    expect(stdout).toContain('"body": {"id":12345678901234567890}');
    expect(JSON.parse(stdout).headers["set-cookie"]).toEqual(["a=1", "b=2"]);
    const image = await answering((outgoing) => outgoing.end(Buffer.from([0, 255])));
    const bytes = await oauth1(["request", image, "--json"], { env });
    expect(JSON.parse(bytes.stdout)).toMatchObject({ ok: true, bodyBase64: "AP8=" });
  });

  it("says that an answer broke off, and what cannot be sent at all", async () => {
    const url = await answering((outgoing) => {
      outgoing.writeHead(200, { "content-length": "100" });
      outgoing.write("half", () => outgoing.destroy());
    });
    const cut = await oauth1(["request", url, "--json"], { env });
    expect(cut.code).toBe(1);
    expect(JSON.parse(cut.stdout)).toMatchObject({ ok: false, error: { code: "network" } });
    const method = await oauth1(["request", "-X", "GE T", url], { env });
    expect(method).toMatchObject({ code: 2, stdout: "" });
    expect(method.stderr).toContain('There is no method "GE…": it is one word, such as POST.');
  });

  it("says that what answers does not speak TLS", async () => {
    const url = (await mirror()).replace("http:", "https:");
    const { code, stderr } = await oauth1(["request", url], { env });
    const { host } = new URL(url);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `No answer came from ${host}: the server does not speak TLS there (http:// in place of https:// reaches it, if that is meant)\n`,
    });
  });

  it("says when nobody answers", async () => {
    const { code, stderr } = await oauth1(["request", "http://127.0.0.1:1/"], { env });
    expect(code).toBe(1);
    expect(stderr).toContain("No answer came from 127.0.0.1:1");
  });
});
