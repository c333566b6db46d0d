import { createServer } from "node:net";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { startEmulator } from "@oauth1/emulator";
import { sessionOf } from "./calls.js";
import { closeAfterEach, emulate, LEGS, ME, modelOf, type Odd } from "./world.js";

closeAfterEach();

/** How many sockets of this process listen. */
function listening(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === "TCPServerWrap").length;
}

describe("an emulator that cannot start", () => {
  it("leaves nothing that listens", async () => {
    const before = listening();
    const onMessage = (): void => undefined;
    for (const options of [{ port: 70_000, onMessage }, { port: 70_000 }])
      await expect(startEmulator(modelOf({}), options)).rejects.toThrow(RangeError);
    await expect.poll(listening).toBe(before);
  });
});

describe("a provider at a path of the emulator's own pages", () => {
  it.each<[string, Odd]>([
    ["an operation", { operations: { getMe: { ...ME.getMe, path: "/-/me" } } }],
    ["an endpoint", { oauth: { ...LEGS, authorization: { url: "https://odd.example/-/apps" } } }],
  ])("is a TypeError, for %s", async (_, odd) => {
    const api = { baseUrl: "https://odd.example" };
    const started = emulate({ api, ...odd });
    await expect(started).rejects.toThrow(TypeError);
    await expect(started).rejects.toThrow(/is at \/-\/(?:me|apps), and cannot be emulated/);
  });

  it("is none where a variable may be anything", async () => {
    const getMe = { ...ME.getMe, path: "/{who}/me", parameters: WHO };
    const api = { baseUrl: "https://odd.example" };
    const { origin } = await emulate({ api, operations: { getMe } });
    expect((await fetch(`${origin}/x/me`)).status).toBe(400);
  });
});

const WHO = { who: { in: "path", type: "string" } } as const;

describe("an emulator whose onMessage throws", () => {
  it.each([
    [
      "throws",
      () => {
        throw new Error("deaf");
      },
    ],
    ["rejects", () => Promise.reject(new Error("deaf"))],
  ])("answers as usual, and says so at its end, where it %s", async (_, onMessage) => {
    const emulator = await startEmulator(modelOf({}), { onMessage });
    expect((await fetch(emulator.pages.home)).status).toBe(200);
    await expect(emulator.close()).rejects.toThrow("deaf");
    await expect(fetch(emulator.pages.home)).rejects.toThrow(TypeError);
  });
});

describe("reset", () => {
  it("keeps the port and the apps, and forgets what came of them", async () => {
    const emulator = await emulate({}, { calls: 2 });
    const { session, consumer } = await sessionOf(emulator);
    expect((await session.fetch("/api/me")).status).toBe(200);
    expect((await session.fetch("/api/me")).status).toBe(200);
    expect((await session.fetch("/api/me")).status).toBe(429);
    emulator.fault("server_error", { times: 100 });

    await emulator.reset();
    expect((await session.fetch("/api/me")).status).toBe(401);
    const again = await emulator.issueToken("alice", { consumer: consumer.key });
    expect(emulator.originMap["https://odd.example"]).toBe(emulator.origin);
    const { session: other } = await sessionOf(emulator);
    expect((await other.fetch("/api/me")).status).toBe(200);
    expect(again.key).not.toBe("");
  });

  it("keeps the apps that are registered meanwhile", async () => {
    const model = modelOf({});
    const meanwhile: Promise<readonly string[]>[] = [];
    const register = async (): Promise<readonly string[]> => {
      const keys: string[] = [];
      while (keys.length < 50) keys.push((await emulator.register()).key);
      return keys;
    };
    let isResetting = false;
    const emulator = await startEmulator({
      ...model,
      get operations() {
        if (isResetting) meanwhile.push(register());
        return model.operations;
      },
    });
    await register();
    isResetting = true;
    await emulator.reset();
    const keys = (await Promise.all(meanwhile)).flat();
    expect(keys).not.toEqual([]);
    for (const consumer of keys)
      await expect(emulator.issueToken("alice", { consumer })).resolves.toBeDefined();
    await emulator.close();
  });

  it("is told to the next test with the same messages", async () => {
    const heard: string[] = [];
    const onMessage = ({ route }: { readonly route: { readonly name: string } }): void =>
      void heard.push(route.name);
    const emulator = await emulate({}, { onMessage });
    await emulator.reset();
    await fetch(`${emulator.origin}/api/me`);
    expect(heard).toEqual(["getMe", "getMe"]);
  });
});

describe("the end of an emulator", () => {
  it("frees its port", async () => {
    const emulator = await startEmulator(modelOf({}));
    await emulator.close();
    const server = createServer().listen(emulator.port, "127.0.0.1");
    await once(server, "listening");
    await once(server.close(), "close");
  });
});
