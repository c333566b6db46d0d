import assert from "node:assert/strict";
import { test } from "node:test";
import { Browser } from "./browser.ts";
import { emulated } from "./emulated.ts";

test("a user signs in with a verifier, sees who they are, and signs out", async (t) => {
  const emulator = await emulated(t);
  const browser = new Browser();
  const { text } = await browser.submit("/login");
  const [, url = ""] = /<a href="([^"]+)"/.exec(text) ?? [];
  const [, temporary = ""] = /name="temporary" value="([^"]+)"/.exec(text) ?? [];
  const { verifier = "" } = await emulator.approve(url.replaceAll("&#38;", "&"), { user: "alice" });
  const home = await browser.submit("/verifier", { temporary, verifier });
  assert.equal(home.status, 200, home.text);
  assert.match(home.text, /You are signed in/);
  assert.match((await browser.submit("/sign-out")).text, /Sign in with/);
});

test("a verifier for nobody's login signs nobody in", async (t) => {
  await emulated(t);
  const { status } = await new Browser().submit("/verifier", { temporary: "a", verifier: "b" });
  assert.equal(status, 400);
});

test("a verifier that is refused signs nobody in, and why is not for visitors", async (t) => {
  const told = t.mock.method(console, "error", () => undefined);
  await emulated(t);
  const browser = new Browser();
  const begun = await browser.submit("/login");
  const [, temporary = ""] = /name="temporary" value="([^"]+)"/.exec(begun.text) ?? [];
  const { status, text } = await browser.submit("/verifier", { temporary, verifier: "wrong" });
  assert.equal(status, 400);
  assert.equal(told.mock.calls.length, 1);
  const { message }: { message: string } = JSON.parse(String(told.mock.calls[0]?.arguments[0]));
  assert.ok(!text.includes(message));
});
