import { describe, expect, test } from "vitest";
import { oauth1, start } from "./fixtures/command.js";
import { cleanAfterEach, createHome } from "./fixtures/home.js";

cleanAfterEach();

describe("oauth1 emulate", () => {
  test("serves the provider and the page until Ctrl-C, and tells a program where", async () => {
    const running = start(["emulate", "discogs", "--json"], createHome());
    const [line] = await running.seen(/^\{.*\}$/m);
    const { page, origin, consumer, endpoints } = JSON.parse(line);
    const { first, providers } = await (await fetch(new URL("providers.json", page))).json();
    expect(first).toBe("discogs");
    expect(providers.length).toBeGreaterThan(40);
    expect(consumer).toEqual({ key: expect.any(String) });
    expect(endpoints.tokenCredentials).toBe(`${origin}/oauth/access_token`);
    running.interrupt();
    expect(await running.ended).toMatchObject({ code: 0, stderr: "" });
    await expect(fetch(page)).rejects.toThrow();
  });

  test("writes the code of an app, with the made-up secrets, when it is asked to", async () => {
    const running = start(["emulate", "bricklink", "--show-secrets"], createHome());
    const [, page = ""] = await running.seen(/Follow a login in your browser: (\S+)/);
    await running.seen(/Ctrl-C stops it/);
    running.interrupt();
    const { stdout } = await running.ended;
    expect(new URL(page).hostname).toBe("127.0.0.1");
    expect(stdout).toContain('import { createBricklink } from "@oauth1/bricklink";');
    expect(stdout).toMatch(/originMap: \{"https:\/\/api\.bricklink\.com":"http:/);
    expect(stdout).toMatch(/token secret {5,}\w+/);
    expect(stdout).not.toContain("undefined");
  });

  test("leaves an app and a token for oauth1 request", async () => {
    const home = createHome();
    const running = start(["emulate", "discogs", "--profile", "emulated"], home);
    await running.seen(/Ctrl-C stops it/);
    const asked = ["request", "--profile", "emulated", "--operation", "getUserIdentity"];
    const called = await oauth1(asked, home);
    running.interrupt();
    await running.ended;
    expect(called).toMatchObject({ code: 0, stdout: expect.stringContaining('"alice"') });
  });
});
